"""Addresses are kept under a key of their own: they can be found again and written to, and are read nowhere else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from indexer.domain.errors import StateUnavailable
from indexer.storage.atomic_files import atomic_write
from indexer.storage.file_locks import SharedLock

KEY_NAME = "followers.key"
_KEY_BYTES, _NONCE_BYTES, _PROOF_BYTES = 32, 12, 24
_TOKEN = re.compile(r"(\d{1,15})-([\w-]{32})", re.ASCII)


class AddressSeal:
    """What needs the key; it is made with the first address, and read for each use: a process that forks keeps none."""

    def __init__(self, folder: Path) -> None:
        self._path, self._lock = folder / KEY_NAME, SharedLock(folder / "lock")

    def sealed(self, address: str) -> bytes:
        """An address under AES-256-GCM; each time under a nonce of its own."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self._key()).encrypt(nonce, address.encode(), None)

    def opened(self, sealed: bytes) -> str | None:
        """The address again; None where it was sealed with another key, or damaged."""
        if len(sealed) <= _NONCE_BYTES:
            return None
        try:
            return AESGCM(self._key()).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()
        except InvalidTag:
            return None

    def digest(self, address: str) -> bytes:
        """What an address is found by; without the key nobody can try addresses out."""
        return self._mac("address", address.casefold())

    def token(self, purpose: str, number: int) -> str:
        """The secret part of a link: it is kept nowhere, so mails that are sent anew say the same."""
        proof = self._mac(purpose, str(number))[:_PROOF_BYTES]
        return f"{number}-{base64.urlsafe_b64encode(proof).decode('ascii')}"

    def number(self, purpose: str, token: str) -> int | None:
        """The number that a token is for; None where it is none of ours."""
        found = _TOKEN.fullmatch(token)
        if found is None or not self._path.is_file():
            return None
        number = int(found.group(1))
        return number if hmac.compare_digest(self.token(purpose, number), token) else None

    def _mac(self, purpose: str, text: str) -> bytes:
        return hmac.digest(self._key(), f"{purpose}\0{text}".encode(), hashlib.sha256)

    def _key(self) -> bytes:
        try:
            if not self._path.is_file():
                with self._lock.held():
                    if not self._path.is_file():  # another process made it meanwhile
                        atomic_write(self._path, secrets.token_bytes(_KEY_BYTES), is_private=True)
            key = self._path.read_bytes()
            if len(key) != _KEY_BYTES:
                # Cut off, not another one: what it seals must not be taken for lost.
                raise OSError(f"{len(key)} bytes instead of {_KEY_BYTES}")
        except OSError as error:
            raise StateUnavailable("state-unavailable", name=f"state/{KEY_NAME}", error=error) from error
        return key
