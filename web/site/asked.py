"""The search that the address of a request asks for."""

from __future__ import annotations

from flask import request

from indexer import ORGANISATION_SCHEMES
from web.site.context import page_vocabulary, site
from web.site.search_url import UrlSearch, read_search


def asked_search() -> UrlSearch:
    """The search of this request; names of organisations are read as their ids."""
    settings = site().config.search
    named = page_vocabulary().organisations.named
    return read_search(request.args, settings.page_size, settings.page_size_limit, named)


def has_moved() -> bool:
    """Whether the address filters by the name of an organisation: it has an id now, and another address."""
    named = page_vocabulary().organisations.named
    filters = (
        value for facet in ORGANISATION_SCHEMES for sign in ("", "-") for value in request.args.getlist(sign + facet)
    )
    return any(named(value) not in ("", value) for value in map(str.strip, filters))
