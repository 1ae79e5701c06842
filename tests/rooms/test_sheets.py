"""Sheets that sides write alone: unseen until all are done, whatever page, link or conflict one looks at."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Language
from indexer.rooms import Need, Room, RoomActor, RoomLink, Rooms, read_needs, rounds_of
from tests.functional.reading import read_page, words_of
from tests.rooms.forms import form_with, new_names, send, standing

US, THEM = "us", "a"
PARTY = RoomActor(THEM, name="Klubben", is_party=True)


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


@pytest.fixture
def edit(begun: tuple[str, str], rooms: Rooms) -> str:
    """The token of a room with two parties."""
    rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(room, actors=(PARTY,)))
    return begun[0]


def begun_sheet(guest: FlaskClient, token: str, side: str, tool: str = "needs") -> str:
    """The address of a side's new sheet."""
    answer = guest.post(f"/da/room/{token}/{tool}/begin", data={"side": side})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def finish(guest: FlaskClient, sheet: str, field: str, words: str) -> None:
    row = sheet.rpartition("/")[2]
    form = form_with(read_page(guest, sheet), f"needs/{row}/wish")
    answer = guest.post(
        str(form["action"]), data=standing(form) | {f"needs/{row}/{field}": words, f"needs/{row}/is_done": "1"}
    )
    assert answer.status_code == 303, answer.text


def test_what_one_side_writes_is_shown_once_the_other_is_done_too(
    guest: FlaskClient, begun: tuple[str, str], edit: str
) -> None:
    ours, theirs = begun_sheet(guest, edit, US), begun_sheet(guest, edit, THEM)
    pages = [f"/da/room/{token}{path}" for token in begun for path in ("", "/needs", "/plan", "/network")]

    finish(guest, ours, "wish", "Unge på biblioteket om aftenen")
    before = [guest.get(page).text for page in pages]
    own = read_page(guest, ours)
    finish(guest, theirs, "offer", "Vi kan holde åbent om aftenen")

    assert not any("Unge på" in text or ours.rpartition("/")[2] in text for text in before)
    assert "Vi venter på: Klubben." in words_of(own, ".lead")
    for token in begun:
        shown = read_page(guest, f"/da/room/{token}/needs").text
        assert "Unge på biblioteket om aftenen" in shown and "Vi kan holde åbent om aftenen" in shown


def test_a_conflict_on_a_sheet_is_told_on_that_sheet_alone(guest: FlaskClient, edit: str) -> None:
    sheet = begun_sheet(guest, edit, US)
    row = sheet.rpartition("/")[2]
    form = form_with(read_page(guest, sheet), f"needs/{row}/wish")
    send(guest, form, **{f"needs__{row}__wish": "Det ene"})
    send(guest, form, **{f"needs__{row}__wish": "Det andet"})

    elsewhere = [guest.get(f"/da/room/{edit}{path}").text for path in ("", "/needs", "/network")]

    assert "Det andet" in words_of(read_page(guest, sheet), ".conflicts")
    assert not any("Det ene" in text or "Det andet" in text for text in elsewhere)


def test_a_side_has_one_sheet_and_may_begin_anew_if_its_address_is_lost(guest: FlaskClient, edit: str) -> None:
    first = begun_sheet(guest, edit, US)

    again = guest.post(f"/da/room/{edit}/needs/begin", data={"side": US})
    anew = guest.post(f"/da/room/{edit}/needs/begin", data={"side": US, "again": "1"})

    assert again.status_code == 400 and "allerede begyndt et ark" in again.text
    assert anew.status_code == 303
    assert guest.get(first).status_code == 404


def test_what_is_done_is_not_swept_away_by_beginning_anew(guest: FlaskClient, edit: str) -> None:
    finish(guest, begun_sheet(guest, edit, US), "wish", "Ro")

    assert guest.post(f"/da/room/{edit}/needs/begin", data={"side": US, "again": "1"}).status_code == 400


@pytest.mark.parametrize("side", ["", "gone", "<b>"])
def test_a_sheet_belongs_to_a_party(guest: FlaskClient, edit: str, side: str) -> None:
    assert guest.post(f"/da/room/{edit}/needs/begin", data={"side": side}).status_code == 400


def test_a_reader_begins_no_sheet(guest: FlaskClient, begun: tuple[str, str], edit: str) -> None:
    assert guest.post(f"/da/room/{begun[1]}/needs/begin", data={"side": US}).status_code == 403


