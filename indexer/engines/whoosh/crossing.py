"""Two axes crossed over a set of matching documents, by the same masks that facets are counted with."""

from __future__ import annotations

import numpy as np

from indexer.domain.crossing import DECADE, Crossing, axis_facet, check_axes, choose_only, free_axis
from indexer.domain.query import Query
from indexer.domain.schema import NOT_STATED
from indexer.domain.structured_query import StructuredQuery
from indexer.engines.whoosh.document_sets import Mask, marks_of
from indexer.engines.whoosh.facet_arrays import FacetArrays
from indexer.engines.whoosh.filtering import Conditions
from indexer.engines.whoosh.generation import Generation
from indexer.engines.whoosh.searching import Searcher


def crossed(searcher: Searcher, structured: StructuredQuery, query: Query, axes: tuple[str, str]) -> Crossing:
    """See SearchEngine.cross."""
    check_axes(*axes)
    row_axis, column_axis = axes
    free = free_axis(free_axis(query, row_axis), column_axis)
    generation, public = searcher.generation, searcher.executor.public
    plan = searcher.executor.plan(structured)
    found = plan.matches_within(Conditions(generation, free, public).all())
    passing: Mask = marks_of(found.bits, generation.size).view(np.bool_)
    rows, columns = _axis(generation, row_axis), _axis(generation, column_axis)
    counts = _pair_counts(rows, columns, passing)
    row_counts, column_counts = _value_counts(rows, passing), _value_counts(columns, passing)

    # An excluded value counts what choosing it would give, so its exclusion is lifted for it alone.
    def count(*chosen: tuple[str, str]) -> int:
        asked = free
        for axis, value in chosen:
            asked = choose_only(asked, axis, value)
        return plan.matches_within(Conditions(generation, asked, public).all()).count

    spared_rows, spared_columns = (_excluded(query, axis) for axis in axes)
    for value in spared_rows:
        row_counts[value] = count((row_axis, value))
        counts |= {(value, c): count((row_axis, value), (column_axis, c)) for c in columns.values}
    for value in spared_columns:
        column_counts[value] = count((column_axis, value))
        counts |= {(r, value): count((row_axis, r), (column_axis, value)) for r in rows.values}
    filled = {pair: number for pair, number in counts.items() if number}
    return Crossing(query, row_axis, column_axis, filled, row_counts, column_counts)


def _excluded(query: Query, axis: str) -> tuple[str, ...]:
    values = query.excluded(axis_facet(axis))
    return tuple(value for value in values if axis != DECADE or value == NOT_STATED)


def _axis(generation: Generation, axis: str) -> FacetArrays:
    arrays = generation.facets.facets[axis_facet(axis)]
    if axis != DECADE:
        return arrays
    names = [value if value == NOT_STATED else str(int(value) // 10 * 10) for value in arrays.values]
    decades = tuple(dict.fromkeys(names))
    numbers = np.array([decades.index(name) for name in names], dtype=np.int64)
    return FacetArrays(decades, arrays.documents, numbers[arrays.value_numbers])


def _value_counts(axis: FacetArrays, passing: Mask) -> dict[str, int]:
    counts = np.bincount(axis.value_numbers[passing[axis.documents]], minlength=len(axis.values)).tolist()
    return {value: count for value, count in zip(axis.values, counts, strict=True) if count}


def _pair_counts(rows: FacetArrays, columns: FacetArrays, passing: Mask) -> dict[tuple[str, str], int]:
    """Joined over the documents; the axis with fewer values is walked."""
    if len(columns.values) > len(rows.values):
        return {(r, c): count for (c, r), count in _pair_counts(columns, rows, passing).items()}
    counts: dict[tuple[str, str], int] = {}
    kept = passing[rows.documents]
    documents, values = rows.documents[kept], rows.value_numbers[kept]
    for place, column in enumerate(columns.values):
        holders = np.zeros(len(passing), dtype=np.bool_)
        holders[columns.documents[columns.value_numbers == place]] = True
        found = np.bincount(values[holders[documents]], minlength=len(rows.values))
        counts |= {(rows.values[row], column): int(found[row]) for row in np.flatnonzero(found)}
    return counts
