"""Accounts of curators: names, roles and password hashes in state/accounts.sqlite3."""

from __future__ import annotations

import dataclasses
import enum
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from indexer.curation.accounts.passwords import Passwords
from indexer.curation.accounts.second_factor import TABLES, SecondFactors
from indexer.curation.accounts.sign_in_throttle import SignInThrottle
from indexer.curation.audit_log import AuditLog
from indexer.curation.state_database import JsonBefore, JsonObjects, StateDatabase
from indexer.domain.errors import InvalidEntry
from indexer.storage.database_connection import Layout
from indexer.storage.file_locks import SharedLock

_NAME = re.compile(r"\w[\w.-]{1,39}$")
_TABLE = (
    "CREATE TABLE account (name TEXT PRIMARY KEY, role TEXT NOT NULL, password_hash TEXT NOT NULL,"
    " is_disabled INTEGER NOT NULL) STRICT"
)
_FOR_MAIL = (
    "CREATE TABLE mail_address (name TEXT PRIMARY KEY, address TEXT NOT NULL) STRICT",
    "CREATE TABLE mail_link (digest TEXT PRIMARY KEY, name TEXT NOT NULL, made REAL NOT NULL, expires REAL NOT NULL)"
    " STRICT",
    "CREATE TABLE mail_request (client TEXT NOT NULL, moment REAL NOT NULL) STRICT",
)
"""Where accounts are reached, and what was sent to set passwords by (mail_links.py)."""

_ALL = "SELECT name, role, password_hash, is_disabled FROM account"
_CODES = "codes"
"""Wrong codes are counted by name alone, in place of an address: who gets that far knows the password."""

_STORE = "INSERT OR REPLACE INTO account (name, role, password_hash, is_disabled) VALUES (?, ?, ?, ?)"


class Role(enum.StrEnum):
    """How far an account reaches; each role may do what the ones before it may."""

    CONTRIBUTOR = "contributor"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"

    def reaches(self, other: Role) -> bool:
        """Whether this role may do what the other one may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; `password_hash` is argon2id with its own parameters."""

    name: str
    role: Role
    password_hash: str = dataclasses.field(repr=False, default="")
    is_disabled: bool = False


@dataclass(frozen=True, slots=True)
class SignIn:
    """The answer to an attempt: an account, or none and how long to wait before the next attempt counts.

    Who `needs_code` is not signed in before the second factor was asked for, too.
    """

    account: Account | None
    wait_seconds: int = 0
    needs_code: bool = False


