"""Danish compounds -> their parts: samarbejdsaftale is samarbejde and aftale.

A word is cut where the geometric mean of its parts' frequencies beats the word's own. Source: Koehn and Knight,
Empirical methods for compound splitting, EACL 2003; links -s- and -e- between the parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import compress
from math import exp, log

from indexer.analysis.stems import Stems

_SHORTEST_PART = 3
_MOST_PARTS = 4
_PREFIX = 4
_SHORTEST_COMPOUND = 2 * _SHORTEST_PART + 1
_LINKS = ("s", "e")
_HEADS_REMEMBERED = 50_000
_Cut = tuple[str, str, int]
"""Front, tail, and how often the tail stands in the corpus."""
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

    def __init__(self, word_counts: Mapping[str, int], stems: Stems) -> None:
        """`word_counts` by lower-case word; `stems` make inflected forms of a last part count as one."""
        self._counts = word_counts
        self._stems = stems
        self._heads_seen: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _stem_counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for stem, count in zip(self._stems.of([*self._counts]), self._counts.values(), strict=True):
            counts[stem] += count
        return counts

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        """What words begin with: other tails need not be stemmed to know that no word is like them."""
        return frozenset(word[:_PREFIX] for word in self._counts)

    def split(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """The parts of lower-case words in order; empty for those that are no compounds."""
        is_long = [len(word) >= _SHORTEST_COMPOUND and word.isalpha() for word in words]
        cuts = self._counted(
            [self._cuts(word, is_whole=True) if long else [] for word, long in zip(words, is_long, strict=True)]
        )
        self._divide(front for found in cuts for front, _, _ in found)
        stems = self._stems.of(words)
        return [
            self._best(found, self._stem_counts.get(stem, 0), is_whole=True) if found else ()
            for stem, found in zip(stems, cuts, strict=True)
        ]

    def _divide(self, fronts: Iterable[str]) -> None:
        """Find the parts of all heads that may have some."""
        if len(self._heads_seen) > _HEADS_REMEMBERED:
            self._heads_seen.clear()
        heads = {
            head: None
            for front in fronts
            if len(front) >= _SHORTEST_COMPOUND
            for head in _without_link(front)
            if len(head) >= _SHORTEST_COMPOUND and head not in self._counts and head not in self._heads_seen
        }
        cuts = self._counted([self._cuts(head, is_whole=False) for head in heads])
        for head, found in zip(heads, cuts, strict=True):
            self._heads_seen[head] = self._best(found, 0, is_whole=False)

    def _cuts(self, word: str, *, is_whole: bool) -> list[tuple[str, str]]:
        """(front, tail) wherever a word may be cut by the looks of it; only a whole word's front may have parts."""
        counts = self._counts
        places, prefixes = _places(len(word), _PREFIX)
        begins_word = map(self._prefixes.__contains__, map(word.__getitem__, prefixes))
        return [
            (word[:place], tail)
            for place in compress(places, begins_word)
            if ((is_whole and place >= _SHORTEST_COMPOUND) or word[:place] in counts or word[: place - 1] in counts)
            and (tail := word[place:]) not in _NEVER_LAST
        ]

    def _counted(self, cuts: Sequence[Sequence[tuple[str, str]]]) -> list[list[_Cut]]:
        """The cuts of many words whose tails are words of the corpus, in any form."""
        self._stems.of([tail for found in cuts for _, tail in found])
        stems, counts = self._stems, self._stem_counts
        return [
            [(front, tail, count) for front, tail in found if (count := counts.get(stems[tail], 0))] for found in cuts
        ]

    def _best(self, cuts: Sequence[_Cut], count: int, *, is_whole: bool) -> tuple[str, ...]:
        """The parts whose mean frequency is highest and above `count`."""
        best: tuple[str, ...] = ()
        highest = float(count)
        for front, tail, tail_count in cuts:
            for heads in self._heads(front, is_divisible=is_whole and len(front) >= _SHORTEST_COMPOUND):
                counts = [self._counts.get(head) or self._stem_counts.get(self._stems[head]) or 1 for head in heads]
                mean = exp(sum(map(log, [*counts, tail_count])) / (len(counts) + 1))
                if mean > highest:
                    best, highest = (*heads, tail), mean
        return best

    def _heads(self, front: str, *, is_divisible: bool) -> list[tuple[str, ...]]:
        """What may stand before a tail: a word, or its own parts, without and with a link."""
        found: list[tuple[str, ...]] = []
        for head in _without_link(front):
            if len(head) < _SHORTEST_PART or head in _NEVER_FIRST:
                continue
            if head in self._counts:
                found.append((head,))
            elif is_divisible and (inner := self._heads_seen.get(head)):
                found.append(inner)
        return found


@lru_cache(maxsize=256)
def _places(length: int, letters: int) -> tuple[range, tuple[slice, ...]]:
    """Where a word of some length may be cut, and where so many letters that its tails begin with stand."""
    places = range(_SHORTEST_PART, length - _SHORTEST_PART + 1)
    return places, tuple(slice(place, place + letters) for place in places)


def _without_link(front: str) -> tuple[str, ...]:
    """A front, and the front without the link that it may end in."""
    return (front, front[:-1]) if front[-1] in _LINKS else (front,)


class DictionarySplitter:
    """Splits words into words that a dictionary knows: what a compound is translated by."""

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        """`is_known` says whether a lower-case word, in any form, is in the dictionary."""
        self._is_known = lru_cache(maxsize=50_000)(is_known)

    @staticmethod
    def tails(word: str, beginnings: Container[str]) -> list[str]:
        """What a lower-case word may end in, by the two letters that known words begin with.

        A word is split only where one of them is known.
        """
        if len(word) < _SHORTEST_COMPOUND or not word.isalpha():
            return []
        places, pairs = _places(len(word), 2)
        return [word[p:] for p in compress(places, map(beginnings.__contains__, map(word.__getitem__, pairs)))]

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
