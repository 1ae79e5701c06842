"""The network of libraries and partners: a drawing, and a table that says the same."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from web.facet_panel import chips
from web.network import network
from web.network_layout import WIDTH
from web.page_language import page_language
from web.robots import refuse_robots
from web.search_url import query_string, read_search
from web.site_context import site

blueprint = Blueprint("network_pages", __name__, url_prefix="/<language>")
_SHOWN_ROWS = 40


@blueprint.get("/network")
def show_network() -> str:
    """Partners that several documents name first; under the current search."""
    settings, knowledge_base = site().config.search, site().knowledge_base
    query = read_search(request.args, settings.page_size, settings.page_size_limit).query
    refuse_robots(query)
    found = network(knowledge_base.records(query), query, site().config.web.network_partners)
    return render_template(
        "network.html",
        network=found,
        query=query,
        chips=chips(query, knowledge_base.vocabulary, page_language()),
        search_url=query_string(query),
        shown_rows=_SHOWN_ROWS,
        width=WIDTH,
    )
