"""The best documents of a part of a query."""

from __future__ import annotations

import numpy as np

from indexer.engines.arrays.scoring.scored_postings import kth_or_less
from indexer.engines.arrays.structures.bitsets import Bits, Numbers, Scores, tested

_SORTED_AT_ONCE = 512


class BestDocuments:
    """Documents with their scores: rising, or in the order of an answer if `is_ordered`."""

    __slots__ = ("is_ordered", "numbers", "scores")

    def __init__(self, numbers: Numbers, scores: Scores, *, is_ordered: bool = False) -> None:
        self.numbers = numbers
        self.scores = scores
        self.is_ordered = is_ordered

    def narrowed(self, bits: Bits) -> BestDocuments:
        """Those whose bit is set."""
        is_kept = tested(bits, self.numbers)
        return BestDocuments(self.numbers[is_kept], self.scores[is_kept])

    def rising(self) -> BestDocuments:
        """The same in the order of their numbers."""
        if not self.is_ordered:
            return self
        order = self.numbers.argsort()
        return BestDocuments(self.numbers.take(order), self.scores.take(order))

    def kth(self, count: int) -> float:
        """The count-th highest score; there are at least so many."""
        return float(np.sort(self.scores)[len(self.scores) - count])

    def highest(self) -> float:
        """The highest score, 0 if there is no document."""
        return float(self.scores.max(initial=0.0))

    def first(self, count: int, ranks: Numbers) -> BestDocuments:
        """The best in their order: by score rounded to nine decimals, ties by rank."""
        numbers, scores = self.numbers, self.scores
        if self.is_ordered or len(numbers) < 2:
            return BestDocuments(numbers[:count], scores[:count])
        if len(numbers) > max(_SORTED_AT_ONCE, 2 * count):
            numbers, scores = _preselected(numbers, scores, count, ranks)
        order = np.lexsort((ranks.take(numbers), -scores.round(9)))[:count]
        return BestDocuments(numbers.take(order), scores.take(order))


def _preselected(numbers: Numbers, scores: Scores, count: int, ranks: Numbers) -> tuple[Numbers, Scores]:
    """Fewer documents, among which the first `count` still are."""
    rounded = scores.round(9)
    least = np.sort(rounded)[len(rounded) - count] if len(rounded) < 4 * count else kth_or_less(rounded, count)
    kept = (rounded >= least).nonzero()[0]
    if len(kept) > 4 * count + _SORTED_AT_ONCE:  # many are equal: the lowest ranks of the last score are enough
        better = (rounded > least).nonzero()[0]
        equal = (rounded == least).nonzero()[0]
        if len(better) < count:
            equal = equal[np.argpartition(ranks.take(numbers.take(equal)), count - 1)[:count]]
            kept = np.concatenate((better, equal))
    return numbers.take(kept), scores.take(kept)
