"""Two axes crossed over a set of matching documents, by the same masks that facets are counted with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from indexer.domain.documents.facets import NOT_STATED
from indexer.domain.queries.cross_tabulation import (
    DECADE,
    CrossTabulation,
    axis_facet,
    check_axes,
    choose_only,
    free_axis,
)
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.arrays.querying.filters import Conditions
from indexer.engines.arrays.querying.searcher import Searcher
from indexer.engines.arrays.snapshot import Generation
from indexer.engines.arrays.structures.bitsets import Mask, marks_of
from indexer.engines.arrays.structures.facet_values import FacetArrays


def crossed(searcher: Searcher, structured: StructuredQuery, query: Query, axes: tuple[str, str]) -> CrossTabulation:
    """See IndexSearcher.cross_tabulate."""
    check_axes(*axes)
    row_axis, column_axis = axes
    free = free_axis(free_axis(query, row_axis), column_axis)
    generation, public = searcher.generation, searcher.executor.public
    plan = searcher.executor.plan(structured)
    found = plan.matches_within(Conditions(generation, free, public).all())
    passing: Mask = marks_of(found.bits, generation.size).view(np.bool_)
    rows, columns = _axis(generation, row_axis), _axis(generation, column_axis)
    found_pairs = _pair_counts(rows, columns, passing)
    row_counts, column_counts = _value_counts(rows, passing), _value_counts(columns, passing)

    # An excluded value counts what choosing it would give, so its exclusion is lifted for it alone.
    def count(*chosen: tuple[str, str]) -> int:
        asked = free
        for axis, value in chosen:
            asked = choose_only(asked, axis, value)
        return plan.matches_within(Conditions(generation, asked, public).all()).count

    spared_rows, spared_columns = (_excluded(query, axis) for axis in axes)
    if not (spared_rows or spared_columns):
        return CrossTabulation(query, row_axis, column_axis, found_pairs, row_counts, column_counts)
    counts = dict(found_pairs)
    for value in spared_rows:
        row_counts[value] = count((row_axis, value))
        counts |= {(value, c): count((row_axis, value), (column_axis, c)) for c in columns.values}
    for value in spared_columns:
        column_counts[value] = count((column_axis, value))
        counts |= {(r, value): count((row_axis, r), (column_axis, value)) for r in rows.values}
    filled = {pair: number for pair, number in counts.items() if number}
    return CrossTabulation(query, row_axis, column_axis, filled, row_counts, column_counts)


class PairCounts(Mapping[tuple[str, str], int]):
    """Counts by pair of values; kept by number, since a large table has more pairs than are ever asked for."""

    def __init__(self, rows: Sequence[str], columns: Sequence[str], counts: Mapping[int, int]) -> None:
        """`counts` by number of the row times the number of columns, plus number of the column."""
        self._rows, self._columns, self._counts = rows, columns, counts
        self._row_numbers = {value: number for number, value in enumerate(rows)}
        self._column_numbers = {value: number for number, value in enumerate(columns)}

    def __getitem__(self, pair: tuple[str, str]) -> int:
        return self._counts[self._row_numbers[pair[0]] * len(self._columns) + self._column_numbers[pair[1]]]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        width = len(self._columns)
        return ((self._rows[key // width], self._columns[key % width]) for key in self._counts)

    def __len__(self) -> int:
        return len(self._counts)


def _excluded(query: Query, axis: str) -> tuple[str, ...]:
    values = query.excluded(axis_facet(axis))
    return tuple(value for value in values if axis != DECADE or value == NOT_STATED)


def _axis(generation: Generation, axis: str) -> FacetArrays:
    arrays = generation.facets.facets[axis_facet(axis)]
    if axis != DECADE:
        return arrays
    names = [value if value == NOT_STATED else str(int(value) // 10 * 10) for value in arrays.values]
    decades = tuple(dict.fromkeys(names))
    places = {decade: place for place, decade in enumerate(decades)}
    numbers = np.array([places[name] for name in names], dtype=np.int64)
    return FacetArrays(decades, arrays.documents, numbers[arrays.value_numbers])


def _value_counts(axis: FacetArrays, passing: Mask) -> dict[str, int]:
    counts = np.bincount(axis.value_numbers[passing[axis.documents]], minlength=len(axis.values)).tolist()
    return {value: count for value, count in zip(axis.values, counts, strict=True) if count}


def _pair_counts(rows: FacetArrays, columns: FacetArrays, passing: Mask) -> PairCounts:
    """Joined over the documents: each value of a row meets all values of the column that its document has."""
    kept = passing[rows.documents]
    documents, row_numbers = rows.documents[kept], rows.value_numbers[kept].astype(np.int64)
    order = np.argsort(columns.documents, kind="stable")
    holders, column_numbers = columns.documents[order], columns.value_numbers[order]
    first, last = (np.searchsorted(holders, documents, side="left"), np.searchsorted(holders, documents, side="right"))
    lengths = last - first
    starts = np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
    met = column_numbers[np.arange(len(starts)) + starts]
    width = max(1, len(columns.values))
    keys, counts = np.unique(np.repeat(row_numbers, lengths) * width + met, return_counts=True)
    return PairCounts(rows.values, columns.values, dict(zip(keys.tolist(), counts.tolist(), strict=True)))
