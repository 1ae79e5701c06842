"""Resumption tokens: the question and how far its answer has come, in the token itself.

Nothing is kept for a token, so it outlives the process, and never expires. It names the last record that was given by
date and id, the order of every list. A record that changes meanwhile moves behind all others, for its date is then the
newest: whoever goes on meets it later, perhaps twice, and misses none.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import astuple, dataclass

from web.api.harvesting.arguments import ProtocolError

_VERSION = 1
_CHECK_BYTES = 4
_MAX_CHARACTERS = 4000
_TYPES = [*[str] * 7, int]


@dataclass(frozen=True, slots=True)
class Resumption:
    """Where a list goes on.

    Attributes:
        verb, prefix, first, last, set_spec: the question; times are whole seconds, "" where an end is open.
        moment, name: the last that was given: date and id of a record, or "" and the spec of a set; "" at first.
        given: how many were.
    """

    verb: str
    prefix: str = ""
    first: str = ""
    last: str = ""
    set_spec: str = ""
    moment: str = ""
    name: str = ""
    given: int = 0


def written_token(resumption: Resumption) -> str:
    """The token, in letters that need no quoting in an address."""
    content = json.dumps([_VERSION, *astuple(resumption)], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_check(content) + content).decode().rstrip("=")


def read_token(text: str, verb: str) -> Resumption:
    """What `written_token` wrote for a verb.

    Raises:
        ProtocolError: badResumptionToken, for every other text.
    """
    try:
        if len(text) <= _MAX_CHARACTERS and text.isascii():
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            check, content = raw[:_CHECK_BYTES], raw[_CHECK_BYTES:]
            told = json.loads(content) if check == _check(content) else None
            version, *parts = told if isinstance(told, list) and told else (0,)
            json.dumps(parts, ensure_ascii=False).encode()  # lone surrogates are no text
            if version == _VERSION and list(map(type, parts)) == _TYPES and parts[0] == verb and parts[-1] >= 0:
                return Resumption(*parts)
    except (binascii.Error, ValueError, RecursionError):  # of lists in lists, by who knows how a token is made
        pass
    raise ProtocolError("badResumptionToken", "The resumption token is none that this repository gave for the verb.")


def _check(content: bytes) -> bytes:
    # No signature: who makes a token up asks only what anybody may ask.
    return zlib.crc32(content).to_bytes(_CHECK_BYTES, "big")
