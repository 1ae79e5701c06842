"""Danish compounds -> their parts: samarbejdsaftale is samarbejde and aftale.

A word is cut where the geometric mean of its parts' frequencies beats the word's own. Source: Koehn and Knight,
Empirical methods for compound splitting, EACL 2003; links -s- and -e- between the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import compress
from math import exp, log

from indexer.analysis.stem_cache import StemCache

_MIN_PART = 3
_MAX_PARTS = 4
_PREFIX = 4
_MIN_COMPOUND = 2 * _MIN_PART + 1
# What is longer is no word; cutting it everywhere would take room by the square of its length.
_MAX_COMPOUND = 80
_LINKS = ("s", "e")
# Ordinal of the word, front, tail, and the logarithm of how often the tail stands in the corpus.
_Cut = tuple[int, str, str, float]
# Endings that are words by chance, or were: a tail like these makes no compound.
_NEVER_LAST = frozenset(
    (
        "skab skaber skabet hed heden heder else elsen elser ning ningen ninger lig lige ligt som bar bare dom dommen "
        "agtig løs løse fuld mæssig mæssige tion tionen tioner eri erier inde ering eringer isme ist ister ende erne "
        "ene ers igt ige isk iske agtige vis ens ets ers "
    ).split()
)
# Particles and prefixes: »forstå« is not »for« and »stå«, nor »understøtte« »under« and »støtte«.
_NEVER_FIRST = frozenset(
    (
        "med for til over under fra ved ind ud op ned hen mod efter før eller men det den der som har var kan skal "
        "vil ikke anti inter foran bag uden the gen ger ter ers ens ets sam mis van fore "
    ).split()
)


class CompoundSplitter:
    """Splits by the word counts of a corpus; deterministic for the same counts."""

    def __init__(self, word_counts: Mapping[str, int], stems: StemCache) -> None:
        """`word_counts` by lower-case word; `stems` make inflected forms of a last part count as one."""
        self.counts = word_counts
        self._stems = stems

    @cached_property
    def _stem_counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for stem, count in zip(self._stems.stem_all([*self.counts]), self.counts.values(), strict=True):
            counts[stem] = counts.get(stem, 0) + count
        return counts

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        """What words begin with: other tails need not be stemmed to know that no word is like them."""
        return frozenset(word[:_PREFIX] for word in self.counts)

    def split(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """The parts of lower-case words in order; empty for those that are no compounds."""
        may_have_parts = [word if may_be_compound(word) else "" for word in words]
        cuts = self._cuts(may_have_parts, is_whole=True)
        heads = _Heads(self, self._divided({front: None for _, front, _, _ in cuts}))
        stem_counts = self._stem_counts
        return _best(cuts, heads, [stem_counts.get(stem, 0) for stem in self._stems.stem_all(words)])

    def log_count(self, head: str) -> float:
        """The logarithm of how often a head stands in the corpus, by itself or in another form."""
        return log(self.counts.get(head) or self._stem_counts.get(self._stems[head]) or 1)

    def _divided(self, fronts: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The parts of what may stand before a tail and is no word of the corpus, with and without its link."""
        may_have_parts = {
            head: None
            for front in fronts
            if len(front) >= _MIN_COMPOUND
            for head in _without_link(front)
            if len(head) >= _MIN_COMPOUND and head not in self.counts
        }
        found = _best(self._cuts([*may_have_parts], is_whole=False), _Heads(self, {}), [0] * len(may_have_parts))
        return {head: parts for head, parts in zip(may_have_parts, found, strict=True) if parts}

    def _cuts(self, words: Sequence[str], *, is_whole: bool) -> list[_Cut]:
        """Where words may be cut: what stands behind is a word of the corpus, in any form.

        What stands before is one too, but for a link; only that of a whole word may have parts itself.
        """
        counts, is_beginning = self.counts, self._prefixes.__contains__
        cuts = [
            (row, front, tail)
            for row, word in enumerate(words)
            for positions, prefixes in (_cut_positions(len(word), _PREFIX),)
            for position in compress(positions, map(is_beginning, map(word.__getitem__, prefixes)))
            if (front := word[:position]) in counts
            or word[: position - 1] in counts
            or (is_whole and position >= _MIN_COMPOUND)
            if (tail := word[position:]) not in _NEVER_LAST
        ]
        tails = [*{tail: None for _, _, tail in cuts}]
        stem_counts = self._stem_counts
        tail_stems = zip(tails, self._stems.stem_all(tails), strict=True)
        logs = {tail: log(stem_counts[stem]) for tail, stem in tail_stems if stem in stem_counts}
        return [(row, front, tail, logs[tail]) for row, front, tail in cuts if tail in logs]


