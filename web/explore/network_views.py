"""The network of libraries and partners: a drawing, and a table that says the same."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template

from web.explore.network import NetworkSize, network
from web.explore.network_layout import WIDTH
from web.search.facet_panel import chips
from web.site.context import site
from web.site.language import page_language
from web.site.traffic.robots import refuse_robots
from web.site.urls.asked import asked_search
from web.site.urls.search_url import query_string

blueprint = Blueprint("network_pages", __name__, url_prefix="/<language>")


@blueprint.get("/network")
def show_network() -> str:
    """Partners that several documents name first; under the current search."""
    knowledge_base = site().knowledge_base
    query = asked_search().query
    refuse_robots(query)
    web = site().config.web
    size = NetworkSize(web.network_partners, web.network_libraries, web.network_rows)
    found = network(knowledge_base, query, size)
    first_page = replace(query, page_number=1)
    return render_template(
        "explore/network.html",
        network=found,
        query=query,
        page_url=lambda number: query_string(replace(query, page_number=number)),
        page_number=(found.first - 1) // size.rows + 1,
        page_count=max(1, -(-found.total // size.rows)),
        chips=chips(query, knowledge_base.vocabulary, page_language()),
        search_url=query_string(first_page),
        width=WIDTH,
    )
