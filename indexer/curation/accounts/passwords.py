"""What a password must be like, and how it is kept: argon2id, with its own parameters in each hash."""

from __future__ import annotations

import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from indexer.domain.errors import WeakPassword

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
            WeakPassword: it is too short, too long or easy to guess.
        """
        if not MIN_CHARACTERS <= len(password) <= _MAX_CHARACTERS:
            raise WeakPassword(f"A password has at least {MIN_CHARACTERS} characters; three or four words do well.")
        is_name = hmac.compare_digest(password.casefold().encode(), name.casefold().encode())
        if is_name or len(set(password)) < _MIN_DIFFERENT:
            raise WeakPassword("The password is too easy to guess; three or four words of your own do well.")
        return self._hasher.hash(password)

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether a password is the one that was hashed."""
        try:
            return self._hasher.verify(password_hash, password[:_MAX_CHARACTERS])
        except (VerificationError, InvalidHashError):
            return False
