"""What a password must be like, and how it is kept: argon2id, with its own parameters in each hash."""

from __future__ import annotations

import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from indexer.domain.errors import InvalidEntry

MIN_CHARACTERS = 12
_MAX_CHARACTERS = 1000
_MIN_DIFFERENT = 5


class Passwords:
    """Hashes passwords and checks them; safe to share between threads."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self.nobodys_hash = self._hasher.hash(secrets.token_hex())
        """Checked for names that have no account, so that a wrong name takes as long as a wrong password."""

    def hash(self, name: str, password: str) -> str:
        """What is kept of a password.

        Raises:
            InvalidEntry: it is too short, too long or easy to guess.
        """
        if not MIN_CHARACTERS <= len(password) <= _MAX_CHARACTERS:
            raise InvalidEntry("password-length", least=MIN_CHARACTERS, most=_MAX_CHARACTERS)
        is_name = hmac.compare_digest(password.casefold().encode(), name.casefold().encode())
        if is_name or len(set(password)) < _MIN_DIFFERENT:
            raise InvalidEntry("password-easy-to-guess")
        return self._hasher.hash(password)

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether a password is the one that was hashed."""
        try:
            # No more than a password can have: hashing all of a long text would keep the site busy.
            return self._hasher.verify(password_hash, password[:_MAX_CHARACTERS])
        except (VerificationError, InvalidHashError):
            return False
