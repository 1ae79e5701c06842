"""The places where partnerships are at home: Danish municipalities and regions, towns and areas elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.domain.documents.records.named_records import NamedRecord, Records

PLACE_SCHEME = "municipality"
"""The facet whose values are places."""

COUNTRY_KIND = "country"
PLACE_KINDS = (
    "municipality", "region", "town", "village", "city district", "airport", "county", "state", COUNTRY_KIND,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place(NamedRecord):
    """A place; a Danish municipality is a part of its region, what lies elsewhere of its country.

    Attributes:
        kind: one of PLACE_KINDS.
        country: ISO 3166-1 code.
        code: of a Danish municipality or region, as Statistics Denmark has it.
        group: of a municipality, one of Statistics Denmark's five groups, in Danish.
        point: latitude and longitude in degrees of the place or its seat; None where there is none.
        tile: column and row in the tile map of Denmark, from the north-west, in steps of a tile; None elsewhere.
        population: how many live there, and the year of that figure.
    """

    kind: str = ""
    country: str = ""
    code: str = ""
    group: str = ""
    point: tuple[float, float] | None = None
    tile: tuple[float, float] | None = None
    population: tuple[int, int] | None = None


Places = Records[Place]


def country_id(code: str) -> str:
    """The id of the place that a country is, by its ISO 3166-1 code."""
    return f"{COUNTRY_KIND}-{code.lower()}"


_EARTH_KILOMETRES = 6371.0


def nearest_places(place: Place, others: Iterable[Place], count: int) -> list[tuple[Place, int]]:
    """The nearest of other places with their distances in kilometres, rounded; none where no point is known."""
    if place.point is None or place.kind == COUNTRY_KIND:
        return []
    # A country is no place beside others, though its capital is.
    others = (one for one in others if one.id != place.id and one.kind != COUNTRY_KIND)
    by_distance = [(kilometres(place.point, one.point), one.id, one) for one in others if one.point]
    return [(one, round(distance)) for distance, _, one in sorted(by_distance)[:count]]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance along the surface (haversine formula), for latitudes and longitudes in degrees."""
    (north, east), (other_north, other_east) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return 2 * _EARTH_KILOMETRES * math.asin(math.sqrt(half))
