"""From a document back to the search that it was opened from, and on to its neighbours there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from flask import request
from werkzeug.datastructures import MultiDict

from indexer import DocumentId, EngineUnavailable, Query, QueryTooLong
from web.site.context import site
from web.site.traffic.address_limits import is_within_limits
from web.site.traffic.robots import refuse_robots
from web.site.urls.addresses import DocumentAddresses, page_address
from web.site.urls.asked import asked_search
from web.site.urls.kept import kept_parameters
from web.site.urls.outer_addresses import split_address
from web.site.urls.result_view import PARAMETER, asked_view
from web.site.urls.search_url import keeping, query_string, quoted

_SEARCH = "search"
"""The parameter that hands the search on from document to document."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The document before or after another one in an answer; `url` hands the search on."""

    id: DocumentId
    url: str


@dataclass(frozen=True, slots=True)
class WayBack:
    """The results that a document was opened from, ticks and view included.

    Attributes:
        kept: what was ticked there, for links.
        position: which of the `total` documents of the answer it is, from 1; 0 if it is not among the counted ones.
    """

    url: str
    kept: str
    position: int = 0
    total: int = 0
    previous: Neighbour | None = None
    next: Neighbour | None = None


def way_back(document_id: DocumentId) -> WayBack | None:
    """Where the visitor comes from; None where it is no search of the site."""
    parameters = _parameters()
    if parameters is None or not is_within_limits(parameters):
        return None
    view = asked_view(parameters.getlist(PARAMETER))
    query = view.page_of(asked_search(parameters).query, site().config.search.page_size)
    refuse_robots(query)
    answer = _Answer(query, kept_parameters(parameters))
    try:
        return answer.way_back(document_id)
    except (EngineUnavailable, QueryTooLong):
        return WayBack(answer.url, answer.kept)


def _parameters() -> MultiDict[str, str] | None:
    """Those of the search: handed on in the address, else of the page whose link was followed.

    Browsers name the page they come from to the same site only (Referrer-Policy: same-origin).
    """
    if _SEARCH in request.args:
        return MultiDict(parse_qsl(request.args[_SEARCH]))
    came_from = split_address(request.referrer or "")
    is_results = came_from.netloc == request.host and came_from.path == page_address("search_pages.results")
    return MultiDict(parse_qsl(came_from.query)) if is_results else None


class _Answer:
    """A page of an answer with the documents beside it."""

    def __init__(self, query: Query, kept: str) -> None:
        self._query = query
        self.kept = kept
        self.url = keeping(page_address("search_pages.results") + query_string(query), kept)

    def way_back(self, document_id: DocumentId) -> WayBack:
        ranking = site().knowledge_base.retrieval.retrieve(self._query).ranking
        ids = [document.id for document in ranking.documents]
        if document_id not in ids:
            return WayBack(self.url, self.kept)
        place, page = ids.index(document_id), self._query.page_number
        first = (page - 1) * self._query.page_size
        before = [(each, page) for each in ids[:place]] or self._page(page - 1)
        after = [(each, page) for each in ids[place + 1 :]] or self._page(
            page + 1 if first + len(ids) < ranking.total else 0
        )
        return WayBack(
            self.url,
            self.kept,
            position=first + place + 1,
            total=ranking.total,
            previous=self._neighbour(*before[-1]) if before else None,
            next=self._neighbour(*after[0]) if after else None,
        )

    def _page(self, number: int) -> list[tuple[DocumentId, int]]:
        """The documents of another page, each with its number; none before the first."""
        if number < 1:
            return []
        found = site().knowledge_base.retrieval.retrieve(replace(self._query, page_number=number))
        return [(document.id, number) for document in found.ranking.documents]

    def _neighbour(self, document_id: DocumentId, page: int) -> Neighbour:
        search = keeping(query_string(replace(self._query, page_number=page)), self.kept).removeprefix("?")
        address = DocumentAddresses(self._query.text)(document_id)
        return Neighbour(document_id, keeping(address, f"&{_SEARCH}={quoted(search)}"))
