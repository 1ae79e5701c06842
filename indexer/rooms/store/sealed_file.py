"""The file of a room: a line that anybody may read, and the content under AES-256-GCM, which vouches for the line too.

The line says the format, the last day and the hash of the edit link: what purging and judging a link need. Nobody
learns more from the file than that, its size and when it was written.
"""

from __future__ import annotations

import datetime
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from indexer.domain.errors import RoomDamaged

_FORMAT = 1
_NONCE_BYTES = 12
_MAX_LINE_BYTES = 1000


@dataclass(frozen=True, slots=True)
class Envelope:
    """The line in front: `ends` is the last day on which the room can be opened."""

    ends: datetime.date
    write_proof: str

    def line(self) -> bytes:
        """As it stands in the file."""
        content = {"format": _FORMAT, "ends": self.ends.isoformat(), "write": self.write_proof}
        return json.dumps(content).encode() + b"\n"

    @classmethod
    def parsed(cls, line: bytes) -> Envelope:
        """The envelope of a line.

        Raises:
            RoomDamaged: it is none.
        """
        try:
            content = json.loads(line)
            if content["format"] != _FORMAT:
                raise RoomDamaged("room-damaged")
            return cls(datetime.date.fromisoformat(content["ends"]), str(content["write"]))
        except (ValueError, TypeError, KeyError) as error:
            raise RoomDamaged("room-damaged") from error


def sealed(envelope: Envelope, key: bytes, content: bytes) -> bytes:
    """The file of a content; each time under a nonce of its own."""
    line, nonce = envelope.line(), secrets.token_bytes(_NONCE_BYTES)
    return line + nonce + AESGCM(key).encrypt(nonce, content, line)


def unsealed(file: bytes, key: bytes) -> tuple[Envelope, bytes]:
    """The envelope and the content of a file.

    Raises:
        RoomDamaged: it is not what was written, or the key is another room's.
    """
    line, _, rest = file.partition(b"\n")
    envelope = Envelope.parsed(line)
    try:
        return envelope, AESGCM(key).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], line + b"\n")
    except (InvalidTag, ValueError) as error:
        raise RoomDamaged("room-damaged") from error


def envelope_of(path: str) -> Envelope:
    """The line in front of a file, without the rest.

    Raises:
        RoomDamaged: there is none.
        OSError: the file cannot be read.
    """
    with Path(path).open("rb") as stream:
        return Envelope.parsed(stream.readline(_MAX_LINE_BYTES))
