"""Attempts to sign in that failed: a name is slowed down and then locked for the address that they came from.

Whoever guesses from elsewhere does not lock out the owner. All processes count together, in state/sign-ins.sqlite3;
where that cannot be written, each counts by itself.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.state_database import JsonBefore, StateDatabase
from indexer.domain.errors import StateError
from indexer.storage.database_connection import Layout

_FREE_FAILURES = 2
_MAX_REMEMBERED = 10_000
"""Names with addresses that are remembered: someone who tries ever new ones must not fill memory or disk."""

_IPV6_NETWORK = 64
"""Bits of an address of IPv6 that say whose it is; a client chooses the others itself."""

_BY_NAME = (
    "CREATE TABLE failure (name TEXT PRIMARY KEY, count INTEGER NOT NULL, last REAL NOT NULL) STRICT",
    "CREATE INDEX failure_last ON failure (last)",
)
_BY_NAME_AND_ADDRESS = (
    "DROP TABLE failure",
    "CREATE TABLE failure (name TEXT NOT NULL, address TEXT NOT NULL, count INTEGER NOT NULL, last REAL NOT NULL,"
    " PRIMARY KEY (name, address)) STRICT",
    "CREATE INDEX failure_last ON failure (last)",
)
_COUNT = (
    "INSERT INTO failure (name, address, count, last) VALUES (?, ?, 1, ?)"
    " ON CONFLICT (name, address) DO UPDATE SET count = count + 1, last = excluded.last"
)
_LEAVE = "DELETE FROM failure WHERE rowid IN (SELECT rowid FROM failure ORDER BY last DESC LIMIT -1 OFFSET ?)"


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0


class SignInThrottle:
    """How long each name, known or not, must wait at each address before its next attempt counts."""

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
        self._own: dict[tuple[str, str], _Failures] = {}
        self.database = _database(folder) if folder else None

    def wait_seconds(self, name: str, address: str) -> int:
        """Doubling after two failures, then the time of a lock; 0 when the next attempt counts."""
        key = name, network_of(address)
        failures = self._failures(key)
        if failures.count <= _FREE_FAILURES:
            return 0
        is_locked = failures.count >= self._max_attempts
        left = failures.last + (self._lock_seconds if is_locked else 2.0 ** (failures.count - _FREE_FAILURES))
        left -= self._clock()
        if left <= 0 and is_locked:
            self.forget(name, address)
        # Rounded up: who has waited as long as was said is not refused once more.
        return max(0, -int(-left // 1))

    def note_failure(self, name: str, address: str) -> None:
        """Count a failed attempt; those that failed longest ago are forgotten first."""
        key, now = (name, network_of(address)), self._clock()
        try:
            if self.database is not None:
                with self.database.writing() as connection:
                    connection.execute(_COUNT, (*key, now))
                    connection.execute(_LEAVE, (_MAX_REMEMBERED,))
                return
        except StateError:
            pass
        while len(self._own) >= _MAX_REMEMBERED:
            self._own.pop(next(iter(self._own)), None)
        self._own[key] = _Failures(self._own.pop(key, _Failures()).count + 1, now)

    def forget(self, name: str, address: str) -> None:
        """Let a name begin anew at an address: it signed in there."""
        key = name, network_of(address)
        self._own.pop(key, None)
        if self._failures(key).count:
            self._delete("DELETE FROM failure WHERE name = ? AND address = ?", key)

    def forget_name(self, name: str) -> None:
        """Let a name begin anew everywhere: it has a new password."""
        for key in [key for key in self._own if key[0] == name]:
            del self._own[key]
        if self.database is not None and self.database.exists:
            self._delete("DELETE FROM failure WHERE name = ?", (name,))

    def _delete(self, statement: str, values: tuple[str, ...]) -> None:
        try:
            if self.database is not None:
                with self.database.writing() as connection:
                    connection.execute(statement, values)
        except StateError:
            pass

    def _failures(self, key: tuple[str, str]) -> _Failures:
        """Those that all processes know of, or those of this one, whichever are more."""
        own = self._own.get(key, _Failures())
        try:
            if self.database is not None and self.database.exists:
                with self.database.reading() as connection:
                    row = connection.execute(
                        "SELECT count, last FROM failure WHERE name = ? AND address = ?", key
                    ).fetchone()
                return max(_Failures(*row) if row else own, own, key=lambda failures: failures.count)
        except StateError:
            pass
        return own


def network_of(address: str) -> str:
    """The part of a client's address that it cannot choose.

    >>> network_of("2001:db8:1:2:3:4:5:6"), network_of("192.0.2.7"), network_of("::ffff:192.0.2.7"), network_of("")
    ('2001:db8:1:2::', '192.0.2.7', '192.0.2.7', '')
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False).network_address)


def _database(folder: Path) -> StateDatabase:
    return StateDatabase(
        folder / "sign-ins.sqlite3",
        Layout(steps=(_BY_NAME, _BY_NAME_AND_ADDRESS), has_wal=False, is_synced=False),
        JsonBefore(folder / "sign-ins.json", lambda connection, content: None),
        renews_itself=True,
    )
