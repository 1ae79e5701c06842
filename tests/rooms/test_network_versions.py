"""The map of a day is kept, and what has become of everybody on it is told by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Language, say
from indexer.rooms import (
    MAX_VERSIONS,
    Room,
    RoomActor,
    RoomLink,
    RoomRefused,
    TieAmong,
    compared,
    map_of,
    read_changes,
    with_version,
    without_version,
)
from tests.functional.reading import read_page

BEFORE = (
    RoomActor("a", name="Skolen", tie="regular", contact="leder"),
    RoomActor("b", name="Klubben", tie="acquaintance"),
    RoomActor("c", name="Hallen", tie="agreement"),
    RoomActor("d", name="Banken", tie="acquaintance"),
)
AFTER = (
    RoomActor("a", name="Skolen", tie="regular", contact="vikar"),
    RoomActor("b", name="Klubben", tie="agreement"),
    RoomActor("c", name="Hallen", tie="broken"),
    RoomActor("e", name="Kollegiet", tie="none"),
)


def a_room() -> Room:
    kept = with_version(Room(actors=BEFORE, ties_among=(TieAmong("t", "a", "b"),)), "2026-01-10", "før")
    return replace(kept, actors=AFTER)


def told(room: Room) -> list[str]:
    changes = compared(map_of(room, room.map_versions[0].id), map_of(room))
    return [say(one, Language.DANISH) for one in read_changes(changes)]


def test_a_version_holds_the_map_as_it_was() -> None:
    room = a_room()

    kept = map_of(room, room.map_versions[0].id)

    assert kept.actors == BEFORE
    assert [(tie.one, tie.other) for tie in kept.ties_among] == [("a", "b")]
    assert without_version(room, room.map_versions[0].id) == Room(actors=AFTER, ties_among=room.ties_among)


def test_what_changed_is_told_with_names_and_small_numbers_are_owned_up_to() -> None:
    said = told(a_room())

    assert said[0].startswith("Et af kortene har kun 4 aktører.")
    assert said[1:] == [
        "Én er kommet til: Kollegiet.",
        "Én er ikke længere på kortet: Banken.",
        "Én er kommet tættere på jer: Klubben.",
        "Én forbindelse er gået skævt siden da: Hallen.",
        "Én forbindelse har fået en anden kontaktperson hos jer: Skolen. Blev den givet ordentligt videre?",
    ]


def test_a_removed_actor_that_is_written_down_anew_is_known_by_its_name() -> None:
    room = replace(a_room(), actors=(replace(BEFORE[0], id="x", name="SKOLEN"), *BEFORE[1:]))

    assert not any("kommet til" in one or "ikke længere" in one for one in told(room))


def test_one_that_takes_the_name_of_a_renamed_actor_is_new_wherever_it_stands() -> None:
    renamed, taking = replace(BEFORE[0], name="Skolen Nord"), RoomActor("x", name="Skolen", tie="acquaintance")

    for actors in ((taking, renamed, *BEFORE[1:]), (renamed, *BEFORE[1:], taking)):
        assert told(replace(a_room(), actors=actors))[1:] == ["Én er kommet til: Skolen."]


def test_the_same_map_has_no_differences() -> None:
    assert told(replace(a_room(), actors=BEFORE)) == ["Der er ingen forskel på de to kort."]


def test_an_empty_map_and_one_too_many_are_refused() -> None:
    with pytest.raises(RoomRefused) as empty:
        with_version(Room(), "2026-01-10", "")
    room = Room(actors=BEFORE)
    for _ in range(MAX_VERSIONS):
        room = with_version(room, "2026-01-10", "")
    with pytest.raises(RoomRefused) as full:
        with_version(room, "2026-01-10", "")

    assert (empty.value.code, full.value.code) == ("room-map-empty", "room-rows-full")


def test_the_page_keeps_compares_and_removes_maps(
    small_site: Flask, guest: FlaskClient, begun: tuple[str, str]
) -> None:
    rooms, link = small_site.extensions["samspil"].rooms, RoomLink.parsed(begun[0])
    address = f"/da/room/{begun[0]}/network/versions"
    assert guest.post(address, data={"day": "2026-01-10"}).status_code == 400
    rooms.change(link, lambda room: replace(room, actors=BEFORE))

    assert guest.post(address, data={"day": "2026-01-10", "note": "før <b>"}).status_code == 303
    rooms.change(link, lambda room: replace(room, actors=AFTER))
    page = read_page(guest, address)

    assert "Én er kommet til: Kollegiet." in page.text
    assert "bekendtskab → aftale" in page.text.replace("\n", "")
    assert "før <b>" in page.select_one("#from").text
    assert guest.get(f"{address}?from=findes-ikke").status_code == 404
    (removal,) = page.select('form[action$="/delete"]')
    assert guest.post(str(removal["action"])).status_code == 303
    assert rooms.open(link).room.map_versions == rooms.open(link).room.version_actors == ()
    assert guest.post(address, data={"day": "i går"}).status_code == 400
