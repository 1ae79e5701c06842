"""Which known spelling a mistyped word may stand for, and which words of another language look like it.

Words are compared by their skeletons, which are the same whether å is typed as å, aa or a, and so for æ and ø.
Distances are RapidFuzz's (MIT), which compares a hundred thousand words in milliseconds without an index of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from indexer.analysis.token_filters import fold
from indexer.search.words.translation import cognate_skeleton

_MAX_LETTERS_FOR_ONE_EDIT = 5
_MIN_CORRECTED_LETTERS = 4
_MIN_COGNATE_LETTERS = 5
_MIN_LIKENESS = 80
_MAX_CONSIDERED = 50


def spelling_skeleton(word: str) -> str:
    """A lower-case word as a hurried or foreign keyboard gives it: børn, boern and born are one."""
    return fold(word).replace("aa", "a").replace("ae", "a").replace("oe", "o")


@dataclass(slots=True)
class _KnownWords:
    words: list[str] = field(default_factory=list)
    skeletons: list[str] = field(default_factory=list)


class SpellingCorrector:
    """Corrections from the words of one index state; safe to share between threads."""

    def __init__(self, document_frequencies: Mapping[str, int]) -> None:
        """`document_frequencies` by spelling, lower case."""
        self._frequencies = document_frequencies
        self._by_length: defaultdict[int, _KnownWords] = defaultdict(_KnownWords)
        for word in document_frequencies:
            if len(word) >= _MIN_CORRECTED_LETTERS and not word.isdigit():
                skeleton = spelling_skeleton(word)
                self._by_length[len(skeleton)].words.append(word)
                self._by_length[len(skeleton)].skeletons.append(skeleton)

    def correction(self, word: str) -> tuple[str, int] | None:
        """The likeliest known spelling of an unknown lower-case word with its distance, None if none is near.

        One edit for words of up to five letters, two for longer ones; nearest first, then most frequent.
        """
        if len(word) < _MIN_CORRECTED_LETTERS:
            return None
        skeleton = spelling_skeleton(word)
        limit = 1 if len(skeleton) <= _MAX_LETTERS_FOR_ONE_EDIT else 2
        best: tuple[float, int, int, str] | None = None
        for known, distance in self._near(skeleton, limit):
            if known == word:
                continue
            letters = OSA.distance(word, known)
            same_start = 0 if known[:1] == word[:1] else 1
            rank = (distance + same_start, letters, -self._frequencies[known], known)
            best = min(best, rank) if best else rank
        return (best[3], int(best[1])) if best else None

    def _near(self, skeleton: str, limit: int) -> Iterator[tuple[str, float]]:
        """Known words whose skeletons are at most so many edits away, with how many."""
        for length in range(len(skeleton) - limit, len(skeleton) + limit + 1):
            known = self._by_length.get(length)
            if known is not None:
                scorer, skeletons = OSA.distance, known.skeletons
                found = process.extract(skeleton, skeletons, scorer=scorer, score_cutoff=limit, limit=_MAX_CONSIDERED)
                yield from ((known.words[ordinal], distance) for _, distance, ordinal in found)


class CognateFinder:
    """Words of one language's index that resemble a word of the other; safe to share between threads."""

    def __init__(self, stems: Sequence[str]) -> None:
        self._stems = [stem for stem in stems if len(stem) >= _MIN_CORRECTED_LETTERS and stem.isalpha()]
        self._skeletons = [cognate_skeleton(stem) for stem in self._stems]

    def cognates(self, stem: str) -> dict[str, float]:
        """Up to three stems that look alike, with how much they count (the fourth power of their likeness)."""
        if len(stem) < _MIN_COGNATE_LETTERS or not stem.isalpha():
            return {}
        found = process.extract(
            cognate_skeleton(stem), self._skeletons, scorer=fuzz.ratio, score_cutoff=_MIN_LIKENESS, limit=3
        )
        return {self._stems[ordinal]: (likeness / 100) ** 4 for _, likeness, ordinal in found}
