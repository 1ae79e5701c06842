"""Bytes of a file to import -> text, as the programs on librarians' desks save it."""

from __future__ import annotations

import codecs

from indexer.domain.texts.characters import incoming_text

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""The longer marks first: that of UTF-16 begins that of UTF-32."""

_OLD_ENCODINGS = ("cp1252", "cp850", "mac_roman")
"""What Excel calls CSV, CSV (MS-DOS) and CSV (Macintosh): the first one that gives most Danish letters."""

_LOOKED_AT = 1_000


def decode(content: bytes) -> str:
    """The text in UTF-8, UTF-16, UTF-32 or, failing all, an old encoding; mended as all text that comes in.

    Bytes that stand for nothing become U+FFFD.
    """
    return incoming_text(_decoded(content))


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    # Every second byte of western text in UTF-16 is zero, which no text in one of the others holds.
    beginning = content[:_LOOKED_AT]
    if beginning.count(0) > len(beginning) // 4:
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return max((content.decode(each, "replace") for each in _OLD_ENCODINGS), key=_danish_letters)


def _danish_letters(text: str) -> int:
    return sum(text.count(letter) for letter in "æøåÆØÅ")
