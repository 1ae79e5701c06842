"""Short forms: one page for every tool that is nothing but a form, made from the record."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.rooms import SECTIONS, Goal, Hours, Money, Risk, Room, RoomActor, RoomLink, Rooms, Task
from tests.functional.reading import read_page, words_of
from tests.rooms.forms import form_with, new_names, send
from web.rooms.partnership_tools.form_tools import FORM_TOOLS


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


@pytest.mark.parametrize("tool", FORM_TOOLS)
def test_a_form_has_every_field_of_its_sections_and_keeps_what_is_typed(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, tool: str
) -> None:
    address = f"/da/room/{begun[0]}/form/{tool}"
    page = read_page(guest, address)
    section = FORM_TOOLS[tool].sections[0]
    fields = [name for name in SECTIONS[section].fields if name != "id"]
    text_field = next(name for name in fields if SECTIONS[section].fields[name].type in ("line", "text"))
    is_list = SECTIONS[section].is_list
    name = new_names(page, section, text_field)[0] if is_list else f"{section}//{text_field}"

    answer = send(guest, form_with(page, name), **{name.replace("/", "__"): "Noget at huske"})
    reader = read_page(guest, f"/da/room/{begun[1]}/form/{tool}")

    assert answer.status_code == 303
    for each in fields:
        assert new_names(page, section, each) if is_list else page.select_one(f'[name="{section}//{each}"]')
    held = getattr(rooms.open(RoomLink.parsed(begun[0])).room, section)
    assert getattr(held[0] if is_list else held, text_field) == "Noget at huske"
    assert "Noget at huske" in reader.text and reader.select_one("main form") is None
    file = docx.Document(io.BytesIO(guest.get(f"{address}.docx").data))
    assert "Noget at huske" in [cell.text for table in file.tables for row in table.rows for cell in row.cells]


def full(room: Room) -> Room:
    return replace(
        room,
        actors=(RoomActor("a", name="Klubben", is_party=True),),
        goals=(Goal("g", text="Flere unge"),),
        money=(Money("m", "us", "Kaffe", 1200), Money("n", "a", "Net", 300), Money("o", "", "Andet", 50)),
        hours=(Hours("h", "a", "Vagter", 40),),
        tasks=(*(Task(f"t{n}", f"Opgave {n}", "us", "leder") for n in range(4)), Task("u", "Nøgler")),
        risks=(Risk("r", "Ingen kommer", "3", "2"), Risk("s", "Det regner", "1", "2"), Risk("q", "Brand", "3", "3")),
    )


@pytest.mark.parametrize(
    ("tool", "told", "not_told"),
    [
        ("goals", ["»Flere unge«: Hvad vil I kunne se"], "xx"),
        ("roles", ["»Nøgler« har ingen ansvarlig", "leder har 4 af 4 opgaver"], "»Opgave 1« har"),
        ("risks", ["ingen holder øje: Brand", "ingen holder øje: Ingen kommer"], "Det regner"),
        (
            "budget",
            [
                "Biblioteket lægger 1.200 kr. og 0 timer",
                "Klubben lægger 300 kr. og 40 timer",
                "50 kr. og 0 timer står uden",
                "I alt 1.550 kr.",
            ],
            "xx",
        ),
    ],
)
def test_a_form_says_what_stands_out(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, tool: str, told: list[str], not_told: str
) -> None:
    rooms.change(RoomLink.parsed(begun[0]), full)

    said = words_of(read_page(guest, f"/da/room/{begun[0]}/form/{tool}"), ".finds")

    assert [said.index(each) for each in told] == sorted(said.index(each) for each in told)
    assert not_told not in said


def test_two_who_fill_in_the_same_form_at_once_both_find_their_rows(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    address = f"/da/room/{begun[0]}/form/roles"
    mine, theirs = read_page(guest, address), read_page(guest, address)
    my_row, their_row = new_names(mine, "tasks", "what")[0], new_names(theirs, "tasks", "what")[0]

    send(guest, form_with(mine, my_row), **{my_row.replace("/", "__"): "Nøgler"})
    send(guest, form_with(theirs, their_row), **{their_row.replace("/", "__"): "Kaffe"})

    assert [task.what for task in rooms.open(RoomLink.parsed(begun[0])).room.tasks] == ["Nøgler", "Kaffe"]


def test_who_can_only_read_cannot_fill_in_a_form(guest: FlaskClient, begun: tuple[str, str]) -> None:
    assert guest.post(f"/da/room/{begun[1]}/form/roles", data={}).status_code == 403
