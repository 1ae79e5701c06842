"""Two axes crossed: every count is the total of its click."""

from __future__ import annotations

from collections.abc import Iterator

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
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.layout import DECADE_FIELD, facet_field
from indexer.engines.opensearch.querying.filters import conditions
from indexer.engines.opensearch.querying.sets import all_of
from indexer.engines.opensearch.querying.value_lists import combinations
from indexer.engines.opensearch.view import Asked


def cross_tabulate(asked: Asked, matching: Json, query: Query, row_axis: str, column_axis: str) -> CrossTabulation:
    """See IndexSearcher.cross_tabulate; `matching` are the public documents of a tree."""
    check_axes(row_axis, column_axis)
    table = _Table(asked, matching, free_axis(free_axis(query, row_axis), column_axis))
    return CrossTabulation(
        query,
        row_axis,
        column_axis,
        counts=table.pairs(row_axis, column_axis),
        row_counts=table.counts(row_axis, table.free),
        column_counts=table.counts(column_axis, table.free),
    )


class _Table:
    """Counts under a query that chooses nothing on either axis, but may exclude values there.

    A click on an excluded value takes its exclusion away, so such values are asked for one by one.
    """

    def __init__(self, asked: Asked, matching: Json, free: Query) -> None:
        self._asked = asked
        self._matching = matching
        self.free = free

    def counts(self, axis: str, query: Query) -> dict[str, int]:
        """The count of each value of an axis, chosen under a query."""
        found = {value: count for (value,), count in self._combinations([axis], query)}
        for value in self._excluded(axis):
            found |= self._one(axis, value, choose_only(query, axis, value))
        return found

    def pairs(self, row_axis: str, column_axis: str) -> dict[tuple[str, str], int]:
        """The count of each pair of values."""
        found = {
            (row, column): count for (row, column), count in self._combinations([row_axis, column_axis], self.free)
        }
        for row in self._excluded(row_axis):
            columns = self.counts(column_axis, choose_only(self.free, row_axis, row))
            found |= {(row, column): count for column, count in columns.items()}
        for column in self._excluded(column_axis):
            rows = self.counts(row_axis, choose_only(self.free, column_axis, column))
            found |= {(row, column): count for row, count in rows.items()}
        return found

    def _one(self, axis: str, value: str, query: Query) -> dict[str, int]:
        """The count of one value that a query chooses; nothing where it is 0."""
        found = {one: count for (one,), count in self._combinations([axis], query)}
        return {value: found[value]} if value in found else {}

    def _combinations(self, axes: list[str], query: Query) -> Iterator[tuple[tuple[str, ...], int]]:
        documents = all_of([self._matching, *conditions(query)])
        return combinations([_field(axis) for axis in axes], documents, self._asked)

    def _excluded(self, axis: str) -> list[str]:
        # No decade is a year: a click on one takes no excluded year back.
        excluded = self.free.excluded(axis_facet(axis))
        return [value for value in excluded if axis != DECADE or value == NOT_STATED]


def _field(axis: str) -> str:
    return DECADE_FIELD if axis == DECADE else facet_field(axis)
