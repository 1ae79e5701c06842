"""A structured query -> a plan whose parts know which documents match and what they score.

A part gives its matches as a set, the scores of any documents, and contenders: documents among which the best are.
Nothing of the size of the collection is touched where the answer is small.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from indexer.domain.structured_query import (
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
from indexer.engines.whoosh.contenders import BestDocuments, bounded_contenders
from indexer.engines.whoosh.document_sets import (
    Bits,
    DocumentSet,
    Numbers,
    Scores,
    all_bits,
    difference,
    intersection,
    union,
)
from indexer.engines.whoosh.proximity import closeness
from indexer.engines.whoosh.rows import Row
from indexer.engines.whoosh.word_rows import WordRows

ROUNDING = 2e-9
"""Scores that differ by less may be equal once rounded to nine decimals, which decides ties."""


class Plan(Protocol):
    """A part of a query on one generation."""

    is_flat: bool
    """Whether every document scores 0."""
    is_union: bool
    """Whether every document of its rows matches."""
    row: Row | None
    """The row that this part is, None if it is made of others."""

    def matches(self) -> DocumentSet:
        """All documents that match, deleted ones among them."""

    def matches_within(self, within: Bits | None) -> DocumentSet:
        """All documents among `within` (None for all) that match."""

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """The scores of some documents (rising), 0 where they do not match; `all_match` if all are known to."""

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        """At least the `count` best matches among `within` and all that score up to `slack` less than the last."""

    def rows(self) -> list[Row]:
        """Rows whose scores, added up, are nowhere less than this part's; empty if there are none such."""

    def highest(self) -> float:
        """The highest score of all, deleted documents among them."""


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
        match query:
            case MatchWord() | MatchPhrase() | MatchPrefix():
                return _Leaf(self.words.row(query))
            case AllOf(required, optional, excluded):
                return _All(
                    self.generation.size,
                    [self.plan(one) for one in required],
                    [self.plan(one) for one in optional],
                    [self.plan(one) for one in excluded],
                )
            case AnyOf(operands):
                return _Any(self.generation.size, [self.plan(one) for one in operands])
            case MatchAll():
                return _Everything(self.generation.size)
            case Near():
                return _Near(self, query)
            case AcrossLanguages(own, other, factor):
                return _Across(self.generation.size, self.plan(own), self.plan(other), factor)


class _Part:
    """What all parts share."""

    row: Row | None = None
    is_union = False
    _within: Bits | None = None
    _narrowed: DocumentSet | None = None

    def matches(self) -> DocumentSet:
        raise NotImplementedError

    def matches_within(self, within: Bits | None) -> DocumentSet:
        if within is None:
            return self.matches()
        if self._narrowed is None or self._within is not within:
            self._within, self._narrowed = within, self.matches().narrowed(within)
        return self._narrowed


class _Leaf(_Part):
    """A word, a phrase or a prefix."""

    is_flat = False

    def __init__(self, row: Row) -> None:
        self.row = row
        self.is_union = True
        self._row = row

    def matches(self) -> DocumentSet:
        return self._row.matches

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        return self._row.scores_at(numbers, all_match=all_match)

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        best = self._row.best
        if best is not None:
            found = BestDocuments(best.numbers, best.scores)
            if within is not None:
                found = found.narrowed(within)
            if best.threshold == 0 or (len(found.numbers) >= count and found.kth(count) - slack >= best.threshold):
                return found
        return bounded_contenders(self, within, count, slack)

    def rows(self) -> list[Row]:
        return [self._row]

    def highest(self) -> float:
        return self._row.highest


class _Everything(_Part):
    """All documents."""

    is_flat = True

    def __init__(self, size: int) -> None:
        self._size = size

    def matches(self) -> DocumentSet:
        return DocumentSet(self._size, bits=all_bits(self._size))

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        return np.zeros(len(numbers))

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        return bounded_contenders(self, within, count, slack)

    def rows(self) -> list[Row]:
        return []

    def highest(self) -> float:
        return 0.0


class _Compound(_Part):
    """A part made of others, whose matches are found once."""

    def __init__(self, size: int, scoring: Sequence[Plan]) -> None:
        self._size = size
        self._scoring = scoring
        self._matches: DocumentSet | None = None
        self.is_flat = all(one.is_flat for one in scoring)

    def matches(self) -> DocumentSet:
        if self._matches is None:
            self._matches = self._find()
        return self._matches

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        return bounded_contenders(self, within, count, slack)  # type: ignore[arg-type]  # the subclasses are plans

    def rows(self) -> list[Row]:
        found: list[Row] = []
        for one in self._scoring:
            rows = one.rows()
            if not rows and not one.is_flat:
                return []
            found += rows
        return found

    def highest(self) -> float:
        return self.contenders(None, 1, 0.0).highest()

    def _find(self) -> DocumentSet:
        raise NotImplementedError


