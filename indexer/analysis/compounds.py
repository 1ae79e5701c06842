"""Danish compounds -> their parts: samarbejdsaftale is samarbejde and aftale.

A word is cut where the geometric mean of its parts' frequencies beats the word's own. Source: Koehn and Knight,
Empirical methods for compound splitting, EACL 2003; links -s- and -e- between the parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from math import exp, log

_SHORTEST_PART = 3
_MOST_PARTS = 4
_PREFIX = 4
_LINKS = ("", "s", "e")
_NEVER_LAST = frozenset(
    (
        "skab skaber skabet hed heden heder else elsen elser ning ningen ninger lig lige ligt som bar bare dom dommen "
        "agtig løs løse fuld mæssig mæssige tion tionen tioner eri erier inde ering eringer isme ist ister ende erne "
        "ene ers igt ige isk iske agtige vis ens ets ers "
    ).split()
)
_NEVER_FIRST = frozenset(
    (
        "med for til over under fra ved ind ud op ned hen mod efter før eller men det den der som har var kan skal "
        "vil ikke anti inter foran bag uden the gen ger ter ers ens ets sam mis van fore "
    ).split()
)


class CompoundSplitter:
    """Splits by the word counts of a corpus; deterministic for the same counts."""

    def __init__(self, word_counts: Mapping[str, int], stem: Callable[[str], str]) -> None:
        """`word_counts` by lower-case word; `stem` makes inflected forms of a last part count as one."""
        self._counts = word_counts
        self._stem = stem

    @cached_property
    def _stem_counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for word, count in self._counts.items():
            counts[self._stem(word)] += count
        return counts

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        """What words begin with: other tails need not be stemmed to know that no word is like them."""
        return frozenset(word[:_PREFIX] for word in self._counts)

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a lower-case word in order; empty if it is no compound."""
        parts = self._best_split(word, is_whole=True)
        return tuple(parts) if len(parts) > 1 else ()

    def _best_split(self, word: str, *, is_whole: bool) -> list[str]:
        if len(word) < 2 * _SHORTEST_PART + 1 or not word.isalpha():
            return [word]
        best = [word]
        prefixes = self._prefixes
        highest = float(self._stem_counts.get(self._stem(word), 0) if is_whole else 0)
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            tail = word[place:]
            if tail[:_PREFIX] not in prefixes:
                continue
            tail_count = 0 if tail in _NEVER_LAST else self._stem_counts.get(self._stem(tail), 0)
            if not tail_count:
                continue
            for link in _LINKS:
                heads = self._heads(word[:place], link, is_whole=is_whole)
                if not heads:
                    continue
                counts = [self._counts.get(head) or self._stem_counts.get(self._stem(head)) or 1 for head in heads]
                mean = exp(sum(map(log, [*counts, tail_count])) / (len(counts) + 1))
                if mean > highest:
                    best, highest = [*heads, tail], mean
        return best

    def _heads(self, front: str, link: str, *, is_whole: bool) -> list[str]:
        """The first part, or its own parts; empty if it is no word."""
        if link and not front.endswith(link):
            return []
        head = front[: len(front) - len(link)]
        if len(head) < _SHORTEST_PART or head in _NEVER_FIRST:
            return []
        if head in self._counts:
            return [head]
        inner = self._best_split(head, is_whole=False) if is_whole else [head]
        return inner if len(inner) > 1 else []


class DictionarySplitter:
    """Splits words into words that a dictionary knows: what a compound is translated by."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        """`is_known` says whether a lower-case word, in any form, is in the dictionary."""
        self._is_known = lru_cache(maxsize=50_000)(is_known)

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of an unknown lower-case word in order, as few as possible, then with the longest tail.

        Empty for a word that is known itself, or no compound.
        """
        return self.split_known(word) if not self._is_known(word) else ()

    def split_known(self, word: str) -> tuple[str, ...]:
        """The parts of a lower-case word, whether it is known or not; empty if it is no compound."""
        return self._split(word, _MOST_PARTS) if word.isalpha() else ()

    def _parts(self, word: str, most: int) -> tuple[str, ...]:
        """The word itself if it is known, else its parts; empty if there are none."""
        return (word,) if self._is_known(word) else self._split(word, most)

    def _split(self, word: str, most: int) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        if most < 2 or len(word) < 2 * _SHORTEST_PART + 1:
            return best
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            tail = word[place:]
            if tail in _NEVER_LAST or not self._is_known(tail):
                continue
            for link in _LINKS:
                head = word[: place - len(link)]
                if not word[:place].endswith(link) or len(head) < _SHORTEST_PART or head in _NEVER_FIRST:
                    continue
                heads = self._parts(head, most - 1)
                if heads and (not best or len(heads) + 1 < len(best)):
                    best = (*heads, tail)
        return best
