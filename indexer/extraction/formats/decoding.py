"""Bytes -> text where nothing says for sure how it was encoded."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARATION_BYTES = 4096
# Python's codecs are more than charsets (zip, rot13, unicode_escape); a file may not ask for those.
_FOR_TEXTS = re.compile(r"(windows|cp|iso|iso-ir|mac|koi8|utf|big5|gb|gbk|euc|shift|ms|latin|us|ascii)[\w-]*$")
_LATIN = {"iso8859-1", "ascii", "utf-8", "cp1252"}
_FALLBACK = "cp1252"


def decode_text(content: bytes) -> str:
    """The text: by its byte order mark, else as strict UTF-8, else by the declared charset, else as Windows-1252.

    Latin-1 and ASCII mean Windows-1252, as in browsers; so does a declared UTF-8 that does not hold.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    # Before UTF-8, which takes the zeros for characters like any other.
    if guessed := _utf16_without_mark(content):
        return content.decode(guessed, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_declared(content), "replace")


def decode_as(content: bytes, charset: str) -> str:
    """The text in a charset that is stated for sure, as by an e-mail; told by the content where it does not hold."""
    name = charset.strip().lower()
    try:
        return content.decode(name) if _FOR_TEXTS.match(name) else decode_text(content)
    except (LookupError, ValueError):
        return decode_text(content)


def _utf16_without_mark(content: bytes) -> str:
    """UTF-16 of mostly Latin text has a zero in every other byte."""
    head = content[:200]
    if len(head) < 8 or len(head) % 2:
        head = head[:-1]
    half = len(head) // 2
    for name, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if half >= 4 and zeros.count(0) > 0.8 * half and letters.count(0) < 0.1 * half:
            return name
    return ""


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:_DECLARATION_BYTES])
    name = found.group(1).decode("ascii", "replace").lower() if found else _FALLBACK
    try:
        known = codecs.lookup(name).name if _FOR_TEXTS.match(name) else _FALLBACK
    except LookupError:
        return _FALLBACK
    return _FALLBACK if known in _LATIN or known.startswith("utf-") else known