class Accounts:
    """The accounts below state/; safe to share between threads and processes.

    Every method but wait_seconds raises StateError where the database cannot be used.
    """

    def __init__(self, folder: Path, audit: AuditLog, lock: SharedLock, throttle: SignInThrottle) -> None:
        # No write-ahead log: accounts must be readable where nothing can be written, and are seldom changed.
        self.database = StateDatabase(
            folder / "accounts.sqlite3",
            Layout(steps=((_TABLE,), TABLES, _FOR_MAIL), has_wal=False),
            JsonBefore(folder / "accounts.json", _adopt),
        )
        self._audit = audit
        self._lock = lock
        self._throttle = throttle
        self._passwords = Passwords()
        self.second_factors = SecondFactors(self.database, audit)

    def all(self) -> tuple[Account, ...]:
        """Every account by name."""
        with self.database.reading() as connection:
            return tuple(_account(row) for row in connection.execute(f"{_ALL} ORDER BY name"))

    def find(self, name: str) -> Account | None:
        """The account of that name if it may sign in."""
        with self.database.reading() as connection:
            row = connection.execute(f"{_ALL} WHERE name = ? AND NOT is_disabled", (name,)).fetchone()
        return _account(row) if row else None

    def add(self, name: str, role: Role, password: str, *, by: str = "") -> Account:
        """Make an account.

        Raises:
            InvalidEntry: the name is taken or cannot be one, or the password is too weak.
        """
        if not _NAME.fullmatch(name):
            raise InvalidEntry("bad-account-name")
        with self._lock.held(), self.database.writing() as connection:
            if connection.execute("SELECT 1 FROM account WHERE name = ?", (name,)).fetchone():
                raise InvalidEntry("account-name-taken", name=name)
            account = Account(name, role, self._passwords.hash(name, password))
            connection.execute(_STORE, _row(account))
            self._audit.append(by, "account-added", subject=name, detail=role.value)
        return account

    def set_password(self, name: str, password: str, *, by: str = "") -> None:
        """Give an account a new password, and forget its failed attempts.

        Raises:
            InvalidEntry: there is no such account, or the password is too weak.
        """
        password_hash = self._passwords.hash(name, password)
        self._change(name, by, "password-changed", password_hash=password_hash)
        self._throttle.forget_name(name)

    def set_role(self, name: str, role: Role, *, by: str = "") -> None:
        """Give an account another role; there is always an administrator left who may sign in."""
        self._change(name, by, "role-changed", role=role)

    def set_disabled(self, name: str, is_disabled: bool, *, by: str = "") -> None:
        """Shut an account out, or let it in again."""
        self._change(name, by, "account-disabled" if is_disabled else "account-enabled", is_disabled=is_disabled)

    def sign_in(self, name: str, password: str, address: str = "") -> SignIn:
        """Check a password that comes from an address; that of a second factor is then still to be checked."""
        answer = self.check_password(name, password, address)
        if answer.account is None:
            return answer
        if self.second_factors.is_asked_for(name):
            # What failed before is not forgotten yet, or wrong codes would be free between right passwords.
            return SignIn(answer.account, needs_code=True)
        return self._signed_in(answer.account, address)

    def sign_in_with_code(self, name: str, code: str, address: str = "") -> SignIn:
        """Check a code of the second factor, or a recovery code, of somebody who has just shown the password."""
        if wait := self._throttle.wait_seconds(name, _CODES):
            return SignIn(None, wait)
        account = self.find(name)
        if account is None or not self.second_factors.accepts(name, code):
            self._throttle.note_failure(name, _CODES)
            self._audit.append("", "code-refused", subject=name)
            return SignIn(None, self._throttle.wait_seconds(name, _CODES))
        self._throttle.forget(name, _CODES)
        return self._signed_in(account, address)

    def check_password(self, name: str, password: str, address: str = "") -> SignIn:
        """Whose password it is; a wrong name takes as long as a wrong password and is slowed down the same way."""
        if wait := self._throttle.wait_seconds(name, address):
            return SignIn(None, wait)
        account = self.find(name)
        known = account.password_hash if account else self._passwords.nobodys_hash
        matches = self._passwords.matches(known, password)
        if account is None or not matches:
            self._throttle.note_failure(name, address)
            self._audit.append("", "sign-in-failed", subject=name if account else "")
            return SignIn(None, self._throttle.wait_seconds(name, address))
        return SignIn(account)

    def _signed_in(self, account: Account, address: str) -> SignIn:
        self._throttle.forget(account.name, address)
        self._audit.append(account.name, "signed-in")
        return SignIn(account)

    def _change(self, name: str, by: str, action: str, **values: object) -> None:
        with self._lock.held(), self.database.writing() as connection:
            accounts = {row[0]: _account(row) for row in connection.execute(_ALL)}
            if name not in accounts:
                raise InvalidEntry("no-such-account", name=name)
            changed = accounts | {name: dataclasses.replace(accounts[name], **cast("dict[str, Any]", values))}
            if _has_administrator(accounts.values()) and not _has_administrator(changed.values()):
                raise InvalidEntry("last-administrator")
            connection.execute(_STORE, _row(changed[name]))
            self._audit.append(by, action, subject=name, detail=str(values.get("role", "")))


def _has_administrator(accounts: Iterable[Account]) -> bool:
    return any(account.role is Role.ADMINISTRATOR and not account.is_disabled for account in accounts)


def _account(row: tuple[str, str, str, int]) -> Account:
    return Account(row[0], Role(row[1]), row[2], bool(row[3]))


def _row(account: Account) -> tuple[str, str, str, int]:
    return account.name, account.role.value, account.password_hash, int(account.is_disabled)


def _adopt(connection: sqlite3.Connection, content: JsonObjects) -> None:
    """What accounts.json held: an object for each name."""
    for name, values in content.items():
        account = Account(name, Role(str(values["role"])), str(values["password_hash"]), bool(values["is_disabled"]))
        connection.execute(_STORE, _row(account))
