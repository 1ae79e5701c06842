"""Choosing the best documents without scoring all of them exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh.document_sets import Bits, DocumentSet, Numbers, Scores, marks_of, tested
from indexer.engines.whoosh.rows import MOST_CEILING, Row, kth_or_less

if TYPE_CHECKING:
    from indexer.engines.whoosh.plans import Plan

_FEW, _FEW_SHARE = 256, 16
"""So many matches (and one document in so many) are scored exactly at once."""
_SORTED_AT_ONCE = 512
_MOST_SHARE = 8
"""A row of more than one document in so many is added up whole."""


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


def bounded_contenders(plan: Plan, within: Bits | None, count: int, slack: float) -> BestDocuments:
    """The contenders of a plan whose score is at most the sum of its rows' scores."""
    matches = plan.matches_within(within)
    rows = plan.rows() if matches.count > max(_FEW + matches.size // _FEW_SHARE, 4 * count) else []
    highest = sum(row.highest for row in rows)
    if not highest:
        return BestDocuments(matches.numbers, plan.scores_at(matches.numbers, all_match=True))
    scale = (MOST_CEILING - 2 * len(rows)) / highest
    ceilings = _summed_ceilings(rows, matches, scale, is_masked=within is not None or not plan.is_union)
    least = int(kth_or_less(ceilings, count)) - len(rows) - int(slack * scale) - 1
    while least > 0:
        numbers = (ceilings >= least).nonzero()[0]
        found = BestDocuments(numbers, plan.scores_at(numbers, all_match=True))
        needed = int((found.kth(count) - slack) * scale)
        if needed >= least:
            return found
        least = needed
    return BestDocuments(matches.numbers, plan.scores_at(matches.numbers, all_match=True))


def _summed_ceilings(rows: list[Row], matches: DocumentSet, scale: float, *, is_masked: bool) -> npt.NDArray[np.uint16]:
    """By document an upper bound of its score times the scale, 0 where it does not match.

    `is_masked` if some document of the rows does not match.
    """
    sums = np.zeros(matches.size, dtype=np.uint16)
    for row in rows:
        if len(row) * _MOST_SHARE > matches.size:
            spread = np.zeros(matches.size, dtype=np.uint16)
            spread[row.documents] = row.ceilings(scale)
            sums += spread
        else:
            sums[row.documents] += row.ceilings(scale)
    if is_masked:
        sums *= marks_of(matches.bits, matches.size)
    return sums
