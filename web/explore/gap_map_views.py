"""The gap map: two facets crossed, as a page and as CSV."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for

from indexer import Query, choose_only
from web.explore.gap_map import MAP_AXES, axis_name, gap_map, read_axes, table_rows
from web.exports.spreadsheet import spreadsheet_row
from web.search.facet_panel import chips
from web.site.context import site
from web.site.language import page_language, translate
from web.site.traffic.robots import refuse_robots
from web.site.urls.asked import asked_search
from web.site.urls.search_url import query_string, search_parameters

blueprint = Blueprint("map_pages", __name__, url_prefix="/<language>/map")


@blueprint.get("")
def show_map() -> str:
    """The table under the current search, every number a link to exactly those documents."""
    query, row_axis, column_axis = _read_request()
    found = gap_map(query, row_axis, column_axis)
    vocabulary = site().knowledge_base.vocabulary
    return render_template(
        "explore/map.html",
        map=found,
        query=query,
        axes=[(axis, axis_name(axis)) for axis in MAP_AXES],
        axis_name=axis_name,
        chips=chips(query, vocabulary, page_language()),
        narrower=[
            (value, _address("map_pages.show_map", choose_only(query, axis, value.id), row_axis, column_axis))
            for axis, value in found.narrower(vocabulary)
        ],
        kept=[(name, value) for name, value in search_parameters(query) if name != "page"],
        search_url=query_string(query),
        csv_url=_address("map_pages.map_csv", query, row_axis, column_axis),
        swapped_url=_address("map_pages.show_map", query, column_axis, row_axis),
    )


@blueprint.get("/csv")
def map_csv() -> Response:
    """The same numbers as a file."""
    text = "".join(map(spreadsheet_row, table_rows(gap_map(*_read_request()))))
    headers = {"Content-Disposition": f'attachment; filename="samspil-{translate("kort")}.csv"'}
    # With a byte order mark, by which spreadsheets tell UTF-8.
    return Response(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def _read_request() -> tuple[Query, str, str]:
    query = asked_search().query
    refuse_robots(query)
    return query, *read_axes(request.args.get("rows", ""), request.args.get("columns", ""))


def _address(endpoint: str, query: Query, row_axis: str, column_axis: str) -> str:
    parameters = [*search_parameters(query), ("rows", row_axis), ("columns", column_axis)]
    return f"{url_for(endpoint)}?{urlencode(parameters)}"
