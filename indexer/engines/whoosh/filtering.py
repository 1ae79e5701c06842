"""Filters and facet counts over a set of matching documents.

OR within a facet, AND between facets, exclusion, not stated, and a range of years as one more chosen value of "year".
The count of a value is the number of documents when it alone is chosen in its facet: every other facet's conditions
hold, and its own facet's exclusions, save its own.
"""

from __future__ import annotations

import numpy as np

from indexer.domain.query import Query
from indexer.domain.results import Facet, FacetValue, ValueState
from indexer.domain.schema import FACETS
from indexer.engines.whoosh.generation import Generation, Mask
from indexer.engines.whoosh.schema import NO_YEAR


class FilteredMatches:
    """The matches of a query's text, narrowed by its filters, facet by facet."""

    def __init__(self, generation: Generation, matches: Mask, query: Query) -> None:
        self._generation = generation
        self._base = matches & generation.is_public
        self._query = query
        self._chosen: dict[str, Mask] = {}
        self._excluded: dict[str, dict[str, Mask]] = {}
        for facet in FACETS:
            if (chosen := self._chosen_mask(facet.id)) is not None:
                self._chosen[facet.id] = chosen
            if excluded := query.excluded(facet.id):
                self._excluded[facet.id] = {value: self._mask(facet.id, value) for value in excluded}

    def all(self) -> Mask:
        """Documents that pass every condition."""
        return self._passing(skip=None)

    def facets(self) -> tuple[Facet, ...]:
        """Every facet with the values that some passing document has, or that the query names."""
        return tuple(self._facet(facet.id) for facet in FACETS)

    def _facet(self, facet: str) -> Facet:
        arrays = self._generation.facet(facet)
        others = self._passing(skip=facet)
        passing = self._without_excluded(others, facet, spared=None)
        counts = np.bincount(arrays.value_numbers[passing[arrays.documents]], minlength=len(arrays.values)).tolist()
        values = dict(zip(arrays.values, counts, strict=True))
        states = dict.fromkeys(self._query.chosen(facet), ValueState.SELECTED)
        for value in self._query.excluded(facet):
            states[value] = ValueState.EXCLUDED
            spared = self._without_excluded(others, facet, spared=value)
            values[value] = int(np.count_nonzero(spared & self._mask(facet, value)))
        for value in states:
            values.setdefault(value, 0)
        shown = [
            FacetValue(value, count, states.get(value, ValueState.AVAILABLE))
            for value, count in values.items()
            if count or value in states
        ]
        return Facet(facet, tuple(sorted(shown, key=lambda value: (-value.count, value.id))))

    def _passing(self, skip: str | None) -> Mask:
        """Documents that pass every condition but those of one facet."""
        passing = self._base.copy()
        for facet, chosen in self._chosen.items():
            if facet != skip:
                passing &= chosen
        for facet in self._excluded:
            if facet != skip:
                passing = self._without_excluded(passing, facet, spared=None)
        return passing

    def _without_excluded(self, matches: Mask, facet: str, *, spared: str | None) -> Mask:
        for value, mask in self._excluded.get(facet, {}).items():
            if value != spared:
                matches = matches & ~mask
        return matches

    def _chosen_mask(self, facet: str) -> Mask | None:
        masks = [self._mask(facet, value) for value in self._query.chosen(facet)]
        if facet == "year" and self._query.years:
            years, stated = self._generation.years, self._generation.years != NO_YEAR
            first, last = self._query.years.first, self._query.years.last
            in_range = stated.copy()
            if first is not None:
                in_range &= years >= first
            if last is not None:
                in_range &= years <= last
            masks.append(in_range)
        return np.logical_or.reduce(masks) if masks else None

    def _mask(self, facet: str, value: str) -> Mask:
        mask = np.zeros(len(self._base), dtype=np.bool_)
        mask[self._generation.facet(facet).holders(value)] = True
        return mask
