"""Stop words and other words share no term: summer (sommer) is not as (som), nor the sea (hav) to have (have)."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.analysis.token_filters import fold


class StopTerms:
    """The terms of a language's stop words, which are the words themselves."""

    def __init__(self, stop_words: Iterable[str]) -> None:
        self._stop_words = frozenset(stop_words)
        self._terms = frozenset(map(fold, self._stop_words))

    def term(self, word: str, lemma: str, stem: str) -> str:
        """What a lower-case word is matched on: its stem, unless that is a stop word's; then the lemma or itself.

        >>> StopTerms(["som"]).term("sommeren", "sommer", "som"), StopTerms(["have"]).term("have", "have", "hav")
        ('sommer', 'have')
        """
        if word in self._stop_words:
            return word
        if fold(stem) not in self._terms:
            return stem
        return lemma if fold(lemma) not in self._terms else word
