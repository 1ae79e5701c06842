"""Stems -> words as people write them."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from indexer.analysis.port import Analyzer


class SpellingsByStem:
    """The words of one language that were met, by stem; it grows with each state, and threads share it."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._stems: dict[str, str] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def add(self, words: Mapping[str, int]) -> None:
        """Add those that are new; the keys are the words."""
        with self._lock:
            for word in words.keys() - self._stems.keys():
                stem = next((token.term for token in self._analyzer.analyze(word)[:1]), "")
                self._stems[word] = stem
                self._words[stem] = (*self._words.get(stem, ()), word)

    def words(self, stem: str) -> tuple[str, ...]:
        """The words of a stem, in no order."""
        return self._words.get(stem, ())


class SpelledStems:
    """The most frequent spelling of each stem of a language."""

    def __init__(self, known: SpellingsByStem, frequencies: Mapping[str, int]) -> None:
        """`frequencies` by spelling: in how many documents it stands."""
        self._known = known
        self._frequencies = frequencies
        known.add(frequencies)

    def spelling(self, stem: str) -> str:
        """The word; the stem itself if no word has it (a part of a compound, for example)."""
        counts = self._frequencies
        words = [word for word in self._known.words(stem) if word in counts]
        return min(words, key=lambda word: (-counts[word], len(word), word), default=stem)
