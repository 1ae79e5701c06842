"""Names written apart or pasted become one map: nothing is lost, and near names are shown before they become one."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.rooms import (
    MapEntry,
    Room,
    RoomActor,
    RoomLink,
    RoomRefused,
    Rooms,
    merged,
    near_names,
    pasted_table,
    proposed,
)
from tests.functional.reading import read_page
from tests.rooms.forms import form_with, new_names, send, standing
from web.rooms.network.column_words import column_words
from web.rooms.network.network_exports import network_csv


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


@pytest.fixture
def danish(small_site: Flask):
    with small_site.test_request_context("/da/"):
        yield


@pytest.fixture
def usual_cells():
    """How long a cell may be in a process that has imported nothing yet."""
    before = csv.field_size_limit(131_072)
    yield 131_072
    csv.field_size_limit(before)


def read(text: str):
    return pasted_table(text, column_words(), "leder")


def entries(text: str) -> list[MapEntry]:
    table = read(text)
    assert not [row.faults for row in table.rows if row.faults]
    return [row.entry for row in table.rows]


@pytest.mark.parametrize("separator", ["\t", ";"], ids=["tab", "semicolon"])
def test_rows_without_heads_are_read_in_the_order_of_the_map(danish: None, separator: str) -> None:
    text = separator.join(("Skolen", "Offentlig", "aftale", "4", "5", "børnebibliotekar"))

    (entry,) = entries(f"{text}\r\n\r\n")

    assert (entry.name, entry.sector, entry.tie) == ("Skolen", "public", "agreement")
    assert (entry.influence, entry.interest, entry.contact, entry.by) == ("4", "5", "børnebibliotekar", "leder")


def test_heads_in_either_language_free_the_order_and_unknown_ones_are_named(danish: None) -> None:
    table = read("Tie;Who;Telefon\nagreement;Skolen;12345678\n")

    assert [row.entry.name for row in table.sound] == ["Skolen"]
    assert table.sound[0].entry.tie == "agreement"
    assert table.unread == ("Telefon",)


def test_quoted_cells_may_hold_what_parts_cells_and_lines(danish: None) -> None:
    first, second = entries('"Klubben; ""Fremad""\ni Nord";civilsamfund\nHallen;privat\n')

    assert (first.name, first.sector) == ('Klubben; "Fremad" i Nord', "civil-society")
    assert second.name == "Hallen"


def test_a_row_of_one_column_may_hold_commas_and_a_table_with_known_heads_is_parted_by_them(danish: None) -> None:
    assert [one.name for one in entries("Foreningen, Nord\nHallen\n")] == ["Foreningen, Nord", "Hallen"]
    assert [one.tie for one in entries("Who,Tie\nHallen,regular work\n")] == ["regular"]


def test_the_words_of_the_paper_form_are_known(danish: None) -> None:
    text = "| Hvem\tSektor\tForbindelse i dag\tHvem hos os\tNæste skridt".removeprefix("| ")

    (entry,) = entries(f"{text}\nErhvervsskolen\toffentlig\tstiplet\tbibliotekar\tkaffe\n")

    assert (entry.sector, entry.tie, entry.aim) == ("public", "acquaintance", "kaffe")


def test_faults_are_named_row_by_row_and_all_of_a_faulty_row_can_be_pasted_again(danish: None) -> None:
    table = read("Hvem;Forbindelse;Indflydelse\nSkolen;aftale;3\n;aftale;2\nHallen;måske;9\nFødt;010190-1234;1\n")

    faults = {row.number: [(head, fault.id) for head, fault in row.faults] for row in table.rows if row.faults}
    assert faults == {
        3: [("", "room-paste-no-name")],
        4: [("Forbindelse", "room-paste-value"), ("Indflydelse", "room-paste-value")],
        5: [("Forbindelse", "room-paste-value")],
    }
    assert [row.entry.name for row in table.sound] == ["Skolen"]
    assert [row.cells for row in read(table.faulty_text()).rows] == [row.cells for row in table.rows if row.faults]


def test_a_cell_too_many_and_a_number_of_a_person_are_faults(danish: None) -> None:
    (row,) = read("a;offentlig;aftale;1;2;leder;mere\n").rows
    (person,) = read("010190-1234\n").rows

    assert [fault.id for _, fault in row.faults] == ["room-paste-no-column"]
    assert [fault.id for _, fault in person.faults] == ["room-cpr"]


def test_a_quotation_mark_that_is_not_closed_leaves_the_rest_as_one_row(danish: None) -> None:
    table = read('Skolen;offentlig\n"Klubben;privat\nHallen;privat\n')

    assert [row.entry.name for row in table.sound] == ["Skolen"]
    (broken,) = [row for row in table.rows if row.faults]
    assert broken.faults[0][1].id == "room-paste-quote"
    assert "Klubben" in broken.cells[0] and "Hallen" in broken.cells[0]


@pytest.mark.parametrize("sign", ["\x0b", "\x85", "\u2028"], ids=["vertical tab", "next line", "line separator"])
def test_rows_end_with_lines_alone(danish: None, sign: str) -> None:
    first, second = entries(f"Klubben{sign}Nord\tprivat\rHallen\r\n")

    assert (first.name.split(), first.sector) == (["Klubben", "Nord"], "private")
    assert second.name == "Hallen"


@pytest.mark.parametrize("rest", ["", "\nHallen\n"], ids=["alone", "first of two"])
def test_a_cell_longer_than_any_reader_takes_is_told_and_given_back(
    danish: None, guest: FlaskClient, begun: tuple[str, str], usual_cells: int, rest: str
) -> None:
    text = "x" * (usual_cells + 1) + rest

    (row,) = read(text).rows

    assert [fault.id for _, fault in row.faults] == ["room-too-long"] and row.cells == (text.strip(),)
    assert guest.post(f"/da/room/{begun[0]}/network/paste", data={"rows": text}).status_code == 400


def test_the_table_of_the_map_can_be_pasted_again(danish: None) -> None:
    actor = RoomActor("a", name="=Klub; Nord", sector="private", tie="regular", influence="2", aim="en bane")

    (entry,) = entries(network_csv(Room(actors=(actor,))))

    assert (entry.name, entry.sector, entry.tie) == (actor.name, actor.sector, actor.tie)
    assert (entry.influence, entry.aim) == ("2", "en bane")


MAP = Room(
    actors=(
        RoomActor("a1", name="Idrætsforeningen Fremad", tie="acquaintance"),
        RoomActor("a2", name="Gymnasiet"),
    ),
)


@pytest.mark.parametrize(
    ("name", "near", "likely"),
    [
        ("idrætsforeningen fremad", ["a1"], "a1"),
        ("Fremad Idrætsforeningen", ["a1"], "a1"),
        ("Idrætsforening Fremad", ["a1"], "wait"),
        ("Fremad", ["a1"], "wait"),
        ("Gymnasium", [], "new"),
        ("Gymnasiets elevråd", ["a2"], "wait"),
        ("Boghandlen", [], "new"),
        ("", [], "drop"),
    ],
)
def test_near_names_are_found_and_only_the_same_is_taken_for_one(name: str, near: list[str], likely: str) -> None:
    entry = MapEntry("e", name)
    room = replace(MAP, map_entries=(entry,))

    assert [one.id for one in near_names(room, entry)] == near
    assert proposed(room, entry) == likely


def test_merging_fills_what_is_empty_and_keeps_both_where_words_differ() -> None:
    entry = MapEntry("e", "Fremad", tie="regular", contact="ungebibliotekar")

    room = merged(replace(MAP, map_entries=(entry,)), {"e": "a1"})

    assert room.actors[0].contact == "ungebibliotekar"
    assert (room.actors[0].name, room.actors[0].tie) == ("Idrætsforeningen Fremad", "acquaintance")
    assert [(one.place, one.text) for one in room.conflicts] == [("actors/a1/tie", "regular")]
    assert room.map_entries == ()


def test_two_colleagues_who_name_the_same_make_one_actor_and_what_is_undecided_waits() -> None:
    waiting = (MapEntry("e1", "Hallen"), MapEntry("e2", "Hallen", contact="leder"), MapEntry("e3", "Måske"))

    room = merged(replace(MAP, map_entries=waiting), {"e1": "new", "e2": "e1"})

    assert [(one.name, one.contact) for one in room.actors[2:]] == [("Hallen", "leder")]
    assert [one.name for one in room.map_entries] == ["Måske"]
    undecided = merged(replace(MAP, map_entries=waiting), {"e2": "e1"})
    assert undecided.map_entries == waiting


def test_an_actor_that_is_gone_is_refused_and_nothing_changes() -> None:
    with pytest.raises(RoomRefused) as refused:
        merged(replace(MAP, map_entries=(MapEntry("e", "Hallen"),)), {"e": "borte"})

    assert refused.value.code == "room-merge-unknown"


def test_a_colleague_writes_apart_and_the_names_are_merged_on_a_page(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    link, base = RoomLink.parsed(begun[0]), f"/da/room/{begun[0]}/network"
    rooms.change(link, lambda room: replace(room, actors=MAP.actors, map_entries=(MapEntry("e0", "Skjult"),)))
    page = read_page(guest, f"{base}/apart")
    assert "Skjult" not in page.text
    first, second = new_names(page, "map_entries", "name")[:2]

    answer = send(guest, form_with(page, first), **{first: "Fremad", second: "Boghandlen", "by": "børnebibliotekar"})

    assert answer.status_code == 303
    assert [(one.name, one.by) for one in rooms.open(link).room.map_entries[1:]] == [
        ("Fremad", "børnebibliotekar"),
        ("Boghandlen", "børnebibliotekar"),
    ]
    merge = read_page(guest, f"{base}/merge")
    assert "Idrætsforeningen Fremad" in merge.text
    form = merge.select_one("main form")
    sent = standing(form)
    assert sorted(value for (value,) in sent.values()) == ["new", "new", "wait"]
    assert guest.post(str(form["action"]), data=sent).status_code == 303
    assert {"Boghandlen", "Skjult"} < {one.name for one in rooms.open(link).room.actors}
    assert [one.name for one in rooms.open(link).room.map_entries] == ["Fremad"]


def test_what_a_colleague_saves_meanwhile_does_not_get_the_role_of_another(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read_page(guest, f"/da/room/{begun[0]}/network/apart")
    field, change = new_names(page, "map_entries", "name")[0], Rooms.change

    def change_second(self: Rooms, link: RoomLink, mine: Callable[[Room], Room]) -> object:
        change(self, link, lambda room: replace(room, map_entries=(*room.map_entries, MapEntry("e0", "Kollegas"))))
        return change(self, link, mine)

    monkeypatch.setattr(Rooms, "change", change_second)

    send(guest, form_with(page, field), **{field: "Fremad", "by": "leder"})

    saved = rooms.open(RoomLink.parsed(begun[0])).room.map_entries
    assert {one.name: one.by for one in saved} == {"Kollegas": "", "Fremad": "leder"}


def test_a_faulty_paste_keeps_nothing_gives_all_back_and_the_sound_rows_on_demand(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    address, link = f"/da/room/{begun[0]}/network/paste", RoomLink.parsed(begun[0])
    typed = {"rows": "Skolen;offentlig\nHallen;grøn\n", "by": "leder"}

    faulty = guest.post(address, data=typed)

    assert faulty.status_code == 400
    assert "Række 2" in faulty.text and "»grøn«" in faulty.text and "Skolen;offentlig" in faulty.text
    assert rooms.open(link).room.map_entries == ()
    left = guest.post(address, data=typed | {"sound": "1"})
    assert "Hallen;grøn" in left.text and "Skolen;offentlig" not in left.text
    assert [one.name for one in rooms.open(link).room.map_entries] == ["Skolen"]
    assert guest.post(address, data={"rows": "Hallen;privat\n"}).status_code == 303
    assert guest.post(address, data={"rows": " \n"}).status_code == 400
    assert guest.post(address, data={"rows": "Skolen", "by": "010190-1234"}).status_code == 400


@pytest.mark.parametrize("path", ["apart", "paste", "merge", "versions"])
def test_the_link_to_read_opens_the_pages_of_the_map_without_a_form_and_changes_nothing(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, path: str
) -> None:
    rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(room, actors=MAP.actors))

    page = read_page(guest, f"/da/room/{begun[1]}/network/{path}")
    answer = guest.post(f"/da/room/{begun[1]}/network/{path}", data={"rows": "Skolen", "was:map_entries/+x": "name:x"})

    assert page.select("main form[method=post]") == []
    assert answer.status_code == 403
