"""A structured query -> a plan; and the parts that look at whole rankings: nearness and two languages."""

from __future__ import annotations

import numpy as np

from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    AnyOf,
    MatchAll,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    StructuredQuery,
)
from indexer.engines.arrays.scoring.bm25 import WordRows
from indexer.engines.arrays.scoring.proximity import closeness
from indexer.engines.arrays.scoring.scored_postings import Row
from indexer.engines.arrays.scoring.scorer import GENEROUS, ROUNDING, Part, Plan
from indexer.engines.arrays.scoring.scorers import AllPart, AnyPart, Everything, LeafPart
from indexer.engines.arrays.scoring.top_docs import BestDocuments
from indexer.engines.arrays.structures.bitsets import Bits, DocumentSet, Numbers, Scores, merged, union

_LEAVES = (MatchWord, MatchPhrase, MatchPrefix)


class Executor:
    """Makes plans on one generation."""

    def __init__(self, words: WordRows) -> None:
        self.words = words
        self.generation = words.generation
        self.public: Bits | None = None
        if not self.generation.is_public.all():
            self.public = DocumentSet(self.generation.size, self.generation.is_public.nonzero()[0]).bits

    def plan(self, query: StructuredQuery) -> Plan:
        """The plan of a tree."""
        if isinstance(query, _LEAVES):
            return LeafPart(self.words.row(query))
        return self._compound(query)

    def _compound(self, query: AllOf | AnyOf | MatchAll | Near | AcrossLanguages) -> Plan:
        match query:
            case AllOf(required, optional, excluded):
                parts = ([self.plan(one) for one in some] for some in (required, optional, excluded))
                return AllPart(self.generation.size, *parts)
            case AnyOf(operands):
                return AnyPart(self.generation.size, [self.plan(one) for one in operands])
            case MatchAll():
                return Everything(self.generation.size)
            case Near():
                return NearPart(self, query)
            case AcrossLanguages(own, other, factor):
                return AcrossPart(self.generation.size, self.plan(own), self.plan(other), factor)


class NearPart(Part):
    """A part whose best documents rise where the words stand near each other."""

    def __init__(self, executor: Executor, near: Near) -> None:
        self.operand = executor.plan(near.operand)
        self._executor = executor
        self._near = near
        self._boosts: tuple[Numbers, Scores] | None = None
        self.is_flat = self.operand.is_flat

    def matches(self) -> DocumentSet:
        """See Plan.matches."""
        return self.operand.matches()

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """See Plan.scores_at."""
        scores = self.operand.scores_at(numbers, all_match=all_match)
        best, boosts = self._boosted()
        if len(best) and len(numbers):
            places = np.minimum(numbers.searchsorted(best), len(numbers) - 1)
            is_asked = numbers[places] == best
            scores[places[is_asked]] *= boosts[is_asked]
        return scores

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        """See Plan.contenders."""
        best, boosts = self._boosted()
        if within is self._executor.public:
            found = self.operand.contenders(within, max(count, self._near.depth), max(slack, GENEROUS)).rising()
            scores = found.scores.copy()
            scores[found.numbers.searchsorted(best)] *= boosts
            return BestDocuments(found.numbers, scores)
        risen = BestDocuments(best, boosts) if within is None else BestDocuments(best, boosts).narrowed(within)
        numbers = merged([self.operand.contenders(within, count, slack).rising().numbers, risen.numbers])
        return BestDocuments(numbers, self.scores_at(numbers, all_match=True))

    def rows(self) -> list[Row]:
        """See Plan.rows."""
        return []

    def highest(self) -> float:
        """See Plan.highest."""
        best, _ = self._boosted()
        return max(self.operand.highest(), float(self.scores_at(best, all_match=True).max(initial=0.0)))

    def _boosted(self) -> tuple[Numbers, Scores]:
        """The best documents (rising) with what their scores are multiplied by."""
        if self._boosts is None:
            generation = self._executor.generation
            found = self.operand.contenders(self._executor.public, self._near.depth, GENEROUS)
            best = np.sort(found.first(self._near.depth, generation.id_ranks).numbers)
            self._boosts = best, 1 + self._near.weight * closeness(generation, self._near, best)
        return self._boosts


class AcrossPart(Part):
    """The better of two parts, each divided by its highest score."""

    def __init__(self, size: int, own: Plan, other: Plan, factor: float) -> None:
        self._size = size
        self.own = own
        self.other = other
        self._factor = factor
        self._matches: DocumentSet | None = None
        self.is_flat = own.is_flat and other.is_flat

    def matches(self) -> DocumentSet:
        """See Plan.matches."""
        if self._matches is None:
            self._matches = union([self.own.matches(), self.other.matches()], self._size)
        return self._matches

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """See Plan.scores_at."""
        own = self.own.scores_at(numbers) / (self.own.highest() or 1.0)
        return np.maximum(own, self._factor * (self.other.scores_at(numbers) / (self.other.highest() or 1.0)))

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        """See Plan.contenders."""
        highest, other_highest = self.own.highest() or 1.0, self.other.highest() or 1.0
        own = self.own.contenders(within, count, slack * highest).rising()
        other_slack = slack * other_highest / self._factor if self._factor else np.inf
        other = self.other.contenders(within, count, other_slack).rising()
        if not len(other.numbers) and self.other.matches().count == 0:
            return BestDocuments(own.numbers, own.scores / highest)
        numbers = merged([own.numbers, other.numbers])
        return BestDocuments(numbers, self.scores_at(numbers))

    def rows(self) -> list[Row]:
        """See Plan.rows."""
        return []

    def highest(self) -> float:
        """See Plan.highest."""
        own = 1.0 if self.own.highest() > 0 else 0.0
        return max(own, self._factor if self.other.highest() > 0 else 0.0)


def is_translated(plan: Plan, numbers: Numbers) -> list[bool]:
    """Which of some matching documents (rising) match only by translation."""
    while isinstance(plan, NearPart):
        plan = plan.operand
    if isinstance(plan, AcrossPart):
        return [not found for found in plan.own.matches().among(numbers).tolist()]
    return [False] * len(numbers)
