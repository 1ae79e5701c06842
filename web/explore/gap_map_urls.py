"""The address of each cell of a gap map: the search with a value of each axis as the only ones chosen there.

The parameters of a row and of a column are made once each and put together in the canonical order, for a large map has
more cells than rows and columns by far.
"""

from __future__ import annotations

from operator import itemgetter
from urllib.parse import urlencode

from indexer import Query, axis_facet, choose_only, free_axis
from web.site.urls.search_url import PARAMETERS, search_parameters

_PLACES = {name: place for place, name in enumerate(PARAMETERS)}
_Part = list[tuple[int, str]]


class CellAddresses:
    """Query strings by pair of values, equal to that of `choose_only` on both axes."""

    def __init__(self, query: Query, row_axis: str, column_axis: str) -> None:
        self._free = free_axis(free_axis(query, row_axis), column_axis)
        self._row_axis, self._column_axis = row_axis, column_axis
        facet = axis_facet(row_axis)
        self._row_names = {facet, f"-{facet}", *(("from", "to") if facet == "year" else ())}
        self._rows: dict[str, _Part] = {}
        self._columns: dict[str, _Part] = {}

    def query_string(self, row: str, column: str) -> str:
        """The query string of a cell, with its "?"."""
        if row not in self._rows:
            self._rows[row] = self._part(self._row_axis, row, is_row=True)
        if column not in self._columns:
            self._columns[column] = self._part(self._column_axis, column, is_row=False)
        parameters = sorted(self._rows[row] + self._columns[column], key=itemgetter(0))
        return "?" + "&".join(text for _, text in parameters)

    def _part(self, axis: str, value: str, *, is_row: bool) -> _Part:
        """A row's parameters are those of its own facet; a column's are all others."""
        chosen = search_parameters(choose_only(self._free, axis, value))
        return [
            (_PLACES[name], urlencode([(name, text)])) for name, text in chosen if (name in self._row_names) is is_row
        ]
