"""The answer to a search as a map: every number leads to exactly those documents."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer import NOT_STATED, PLACE_SCHEME, Facet, Query, ResultPage, choose_only, danish_sort_key
from web.site.context import page_vocabulary
from web.site.drawings.tile_map import signposts, tile_map
from web.site.presentation import label
from web.site.urls.search_url import query_string

_KIND, _CASE, _COUNTRY = "kind", "case", "country"


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """A place with the number of its documents and the query string of the search for them."""

    label: str
    count: int
    url: str


def result_map(result: ResultPage) -> dict[str, object]:
    """What search/result_map.html shows: the tiles, and lists of municipalities and countries with the same links."""
    places, query = page_vocabulary().places, result.query
    counts = {value.id: value.count for value in result.facet(PLACE_SCHEME).values}
    nowhere = counts.pop(NOT_STATED, 0)
    placed = {one.id for one in places.values() if one.tile and not one.replaced_by}
    homes = _counted(result.facet(PLACE_SCHEME), query)
    return {
        "is_of_cases": query.chosen(_KIND) == (_CASE,),
        "tiles": tile_map(places, counts),
        "signposts": signposts(),
        "tile_query": lambda place: _alone(query, PLACE_SCHEME, place.id),
        "municipalities": [place for id_, place in homes if id_ in placed],
        "nowhere": (nowhere, _alone(query, PLACE_SCHEME, NOT_STATED)),
        "lands": [place for id_, place in _counted(result.facet(_COUNTRY), query) if id_ != NOT_STATED],
    }


def _counted(facet: Facet, query: Query) -> list[tuple[str, CountedPlace]]:
    """The values that documents have, those with most first."""
    found = [
        (value.id, CountedPlace(label(facet.id, value.id), value.count, _alone(query, facet.id, value.id)))
        for value in facet.values
        if value.count
    ]
    return sorted(found, key=lambda pair: (-pair[1].count, danish_sort_key(pair[1].label)))


def _alone(query: Query, facet: str, value: str) -> str:
    """The search with this value alone in its facet: the count beside it ignores what else is chosen there."""
    return query_string(replace(choose_only(query, facet, value), page_number=1))
