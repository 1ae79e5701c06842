"""From a document back to the search that it was opened from."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from flask import request
from werkzeug.datastructures import MultiDict

from web.site.urls.addresses import page_address
from web.site.urls.asked import asked_search
from web.site.urls.search_url import keeping, query_string, quoted


def way_back() -> str:
    """The address of the results whose link was followed, ticks included; "" where the visitor comes from elsewhere.

    Browsers name the page they come from to the same site only (Referrer-Policy: same-origin).
    """
    came_from = urlsplit(request.referrer or "")
    results = page_address("search_pages.results")
    if came_from.netloc != request.host or came_from.path != results:
        return ""
    parameters = MultiDict(parse_qsl(came_from.query))
    query = asked_search(parameters).query
    ticked = "".join(f"&id={quoted(each)}" for each in parameters.getlist("id"))
    return keeping(results + query_string(query), ticked)
