"""Words and stems for suggestions; simpler than what is indexed, and faster."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import snowballstemmer

from indexer.domain.documents.metadata import Language

_WORD = re.compile(r"[^\W\d_]{2,}")
_STEMMERS = {Language.DANISH: "danish", Language.ENGLISH: "english"}


def stems(words: Iterable[str], language: Language) -> list[str]:
    """Each word in small letters and stemmed."""
    return list(_stemmer(language).stemWords([word.lower() for word in words]))


def words_with_places(text: str) -> list[tuple[str, int, int]]:
    """The words of a text with their character offsets."""
    return [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


@cache
def _stemmer(language: Language) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[language])
