"""Distances between places, and the tiles of the map."""

from __future__ import annotations

import pytest

from indexer import Language, Place, Places, kilometres, nearest_places
from web.site.drawings.tile_map import tile_map


def a_place(name: str, point: tuple[float, float] | None = None, tile: tuple[float, float] | None = None) -> Place:
    return Place(name, {Language.DANISH: name}, point=point, tile=tile)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert kilometres((55.0, 10.0), (56.0, 10.0)) == pytest.approx(111.2, abs=0.1)
    assert kilometres((55.0, 10.0), (55.0, 10.0)) == 0


def test_the_nearest_come_first_and_places_without_a_point_do_not_count() -> None:
    here = a_place("here", (55, 10))
    others = [a_place("far", (57, 10)), a_place("near", (55.1, 10)), a_place("nowhere"), here]

    assert [(place.id, distance) for place, distance in nearest_places(here, others, 5)] == [("near", 11), ("far", 222)]
    assert [place.id for place, _ in nearest_places(here, others, 1)] == ["near"]
    assert nearest_places(a_place("nowhere"), others, 5) == []


def test_tiles_go_from_north_to_south_and_darken_with_the_number() -> None:
    places = Places([a_place("south", tile=(1, 5)), a_place("east", tile=(3.5, 0)), a_place("west", tile=(1.5, 0))])

    tiles = tile_map(places, {"south": 4, "east": 3})

    assert [(tile.place.id, tile.count, tile.shade) for tile in tiles] == [
        ("west", 0, 0), ("east", 3, 2), ("south", 4, 3),
    ]  # fmt: skip
    assert (tiles[0].x, tiles[0].y) == (57, 18) and len(set(tiles[0].corners.split())) == 6
