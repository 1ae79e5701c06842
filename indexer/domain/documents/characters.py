"""Characters that look alike made one, in documents and in what is typed or pasted."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPACES = dict.fromkeys((0x09, 0x0B, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_LINE_ENDS = dict.fromkeys((0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029), "\n")
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
_CHARACTERS = _LIGATURES | _SPACES | _LINE_ENDS | _HYPHENS | _INVISIBLE
_NOT_PLAIN = re.compile("[" + "".join(map(re.escape, map(chr, _CHARACTERS))) + "]")


def compose(text: str) -> str:
    """Letters and their accents as single characters (NFC): `a` + ring is å.

    Not NFKC, which would make x² into x2 and ½ into 1⁄2.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def plain_characters(text: str) -> str:
    """Ligatures as letters, one kind of space and of line end, one kind of hyphen, nothing invisible."""
    if text.isascii() and not _NOT_PLAIN.search(text):
        return text
    return _NOT_PLAIN.sub(lambda found: _CHARACTERS[ord(found.group())] or "", text.replace("\r\n", "\n"))


def mend_typed(text: str) -> str:
    """A typed or pasted text as documents are mended; a soft hyphen is not seen where it was copied, so it goes.

    >>> mend_typed("bog\u00adbus o\ufb03ce A\u030arhus\u200b")
    'bogbus office Århus'
    """
    return text if text.isascii() else compose(plain_characters(text.replace("\xad", "")))
