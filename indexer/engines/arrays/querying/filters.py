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
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import Bits, DocumentSet, all_bits, bits_of
from indexer.engines.arrays.structures.facet_counts import Counts, FacetCounts


class FilterMasks:
    """What the filters of a query ask of a document, facet by facet, as bits.

    Attributes:
        chosen: by facet, the documents with any of its chosen values.
        excluded: by facet and value, the documents that carry it.
    """

    def __init__(self, snapshot: IndexSnapshot, query: Query, public: Bits | None) -> None:
        """`public` are the documents that take part at all, None if all do."""
        self._snapshot = snapshot
        self._public = public
        self.chosen: dict[str, Bits] = {}
        self.excluded: dict[str, dict[str, Bits]] = {}
        for condition in query.filters:
            mask = snapshot.facets.mask(condition.facet, condition.value)
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

    def passing(self) -> Bits | None:
        """Documents that pass every condition, None if all do."""
        return self.passing_without(None)

    def passing_without(self, facet: str | None) -> Bits | None:
        """Documents that pass every condition but those of one facet, None if all do."""
        passing = self._public
        for name, mask in self.chosen.items():
            if name != facet:
                passing = mask if passing is None else passing & mask
        for name in self.excluded:
            if name != facet:
                passing = self.apply_exclusions(passing, name)
        return passing

    def apply_exclusions(self, passing: Bits | None, facet: str, *, lifted: str | None = None) -> Bits | None:
        """Some documents without those that carry an excluded value of a facet; the one of `lifted` does not count."""
        for value, mask in self.excluded.get(facet, {}).items():
            if value != lifted:
                # All bits, since a complement alone would set those behind the last document.
                passing = (all_bits(self._snapshot.size) if passing is None else passing) & ~mask
        return passing

    def _in_range(self, years: YearRange) -> Bits:
        """The documents with any year of the range among their values."""
        arrays = self._snapshot.facets.facets["year"]
        is_within = np.array(
            [value.isdigit() and years.contains(int(value)) for value in arrays.values], dtype=np.bool_
        )
        return bits_of(arrays.documents[is_within[arrays.value_numbers]], self._snapshot.size)


def disjunctive_counts(
    snapshot: IndexSnapshot, masks: FilterMasks, matches: DocumentSet, counts: FacetCounts
) -> FacetCounts:
    """Counts with those of every facet that has a condition taken without its own; see above.

    `counts` are over the documents that pass every condition.
    """
    counter = snapshot.facets
    replaced = {}
    for facet in masks.facets:
        others = masks.passing_without(facet)
        passing = masks.apply_exclusions(others, facet)
        own = counter.facet_counts(facet, matches if passing is None else matches.restricted_to(passing)).copy()
        for value in masks.excluded.get(facet, ()):
            if value in counter.values[facet]:
                lifted = masks.apply_exclusions(others, facet, lifted=value)
                held = matches.restricted_to(counter.mask(facet, value))
                count = (held if lifted is None else held.restricted_to(lifted)).count
                own[counter.values[facet].index(value)] = count
        replaced[facet] = own
    return counts.replaced(replaced)


def shown_facets(
    snapshot: IndexSnapshot, query: Query, counts: FacetCounts, facets: Iterable[str]
) -> tuple[Facet, ...]:
    """Every facet with the values that some passing document has, or that the query names."""
    return tuple(_shown(snapshot.facets.values[facet], counts[facet], query, facet) for facet in facets)


def _shown(values: tuple[str, ...], counts: Counts, query: Query, facet: str) -> Facet:
    states = dict.fromkeys(query.chosen(facet), ValueState.SELECTED)
    states |= dict.fromkeys(query.excluded(facet), ValueState.EXCLUDED)
    present = np.flatnonzero(counts)
    # What was chosen is never hidden, even where no document has it.
    count_of = dict.fromkeys(states, 0)
    pairs = zip(present.tolist(), counts[present].tolist(), strict=True)
    count_of |= {values[ordinal]: count for ordinal, count in pairs}
    shown = [FacetValue(value, count, states.get(value, ValueState.AVAILABLE)) for value, count in count_of.items()]
    return Facet(facet, tuple(sorted(shown, key=lambda value: (-value.count, value.id))))
