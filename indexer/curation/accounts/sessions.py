"""Who is signed in: tokens that last for a limited time, kept as hashes in state/sessions.json; and the secret key."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from indexer.curation.accounts.accounts import Account, Accounts
from indexer.storage.atomic_files import atomic_write
from indexer.storage.file_locks import SharedLock

SECRET_KEY_VARIABLE = "SAMSPIL_SECRET_KEY"  # noqa: S105 (the name of a variable)
_SESSIONS_LIMIT = 1000


class Sessions:
    """The sessions below state/; a token is never written down itself."""

    def __init__(
        self,
        path: Path,
        accounts: Accounts,
        lock: SharedLock,
        *,
        seconds: float = 8 * 3600.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._accounts = accounts
        self._lock = lock
        self._seconds = seconds
        self._clock = clock

    def begin(self, account: Account) -> str:
        """A new token for an account that has just shown its password."""
        token = secrets.token_urlsafe(32)
        with self._lock.held():
            kept = dict(list(self._load().items())[1 - _SESSIONS_LIMIT :])
            kept[_digest(token)] = {"name": account.name, "ends": self._clock() + self._seconds}
            self._store(kept)
        return token

    def account(self, token: str) -> Account | None:
        """Whose token it is; None once the session has ended or the account may not sign in."""
        session = self._load().get(_digest(token)) if token else None
        if session is None or float(str(session["ends"])) <= self._clock():
            return None
        return self._accounts.find(str(session["name"]))

    def end(self, token: str) -> None:
        """Sign out."""
        with self._lock.held():
            kept = self._load()
            kept.pop(_digest(token), None)
            self._store(kept)

    def end_all(self, name: str) -> None:
        """Sign an account out everywhere, as a new password or role asks for."""
        with self._lock.held():
            self._store({digest: session for digest, session in self._load().items() if session["name"] != name})

    def _load(self) -> dict[str, dict[str, object]]:
        if not self._path.is_file():
            return {}
        content: dict[str, dict[str, object]] = json.loads(self._path.read_text("utf-8"))
        return content

    def _store(self, sessions: dict[str, dict[str, object]]) -> None:
        kept = {digest: one for digest, one in sessions.items() if float(str(one["ends"])) > self._clock()}
        atomic_write(self._path, json.dumps(kept).encode(), is_private=True)


def secret_key(state_folder: Path) -> bytes:
    """What cookies are signed with: $SAMSPIL_SECRET_KEY, else state/secret-key, made at the first call."""
    if given := os.environ.get(SECRET_KEY_VARIABLE):
        return given.encode()
    path = state_folder / "secret-key"
    with SharedLock(state_folder / "lock").held():
        if not path.is_file():
            atomic_write(path, secrets.token_bytes(32), is_private=True)
    return path.read_bytes()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
