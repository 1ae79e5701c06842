"""Rules that mend the text of one page; each keeps what it does not concern as it is.

They run before a text is kept, so that offsets of matches always refer to the mended text.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.domain.texts.characters import incoming_text
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
_BLANKS = re.compile("[ \t]{2,}|\t")


def join_accents(text: str) -> str:
    """Old TeX draws the accent before its letter: `bl˚abær` is blåbær."""

    def joined(found: re.Match[str]) -> str:
        accent, letter = found.group()[0], found.group()[-1]
        # TeX sets an accent over an i without its dot; the letter that is meant is the i.
        letter = "i" if letter == "ı" else letter
        return unicodedata.normalize("NFC", letter + _ACCENTS[accent][0])

    return _ACCENT_FIRST.sub(joined, text) if any(accent in text for accent in _ACCENTS) else text


def mark_hyphens(text: str) -> str:
    """A soft hyphen on paper was drawn, so it is a hyphen; what divides a word is found like all others."""
    text = _OLD_HYPHENATION.sub(HYPHENATION, text) if "\x02" in text else text
    return text.replace("\xad", "-")


def tidy_lines(text: str) -> str:
    """No empty lines, no blanks at line ends, one blank between words."""
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    return "\n".join(line for found in text.split("\n") if (line := found.strip(" "))).strip()


def clean_page(text: str) -> str:
    """Every rule that needs nothing but the page; a soft hyphen was not seen, or divided a word, so it goes."""
    return tidy_lines(join_accents(incoming_text(text)))


def clean_printed_page(text: str) -> str:
    """The same for pages of paper, whose soft hyphens were drawn; marks of division stay in it for `rejoin_words`."""
    # The mark is no character, so the door would not let it in.
    parts = map(incoming_text, mark_hyphens(text).split(HYPHENATION))
    return print_once(tidy_lines(join_accents(HYPHENATION.join(parts))))
