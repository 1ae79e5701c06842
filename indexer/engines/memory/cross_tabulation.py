"""Two axes crossed over some documents: each count is that of its click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

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
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.memory.filters import passes


def cross_tabulate(
    matching: Collection[AnalyzedDocument], query: Query, row_axis: str, column_axis: str
) -> CrossTabulation:
    """See IndexSearcher.cross_tabulate."""
    check_axes(row_axis, column_axis)
    free = free_axis(free_axis(query, row_axis), column_axis)
    counts: Counter[tuple[str, str]] = Counter()
    row_counts: Counter[str] = Counter()
    column_counts: Counter[str] = Counter()
    for document in matching:
        rows, columns = _axis_values(document, row_axis), _axis_values(document, column_axis)
        row_counts.update(row for row in rows if passes(document, choose_only(free, row_axis, row)))
        column_counts.update(column for column in columns if passes(document, choose_only(free, column_axis, column)))
        for row in rows:
            chosen = choose_only(free, row_axis, row)
            clicks = {(row, column): choose_only(chosen, column_axis, column) for column in columns}
            counts.update(pair for pair, clicked in clicks.items() if passes(document, clicked))
    return CrossTabulation(query, row_axis, column_axis, counts, row_counts, column_counts)


def _axis_values(document: AnalyzedDocument, axis: str) -> set[str]:
    """The values of a document on an axis."""
    values = document.facet_values.get(axis_facet(axis), ())
    if axis != DECADE:
        return set(values)
    return {value if value == NOT_STATED else str(int(value) // 10 * 10) for value in values}
