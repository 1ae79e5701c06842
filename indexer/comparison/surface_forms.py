"""Stems -> words as people write them."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.analysis import Analyzers
from indexer.domain.documents.metadata import Language


class SpelledStems:
    """The most frequent spelling of each stem of a language."""

    def __init__(self, language: Language, frequencies: Mapping[str, int], analyzers: Analyzers) -> None:
        """`frequencies` by spelling: in how many documents it stands."""
        analyzer = analyzers[language]
        self._spellings: dict[str, str] = {}
        frequent = sorted(frequencies, key=lambda word: (-frequencies[word], len(word), word))
        for word in frequent:
            for token in analyzer.analyze(word)[:1]:
                self._spellings.setdefault(token.term, word)

    def spelling(self, stem: str) -> str:
        """The word; the stem itself if no word has it (a part of a compound, for example)."""
        return self._spellings.get(stem, stem)
