"""What a language's words are forms of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Lexicon(Protocol):
    """Lemmas by word form."""

    def lemmas(self, words: Sequence[str]) -> list[str | None]:
        """The dictionary forms of lower-case words, None for each that is unknown."""


class EmptyLexicon:
    """Knows no word: what is left is the stemmer."""

    def lemmas(self, words: Sequence[str]) -> list[str | None]:
        """None for every word."""
        return [None] * len(words)


DANISH_EXCEPTIONS = {
    "ældre": "ældre",
    "børne": "barn",
    "bøgerne": "bog",
    "bøgernes": "bog",
    "bøgers": "bog",
    "billetter": "billet",
    "billetten": "billet",
    "billetterne": "billet",
    "tænder": "tand",
    "tænderne": "tand",
    "cykler": "cykel",
    "cyklen": "cykel",
    "cyklerne": "cykel",
    "penge": "penge",
    "pengene": "penge",
    "råd": "råd",
    "rådet": "råd",
    "rådene": "råd",
    "medier": "medie",
    "medierne": "medie",
    "mediet": "medie",
    "medium": "medie",
    "centre": "center",
    "centret": "center",
    "centeret": "center",
    "centrene": "center",
    "centrer": "center",
    "museer": "museum",
    "museet": "museum",
    "museerne": "museum",
    "kaféen": "café",
    "caféen": "café",
    "cafeen": "cafe",
    "caféer": "café",
    "cafeer": "cafe",
    "flere": "mange",
    "flest": "mange",
    "bedre": "god",
    "bedst": "god",
    "større": "stor",
    "størst": "stor",
    "mindre": "lille",
    "mindst": "lille",
    "små": "lille",
    "færre": "få",
}
"""Our own corrections where the lexicon is silent or misleads (an older resident is not an old one, nor are a library's
books beeches)."""
