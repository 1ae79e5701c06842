"""Rules that mend the text of one page; each keeps what it does not concern as it is.

They run before a text is kept, so that offsets of matches always refer to the mended text.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.domain.documents.characters import compose, plain_characters
from indexer.extraction.cleaning.repeated_letters import print_once

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
    return print_once(tidy_lines(drop_unfit(mark_hyphens(join_accents(compose(plain_characters(text)))))))
