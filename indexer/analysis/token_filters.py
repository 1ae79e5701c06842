"""Lower case and folding: what makes two spellings one word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_OTHER_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ß": "ss", "ð": "d", "þ": "th", "œ": "oe", "ł": "l"})

_OTHER_LETTERS = re.compile(r"[^\x00-\x7fåæøäö]")


@lru_cache(maxsize=1 << 17)
def normalize(word: str) -> str:
    """Composed (NFC) and lower case: the form that is shown in suggestions."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFC", word).lower()


def drop_accents(word: str) -> str:
    """A normalized word with its own letters only, as stemmers expect: café -> cafe; æ, ø, å, ä and ö stay.

    Done before stemming, so that lektiecafé and lektiecafe get the same stem.
    """
    return word if word.isascii() else _OTHER_LETTERS.sub(_plain, word)


def _plain(letter: re.Match[str]) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letter.group()) if not unicodedata.combining(c))


def fold(word: str) -> str:
    """ASCII-like form of a normalized word: å -> aa, æ and ä -> ae, ø and ö -> oe, other accents dropped.

    Århus, Aarhus and aarhus become one, and a Swedish ä finds its Danish æ.
    """
    if word.isascii():
        return word
    folded = word.replace("ø", "oe").replace("æ", "ae").replace("å", "aa")  # ten times as fast as a table
    if folded.isascii():
        return folded
    folded = folded.translate(_OTHER_FOLDED)
    decomposed = unicodedata.normalize("NFKD", folded)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain.replace("ø", "oe").replace("æ", "ae")  # ǿ and ǽ hid them