class _Any(_Compound):
    """Any of some parts."""

    def __init__(self, size: int, operands: Sequence[Plan]) -> None:
        super().__init__(size, operands)
        self.is_union = all(one.is_union for one in operands)

    def _find(self) -> DocumentSet:
        return union([one.matches() for one in self._scoring], self._size)

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        return _summed([one.scores_at(numbers) for one in self._scoring], len(numbers))


class _All(_Compound):
    """All required parts, none of the excluded ones; the optional ones only score."""

    def __init__(self, size: int, required: Sequence[Plan], optional: Sequence[Plan], excluded: Sequence[Plan]) -> None:
        super().__init__(size, [*required, *optional])
        self._required = required
        self._optional = optional
        self._excluded = excluded

    def _find(self) -> DocumentSet:
        if self._required:
            found = intersection([one.matches() for one in self._required], self._size)
        else:
            found = DocumentSet(self._size, bits=all_bits(self._size))
        for one in self._excluded:
            found = difference(found, one.matches(), self._size)
        return found

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        if not all_match:
            is_match = self.matches().among(numbers)
            if not is_match.all():
                scores = np.zeros(len(numbers))
                scores[is_match] = self.scores_at(numbers[is_match], all_match=True)
                return scores
        found = [one.scores_at(numbers, all_match=True) for one in self._required]
        return _summed([*found, *(one.scores_at(numbers) for one in self._optional)], len(numbers))


class _Near(_Part):
    """A part whose best documents rise where the words stand near each other."""

    def __init__(self, executor: Executor, near: Near) -> None:
        self.operand = executor.plan(near.operand)
        self._executor = executor
        self._near = near
        self._boosts: tuple[Numbers, Scores] | None = None
        self.is_flat = self.operand.is_flat

    def matches(self) -> DocumentSet:
        return self.operand.matches()

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        scores = self.operand.scores_at(numbers, all_match=all_match)
        best, boosts = self._boosted()
        if len(best) and len(numbers):
            places = np.minimum(numbers.searchsorted(best), len(numbers) - 1)
            is_asked = numbers[places] == best
            scores[places[is_asked]] *= boosts[is_asked]
        return scores

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        best, _ = self._boosted()
        risen = BestDocuments(best, np.zeros(len(best)))
        if within is not None:
            risen = risen.narrowed(within)
        numbers = np.union1d(self.operand.contenders(within, count, slack).numbers, risen.numbers)
        return BestDocuments(numbers, self.scores_at(numbers, all_match=True))

    def rows(self) -> list[Row]:
        return []

    def highest(self) -> float:
        best, _ = self._boosted()
        return max(self.operand.highest(), float(self.scores_at(best, all_match=True).max(initial=0.0)))

    def _boosted(self) -> tuple[Numbers, Scores]:
        """The best documents (rising) with what their scores are multiplied by."""
        if self._boosts is None:
            generation = self._executor.generation
            found = self.operand.contenders(self._executor.public, self._near.depth)
            best = np.sort(found.first(self._near.depth, generation.id_ranks).numbers)
            self._boosts = best, 1 + self._near.weight * closeness(generation, self._near, best)
        return self._boosts


class _Across(_Part):
    """The better of two parts, each divided by its highest score."""

    def __init__(self, size: int, own: Plan, other: Plan, factor: float) -> None:
        self._size = size
        self.own = own
        self.other = other
        self._factor = factor
        self._matches: DocumentSet | None = None
        self.is_flat = own.is_flat and other.is_flat

    def matches(self) -> DocumentSet:
        if self._matches is None:
            self._matches = union([self.own.matches(), self.other.matches()], self._size)
        return self._matches

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        own = self.own.scores_at(numbers) / (self.own.highest() or 1.0)
        return np.maximum(own, self._factor * (self.other.scores_at(numbers) / (self.other.highest() or 1.0)))

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        own = self.own.contenders(within, count, slack * (self.own.highest() or 1.0))
        other_slack = slack * (self.other.highest() or 1.0) / self._factor if self._factor else np.inf
        other = self.other.contenders(within, count, other_slack)
        numbers = np.union1d(own.numbers, other.numbers)
        return BestDocuments(numbers, self.scores_at(numbers))

    def rows(self) -> list[Row]:
        return []

    def highest(self) -> float:
        own = 1.0 if self.own.highest() > 0 else 0.0
        return max(own, self._factor if self.other.highest() > 0 else 0.0)


def _summed(scores: list[Scores], count: int) -> Scores:
    """The sums of fresh arrays, in their order."""
    if not scores:
        return np.zeros(count)
    total = scores[0]
    for one in scores[1:]:
        total += one
    return total


def is_translated(plan: Plan, numbers: Numbers) -> list[bool]:
    """Which of some matching documents (rising) match only by translation."""
    while isinstance(plan, _Near):
        plan = plan.operand
    if isinstance(plan, _Across):
        return [not found for found in plan.own.matches().among(numbers).tolist()]
    return [False] * len(numbers)
