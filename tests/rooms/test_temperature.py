"""The temperature: differences before averages, advice for each theme, and rounds as a curve that is told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from indexer.rooms import Room, RoomActor, RoomLink, Rooms, Temperature, read_temperature, rounds_of
from tests.functional.reading import read_page, words_of
from web.rooms.sheets.temperature_curve import Measured, curve

US, THEM = "us", "a"
PARTY = RoomActor(THEM, name="Klubben", is_party=True)


def a_sheet(side: str, round_: int = 1, is_done: bool = True, **grades: str) -> Temperature:
    return Temperature(f"r{side}{round_}", side, round_, is_done, day=f"2026-0{round_}-01", **grades)


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


def test_what_sides_see_differently_comes_first_then_what_is_low() -> None:
    sheets = [a_sheet(US, purpose="5", trust="3", means="4"), a_sheet(THEM, purpose="2", trust="3", means="3")]

    readings = read_temperature(sheets)

    assert [one.theme.id for one in readings] == ["purpose", "means", "trust"]
    assert [(one.is_far_apart, one.is_low, one.needs_talk) for one in readings] == [
        (True, False, True),
        (False, False, False),
        (False, True, True),
    ]
    assert readings[0].average == 3.5


def test_a_round_is_shown_with_advice_when_all_are_in(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    ours, theirs = a_sheet(US, purpose="5", roots="4", note="Vi mødes jo"), a_sheet(THEM, purpose="1", roots="4")
    link = RoomLink.parsed(begun[0])
    rooms.change(link, lambda room: replace(room, actors=(PARTY,), temperatures=(ours, replace(theirs, is_done=False))))
    before = read_page(guest, f"/da/room/{begun[0]}/temperature").text
    rooms.change(link, lambda room: replace(room, temperatures=(ours, theirs)))

    page = read_page(guest, f"/da/room/{begun[1]}/temperature")

    assert "Vi mødes jo" not in before and "Forskelle først" not in before
    themes = page.select(".theme")
    assert [theme.select_one("h3").text[:12] for theme in themes] == ["Vi vil det s", "Det holder, "]
    assert "Klubben svarer 1, og Biblioteket svarer 5" in themes[0].text
    assert len([way for way in themes[0].select(".ways a") if "/document" in way["href"]]) >= 2
    assert "Her går det" in themes[1].text and themes[1].select_one(".ways") is None
    assert "Vi mødes jo" in page.text


def test_a_new_round_begins_only_when_the_last_was_seen(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    link = RoomLink.parsed(begun[0])
    rooms.change(link, lambda room: replace(room, actors=(PARTY,), temperatures=(a_sheet(US, purpose="4"),)))
    address = f"/da/room/{begun[0]}/temperature/begin"

    early = guest.post(address, data={"side": US})
    rooms.change(
        link, lambda room: replace(room, temperatures=(*room.temperatures, a_sheet(THEM, purpose="4", trust="2")))
    )
    late = guest.post(address, data={"side": US})

    assert (early.status_code, late.status_code) == (400, 303)
    rounds = rounds_of(rooms.open(link).room, "temperatures")
    assert [(one.number, one.is_open) for one in rounds] == [(1, True), (2, False)]
    assert "runde 1" in words_of(read_page(guest, f"/da/room/{begun[0]}/temperature"), ".section .count")


def test_a_party_that_came_later_does_not_hide_rounds_that_were_seen() -> None:
    sheets = (a_sheet(US), a_sheet(THEM), a_sheet(US, 2), a_sheet(THEM, 2))
    room = Room(actors=(PARTY, RoomActor("b", name="Skolen", is_party=True)), temperatures=sheets)

    assert [(one.is_open, one.waiting) for one in rounds_of(room, "temperatures")] == [(True, ()), (False, ("b",))]


@pytest.mark.parametrize("rounds", [1, 2, 30])
def test_the_curve_says_in_words_what_it_draws(small_site: Flask, rounds: int) -> None:
    measured = tuple(Measured("2026-03-01", (("Biblioteket", 4), ("<Klubben>", 2))) for _ in range(rounds))

    with small_site.test_request_context("/da/"):
        image = etree.fromstring(str(curve("Vi vil det samme", measured)).encode())

    told = image.get("aria-label")
    assert told.startswith("Vi vil det samme: runde ") and "Biblioteket 4, <Klubben> 2." in told
    assert f"runde {rounds} (1. marts 2026)" in told
    assert len(list(image.iter("{*}circle"))) == 2 * min(rounds, 12)
    assert len([path for path in image.iter("{*}path") if path.get("class") == "mean"]) == (rounds > 1)
