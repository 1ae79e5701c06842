"""Where documents are at home: the municipalities of Denmark as tiles and as a list, and the countries of the world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request

from indexer import (
    NOT_STATED,
    PLACE_SCHEME,
    DocumentId,
    Filter,
    Metadata,
    Place,
    Query,
    choose_only,
    danish_sort_key,
    nearest_places,
)
from web.explore.world import world
from web.search.facet_panel import chips
from web.site.context import page_vocabulary, site
from web.site.drawings.tile_map import signposts, tile_map
from web.site.language import page_language, translate
from web.site.traffic.robots import refuse_robots
from web.site.urls.addresses import page_address
from web.site.urls.asked import asked_search
from web.site.urls.search_url import query_string, search_parameters

blueprint = Blueprint("tile_map_pages", __name__, url_prefix="/<language>/places")
_CASES = Filter("kind", "case")
_NEAREST = 6
_MOST_READ = 1_000
"""Documents whose titles are listed below their municipality; of more, the numbers tell more than the titles."""
_NAMED = 4
"""Titles below a municipality; the search has all of them."""


@dataclass(frozen=True, slots=True)
class Home:
    """A municipality with documents: how many, the query string of the search for them, and the first of them."""

    place: Place
    count: int
    url: str
    documents: tuple[tuple[DocumentId, Metadata], ...]


@blueprint.get("")
def show_map() -> str:
    """The cases, or what was searched for; every number leads to exactly those documents."""
    asked = asked_search()
    refuse_robots(asked.query)
    is_search = bool(asked.query.text or asked.query.filters or asked.query.years)
    query = asked.query if is_search else Query(filters=(_CASES,))
    result = site().knowledge_base.search(replace(query, page_number=1, page_size=1))
    counts = {value.id: value.count for value in result.facet(PLACE_SCHEME).values if value.id != NOT_STATED}
    homes = _homes(query, counts, result.total)
    near_text = request.args.get("near", "").strip()
    places = page_vocabulary().places
    # Names are known in any letters, ids in small ones alone.
    near = places.get(places.named(near_text) or places.named(near_text.lower()))
    nationwide = replace(choose_only(choose_only(query, "country", "DK"), PLACE_SCHEME, NOT_STATED), page_number=1)
    return render_template(
        "explore/places.html",
        query=query,
        is_search=is_search,
        is_of_cases=not is_search,
        total=result.total,
        tiles=tile_map(page_vocabulary().places, counts),
        signposts=signposts(),
        url_of=lambda place: page_address("search_pages.results") + _address(query, place),
        homes=homes,
        without=[one.name(page_language()) for one in _municipalities() if not counts.get(one.id)],
        names=[one.name(page_language()) for one in _municipalities()],
        continents=world(result.facet("country").values, query),
        nationwide=(site().knowledge_base.search(replace(nationwide, page_size=1)).total, query_string(nationwide)),
        near_text=near_text,
        near=near,
        **_near(near, homes),
        chips=chips(query, page_vocabulary(), page_language()),
        kept=[(name, value) for name, value in search_parameters(asked.query) if name != "page"],
        search_url=query_string(query),
    )


def _municipalities() -> list[Place]:
    """Every municipality that is on the map, by name."""
    language = page_language()
    placed = (one for one in page_vocabulary().places.values() if one.tile and not one.replaced_by)
    return sorted(placed, key=lambda one: danish_sort_key(one.name(language)))


def _homes(query: Query, counts: Mapping[str, int], total: int) -> list[Home]:
    """The municipalities with documents, those with most first."""
    read: dict[str, list[tuple[DocumentId, Metadata]]] = {}
    for document_id, metadata in site().knowledge_base.records(query) if total <= _MOST_READ else ():
        for one in metadata.municipalities:
            read.setdefault(one, []).append((document_id, metadata))
    found = [one for one in _municipalities() if counts.get(one.id)]
    found.sort(key=lambda one: -counts[one.id])
    return [Home(one, counts[one.id], _address(query, one), tuple(read.get(one.id, ())[:_NAMED])) for one in found]


def _near(near: Place | None, homes: list[Home]) -> dict[str, object]:
    """The homes that lie nearest to a place, and those of its group of municipalities."""
    by_id = {home.place.id: home for home in homes}
    if near is None:
        return {"neighbours": [], "alike": [], "own": None, "group": ""}
    neighbours = nearest_places(near, (home.place for home in homes), _NEAREST)
    alike = [home for home in homes if near.group and home.place.group == near.group and home.place.id != near.id]
    return {
        "neighbours": [(by_id[one.id], distance) for one, distance in neighbours],
        "alike": alike,
        "own": by_id.get(near.id),
        "group": _group_name(near.group),
    }


def _group_name(group: str) -> str:
    """What Statistics Denmark calls a group of municipalities, in the plural."""
    # Written out: a test looks in the code for what must be translated.
    names = {
        "Hovedstadskommune": translate("hovedstadskommuner"),
        "Storbykommune": translate("storbykommuner"),
        "Provinsbykommune": translate("provinsbykommuner"),
        "Oplandskommune": translate("oplandskommuner"),
        "Landkommune": translate("landkommuner"),
    }
    return names.get(group, group)


def _address(query: Query, place: Place) -> str:
    return query_string(replace(choose_only(query, PLACE_SCHEME, place.id), page_number=1))
