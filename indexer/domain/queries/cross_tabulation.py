"""Two facets crossed: how many documents carry a value of both, for each pair of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.domain.documents.facets import FACETS, NOT_STATED
from indexer.domain.errors import UnknownAxis
from indexer.domain.queries.query import Filter, Query, YearRange

DECADE = "decade"
"""The axis that groups the years; its values are first years, as in "1990"."""

AXES: tuple[str, ...] = (*(facet.id for facet in FACETS), DECADE)


@dataclass(frozen=True, slots=True)
class CrossTabulation:
    """The counts of two axes crossed under a query.

    A count is the number of documents that the search gives when the two values are the only ones chosen on their
    axes (see `choose_only`); pairs that no document has are left out, and so are values that no document has.

    Attributes:
        counts: by (value of the rows' axis, value of the columns' axis).
        row_counts, column_counts: by value, when it alone is chosen and nothing on the other axis.
    """

    query: Query
    row_axis: str
    column_axis: str
    counts: Mapping[tuple[str, str], int]
    row_counts: Mapping[str, int]
    column_counts: Mapping[str, int]


def axis_facet(axis: str) -> str:
    """The facet that an axis chooses in."""
    return "year" if axis == DECADE else axis


def check_axes(row_axis: str, column_axis: str) -> None:
    """Refuse axes that cannot be crossed.

    Raises:
        UnknownAxis: there is no such axis, or both choose in the same facet.
    """
    for axis in (row_axis, column_axis):
        if axis not in AXES:
            raise UnknownAxis("unknown-axis", name=axis, axes=", ".join(AXES))
    if axis_facet(row_axis) == axis_facet(column_axis):
        raise UnknownAxis("same-axis", rows=row_axis, columns=column_axis)


def free_axis(query: Query, axis: str) -> Query:
    """The query without what is chosen on an axis; what is excluded there stays."""
    facet = axis_facet(axis)
    kept = tuple(f for f in query.filters if f.facet != facet or f.is_excluded)
    years = YearRange() if facet == "year" else query.years
    return replace(query, filters=kept, years=years, page_number=1)


def choose_only(query: Query, axis: str, value: str) -> Query:
    """The query with a value as the only one chosen on an axis: what a click on it asks."""
    free = free_axis(query, axis)
    if axis == DECADE and value != NOT_STATED:
        return replace(free, years=YearRange(int(value), int(value) + 9))
    return free.with_filter(Filter(axis_facet(axis), value))
