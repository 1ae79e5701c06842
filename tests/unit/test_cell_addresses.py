"""The address of a cell of the gap map is that of the search with the two values chosen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer import AXES, DECADE, NOT_STATED, Filter, Query, YearRange, axis_facet, choose_only
from web.explore.gap_map_urls import CellAddresses
from web.site.urls.search_url import query_string

VALUES = ("new-users", "æøå & ?", NOT_STATED)
FILTERS = st.builds(
    Filter, st.sampled_from([a for a in AXES if a != DECADE]), st.sampled_from(VALUES), is_excluded=st.booleans()
)


def values_of(axis: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("1990", NOT_STATED) if axis == DECADE else VALUES)


@given(st.data())
def test_a_cell_leads_to_both_values_and_nothing_else_on_their_axes(data: st.DataObject) -> None:
    row_axis = data.draw(st.sampled_from(AXES))
    column_axis = data.draw(st.sampled_from([a for a in AXES if axis_facet(a) != axis_facet(row_axis)]))
    query = Query(
        text=data.draw(st.sampled_from(("", "børn & unge"))),
        filters=tuple(data.draw(st.lists(FILTERS, max_size=4))),
        years=data.draw(st.sampled_from((YearRange(), YearRange(2000, 2010)))),
    )
    row, column = data.draw(values_of(row_axis)), data.draw(values_of(column_axis))

    found = CellAddresses(query, row_axis, column_axis).query_string(row, column)

    assert found == query_string(choose_only(choose_only(query, row_axis, row), column_axis, column))
