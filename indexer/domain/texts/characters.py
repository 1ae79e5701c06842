"""The door for all text that comes in: files, forms, imports, vocabulary, records, and what is typed into a search.

Characters that look alike become one, those that nobody sees go, and what is left can be stored, written as XML and
stand in a header. Every way in is listed by tests/unit/domain/test_incoming_text.py.
"""

from __future__ import annotations

import unicodedata

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPACES = (0x0B, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x3164)
_LINE_ENDS = (0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)
_HYPHENS = (0x2010, 0x2011)
_INVISIBLE = (
    0x00, 0xAD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
    *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
)  # fmt: skip
"""Soft hyphens, joiners and fillers, marks of direction and order, invisible operators, tags."""

_UNFIT = (
    *range(0x01, 0x09), *range(0x0E, 0x1C), 0x1F, *range(0x7F, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000),
    *range(0xFDD0, 0xFDF0), 0xFFFC, *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)),
)  # fmt: skip
"""Control characters, halves of characters, places of objects, and what will never be a character."""

_MENDED_CODES: dict[int, str] = {
    **_LIGATURES, **dict.fromkeys(_SPACES, " "), **dict.fromkeys(_LINE_ENDS, "\n"), **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys(_INVISIBLE, ""), **dict.fromkeys(_UNFIT, " "),
}  # fmt: skip
_MENDED = {chr(code): mended for code, mended in _MENDED_CODES.items()}
_TO_MEND = frozenset(_MENDED)
_FEW = 20
_PLAIN = bytes(code for code in range(0x80) if code not in _MENDED_CODES)
"""What stays as it is, in the bytes of UTF-8: nearly all of a text."""


def incoming_text(text: str) -> str:
    """A text as it is kept, its lines and tabs as they were: the one door for every text that comes in.

    Composed letters (NFC, not NFKC, which would make x² into x2), ligatures as letters, one kind of space, of hyphen
    and of line end; nothing invisible, a soft hyphen included; a blank for what XML cannot hold.

    >>> incoming_text("bib\u00adlio\u200btek\u00a0A\u030arhus\\r\\n\u0007e\ufb03cient")
    'bibliotek Århus\\n efficient'
    """
    if text.isascii() and text.isprintable():
        return text
    mended = text.replace("\r\n", "\n")
    found = _TO_MEND.intersection(_beside_plain(mended))
    # Most texts hold few of these, if any, and none becomes another of them: sign by sign takes a tenth of the time.
    for sign in found if len(found) <= _FEW else ():
        mended = mended.replace(sign, _MENDED[sign])
    mended = mended if len(found) <= _FEW else mended.translate(_MENDED_CODES)
    # Last: what was taken out may have stood between a letter and its accent.
    return mended if mended.isascii() else unicodedata.normalize("NFC", mended)


def _beside_plain(text: str) -> str:
    """The signs of a text but for plain ones, told at once, so that few are looked at one by one."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")


def incoming_line(text: str) -> str:
    """A text as it is kept, on one line with single spaces: metadata, names, comments, searches.

    >>> incoming_line(" bog\u00adbus \\n o\ufb03ce A\u030arhus\u200b")
    'bogbus office Århus'
    """
    # What stood beside a sign that goes may be a space at the end, or two in a row.
    return " ".join(incoming_text(text).split())
