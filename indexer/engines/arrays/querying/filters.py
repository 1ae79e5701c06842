"""Filters, and facet counts over the documents that pass them.

OR within a facet, AND between facets, exclusion, not stated, and a range of years as one more chosen value of "year".
The count of a value is the number of documents when it alone is chosen in its facet: every other facet's conditions
hold, and its own facet's exclusions, save its own.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from indexer.domain.queries.query import Query, YearRange
from indexer.domain.queries.results import Facet, FacetValue, ValueState
from indexer.engines.arrays.segments.schema import NO_YEAR
from indexer.engines.arrays.snapshot import Generation
from indexer.engines.arrays.structures.bitsets import Bits, DocumentSet, all_bits, bits_of
from indexer.engines.arrays.structures.facet_counts import Counts, FacetCounts


class Conditions:
    """What the filters of a query ask of a document, facet by facet."""

    def __init__(self, generation: Generation, query: Query, public: Bits | None) -> None:
        """`public` are the documents that take part at all, None if all do."""
        self._generation = generation
        self._counter = generation.facets
        self._public = public
        self.chosen: dict[str, Bits] = {}
        self.excluded: dict[str, dict[str, Bits]] = {}
        for condition in query.filters:
            mask = self._counter.mask(condition.facet, condition.value)
            if condition.is_excluded:
                self.excluded.setdefault(condition.facet, {})[condition.value] = mask
            elif condition.facet in self.chosen:
                self.chosen[condition.facet] = self.chosen[condition.facet] | mask
            else:
                self.chosen[condition.facet] = mask
        if query.years:
            years = self._in_range(query.years)
            self.chosen["year"] = self.chosen["year"] | years if "year" in self.chosen else years

    @property
    def facets(self) -> set[str]:
        """The facets with a condition."""
        return {*self.chosen, *self.excluded}

    def all(self) -> Bits | None:
        """Documents that pass every condition, None if all do."""
        return self.without(None)

    def without(self, facet: str | None) -> Bits | None:
        """Documents that pass every condition but those of one facet, None if all do."""
        passing = self._public
        for name, mask in self.chosen.items():
            if name != facet:
                passing = mask if passing is None else passing & mask
        for name in self.excluded:
            if name != facet:
                passing = self.less_excluded(passing, name, None)
        return passing

    def less_excluded(self, passing: Bits | None, facet: str, spared: str | None) -> Bits | None:
        """Some documents without those that carry an excluded value of a facet, save one value."""
        for value, mask in self.excluded.get(facet, {}).items():
            if value != spared:
                passing = (all_bits(self._generation.size) if passing is None else passing) & ~mask
        return passing

    def _in_range(self, years: YearRange) -> Bits:
        found = self._generation.years
        is_within = found != NO_YEAR
        if years.first is not None:
            is_within &= found >= years.first
        if years.last is not None:
            is_within &= found <= years.last
        return bits_of(is_within.nonzero()[0], self._generation.size)


def disjunctive_counts(
    generation: Generation, conditions: Conditions, matches: DocumentSet, counts: FacetCounts
) -> FacetCounts:
    """Counts with those of every facet that has a condition taken without its own; see above.

    `counts` are over the documents that pass every condition.
    """
    counter = generation.facets
    replaced = {}
    for facet in conditions.facets:
        others = conditions.without(facet)
        passing = conditions.less_excluded(others, facet, None)
        own = counter.facet_counts(facet, matches if passing is None else matches.narrowed(passing)).copy()
        for value in conditions.excluded.get(facet, ()):
            if value in counter.values[facet]:
                spared = conditions.less_excluded(others, facet, value)
                held = matches.narrowed(counter.mask(facet, value))
                own[counter.values[facet].index(value)] = (held if spared is None else held.narrowed(spared)).count
        replaced[facet] = own
    return counts.replaced(replaced)


def shown_facets(generation: Generation, query: Query, counts: FacetCounts, facets: Iterable[str]) -> tuple[Facet, ...]:
    """Every facet with the values that some passing document has, or that the query names."""
    return tuple(_shown(generation.facets.values[facet], counts[facet], query, facet) for facet in facets)


def _shown(values: tuple[str, ...], counts: Counts, query: Query, facet: str) -> Facet:
    states = dict.fromkeys(query.chosen(facet), ValueState.SELECTED)
    states |= dict.fromkeys(query.excluded(facet), ValueState.EXCLUDED)
    present = np.flatnonzero(counts)
    numbers = dict.fromkeys(states, 0)
    numbers |= {values[place]: count for place, count in zip(present.tolist(), counts[present].tolist(), strict=True)}
    numbers |= {value: 0 for value in states if value not in numbers}
    shown = [FacetValue(value, count, states.get(value, ValueState.AVAILABLE)) for value, count in numbers.items()]
    return Facet(facet, tuple(sorted(shown, key=lambda value: (-value.count, value.id))))
