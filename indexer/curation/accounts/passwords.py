"""What a password must be like, and how it is kept: argon2id, with its own parameters in each hash."""

from __future__ import annotations

import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from indexer.domain.errors import InvalidEntry

MIN_CHARACTERS = 12
_MAX_CHARACTERS = 1000
_JUDGED_CHARACTERS = 32
"""What follows can only make it harder to guess, and judging takes time that grows with the square of the length."""

_MIN_SCORE = 3
"""Of zxcvbn's 0 to 4: from 10⁸ guesses on, which takes years through a site that checks a few a second."""

_DANISH = tuple(
    "adgangskode kodeord hemmelig hemmelighed velkommen bibliotek biblioteket biblioteker bibliotekar danmark dansk"
    " københavn kobenhavn aarhus århus odense aalborg sommer vinter forår foraar efterår efteraar januar februar marts"
    " april maj juni juli august september oktober november december mandag tirsdag onsdag torsdag fredag lørdag søndag"
    " fodbold brøndby skat kærlighed jegelskerdig elskerdig kommune redaktion redaktør samspil partnerskab".split()
)
"""What zxcvbn's lists of passwords, names and English words lack; in order of how often they are chosen, by guess."""


class Passwords:
    """Hashes passwords and checks them; safe to share between threads."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self.nobodys_hash = _hash_of_no_password(self._hasher)
        """Checked for names that have no account, so that a wrong name takes as long as a wrong password."""

    def hash(self, name: str, password: str) -> str:
        """What is kept of a password.

        Raises:
            InvalidEntry: it is too short, too long, common or easy to guess.
        """
        if not MIN_CHARACTERS <= len(password) <= _MAX_CHARACTERS:
            raise InvalidEntry("password-length", least=MIN_CHARACTERS, most=_MAX_CHARACTERS)
        if not is_hard_to_guess(password, name):
            raise InvalidEntry("password-easy-to-guess")
        return self._hasher.hash(password)

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether a password is the one that was hashed."""
        try:
            # No more than a password can have: hashing all of a long text would keep the site busy.
            return self._hasher.verify(password_hash, password[:_MAX_CHARACTERS])
        except (VerificationError, InvalidHashError):
            return False


def _hash_of_no_password(hasher: PasswordHasher) -> str:
    """Random bytes in the form of a hash: checked as long as one, and made at once, in every process that opens."""
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${digest}"


def is_hard_to_guess(password: str, name: str) -> bool:
    """Whether neither lists of common passwords nor names, words, dates or rows of keys make it up.

    Judged by zxcvbn (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016), which asks no
    network.
    """
    from zxcvbn import zxcvbn  # its lists take a tenth of a second to load, which other commands need not pay

    judged = zxcvbn(password[:_JUDGED_CHARACTERS], user_inputs=[name, *_DANISH])
    return int(judged["score"]) >= _MIN_SCORE
