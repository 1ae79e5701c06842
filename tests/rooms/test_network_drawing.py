"""The map as a drawing and as files: the same for the same record, and all of it in words too."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
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
        assert len([each for each in image.iter("{*}path") if each.get("class") == "among"]) == 1
    assert "4 aktører" in str(svg(ROOM))
    assert str(svg(ROOM)) == str(svg(ROOM))


@pytest.mark.parametrize("count", [2, 12, 30])
def test_no_name_stands_on_another_or_outside_the_map(danish: None, count: int) -> None:
    sectors, ties = ("public", "private", "civil-society", ""), ("regular", "acquaintance", "none", "broken")
    names = ("Ungdomsskolen i Nordby", "Cyklistforbundet", "Café Solskin", "Frivilligcentret og venner")
    room = Room(
        actors=tuple(RoomActor(str(n), name=names[n % 4], sector=sectors[n % 3], tie=ties[n % 4]) for n in range(count))
    )

    image = etree.fromstring(str(svg(room)).encode())

    size = float(image.get("viewBox").split()[2])
    boxes = [
        (x - 4.8 * len(line.text), y - 15, x + 4.8 * len(line.text), y + 4)
        for label in image.iter("{*}text")
        if label.get("class") == "nlab"
        for line in label.iter("{*}tspan")
        for x, y in [(float(line.get("x")), float(line.get("y")))]
    ]
    assert boxes
    assert all(left >= 0 and top >= 0 and right <= size and bottom <= size for left, top, right, bottom in boxes)
    overlapping = [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert overlapping == []


def test_a_line_between_two_on_either_side_of_the_library_goes_round_it(danish: None) -> None:
    actors = tuple(RoomActor(str(n), sector=sector, tie="regular") for n, sector in enumerate(("public", "")))
    room = Room(actors=actors, ties_among=(TieAmong("t", "0", "1"),))

    image = etree.fromstring(str(svg(room)).encode())

    middle = float(image.get("viewBox").split()[2]) / 2
    path = next(each.get("d") for each in image.iter("{*}path"))
    x1, y1, x2, y2, x3, y3 = (float(one) for one in re.findall(r"[\d.]+", path))
    points = (
        ((1 - t) ** 2 * x1 + 2 * t * (1 - t) * x2 + t * t * x3, (1 - t) ** 2 * y1 + 2 * t * (1 - t) * y2 + t * t * y3)
        for t in (0.3, 0.5, 0.7)
    )
    assert min(math.dist(point, (middle, middle)) for point in points) > 40


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


def test_the_map_can_be_taken_along_as_a_picture(guest: FlaskClient, begun: tuple[str, str]) -> None:
    answer = guest.get(f"/da/room/{begun[1]}/network/png")

    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/png"
    assert answer.data.startswith(b"\x89PNG")
