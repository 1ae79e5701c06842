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
_SHORTEST_COMPOUND = 2 * _SHORTEST_PART + 1
_LINKS = ("s", "e")
_HEADS_REMEMBERED = 50_000
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
        self._heads_seen: dict[str, tuple[str, ...]] = {}

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
        if len(word) < _SHORTEST_COMPOUND or not word.isalpha():
            return ()
        return self._best_split(word, self._stem_counts.get(self._stem(word), 0), is_whole=True)

    def _best_split(self, word: str, count: int, *, is_whole: bool) -> tuple[str, ...]:
        """The parts whose mean frequency is highest and above `count`; only a whole word's head has parts itself."""
        best: tuple[str, ...] = ()
        highest = float(count)
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            tail = word[place:]
            if tail[:_PREFIX] not in self._prefixes or tail in _NEVER_LAST:
                continue
            front = word[:place]
            is_divisible = is_whole and place >= _SHORTEST_COMPOUND
            if not is_divisible and front not in self._counts and front[:-1] not in self._counts:
                continue
            if not (tail_count := self._stem_counts.get(self._stem(tail), 0)):
                continue
            for heads in self._heads(front, is_divisible=is_divisible):
                counts = [self._counts.get(head) or self._stem_counts.get(self._stem(head)) or 1 for head in heads]
                mean = exp(sum(map(log, [*counts, tail_count])) / (len(counts) + 1))
                if mean > highest:
                    best, highest = (*heads, tail), mean
        return best

    def _heads(self, front: str, *, is_divisible: bool) -> list[tuple[str, ...]]:
        """What may stand before a tail: a word, or its own parts, without and with a link."""
        found: list[tuple[str, ...]] = []
        for head in (front, front[:-1]) if front[-1] in _LINKS else (front,):
            if len(head) < _SHORTEST_PART or head in _NEVER_FIRST:
                continue
            if head in self._counts:
                found.append((head,))
            elif is_divisible and len(head) >= _SHORTEST_COMPOUND and (inner := self._divided(head)):
                found.append(inner)
        return found

    def _divided(self, head: str) -> tuple[str, ...]:
        parts = self._heads_seen.get(head)
        if parts is None:
            if len(self._heads_seen) >= _HEADS_REMEMBERED:
                self._heads_seen.clear()
            parts = self._heads_seen[head] = self._best_split(head, 0, is_whole=False)
        return parts


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
        if most < 2 or len(word) < _SHORTEST_COMPOUND:
            return best
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            tail = word[place:]
            if tail in _NEVER_LAST or not self._is_known(tail):
                continue
            for link in ("", *_LINKS):
                head = word[: place - len(link)]
                if not word[:place].endswith(link) or len(head) < _SHORTEST_PART or head in _NEVER_FIRST:
                    continue
                heads = self._parts(head, most - 1)
                if heads and (not best or len(heads) + 1 < len(best)):
                    best = (*heads, tail)
        return best
