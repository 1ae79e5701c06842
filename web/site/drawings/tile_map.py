"""Denmark as a map of tiles, one per municipality: the darker, the more documents of a search are at home there.

The tiles are laid by hand (corpus/places.csv) and keep neighbours together; no boundary is drawn, and a
small municipality is as easily pressed as a large one.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from indexer import Place, Places
from web.site.context import page_vocabulary
from web.site.language import page_language

_MARGIN, _ACROSS, _DOWN, _RADIUS = 18.0, 26.0, 22.5, 14.1
_SHADES = (1, 2, 4)
"""From so many documents on, a tile is light, darker, dark."""

_SIGNPOSTS = (
    ("frederikshavn", 165, 22, "start"), ("aalborg", 139, 67, "start"), ("thisted", 53, 67, "end"),
    ("aarhus", 153, 180, "start"), ("koebenhavn", 451, 247, "start"), ("helsingoer", 373, 112, "start"),
    ("bornholm", 453, 324, "end"),
)  # fmt: skip
"""Names that stand at sea for orientation: the place, where its name stands, and which end of it stands there."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A municipality on the map.

    Attributes:
        shade: 0 without documents to 3 with many.
        x, y: the centre, and `corners` the six corners around it, in units of the drawing.
    """

    place: Place
    count: int
    shade: int
    x: float
    y: float
    corners: str


def tile_map(places: Places, counts: Mapping[str, int]) -> tuple[Tile, ...]:
    """The tiles of all places that have one, from north to south, with the number of documents of each."""
    placed = [(place, place.tile) for place in places.values() if place.tile is not None and not place.replaced_by]
    placed.sort(key=lambda pair: (pair[1][1], pair[1][0]))
    return tuple(_tile(place, at, counts.get(place.id, 0)) for place, at in placed)


def signposts() -> list[tuple[str, int, int, str]]:
    """Names for orientation, in the page's language, with where they stand; those of places that there are."""
    places = page_vocabulary().places
    language = page_language()
    return [(places[one].name(language), x, y, end) for one, x, y, end in _SIGNPOSTS if one in places]


def _tile(place: Place, at: tuple[float, float], count: int) -> Tile:
    x, y = _MARGIN + _ACROSS * at[0], _MARGIN + _DOWN * at[1]
    angles = (math.radians(30 + 60 * corner) for corner in range(6))
    corners = " ".join(f"{x + _RADIUS * math.cos(angle):.1f},{y + _RADIUS * math.sin(angle):.1f}" for angle in angles)
    return Tile(place, count, bisect_right(_SHADES, count), x, y, corners)
