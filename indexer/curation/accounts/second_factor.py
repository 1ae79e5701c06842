"""The second factor: codes of an authenticator application (TOTP, RFC 6238), and recovery codes for when it is lost.

Kept in state/accounts.sqlite3. The secret must be readable to be checked; recovery codes are kept as hashes.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

import pyotp

from indexer.curation.audit_log import AuditLog
from indexer.curation.state_database import StateDatabase

TABLES = (
    "CREATE TABLE second_factor (name TEXT PRIMARY KEY, secret TEXT NOT NULL, is_confirmed INTEGER NOT NULL,"
    " last_step INTEGER NOT NULL) STRICT",
    "CREATE TABLE recovery_code (name TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (name, digest)) STRICT",
)
ISSUER = "Samspil"
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are taken for each other."""

_HALF_CHARACTERS = 5
_STEP_SECONDS = 30
_STEPS_AROUND = (0, -1, 1)
"""A clock may be half a minute wrong, and typing takes time."""


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """How an account stands: `secret` is base32, and counts once `is_confirmed` by a first code."""

    secret: str
    is_confirmed: bool
    recovery_codes_left: int

    def address(self, name: str) -> str:
        """What the application reads from the square: otpauth://totp/…"""
        return pyotp.TOTP(self.secret).provisioning_uri(name=name, issuer_name=ISSUER)


class SecondFactors:
    """The second factors of all accounts; safe to share between threads. Methods raise what StateDatabase does."""

    def __init__(self, database: StateDatabase, audit: AuditLog, clock: Callable[[], float] = time.time) -> None:
        """`database` is that of the accounts, laid out with TABLES."""
        self._database = database
        self._audit = audit
        self._clock = clock

    def find(self, name: str) -> SecondFactor | None:
        """That of an account, confirmed or not; None if there is none."""
        with self._database.reading() as connection:
            return _find(connection, name)

    def is_asked_for(self, name: str) -> bool:
        """Whether an account signs in with a code beside its password."""
        known = self.find(name)
        return known is not None and known.is_confirmed

    def names(self) -> frozenset[str]:
        """The accounts that sign in with a code."""
        with self._database.reading() as connection:
            return frozenset(row[0] for row in connection.execute("SELECT name FROM second_factor WHERE is_confirmed"))

    def prepare(self, name: str) -> SecondFactor:
        """A secret that counts for nothing until a code confirms it; the same one until then."""
        with self._database.writing() as connection:
            known = _find(connection, name)
            if known is not None:
                return known
            made = pyotp.random_base32()
            connection.execute("INSERT INTO second_factor VALUES (?, ?, 0, 0)", (name, made))
        return SecondFactor(made, False, 0)

    def confirm(self, name: str, code: str) -> tuple[str, ...]:
        """Switch it on by a first code; the recovery codes, which are told this once. Empty if the code is wrong."""
        with self._database.writing() as connection:
            known = _find(connection, name)
            if known is None or known.is_confirmed or not self._accepts_code(connection, name, code):
                return ()
            connection.execute("UPDATE second_factor SET is_confirmed = 1 WHERE name = ?", (name,))
            codes = _new_recovery_codes(connection, name)
            self._audit.append(name, "second-factor-added", subject=name)
        return codes

    def renew_recovery_codes(self, name: str) -> tuple[str, ...]:
        """New recovery codes, which are told this once; the old ones count no more."""
        with self._database.writing() as connection:
            codes = _new_recovery_codes(connection, name)
            self._audit.append(name, "recovery-codes-renewed", subject=name)
        return codes

    def accepts(self, name: str, code: str) -> bool:
        """Whether it is a code of now or a recovery code; each counts once."""
        with self._database.writing() as connection:
            if self._accepts_code(connection, name, code):
                return True
            used = connection.execute("DELETE FROM recovery_code WHERE name = ? AND digest = ?", (name, _digest(code)))
            return used.rowcount == 1

    def remove(self, name: str, *, by: str = "") -> None:
        """Ask for no code any more; nothing happens where none was asked for."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM recovery_code WHERE name = ?", (name,))
            if connection.execute("DELETE FROM second_factor WHERE name = ?", (name,)).rowcount:
                self._audit.append(by, "second-factor-removed", subject=name)

    def _accepts_code(self, connection: sqlite3.Connection, name: str, code: str) -> bool:
        typed = re.sub(r"\s", "", code)
        row = connection.execute("SELECT secret, last_step FROM second_factor WHERE name = ?", (name,)).fetchone()
        if row is None or not re.fullmatch(r"[0-9]{6}", typed):
            return False
        now = int(self._clock() // _STEP_SECONDS)
        expected = pyotp.TOTP(row[0])
        for step in (now + around for around in _STEPS_AROUND):
            # A code that was seen once, over a shoulder or on the way, must not open anything again.
            if step > row[1] and secrets.compare_digest(expected.generate_otp(step), typed):
                connection.execute("UPDATE second_factor SET last_step = ? WHERE name = ?", (step, name))
                return True
        return False


def _find(connection: sqlite3.Connection, name: str) -> SecondFactor | None:
    row = connection.execute("SELECT secret, is_confirmed FROM second_factor WHERE name = ?", (name,)).fetchone()
    if row is None:
        return None
    (left,) = connection.execute("SELECT count(*) FROM recovery_code WHERE name = ?", (name,)).fetchone()
    return SecondFactor(row[0], bool(row[1]), left)


def _new_recovery_codes(connection: sqlite3.Connection, name: str) -> tuple[str, ...]:
    codes = tuple(f"{_half()}-{_half()}" for _ in range(RECOVERY_CODES))
    connection.execute("DELETE FROM recovery_code WHERE name = ?", (name,))
    connection.executemany("INSERT INTO recovery_code VALUES (?, ?)", [(name, _digest(code)) for code in codes])
    return codes


def _half() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_HALF_CHARACTERS))


def _digest(code: str) -> str:
    """What is kept of a recovery code: 49 random bits need no slow hash."""
    return hashlib.sha256(re.sub(r"[^a-z0-9]", "", code.lower()).encode()).hexdigest()
