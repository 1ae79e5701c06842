"""Two axes crossed over a set of matching documents, by the same masks that facets are counted with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from indexer.domain.documents.facets import NOT_STATED
from indexer.domain.queries.cross_tabulation import (
    DECADE,
    CrossTabulation,
    axis_facet,
    check_axes,
    free_axis,
)
from indexer.domain.queries.query import Filter, Query
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.arrays.querying.filters import FilterMasks
from indexer.engines.arrays.querying.searcher import Searcher
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import Mask, byte_mask
from indexer.engines.arrays.structures.facet_values import FacetArrays


def cross_tabulate(
    searcher: Searcher, structured: StructuredQuery, query: Query, axes: tuple[str, str]
) -> CrossTabulation:
    """See IndexSearcher.cross_tabulate."""
    check_axes(*axes)
    row_axis, column_axis = axes
    free = free_axis(free_axis(query, row_axis), column_axis)
    snapshot, public = searcher.snapshot, searcher.planner.public
    scorer = searcher.planner.scorer(structured)

    def passing_without(*lifted: Filter) -> Mask:
        asked = replace(free, filters=tuple(one for one in free.filters if one not in lifted))
        found = scorer.matches_within(FilterMasks(snapshot, asked, public).passing())
        mask: Mask = byte_mask(found.bits, snapshot.size).view(np.bool_)
        return mask

    passing = passing_without()
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
    return _with_excluded(table, excluded, (rows, columns), passing_without) if any(excluded) else table


def _with_excluded(
    table: CrossTabulation,
    excluded: tuple[Sequence[Filter], Sequence[Filter]],
    axes: tuple[FacetArrays, FacetArrays],
    passing_without: Callable[..., Mask],
) -> CrossTabulation:
    """The same with the counts of excluded values, each of which counts what choosing it would give.

    An exclusion is lifted for its own value alone: a document counts for it that holds no other excluded value of the
    axis. One mask for each value says which these are; those of both axes are crossed, so that thirty exclusions cost
    thirty searches and not one for each cell.
    """
    by_row, by_column = excluded
    free_rows, free_columns = passing_without(*by_row), passing_without(*by_column)
    # `free_columns` lifts what the columns exclude and keeps what the rows do; `free_rows` the other way round.
    only_row = {one.value: passing_without(one, *by_column) & ~free_columns for one in by_row}
    only_column = {one.value: passing_without(one, *by_row) & ~free_rows for one in by_column}
    pairs, row_counts, column_counts = dict(table.counts), dict(table.row_counts), dict(table.column_counts)
    for value, mask in only_row.items():
        kept = mask & free_rows
        row_counts[value] = int(np.count_nonzero(kept))
        pairs |= {(value, column): count for column, count in _value_counts(axes[1], kept).items()}
        pairs |= {(value, column): int(np.count_nonzero(mask & other)) for column, other in only_column.items()}
    for value, mask in only_column.items():
        kept = mask & free_columns
        column_counts[value] = int(np.count_nonzero(kept))
        pairs |= {(row, value): count for row, count in _value_counts(axes[0], kept).items()}
    filled = {pair: number for pair, number in pairs.items() if number}
    return CrossTabulation(table.query, table.row_axis, table.column_axis, filled, row_counts, column_counts)


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


def _excluded(query: Query, axis: str) -> tuple[Filter, ...]:
    facet = axis_facet(axis)
    # A decade is no value that can be excluded; of the years, only "not stated" is one of its columns.
    values = [value for value in query.excluded(facet) if axis != DECADE or value == NOT_STATED]
    return tuple(Filter(facet, value, is_excluded=True) for value in values)


def _axis(snapshot: IndexSnapshot, axis: str) -> FacetArrays:
    arrays = snapshot.facets.facets[axis_facet(axis)]
    if axis != DECADE:
        return arrays
    names = [value if value == NOT_STATED else str(int(value) // 10 * 10) for value in arrays.values]
    decades = tuple(dict.fromkeys(names))
    holders = []
    for decade in decades:
        # A partnership that ran in several years of a decade counts once.
        ordinals = np.array([name == decade for name in names], dtype=np.bool_)
        is_holder = np.zeros(snapshot.size, dtype=np.bool_)
        is_holder[arrays.documents[ordinals[arrays.value_numbers]]] = True
        holders.append(is_holder.nonzero()[0])
    numbers = np.repeat(np.arange(len(decades)), [len(each) for each in holders])
    return FacetArrays(decades, np.concatenate([arrays.documents[:0], *holders]), numbers)


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
