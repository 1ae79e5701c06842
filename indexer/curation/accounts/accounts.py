"""Accounts of curators: names, roles and argon2id hashes in state/accounts.json; slow-down and lock after failures."""

from __future__ import annotations

import dataclasses
import enum
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from indexer.curation.audit_log import AuditLog
from indexer.domain.errors import InvalidEntry
from indexer.storage.atomic_files import SharedLock, write_durably

_NAME = re.compile(r"\w[\w.-]{1,39}$")
PASSWORD_CHARACTERS = 12
_PASSWORD_LIMIT = 1000
_REMEMBERED_FAILURES = 10_000
_FREE_FAILURES = 2


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
    """The answer to an attempt: an account, or none and how long to wait before the next attempt counts."""

    account: Account | None
    wait_seconds: int = 0


@dataclass(slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0


class Accounts:
    """The accounts below state/; safe to share between threads and processes."""

    def __init__(
        self,
        path: Path,
        audit: AuditLog,
        lock: SharedLock,
        *,
        attempts: int = 5,
        lock_seconds: float = 900.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._audit = audit
        self._lock = lock
        self._attempts = attempts
        self._lock_seconds = lock_seconds
        self._clock = clock
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._failures: dict[str, _Failures] = {}

    def all(self) -> tuple[Account, ...]:
        """Every account by name."""
        accounts = self._load()
        return tuple(accounts[name] for name in sorted(accounts))

    def find(self, name: str) -> Account | None:
        """The account of that name if it may sign in."""
        found = self._load().get(name)
        return found if found and not found.is_disabled else None

    def add(self, name: str, role: Role, password: str, *, by: str = "") -> Account:
        """Make an account.

        Raises:
            InvalidEntry: the name is taken or cannot be one, or the password is too weak.
        """
        if not _NAME.fullmatch(name):
            raise InvalidEntry("bad-account-name")
        with self._lock.held():
            accounts = self._load()
            if name in accounts:
                raise InvalidEntry("account-name-taken", name=name)
            account = Account(name, role, self._hash(name, password))
            self._store(accounts | {name: account})
            self._audit.append(by, "account-added", subject=name, detail=role.value)
        return account

    def set_password(self, name: str, password: str, *, by: str = "") -> None:
        """Give an account a new password, and forget its failed attempts.

        Raises:
            InvalidEntry: there is no such account, or the password is too weak.
        """
        password_hash = self._hash(name, password)
        self._change(name, by, "password-changed", password_hash=password_hash)
        self._failures.pop(name, None)

    def set_role(self, name: str, role: Role, *, by: str = "") -> None:
        """Give an account another role; there is always an administrator left who may sign in."""
        self._change(name, by, "role-changed", role=role)

    def set_disabled(self, name: str, is_disabled: bool, *, by: str = "") -> None:
        """Shut an account out, or let it in again."""
        self._change(name, by, "account-disabled" if is_disabled else "account-enabled", is_disabled=is_disabled)

    def sign_in(self, name: str, password: str) -> SignIn:
        """Check a password; a wrong name takes as long as a wrong password and is slowed down the same way."""
        if wait := self.wait_seconds(name):
            return SignIn(None, wait)
        account = self.find(name)
        known = account.password_hash if account else self._nobody
        matches = self._matches(known, password)
        if account is None or not matches:
            self._note_failure(name)
            self._audit.append("", "sign-in-failed", subject=name if account else "")
            return SignIn(None, self.wait_seconds(name))
        self._failures.pop(name, None)
        self._audit.append(name, "signed-in")
        return SignIn(account)

    def wait_seconds(self, name: str) -> int:
        """How long an account, known or not, must wait: doubling after two failures, then locked for a while."""
        failures = self._failures.get(name)
        if failures is None or failures.count <= _FREE_FAILURES:
            return 0
        wait = self._lock_seconds if failures.count >= self._attempts else 2.0 ** (failures.count - _FREE_FAILURES)
        left = failures.last + wait - self._clock()
        if left <= 0 and failures.count >= self._attempts:
            del self._failures[name]
        return max(0, -int(-left // 1))

    def _note_failure(self, name: str) -> None:
        while len(self._failures) >= _REMEMBERED_FAILURES:
            self._failures.pop(next(iter(self._failures)))
        failures = self._failures.pop(name, _Failures())
        failures.count += 1
        failures.last = self._clock()
        self._failures[name] = failures

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password[:_PASSWORD_LIMIT])
        except (VerificationError, InvalidHashError):
            return False

    def _hash(self, name: str, password: str) -> str:
        if not PASSWORD_CHARACTERS <= len(password) <= _PASSWORD_LIMIT:
            raise InvalidEntry("password-length", least=PASSWORD_CHARACTERS, most=_PASSWORD_LIMIT)
        if hmac.compare_digest(password.casefold().encode(), name.casefold().encode()) or len(set(password)) < 5:
            raise InvalidEntry("password-easy-to-guess")
        return self._hasher.hash(password)

    def _change(self, name: str, by: str, action: str, **values: object) -> None:
        with self._lock.held():
            accounts = self._load()
            if name not in accounts:
                raise InvalidEntry("no-such-account", name=name)
            changed = accounts | {name: dataclasses.replace(accounts[name], **values)}  # type: ignore[arg-type]
            if _has_administrator(accounts) and not _has_administrator(changed):
                raise InvalidEntry("last-administrator")
            self._store(changed)
            self._audit.append(by, action, subject=name, detail=str(values.get("role", "")))

    def _load(self) -> dict[str, Account]:
        if not self._path.is_file():
            return {}
        content = json.loads(self._path.read_text("utf-8"))
        return {name: Account(name, Role(values.pop("role")), **values) for name, values in content.items()}

    def _store(self, accounts: dict[str, Account]) -> None:
        content = {
            account.name: {
                "role": account.role.value,
                "password_hash": account.password_hash,
                "is_disabled": account.is_disabled,
            }
            for account in accounts.values()
        }
        write_durably(self._path, json.dumps(content, indent=1, ensure_ascii=False).encode(), is_private=True)


def _has_administrator(accounts: dict[str, Account]) -> bool:
    return any(account.role is Role.ADMINISTRATOR and not account.is_disabled for account in accounts.values())
