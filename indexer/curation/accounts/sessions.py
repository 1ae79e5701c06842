"""Who is signed in: tokens that last for a limited time, kept as hashes in state/sessions.sqlite3."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from indexer.curation.accounts.accounts import Account, Accounts
from indexer.curation.state_database import JsonBefore, JsonObjects, StateDatabase
from indexer.storage.database_connection import Layout

_MAX_SESSIONS = 1000
_TABLES = (
    # In the order in which they began: the oldest give way.
    "CREATE TABLE session (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
    " ends REAL NOT NULL) STRICT",
    "CREATE INDEX session_name ON session (name)",
)
_STORE = "INSERT OR IGNORE INTO session (digest, name, ends) VALUES (?, ?, ?)"


class Sessions:
    """The sessions below state/; a token is never written down itself.

    Every method raises StateError where the database cannot be used; a damaged one is begun anew, without sessions.
    """

    def __init__(
        self, folder: Path, accounts: Accounts, *, seconds: float = 8 * 3600.0, clock: Callable[[], float] = time.time
    ) -> None:
        self.database = StateDatabase(
            folder / "sessions.sqlite3",
            Layout(steps=(_TABLES,), has_wal=False),
            JsonBefore(folder / "sessions.json", _adopt),
            renews_itself=True,
        )
        self._accounts = accounts
        self._seconds = seconds
        self._clock = clock

    def begin(self, account: Account) -> str:
        """A new token for an account that has just shown its password."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self.database.writing() as connection:
            connection.execute("DELETE FROM session WHERE ends <= ?", (now,))
            (last,) = connection.execute(
                "SELECT max(id) FROM (SELECT id FROM session ORDER BY id DESC LIMIT -1 OFFSET ?)", (_MAX_SESSIONS - 1,)
            ).fetchone()
            connection.execute("DELETE FROM session WHERE id <= ?", (last or 0,))
            connection.execute(_STORE, (_digest(token), account.name, now + self._seconds))
        return token

    def account(self, token: str) -> Account | None:
        """Whose token it is; None once the session has ended or the account may not sign in."""
        if not token:
            return None
        with self.database.reading() as connection:
            found = connection.execute(
                "SELECT name FROM session WHERE digest = ? AND ends > ?", (_digest(token), self._clock())
            ).fetchone()
        return self._accounts.find(found[0]) if found else None

    def end(self, token: str) -> None:
        """Sign out."""
        with self.database.writing() as connection:
            connection.execute("DELETE FROM session WHERE digest = ?", (_digest(token),))

    def end_all(self, name: str) -> None:
        """Sign an account out everywhere, as a new password or role asks for."""
        with self.database.writing() as connection:
            connection.execute("DELETE FROM session WHERE name = ?", (name,))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _adopt(connection: sqlite3.Connection, content: JsonObjects) -> None:
    """What sessions.json held: an object for each digest, oldest first."""
    for digest, session in content.items():
        connection.execute(_STORE, (digest, str(session["name"]), float(str(session["ends"]))))
