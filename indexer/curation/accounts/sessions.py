"""Who is signed in: tokens that last for a limited time, kept as hashes in state/sessions.sqlite3."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.accounts.accounts import Account, Accounts
from indexer.curation.state_database import JsonBefore, JsonObjects, StateDatabase
from indexer.domain.errors import StateError
from indexer.storage.database_connection import Layout

_MAX_SESSIONS = 1000
_TABLES = (
    # In the order in which they began: the oldest give way.
    "CREATE TABLE session (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL,"
    " ends REAL NOT NULL) STRICT",
    "CREATE INDEX session_name ON session (name)",
)
_WHERE_AND_WHEN = (
    "ALTER TABLE session ADD COLUMN began REAL NOT NULL DEFAULT 0",
    "ALTER TABLE session ADD COLUMN used REAL NOT NULL DEFAULT 0",
    "ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT ''",
    "UPDATE session SET used = CAST(strftime('%s', 'now') AS REAL), began = CAST(strftime('%s', 'now') AS REAL)",
)
_STORE = (
    "INSERT OR IGNORE INTO session (digest, name, ends, began, used, address, browser) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_USE_SECONDS = 60.0
"""How exactly it is kept when a session was used last: not every page is to be written about."""

_MAX_BROWSER_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Session:
    """Where an account is signed in.

    Attributes:
        id: names it to its owner; no token can be told from it.
        began, used: seconds since 1970; `used` to the minute.
        address, browser: as the request said when it began; "" if unknown.
    """

    id: int
    began: float
    used: float
    address: str
    browser: str
    is_current: bool


class Sessions:
    """The sessions below state/; a token is never written down itself.

    Every method raises StateError where the database cannot be used; a damaged one is begun anew, without sessions.
    """

    def __init__(
        self,
        folder: Path,
        accounts: Accounts,
        *,
        seconds: float = 8 * 3600.0,
        idle_seconds: float = 3600.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """A session lasts for `seconds`, and ends when it was not used for `idle_seconds`."""
        self.database = StateDatabase(
            folder / "sessions.sqlite3",
            Layout(steps=(_TABLES, _WHERE_AND_WHEN), has_wal=False),
            JsonBefore(folder / "sessions.json", _adopt),
            renews_itself=True,
        )
        self._accounts = accounts
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._clock = clock

    def begin(self, account: Account, address: str = "", browser: str = "") -> str:
        """A new token for an account that has just shown its password, and its code where it has a second factor."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self.database.writing() as connection:
            connection.execute("DELETE FROM session WHERE ends <= ? OR used <= ?", (now, now - self._idle_seconds))
            # SQLite takes OFFSET only behind a LIMIT; -1 is none.
            (last,) = connection.execute(
                "SELECT max(id) FROM (SELECT id FROM session ORDER BY id DESC LIMIT -1 OFFSET ?)", (_MAX_SESSIONS - 1,)
            ).fetchone()
            connection.execute("DELETE FROM session WHERE id <= ?", (last or 0,))
            shown = browser[:_MAX_BROWSER_CHARACTERS]
            connection.execute(_STORE, (_digest(token), account.name, now + self._seconds, now, now, address, shown))
        return token

    def account(self, token: str) -> Account | None:
        """Whose token it is; None once the session has ended or the account may not sign in."""
        if not token:
            return None
        now, digest = self._clock(), _digest(token)
        with self.database.reading() as connection:
            found = connection.execute(
                "SELECT name, used FROM session WHERE digest = ? AND ends > ? AND used > ?",
                (digest, now, now - self._idle_seconds),
            ).fetchone()
        if not found:
            return None
        if now - found[1] > min(_USE_SECONDS, self._idle_seconds / 10):
            with contextlib.suppress(StateError), self.database.writing() as connection:  # reading goes on without
                connection.execute("UPDATE session SET used = ? WHERE digest = ?", (now, digest))
        return self._accounts.find(found[0])

    def of(self, name: str, token: str = "") -> tuple[Session, ...]:
        """Where an account is signed in, used last first; the session of `token` is marked."""
        now = self._clock()
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT id, began, used, address, browser, digest = ? FROM session"
                " WHERE name = ? AND ends > ? AND used > ? ORDER BY used DESC, id DESC",
                (_digest(token), name, now, now - self._idle_seconds),
            ).fetchall()
        return tuple(Session(i, began, used, where, by, bool(here)) for i, began, used, where, by, here in rows)

    def end_one(self, name: str, session_id: int) -> None:
        """Sign an account out in one place; nothing happens where the session is another account's."""
        with self.database.writing() as connection:
            connection.execute("DELETE FROM session WHERE id = ? AND name = ?", (session_id, name))

    def end_others(self, name: str, token: str) -> None:
        """Sign an account out everywhere but here."""
        with self.database.writing() as connection:
            connection.execute("DELETE FROM session WHERE name = ? AND digest <> ?", (name, _digest(token)))

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
        now = time.time()
        connection.execute(_STORE, (digest, str(session["name"]), float(str(session["ends"])), now, now, "", ""))