class _Heads(dict[str, tuple[tuple[tuple[str, ...], float], ...]]):
    """What may stand before a tail, by front: a word or the parts of one, with the sum of their logarithms."""

    def __init__(self, splitter: CompoundSplitter, divided: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._splitter = splitter
        self._divided = divided

    def __missing__(self, front: str) -> tuple[tuple[tuple[str, ...], float], ...]:
        found: list[tuple[tuple[str, ...], float]] = []
        for head in _possible_heads(front):
            parts = (head,) if head in self._splitter.counts else self._divided.get(head, ())
            if parts:
                found.append((parts, sum(map(self._splitter.log_count, parts))))
        self[front] = tuple(found)
        return self[front]


def _best(cuts: Sequence[_Cut], heads: _Heads, counts: Sequence[int]) -> list[tuple[str, ...]]:
    """For each word the parts whose mean frequency is highest and above its own count."""
    best: list[tuple[str, ...]] = [()] * len(counts)
    highest: list[float] = [*counts]
    for row, front, tail, tail_log in cuts:
        for parts, logs in heads[front]:
            mean = exp((logs + tail_log) / (len(parts) + 1))
            if mean > highest[row]:
                best[row], highest[row] = (*parts, tail), mean
    return best


@lru_cache(maxsize=256)
def _cut_positions(length: int, letters: int) -> tuple[range, tuple[slice, ...]]:
    """Where a word of some length may be cut, and where so many letters that its tails begin with stand."""
    positions = range(_MIN_PART, length - _MIN_PART + 1)
    return positions, tuple(slice(position, position + letters) for position in positions)


def may_be_compound(word: str) -> bool:
    """Whether a lower-case word may have parts, by its length and letters."""
    return _MIN_COMPOUND <= len(word) <= _MAX_COMPOUND and word.isalpha()


def _without_link(front: str) -> tuple[str, ...]:
    """A front, and the front without the link that it may end in."""
    return (front, front[:-1]) if front[-1] in _LINKS else (front,)


def _possible_heads(front: str) -> list[str]:
    """What may be a part, of a front and of the front without its link."""
    return [head for head in _without_link(front) if len(head) >= _MIN_PART and head not in _NEVER_FIRST]


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
        if not may_be_compound(word):
            return []
        positions, pairs = _cut_positions(len(word), 2)
        may_begin = map(beginnings.__contains__, map(word.__getitem__, pairs))
        return [tail for position in compress(positions, may_begin) if (tail := word[position:]) not in _NEVER_LAST]

    @staticmethod
    def heads(word: str, tail: str) -> tuple[str, ...]:
        """What may stand before one of its tails."""
        return _without_link(word[: -len(tail)])

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of an unknown lower-case word in order, as few as possible, then with the longest tail.

        Empty for a word that is known itself, or no compound.
        """
        return self.split_known(word) if not self._is_known(word) else ()

    def split_known(self, word: str) -> tuple[str, ...]:
        """The parts of a lower-case word, whether it is known or not; empty if it is no compound."""
        return self._split(word, _MAX_PARTS) if may_be_compound(word) else ()

    def _parts(self, word: str, max_parts: int) -> tuple[str, ...]:
        """The word itself if it is known, else its parts; empty if there are none."""
        return (word,) if self._is_known(word) else self._split(word, max_parts)

    def _split(self, word: str, max_parts: int) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        if max_parts < 2 or len(word) < _MIN_COMPOUND:
            return best
        for head, tail in self._cuts(word):
            heads = self._parts(head, max_parts - 1)
            if heads and (not best or len(heads) + 1 < len(best)):
                best = (*heads, tail)
        return best

    def _cuts(self, word: str) -> Iterator[tuple[str, str]]:
        """What may stand before a known tail, and the tail; the longest tail first."""
        for position in range(_MIN_PART, len(word) - _MIN_PART + 1):
            tail = word[position:]
            if tail not in _NEVER_LAST and self._is_known(tail):
                for head in _possible_heads(word[:position]):
                    yield head, tail
