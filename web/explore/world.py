"""Where documents come from in the world: a tile for each country, by part of the world."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from indexer import CONTINENTS, NOT_STATED, FacetValue, Query, choose_only
from web.site.language import translate
from web.site.presentation import label
from web.site.urls.search_url import query_string

_SHADES = (2, 6, 20)


@dataclass(frozen=True, slots=True)
class Land:
    """A country: what it is called, how many documents, how dark from 0 to 3, and the query string of the documents."""

    name: str
    count: int
    shade: int
    url: str


@dataclass(frozen=True, slots=True)
class Continent:
    """A part of the world with its countries, most documents first; a document counts in each of its countries."""

    name: str
    lands: tuple[Land, ...]

    @property
    def count(self) -> int:
        """The countries' numbers together."""
        return sum(land.count for land in self.lands)


def world(values: Iterable[FacetValue], query: Query) -> tuple[Continent, ...]:
    """The parts of the world from which documents of a query come, most documents first."""
    counted = [value for value in values if value.count and value.id != NOT_STATED]
    counted.sort(key=lambda value: (-value.count, value.id))
    found = (
        Continent(_name(continent), tuple(_land(value, query) for value in counted if value.id in codes))
        for continent, codes in CONTINENTS.items()
    )
    return tuple(sorted((one for one in found if one.lands), key=lambda one: -one.count))


def _land(value: FacetValue, query: Query) -> Land:
    address = query_string(choose_only(query, "country", value.id))
    return Land(label("country", value.id), value.count, bisect_right(_SHADES, value.count), address)


def _name(continent: str) -> str:
    names = {
        "europe": translate("Europa"),
        "americas": translate("Amerika"),
        "africa": translate("Afrika"),
        "asia-oceania": translate("Asien og Oceanien"),
    }
    return names[continent]
