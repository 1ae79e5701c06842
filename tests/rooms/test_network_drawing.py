"""The map as a drawing and as files: the same for the same record, and all of it in words too."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

import docx
import pytest
from flask import Flask
from lxml import etree

from indexer.rooms import FollowUp, Room, RoomActor, TieAmong, read_network
from web.rooms.network.network_drawing import drawing_of, svg
from web.rooms.network.network_exports import network_csv, network_docx
from web.rooms.network.network_views import quadrants

ROOM = Room(
    actors=(
        RoomActor(
            "a", name="Ungdomsskolen", sector="public", tie="agreement", influence="5", interest="4", contact="leder"
        ),
        RoomActor("b", name="<Boghandlen & co>", sector="private", tie="broken", influence="1", interest="0"),
        RoomActor("c", name="=Klubben", sector="civil-society", tie="none", influence="3", interest="2"),
        RoomActor("d", name="Nogen"),
    ),
    ties_among=(TieAmong("t", "a", "c"), TieAmong("u", "a", "gone")),
    follow_ups=(FollowUp("f", "c", "drikke kaffe", "ungebibliotekar", "2027-01-15"),),
)


@pytest.fixture
def danish(small_site: Flask) -> Iterator[None]:
    with small_site.test_request_context("/da/"):
        yield


def distance(one) -> float:
    return math.dist((one.x, one.y), (drawing_of(ROOM.actors).middle,) * 2)


def test_the_nearest_stand_on_the_innermost_ring_and_influence_is_size() -> None:
    drawn = drawing_of(ROOM.actors)

    assert [one.number for one in drawn.actors] == [1, 2, 3, 4]
    assert [round(distance(one), 3) for one in drawn.actors] == [round(drawn.rings[ring], 3) for ring in (0, 1, 2, 2)]
    assert drawn.actors[0].radius > drawn.actors[2].radius > drawn.actors[1].radius


@pytest.mark.parametrize("count", [1, 12, 40, 100])
def test_all_stand_within_the_drawing_and_none_on_another(count: int) -> None:
    actors = [
        RoomActor(str(n), sector=("public", "private", "")[n % 3], tie=("regular", "none")[n % 2]) for n in range(count)
    ]

    drawn = drawing_of(actors)

    assert len(drawn.actors) == count
    assert all(one.radius < one.x < drawn.size - one.radius and one.radius < one.y < drawn.size for one in drawn.actors)
    spots = [(one.x, one.y) for one in drawn.actors]
    apart = [math.dist(a, b) for n, a in enumerate(spots) for b in spots[n + 1 :]]
    assert min(apart, default=99) > 30


def test_the_drawing_is_well_formed_with_names_as_text(danish: None) -> None:
    for is_file in (False, True):
        image = etree.fromstring(str(svg(ROOM, is_file=is_file)).encode())
        titles = [each.text for each in image.iter("{*}title")]
        assert titles == ["Ungdomsskolen", "<Boghandlen & co>", "=Klubben", "Nogen"]
        assert len([each for each in image.iter("{*}line") if each.get("class") == "among"]) == 1
    assert "4 aktører" in str(svg(ROOM))
    assert str(svg(ROOM)) == str(svg(ROOM))


def test_the_table_for_a_spreadsheet_has_a_row_each_and_nothing_that_is_calculated(danish: None) -> None:
    text = network_csv(ROOM)

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][0] == "Hvem" and rows[0][-1] == "Kender"
    assert [row[0] for row in rows[1:]] == ["Ungdomsskolen", "<Boghandlen & co>", "'=Klubben", "Nogen"]
    assert rows[1][-1] == "'=Klubben"


def test_the_word_file_holds_the_table_the_findings_and_who_does_what(danish: None) -> None:
    file = docx.Document(io.BytesIO(network_docx(ROOM, read_network(ROOM.actors, ROOM.ties_among))))

    cells = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    words = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert cells[0][:3] == ["Hvem", "Sektor", "Forbindelse"]
    assert cells[1] == ["Ungdomsskolen", "Den offentlige sektor", "aftale", "5", "4", "leder"]
    assert "Det viser kortet" in words and "gået skævt" in words
    assert "=Klubben · drikke kaffe · ungebibliotekar · 15. januar 2027" in words


def test_the_four_fields_hold_those_whose_numbers_are_stated() -> None:
    held = {name: [actor.id for actor in actors] for name, actors in quadrants(ROOM.actors).items()}

    assert held == {"involve": ["a"], "watch": ["b"], "satisfy": ["c"], "inform": []}
