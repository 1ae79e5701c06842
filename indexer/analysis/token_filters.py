"""Lower case and folding: what makes two spellings one word."""

from __future__ import annotations

import unicodedata

_DANISH_LETTERS = str.maketrans(
    {"å": "aa", "æ": "ae", "ø": "oe", "ä": "ae", "ö": "oe", "ß": "ss", "ð": "d", "þ": "th", "œ": "oe", "ł": "l"}
)


def normalize(word: str) -> str:
    """Composed (NFC) and lower case: the form that stemmers expect."""
    return unicodedata.normalize("NFC", word).lower()


def fold(word: str) -> str:
    """ASCII-like form of a normalized word: å -> aa, æ and ä -> ae, ø and ö -> oe, other accents dropped.

    Århus, Aarhus and aarhus become one, and a Swedish ä finds its Danish æ.
    """
    folded = word.translate(_DANISH_LETTERS)
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
