"""Lower case and folding: what makes two spellings one word."""

from __future__ import annotations

import unicodedata

_DANISH_LETTERS = str.maketrans(
    {"å": "aa", "æ": "ae", "ø": "oe", "ä": "ae", "ö": "oe", "ß": "ss", "ð": "d", "þ": "th", "œ": "oe", "ł": "l"}
)

_DANISH_LETTERS_SET = frozenset("åæøäö")


def normalize(word: str) -> str:
    """Composed (NFC) and lower case: the form that is shown in suggestions."""
    return unicodedata.normalize("NFC", word).lower()


def drop_accents(word: str) -> str:
    """A normalized word with its own letters only, as stemmers expect: café -> cafe; æ, ø, å, ä and ö stay.

    Done before stemming, so that lektiecafé and lektiecafe get the same stem.
    """
    if word.isascii():
        return word
    return "".join(letter if letter in _DANISH_LETTERS_SET else _plain(letter) for letter in word)


def _plain(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))


def fold(word: str) -> str:
    """ASCII-like form of a normalized word: å -> aa, æ and ä -> ae, ø and ö -> oe, other accents dropped.

    Århus, Aarhus and aarhus become one, and a Swedish ä finds its Danish æ.
    """
    folded = word.translate(_DANISH_LETTERS)
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
