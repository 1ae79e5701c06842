"""The two links of a room, and all that is derived from them.

Everything comes from the edit link's secret by HKDF-SHA-256 (RFC 5869), which leads one way: from the edit secret to
the read secret, from that to the key of the content and the name of the file. So whoever has the edit link has the read
link, the read link opens the content and cannot write, and what lies on disk leads to neither.
"""

from __future__ import annotations

import base64
import binascii
import enum
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from indexer.domain.errors import RoomNotFound

SECRET_BYTES = 32
_FILE_NAME_BYTES = 16
_TOKEN = re.compile(r"(edit|read)-([A-Za-z0-9_-]{43})", re.ASCII)


class Access(enum.StrEnum):
    """What a link allows."""

    EDIT = "edit"
    READ = "read"


@dataclass(frozen=True, slots=True, repr=False)
class RoomLink:
    """A link, read from its token; it is never shown in logs or errors, so it has no repr.

    Attributes:
        edit_secret: None behind the link to read.
        read_secret: of both.
    """

    edit_secret: bytes | None
    read_secret: bytes

    @classmethod
    def new(cls) -> RoomLink:
        """The edit link of a room that does not exist yet."""
        return _from_edit_secret(secrets.token_bytes(SECRET_BYTES))

    @classmethod
    def parsed(cls, token: str) -> RoomLink:
        """The link of the last part of an address.

        Raises:
            RoomNotFound: no link looks like this.
        """
        match = _TOKEN.fullmatch(token)
        if match is None:
            raise RoomNotFound("room-not-found")
        secret = _decoded(match[2])
        if secret is None:
            raise RoomNotFound("room-not-found")
        return _from_edit_secret(secret) if match[1] == Access.EDIT else cls(None, secret)

    @property
    def access(self) -> Access:
        """What it allows."""
        return Access.READ if self.edit_secret is None else Access.EDIT

    @property
    def token(self) -> str:
        """The last part of the address."""
        return f"{self.access.value}-{_encoded(self.edit_secret or self.read_secret)}"

    @property
    def read_token(self) -> str:
        """The last part of the address to read."""
        return f"{Access.READ.value}-{_encoded(self.read_secret)}"

    @property
    def file_name(self) -> str:
        """What the room's file is called."""
        return _derived(self.read_secret, "name", _FILE_NAME_BYTES).hex()

    @property
    def content_key(self) -> bytes:
        """What the content is encrypted with."""
        return _derived(self.read_secret, "content")

    @property
    def write_proof(self) -> str:
        """The hash by which a room knows its edit link; "" behind the link to read."""
        return hashlib.sha256(_derived(self.edit_secret, "write")).hexdigest() if self.edit_secret else ""

    def may_write(self, write_proof: str) -> bool:
        """Whether it is the edit link of the room with this proof."""
        return bool(self.write_proof) and hmac.compare_digest(self.write_proof, write_proof)


def _from_edit_secret(secret: bytes) -> RoomLink:
    return RoomLink(secret, _derived(secret, "read link"))


def _derived(secret: bytes, purpose: str, length: int = SECRET_BYTES) -> bytes:
    # The secret is random and whole, so no salt is needed (RFC 5869, section 3.1).
    return HKDF(hashes.SHA256(), length, None, f"samspil room: {purpose}".encode()).derive(secret)


def _encoded(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def _decoded(text: str) -> bytes | None:
    """The secret of a text; None where another text stands for the same bytes."""
    try:
        secret = base64.urlsafe_b64decode(f"{text}=")
    except (ValueError, binascii.Error):
        return None
    return secret if _encoded(secret) == text else None
