"""The search that the address of a request asks for."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import MultiDict

from indexer import FACETS, RECORD_SCHEMES
from web.site.context import page_vocabulary, site
from web.site.urls.search_url import UrlSearch, read_search


def asked_search(parameters: MultiDict[str, str] | None = None) -> UrlSearch:
    """The search of some parameters, else of this request's; names of organisations and places are read as ids."""
    settings, asked = site().config.search, request.args if parameters is None else parameters
    return read_search(asked, settings.page_size, settings.page_size_limit, _named)


def has_moved() -> bool:
    """Whether the address filters by the name of an organisation or place, or by a concept that was replaced."""
    signed = ((facet.id, f"{sign}{facet.id}") for facet in FACETS for sign in ("", "-"))
    filters = ((facet, value.strip()) for facet, name in signed for value in request.args.getlist(name))
    return any(_named(facet, value) not in ("", value) for facet, value in filters)


def _named(facet: str, name: str) -> str:
    vocabulary = page_vocabulary()
    if facet in RECORD_SCHEMES:
        return vocabulary.records(facet).named(name)
    scheme = vocabulary.schemes.get(facet)
    return scheme.current(name) if scheme else ""
