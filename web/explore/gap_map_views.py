"""The gap map: two facets crossed, as a page and as CSV."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for

from indexer import Filter, Query, choose_only
from web.explore.gap_map import MAP_AXES, axis_name, gap_map, read_axes, table_rows
from web.explore.gap_map_picture import picture
from web.exports.spreadsheet import spreadsheet_row
from web.search.facet_panel import chips
from web.site.context import absolute, site
from web.site.drawings.png import png_of
from web.site.language import page_language, translate, translate_count
from web.site.traffic.budgets import budgets
from web.site.traffic.robots import refuse_robots
from web.site.urls.addresses import page_address
from web.site.urls.asked import asked_search
from web.site.urls.search_url import query_string, search_parameters

blueprint = Blueprint("map_pages", __name__, url_prefix="/<language>/map")
CASES = Filter("kind", "case")
_OF_CASES, _OF_ALL = "cases", "all"
_HOME = Filter("country", "DK")


@blueprint.get("")
def show_map() -> str:
    """The table under the current search, every number a link to exactly those documents."""
    query, row_axis, column_axis = _read_request()
    found = gap_map(query, row_axis, column_axis)
    vocabulary = site().knowledge_base.vocabulary
    controls = {"page", "from", "to", *(one.facet for one in (CASES, _HOME) if _chosen(query, one.facet) <= {one})}
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
        kept=[(name, value) for name, value in search_parameters(query) if name not in controls],
        controls=controls,
        is_of_cases=CASES in query.filters,
        is_of_home=_HOME in query.filters,
        is_search=bool(query.text or set(query.filters) - {CASES, _HOME} or query.years),
        total=site().knowledge_base.count(query),
        search_url=query_string(query),
        csv_url=_address("map_pages.map_csv", query, row_axis, column_axis),
        svg_url=_address("map_pages.map_picture", query, row_axis, column_axis, "svg"),
        png_url=_address("map_pages.map_picture", query, row_axis, column_axis, "png"),
        swapped_url=_address("map_pages.show_map", query, column_axis, row_axis),
    )


@blueprint.get("/csv")
def map_csv() -> Response:
    """The same numbers as a file."""
    text = "".join(map(spreadsheet_row, table_rows(gap_map(*_read_request()))))
    headers = {"Content-Disposition": f'attachment; filename="samspil-{translate("kort")}.csv"'}
    # With a byte order mark, by which spreadsheets tell UTF-8.
    return Response(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.get("/picture.<any(svg, png):form>")
def map_picture(form: str) -> Response:
    """The same table as a drawing."""
    query, row_axis, column_axis = _read_request()
    place = budgets().export_place()
    try:
        found = gap_map(query, row_axis, column_axis)
        title = f"{axis_name(row_axis)} × {axis_name(column_axis)}"
        svg = picture(found, title, _source(query))
        content = png_of(svg) if form == "png" else svg.encode()
    finally:
        place.give_back()
    headers = {"Content-Disposition": f'attachment; filename="samspil-{translate("kort")}.{form}"'}
    return Response(content, content_type="image/png" if form == "png" else "image/svg+xml", headers=headers)


def _source(query: Query) -> str:
    """What was counted, and where it can be looked up."""
    total = site().knowledge_base.count(query)
    if CASES in query.filters:
        counted = translate_count("{count} case", "{count} cases", total)
    else:
        counted = translate_count("{count} dokument", "{count} dokumenter", total)
    conditions = [
        translate("uden {name}", name=chip.label) if chip.is_excluded else chip.label
        for chip in chips(query.without_filter(CASES), site().knowledge_base.vocabulary, page_language())
    ]
    address = absolute(page_address("map_pages.show_map"))
    return " · ".join(("Samspil", counted, *([f"»{query.text}«"] if query.text else []), *conditions, address))


def _read_request() -> tuple[Query, str, str]:
    """What is counted: cases, unless the address holds a search of its own or asks for all."""
    query = asked_search().query
    refuse_robots(query)
    counted = request.args.get("of", "")
    is_open = not (query.text or query.filters or query.years)
    if counted == _OF_CASES or (is_open and counted != _OF_ALL):
        query = query.with_filter(CASES)
    return query, *read_axes(request.args.get("rows", ""), request.args.get("columns", ""))


def _chosen(query: Query, facet: str) -> set[Filter]:
    return {condition for condition in query.filters if condition.facet == facet}


def _address(endpoint: str, query: Query, row_axis: str, column_axis: str, form: str | None = None) -> str:
    chosen = search_parameters(query) or [("of", _OF_ALL)]
    parameters = [*chosen, ("rows", row_axis), ("columns", column_axis)]
    return f"{url_for(endpoint, form=form)}?{urlencode(parameters)}"
