"""Two axes crossed over a set of matching documents, by the same masks that facets are counted with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

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
from indexer.engines.arrays.querying.filters import FilterMasks
from indexer.engines.arrays.querying.searcher import Searcher
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import Mask, byte_mask
from indexer.engines.arrays.structures.facet_values import FacetArrays

# Counts the documents of the answer when (axis, value) pairs are chosen beside what is chosen on other facets.
_CountChosen = Callable[..., int]


def cross_tabulate(
    searcher: Searcher, structured: StructuredQuery, query: Query, axes: tuple[str, str]
) -> CrossTabulation:
    """See IndexSearcher.cross_tabulate."""
    check_axes(*axes)
    row_axis, column_axis = axes
    free = free_axis(free_axis(query, row_axis), column_axis)
    snapshot, public = searcher.snapshot, searcher.planner.public
    scorer = searcher.planner.scorer(structured)
    found = scorer.matches_within(FilterMasks(snapshot, free, public).passing())
    passing: Mask = byte_mask(found.bits, snapshot.size).view(np.bool_)
    rows, columns = _axis(snapshot, row_axis), _axis(snapshot, column_axis)
    table = CrossTabulation(
        query,
        row_axis,
        column_axis,
        _pair_counts(rows, columns, passing),
        _value_counts(rows, passing),
        _value_counts(columns, passing),
    )
    excluded = _excluded(query, row_axis), _excluded(query, column_axis)
    if not any(excluded):
        return table

    def count(*chosen: tuple[str, str]) -> int:
        asked = free
        for axis, value in chosen:
            asked = choose_only(asked, axis, value)
        return scorer.matches_within(FilterMasks(snapshot, asked, public).passing()).count

    return _with_excluded(table, excluded, (rows.values, columns.values), count)


def _with_excluded(
    table: CrossTabulation,
    excluded: tuple[Sequence[str], Sequence[str]],
    values: tuple[Sequence[str], Sequence[str]],
    count: _CountChosen,
) -> CrossTabulation:
    """The same with the counts of excluded values, each of which counts what choosing it would give."""
    # They are counted one by one: an exclusion is lifted for its own value alone, so no common mask serves them.
    rows, columns = table.row_axis, table.column_axis
    pairs, row_counts, column_counts = dict(table.counts), dict(table.row_counts), dict(table.column_counts)
    for value in excluded[0]:
        row_counts[value] = count((rows, value))
        pairs |= {(value, column): count((rows, value), (columns, column)) for column in values[1]}
    for value in excluded[1]:
        column_counts[value] = count((columns, value))
        pairs |= {(row, value): count((rows, row), (columns, value)) for row in values[0]}
    filled = {pair: number for pair, number in pairs.items() if number}
    return CrossTabulation(table.query, rows, columns, filled, row_counts, column_counts)


class PairCounts(Mapping[tuple[str, str], int]):
    """Counts by pair of values; kept by number, since a large table has more pairs than are ever asked for."""

    def __init__(self, rows: Sequence[str], columns: Sequence[str], counts: Mapping[int, int]) -> None:
        """`counts` by ordinal of the row times the number of columns, plus ordinal of the column."""
        self._rows, self._columns, self._counts = rows, columns, counts
        self._row_ordinals = {value: ordinal for ordinal, value in enumerate(rows)}
        self._column_ordinals = {value: ordinal for ordinal, value in enumerate(columns)}

    def __getitem__(self, pair: tuple[str, str]) -> int:
        return self._counts[self._row_ordinals[pair[0]] * len(self._columns) + self._column_ordinals[pair[1]]]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        width = len(self._columns)
        return ((self._rows[key // width], self._columns[key % width]) for key in self._counts)

    def __len__(self) -> int:
        return len(self._counts)


def _excluded(query: Query, axis: str) -> tuple[str, ...]:
    values = query.excluded(axis_facet(axis))
    # A decade is no value that can be excluded; of the years, only "not stated" is one of its columns.
    return tuple(value for value in values if axis != DECADE or value == NOT_STATED)


def _axis(snapshot: IndexSnapshot, axis: str) -> FacetArrays:
    arrays = snapshot.facets.facets[axis_facet(axis)]
    if axis != DECADE:
        return arrays
    names = [value if value == NOT_STATED else str(int(value) // 10 * 10) for value in arrays.values]
    decades = tuple(dict.fromkeys(names))
    ordinals = {decade: ordinal for ordinal, decade in enumerate(decades)}
    decade_of_year = np.array([ordinals[name] for name in names], dtype=np.int64)
    return FacetArrays(decades, arrays.documents, decade_of_year[arrays.value_numbers])


def _value_counts(axis: FacetArrays, passing: Mask) -> dict[str, int]:
    counts = np.bincount(axis.value_numbers[passing[axis.documents]], minlength=len(axis.values)).tolist()
    return {value: count for value, count in zip(axis.values, counts, strict=True) if count}


def _pair_counts(rows: FacetArrays, columns: FacetArrays, passing: Mask) -> PairCounts:
    """Joined over the documents: each value of a row meets all values of the column that its document has."""
    # A join by sorting, and not a product of matrices: two facets of thousands of names each would make it huge.
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
