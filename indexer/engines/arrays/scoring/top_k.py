"""Choosing the best documents without scoring all of them exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.scoring.scored_postings import MOST_CEILING, Row, kth_or_less
from indexer.engines.arrays.scoring.scorer import Plan
from indexer.engines.arrays.scoring.top_docs import BestDocuments
from indexer.engines.arrays.structures.bitsets import Bits, DocumentSet, marks_of

_FEW, _FEW_SHARE = 256, 16
"""So many matches (and one document in so many) are scored exactly at once."""
_MOST_SHARE = 8
"""A row of more than one document in so many is added up whole."""


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