def test_words_on_a_sheet_that_was_begun_anew_meanwhile_come_back(guest: FlaskClient, edit: str, rooms: Rooms) -> None:
    sheet = begun_sheet(guest, edit, US)
    row = sheet.rpartition("/")[2]
    form = form_with(read_page(guest, sheet), f"needs/{row}/wish")
    guest.post(f"/da/room/{edit}/needs/begin", data={"side": US, "again": "1"})

    send(guest, form, **{f"needs__{row}__wish": "Mine ord"})

    room = rooms.open(RoomLink.parsed(edit)).room
    assert [need.wish for need in room.needs if need.id == row] == ["Mine ord"]
    assert all(need.actor == US for need in room.needs)


def test_a_party_that_is_missing_is_added_on_the_page_itself(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    address = f"/da/room/{begun[0]}/needs"
    page = read_page(guest, address)
    (name,) = new_names(page, "actors", "name")

    guest.post(address, data=standing(form_with(page, name)) | {name: "Klubben"})

    actors = rooms.open(RoomLink.parsed(begun[0])).room.actors
    assert [(actor.name, actor.is_party) for actor in actors] == [("Klubben", True)]


def test_the_word_file_has_a_column_for_each_side_and_none_before(guest: FlaskClient, edit: str) -> None:
    address = f"/da/room/{edit}/needs.docx"
    assert guest.get(address).status_code == 404
    finish(guest, begun_sheet(guest, edit, US), "wish", "Unge om aftenen")
    finish(guest, begun_sheet(guest, edit, THEM), "problem", "Vi mangler folk om aftenen")

    file = docx.Document(io.BytesIO(guest.get(address).data))

    cells = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert cells[0] == ["", "Biblioteket", "Klubben"]
    assert cells[1][1:] == ["Unge om aftenen", "–"]
    assert any("Vi mangler folk om aftenen" in paragraph.text for paragraph in file.paragraphs)


def test_lines_that_share_words_meet_clash_or_stand_alone() -> None:
    ours = Need(
        "1", US, 1, True, wish="Lektiehjælp til unge\nEn fast aften", problem="Vi mangler hænder til lektiehjælp"
    )
    theirs = Need(
        "2",
        THEM,
        1,
        True,
        wish="Flere unge medlemmer",
        problem="Aftener er svære",
        offer="Tyve studerende, der kan lektier",
    )

    found = {
        (one.code, one.line.text, one.other.text if one.other else "")
        for one in read_needs([ours, theirs], Language.DANISH)
    }

    assert ("meets", "Vi mangler hænder til lektiehjælp", "Tyve studerende, der kan lektier") in found
    assert ("same", "Lektiehjælp til unge", "Flere unge medlemmer") in found
    assert ("clash", "En fast aften", "Aftener er svære") in found
    assert ("gap", "En fast aften", "") in found
    assert ("gap", "Vi mangler hænder til lektiehjælp", "") not in found


def test_words_that_stand_on_every_sheet_join_nothing() -> None:
    ours, theirs = Need("1", US, 1, True, wish="Et bedre samarbejde"), Need("2", THEM, 1, True, offer="Samarbejde")

    assert [one.code for one in read_needs([ours, theirs], Language.DANISH)] == ["gap"]


def test_two_sheets_of_one_side_are_both_shown() -> None:
    sheets = (
        Need("1", US, 1, True, wish="Ro"),
        Need("2", THEM, 1, True),
        Need("3", US, 1, False),
        Need("4", US, 1, True),
    )
    room = Room(actors=(PARTY,), needs=sheets)

    (round_,) = rounds_of(room, "needs")

    assert round_.is_open
    assert [sheet.id for sheet in round_.shown] == ["1", "4", "2"]


def test_a_round_needs_two_sides_and_everybody() -> None:
    alone = Room(needs=(Need("1", US, 1, True, wish="Ro"),))
    with_another = replace(alone, actors=(PARTY,))
    all_in = replace(with_another, needs=(*alone.needs, Need("2", THEM, 1, True)))

    assert [rounds_of(room, "needs")[-1].is_open for room in (alone, with_another, all_in)] == [False, False, True]
    assert rounds_of(with_another, "needs")[-1].waiting == (THEM,)
