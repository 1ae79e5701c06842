"""Attempts to sign in that failed: each name is slowed down after some, and locked for a while after more.

All processes count together, in state/sign-ins.sqlite3; where that cannot be written, each counts by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.state_database import JsonBefore, StateDatabase
from indexer.domain.errors import StateError
from indexer.storage.database_connection import Layout

_FREE_FAILURES = 2
_MAX_NAMES = 10_000
"""Names remembered: someone who tries ever new ones must not fill memory or disk."""

_TABLE = (
    "CREATE TABLE failure (name TEXT PRIMARY KEY, count INTEGER NOT NULL, last REAL NOT NULL) STRICT",
    "CREATE INDEX failure_last ON failure (last)",
)
_COUNT = (
    "INSERT INTO failure (name, count, last) VALUES (?, 1, ?)"
    " ON CONFLICT (name) DO UPDATE SET count = count + 1, last = excluded.last"
)
_LEAVE = "DELETE FROM failure WHERE name IN (SELECT name FROM failure ORDER BY last DESC LIMIT -1 OFFSET ?)"


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0


class SignInThrottle:
    """How long each name, known or not, must wait before its next attempt counts."""

    def __init__(
        self,
        max_attempts: int,
        lock_seconds: float,
        clock: Callable[[], float] = time.time,
        *,
        folder: Path | None = None,
    ) -> None:
        """`folder` is where the failures are kept; without one they are this object's own."""
        self._max_attempts = max_attempts
        self._lock_seconds = lock_seconds
        self._clock = clock
        self._own: dict[str, _Failures] = {}
        self.database = _database(folder) if folder else None

    def wait_seconds(self, name: str) -> int:
        """Doubling after two failures, then the time of a lock; 0 when the next attempt counts."""
        failures = self._failures(name)
        if failures.count <= _FREE_FAILURES:
            return 0
        is_locked = failures.count >= self._max_attempts
        left = failures.last + (self._lock_seconds if is_locked else 2.0 ** (failures.count - _FREE_FAILURES))
        left -= self._clock()
        if left <= 0 and is_locked:
            self.forget(name)
        # Rounded up: who has waited as long as was said is not refused once more.
        return max(0, -int(-left // 1))

    def note_failure(self, name: str) -> None:
        """Count a failed attempt; the names that failed longest ago are forgotten first."""
        now = self._clock()
        try:
            if self.database is not None:
                with self.database.writing() as connection:
                    connection.execute(_COUNT, (name, now))
                    connection.execute(_LEAVE, (_MAX_NAMES,))
                return
        except StateError:
            pass
        while len(self._own) >= _MAX_NAMES:
            self._own.pop(next(iter(self._own)), None)
        self._own[name] = _Failures(self._own.pop(name, _Failures()).count + 1, now)

    def forget(self, name: str) -> None:
        """Let a name begin anew: it signed in, or has a new password."""
        self._own.pop(name, None)
        if not self._failures(name).count or self.database is None:
            return
        try:
            with self.database.writing() as connection:
                connection.execute("DELETE FROM failure WHERE name = ?", (name,))
        except StateError:
            pass

    def _failures(self, name: str) -> _Failures:
        """Those that all processes know of, or those of this one, whichever are more."""
        own = self._own.get(name, _Failures())
        try:
            if self.database is not None and self.database.exists:
                with self.database.reading() as connection:
                    row = connection.execute("SELECT count, last FROM failure WHERE name = ?", (name,)).fetchone()
                return max(_Failures(*row) if row else own, own, key=lambda failures: failures.count)
        except StateError:
            pass
        return own


def _database(folder: Path) -> StateDatabase:
    return StateDatabase(
        folder / "sign-ins.sqlite3",
        Layout(steps=(_TABLE,), has_wal=False, is_synced=False),
        JsonBefore(folder / "sign-ins.json", lambda connection, content: None),
        renews_itself=True,
    )
