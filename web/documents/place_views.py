"""A page per place: all that happened there, who took part, and where something happened nearby."""

from __future__ import annotations

import math

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound

from indexer import PLACE_SCHEME, Place, Query, danish_sort_key
from web.documents.record_roles import role
from web.site.context import page_vocabulary, site
from web.site.language import page_language, translate

blueprint = Blueprint("place_pages", __name__, url_prefix="/<language>/places")
_NEAREST = 6
_EARTH_KILOMETRES = 6371.0


@blueprint.get("/<place_id>")
def place(place_id: str) -> str:
    """Where it lies, the documents that name it or a part of it, and the nearest places with documents."""
    places = page_vocabulary().places
    if place_id not in places:
        raise NotFound
    found = places[place_id]
    counts = _document_counts()
    language = page_language()
    parts = [one for one in places.values() if one.part_of == place_id and counts.get(one.id)]
    return render_template(
        "documents/place.html",
        place=found,
        kind=_kind(found),
        whole=places.get(found.part_of),
        parts=sorted(parts, key=lambda one: danish_sort_key(one.name(language))),
        role=role(PLACE_SCHEME, place_id),
        near=[(one, kilometres, counts[one.id]) for one, kilometres in _nearest(found, counts)],
        counts=counts,
    )


def _document_counts() -> dict[str, int]:
    """How many documents name each place."""
    facet = site().knowledge_base.search(Query(page_size=1)).facet(PLACE_SCHEME)
    return {value.id: value.count for value in facet.values}


def _nearest(place: Place, counts: dict[str, int]) -> list[tuple[Place, int]]:
    """The nearest other places that documents name, with their distance in kilometres."""
    if place.point is None:
        return []
    others = (
        one for one in page_vocabulary().places.values() if one.point and one.id != place.id and counts.get(one.id)
    )
    by_distance = sorted((_kilometres(place.point, one.point), one.id, one) for one in others if one.point)
    return [(one, round(kilometres)) for kilometres, _, one in by_distance[:_NEAREST]]


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance along the surface (haversine formula), for latitudes and longitudes in degrees."""
    (north, east), (other_north, other_east) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return 2 * _EARTH_KILOMETRES * math.asin(math.sqrt(half))


def _kind(place: Place) -> str:
    kinds = {
        "municipality": translate("Kommune"),
        "region": translate("Region"),
        "town": translate("By"),
        "village": translate("Landsby"),
        "city district": translate("Bydel"),
        "airport": translate("Lufthavn"),
        "county": translate("Amt eller grevskab"),
        "state": translate("Delstat"),
    }
    return kinds[place.kind]
