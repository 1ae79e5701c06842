"""Rules that mend the text of one page; each keeps what it does not concern as it is.

They run before a text is kept, so that offsets of matches always refer to the mended text.
"""

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

_ACCENTS = {
    "˚": ("\u030a", "aAuU"),
    "¨": ("\u0308", "aeiouyAEIOUYı"),
    "´": ("\u0301", "aeiouyAEIOUYı"),
    "ˆ": ("\u0302", "aeiouAEIOUı"),
    "˜": ("\u0303", "anoANO"),
    "ˇ": ("\u030c", "cdenrstzCDENRSTZ"),
    "¸": ("\u0327", "cC"),
}
_ACCENT_FIRST = re.compile("|".join(f"{accent} ?[{letters}]" for accent, (_, letters) in _ACCENTS.items()))

HYPHENATION = "\ufffe"
"""How pdfium marks a hyphen at the end of a line that it joined with the next."""

_OLD_HYPHENATION = re.compile("\x02\\s*")
_SOFT_HYPHEN_WITHIN = re.compile("\xad(?![ \t]*\n)")
_UNFIT = re.compile("[\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\uffff]+")
_BLANKS = re.compile(" {2,}")
_LINES = re.compile(r" ?\n[ \n]*")


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


def join_accents(text: str) -> str:
    """Old TeX draws the accent before its letter: `bl˚abær` is blåbær."""

    def joined(found: re.Match[str]) -> str:
        accent, letter = found.group()[0], found.group()[-1]
        # TeX sets an accent over an i without its dot; the letter that is meant is the i.
        letter = "i" if letter == "ı" else letter
        return unicodedata.normalize("NFC", letter + _ACCENTS[accent][0])

    return _ACCENT_FIRST.sub(joined, text)


def mark_hyphens(text: str) -> str:
    """A soft hyphen within a line was drawn, so it is a hyphen; one that ends a line divides a word."""
    text = _OLD_HYPHENATION.sub(HYPHENATION, text) if "\x02" in text else text
    return _SOFT_HYPHEN_WITHIN.sub("-", text).replace("\xad", "-") if "\xad" in text else text


def drop_unfit(text: str) -> str:
    """A blank for control characters, halves of characters and noncharacters; some of them cannot even be stored."""
    return _UNFIT.sub(" ", text.replace("\0", ""))


def tidy_lines(text: str) -> str:
    """No empty lines, no blanks at line ends, one blank between words."""
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    return _LINES.sub("\n", text).strip()


def clean_page(text: str) -> str:
    """Every rule that needs nothing but the page; hyphenation marks of pdfium stay in it for `rejoin_words`."""
    return tidy_lines(drop_unfit(mark_hyphens(join_accents(compose(plain_characters(text))))))
