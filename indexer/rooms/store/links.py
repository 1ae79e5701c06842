"""The links of a room, and all that is derived from them.

Everything comes from the edit link's secret by HKDF-SHA-256 (RFC 5869), which leads one way: from the edit secret to
the read secret, from that to the key of the content and the name of the file. So whoever has the edit link has the read
link, the read link opens the content and cannot write, and what lies on disk leads to neither. From the edit secret
come the links to answer a survey too, one for each wave; they lead to the survey's own file and to nothing else.
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
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from indexer.domain.errors import RoomNotFound

SECRET_BYTES = 32
_FILE_NAME_BYTES = 16
_TOKEN = re.compile(r"(edit|read|answer)-([A-Za-z0-9_-]{43})", re.ASCII)
_ANSWER = "answer"


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
        kind, secret = _parts(token)
        if kind == _ANSWER:
            raise RoomNotFound("room-not-found")
        return _from_edit_secret(secret) if kind == Access.EDIT else cls(None, secret)

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
    def answers_key(self) -> X25519PrivateKey:
        """What opens the answers to a survey; they are sealed with its public key."""
        return X25519PrivateKey.from_private_bytes(_derived(self.read_secret, "answers"))

    def answer_link(self, wave: str) -> AnswerLink | None:
        """The link to answer a wave of the survey; None behind the link to read."""
        return AnswerLink(_derived(self.edit_secret, f"answer link {wave}")) if self.edit_secret else None

    @property
    def write_proof(self) -> str:
        """The hash by which a room knows its edit link; "" behind the link to read."""
        return hashlib.sha256(_derived(self.edit_secret, "write")).hexdigest() if self.edit_secret else ""

    def may_write(self, write_proof: str) -> bool:
        """Whether it is the edit link of the room with this proof."""
        return bool(self.write_proof) and hmac.compare_digest(self.write_proof, write_proof)


@dataclass(frozen=True, slots=True, repr=False)
class AnswerLink:
    """The link to answer one wave of a room's survey; as secret as a room's, and like it never shown by itself."""

    secret: bytes

    @classmethod
    def parsed(cls, token: str) -> AnswerLink:
        """The link of the last part of an address.

        Raises:
            RoomNotFound: no such link looks like this.
        """
        kind, secret = _parts(token)
        if kind != _ANSWER:
            raise RoomNotFound("room-not-found")
        return cls(secret)

    @property
    def token(self) -> str:
        """The last part of the address."""
        return f"{_ANSWER}-{_encoded(self.secret)}"

    @property
    def file_name(self) -> str:
        """What the survey's file is called."""
        return _derived(self.secret, "survey name", _FILE_NAME_BYTES).hex()

    @property
    def content_key(self) -> bytes:
        """What the survey is encrypted with."""
        return _derived(self.secret, "survey")


def _parts(token: str) -> tuple[str, bytes]:
    """The kind and the secret of a token.

    Raises:
        RoomNotFound: no link looks like this.
    """
    match = _TOKEN.fullmatch(token)
    secret = _decoded(match[2]) if match else None
    if match is None or secret is None:
        raise RoomNotFound("room-not-found")
    return match[1], secret


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
