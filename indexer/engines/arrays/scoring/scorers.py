"""The parts of a query on one generation: words, all, any; each knows which documents match and what they score.

A part gives its matches as a set, the scores of any documents, and contenders: documents among which the best are.
Nothing of the size of the collection is touched where the answer is small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.arrays.scoring.scored_postings import Row
from indexer.engines.arrays.scoring.scorer import GENEROUS, ROUNDING, USUALLY_ASKED, Part, Plan
from indexer.engines.arrays.scoring.top_docs import BestDocuments
from indexer.engines.arrays.scoring.top_k import bounded_contenders
from indexer.engines.arrays.structures.bitsets import (
    Bits,
    DocumentSet,
    Numbers,
    Scores,
    all_bits,
    difference,
    intersection,
    union,
)


class LeafPart(Part):
    """A word, a phrase or a prefix."""

    is_flat = False

    def __init__(self, row: Row) -> None:
        self.row = row
        self.is_union = True
        self._row = row

    def matches(self) -> DocumentSet:
        """See Plan.matches."""
        return self._row.matches

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """See Plan.scores_at."""
        return self._row.scores_at(numbers, all_match=all_match)

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        """See Plan.contenders."""
        best = self._row.best
        if best is not None:
            numbers, scores = best.numbers, best.scores
            if within is not None:
                kept = best.probe.places(within)
                numbers, scores = numbers.take(kept), scores.take(kept)
            if not best.threshold or (len(scores) >= count and scores[count - 1] - slack - ROUNDING >= best.threshold):
                return BestDocuments(numbers, scores, is_ordered=True)
        return bounded_contenders(self, within, count, slack)

    def rows(self) -> list[Row]:
        """See Plan.rows."""
        return [self._row]

    def highest(self) -> float:
        """See Plan.highest."""
        return self._row.highest


class Everything(Part):
    """All documents."""

    is_flat = True

    def __init__(self, size: int) -> None:
        self._size = size

    def matches(self) -> DocumentSet:
        """See Plan.matches."""
        return DocumentSet(self._size, bits=all_bits(self._size))

    def matches_within(self, within: Bits | None) -> DocumentSet:
        """See Plan.matches_within."""
        return self.matches() if within is None else DocumentSet(self._size, bits=within)

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """See Plan.scores_at."""
        return np.zeros(len(numbers))

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        """See Plan.contenders."""
        return bounded_contenders(self, within, count, slack)

    def rows(self) -> list[Row]:
        """See Plan.rows."""
        return []

    def highest(self) -> float:
        """See Plan.highest."""
        return 0.0


@dataclass(frozen=True, slots=True)
class _Contenders:
    """Contenders with what was asked for."""

    within: Bits | None
    count: int
    slack: float
    found: BestDocuments

    def serves(self, within: Bits | None, count: int, slack: float) -> bool:
        """Whether they answer a question as well."""
        return self.within is within and count <= self.count and slack <= self.slack


class CompoundPart(Part):
    """A part made of others, whose matches are found once; contenders serve whoever asks for fewer of them next."""

    def __init__(self, size: int, scoring: Sequence[Plan]) -> None:
        self._size = size
        self._scoring = scoring
        self._matches: DocumentSet | None = None
        self._contenders: _Contenders | None = None
        self.is_flat = all(one.is_flat for one in scoring)

    def matches(self) -> DocumentSet:
        """See Plan.matches."""
        if self._matches is None:
            self._matches = self._find(None)
        return self._matches

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        """See Plan.contenders."""
        kept = self._contenders
        if kept is None or not kept.serves(within, count, slack):
            found = bounded_contenders(self, within, count, slack)  # type: ignore[arg-type]  # subclasses are plans
            kept = self._contenders = _Contenders(within, count, slack, found)
        return kept.found

    def rows(self) -> list[Row]:
        """See Plan.rows."""
        found: list[Row] = []
        for one in self._scoring:
            rows = one.rows()
            if not rows and not one.is_flat:
                return []
            found += rows
        return found

    def highest(self) -> float:
        """See Plan.highest."""
        return self.contenders(None, USUALLY_ASKED, GENEROUS).highest()

    def _find(self, within: Bits | None) -> DocumentSet:
        raise NotImplementedError


class AnyPart(CompoundPart):
    """Any of some parts."""

    def __init__(self, size: int, operands: Sequence[Plan]) -> None:
        super().__init__(size, operands)
        self.is_union = all(one.is_union for one in operands)

    def _find(self, within: Bits | None) -> DocumentSet:
        found = union([one.matches() for one in self._scoring], self._size)
        return found if within is None else found.narrowed(within)

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """See Plan.scores_at."""
        return _summed([one.scores_at(numbers) for one in self._scoring], len(numbers))


class AllPart(CompoundPart):
    """All required parts, none of the excluded ones; the optional ones only score."""

    def __init__(self, size: int, required: Sequence[Plan], optional: Sequence[Plan], excluded: Sequence[Plan]) -> None:
        super().__init__(size, [*required, *optional])
        self._required = required
        self._optional = optional
        self._excluded = excluded

    def _find(self, within: Bits | None) -> DocumentSet:
        sets = [one.matches() for one in self._required]
        if within is not None or not sets:
            sets.append(DocumentSet(self._size, bits=all_bits(self._size) if within is None else within))
        found = intersection(sets, self._size)
        for one in self._excluded:
            found = difference(found, one.matches(), self._size)
        return found

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """See Plan.scores_at."""
        if not all_match:
            is_match = self.matches().among(numbers)
            if not is_match.all():
                scores = np.zeros(len(numbers))
                scores[is_match] = self.scores_at(numbers[is_match], all_match=True)
                return scores
        found = [one.scores_at(numbers, all_match=True) for one in self._required]
        return _summed([*found, *(one.scores_at(numbers) for one in self._optional)], len(numbers))


def _summed(scores: list[Scores], count: int) -> Scores:
    """The sums of fresh arrays, in their order."""
    if not scores:
        return np.zeros(count)
    total = scores[0]
    for one in scores[1:]:
        total += one
    return total
