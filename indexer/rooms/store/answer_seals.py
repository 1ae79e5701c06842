"""An answer under a room's public key, by HPKE (RFC 9180): who answers, and who has the disk, cannot read any."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from indexer.domain.errors import RoomDamaged

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_PURPOSE = b"samspil room: answer"


def sealed_answer(key: X25519PublicKey, content: bytes) -> bytes:
    """The content as a line without its end."""
    return base64.b64encode(_SUITE.encrypt(content, key, _PURPOSE))


def opened_answer(key: X25519PrivateKey, line: bytes) -> bytes:
    """The content of a line.

    Raises:
        RoomDamaged: it is not what was written, or the key is another room's.
    """
    try:
        return _SUITE.decrypt(base64.b64decode(line, validate=True), key, _PURPOSE)
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise RoomDamaged("room-damaged") from error
