"""The room as its users see it: begun without login, by form alone, private, exported, imported, deleted."""

from __future__ import annotations

import datetime
import io
import json
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from indexer.rooms import (
    Conflict,
    Date,
    FollowUp,
    Place,
    Plan,
    RoomActor,
    RoomLink,
    Rooms,
    Shortlisted,
    TieAmong,
    digest,
    imported,
)
from tests.functional.reading import read_page, words_of
from tests.rooms.forms import form_with, new_names, send, standing, type_into
from tests.small_library import DRAFT


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


def token_in(location: str) -> str:
    found = re.search(r"/room/([^/?#]+)", location)
    assert found
    return found[1]


def test_a_room_is_begun_without_login_and_shows_its_two_links(guest: FlaskClient, rooms: Rooms) -> None:
    form = form_with(read_page(guest, "/da/room"), "ends")

    answer = send(guest, form, name="Cykler i gården")
    page = read_page(guest, answer.headers["Location"])

    assert answer.status_code == 303
    link = RoomLink.parsed(token_in(answer.headers["Location"]))
    shown = [str(field["value"]) for field in page.select("input.link")]
    assert [token_in(address) for address in shown] == [link.token, link.read_token]
    assert words_of(page, "h1") == "Cykler i gården"
    assert rooms.open(link).ends == datetime.date.today() + datetime.timedelta(days=730)


def test_an_end_that_cannot_be_is_refused_and_nothing_typed_is_lost(guest: FlaskClient, rooms: Rooms) -> None:
    before = rooms.count()
    answer = guest.post("/da/room", data={"name": "Cykler", "ends": "1999-01-01"})

    assert answer.status_code == 400
    assert 'value="Cykler"' in answer.text and "Vælg en dag efter i dag" in answer.text
    assert rooms.count() == before


def test_the_menu_leads_to_the_room_and_the_page_says_how_private_it_is(guest: FlaskClient) -> None:
    page = read_page(guest, "/en/room")

    assert page.select_one('.menu a[href="/en/room"][aria-current="page"]')
    assert "set no cookies" in page.text and "encrypted" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/plan",
        "/network",
        "/needs",
        "/temperature",
        "/form/roles",
        "/form/roles.docx",
        "/evaluation",
        "/evaluation/meeting",
        "/survey",
        "/survey.pdf",
        "/case.md",
        "/settings",
        "/export.json",
        "/dates.ics",
    ],
)
def test_no_answer_of_a_room_is_kept_indexed_or_told_on(guest: FlaskClient, begun: tuple[str, str], path: str) -> None:
    answer = guest.get(f"/da/room/{begun[0]}{path}")

    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert not {"ETag", "Set-Cookie", "Content-Encoding"} & set(answer.headers.keys())


def test_what_leads_nowhere_below_a_link_is_private_too(guest: FlaskClient, begun: tuple[str, str]) -> None:
    answer = guest.get(f"/da/room/{begun[0]}/findes-ikke")

    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (404, "no-referrer")


def test_the_link_stands_in_no_line_of_the_log(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, caplog: pytest.LogCaptureFixture, monkeypatch
) -> None:
    caplog.set_level("INFO")
    guest.get(f"/da/room/{begun[0]}")
    guest.get(f"/da/room/{begun[1]}/intet")
    monkeypatch.setattr(rooms, "open", lambda link: 1 / 0)
    guest.application.testing = False
    try:
        assert guest.get(f"/da/room/{begun[0]}/plan").status_code == 500
    finally:
        guest.application.testing = True

    lines = "\n".join([caplog.text, *(str(vars(record)) for record in caplog.records)])
    assert "/da/room/…" in lines and "ZeroDivisionError" in lines
    assert begun[0][5:] not in lines and begun[1][5:] not in lines


def test_no_sitemap_feed_or_metric_names_a_room(guest: FlaskClient, begun: tuple[str, str]) -> None:
    guest.get(f"/da/room/{begun[0]}")
    metrics = guest.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}).text

    assert "/<language>/room/<token>" in metrics
    for text in (metrics, guest.get("/sitemap.xml").text, guest.get("/da/feed").text):
        assert begun[0] not in text and "/room/edit" not in text


@pytest.mark.parametrize(
    "path", ["", "/plan", "/network", "/shortlist", "/conflict", "/end", "/delete"], ids=lambda path: path or "start"
)
def test_the_link_to_read_changes_nothing(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, path: str) -> None:
    before = rooms.open(RoomLink.parsed(begun[0]))
    sent = {
        "was:about/": "name:x", "about//name": "Kapret", "was:plan/": "text:x", "plan//text": "Kapret", "sure": "1",
        "add": "bogbus", "ends": (datetime.date.today() + datetime.timedelta(days=5)).isoformat(),
    }  # fmt: skip

    answer = guest.post(f"/da/room/{begun[1]}{path}", data=sent)

    assert answer.status_code == 403
    assert rooms.open(RoomLink.parsed(begun[0])) == before


def test_the_link_to_read_shows_everything_and_no_form(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(
        room, plan=Plan(text="En reparationsaften"), actors=(RoomActor("a", name="Cyklistforeningen", tie="regular"),)
    ))  # fmt: skip

    pages = [read_page(guest, f"/da/room/{begun[1]}{path}") for path in ("", "/plan", "/network", "/settings")]

    assert "En reparationsaften" in pages[1].text and "Cyklistforeningen" in pages[2].text
    assert all(begun[0] not in str(page) for page in pages)
    assert [page.select("main form[method=post] button, main input:not([type=hidden])") for page in pages] == [[]] * 4


@pytest.mark.parametrize("token", ["edit-" + "A" * 43, "read-" + "A" * 43, "noget"])
def test_a_link_without_a_room_finds_a_page_that_helps(guest: FlaskClient, token: str) -> None:
    page = read_page(guest, f"/da/room/{token}", 404)

    assert words_of(page, "h1") == "Vi kan ikke finde rummet"


def test_whoever_tries_links_is_soon_asked_to_wait(guest: FlaskClient) -> None:
    # More than twice its share: a minute may end on the way.
    answers = [guest.get("/da/room/edit-" + "A" * 43).status_code for _ in range(125)]

    assert answers[0] == 404 and 429 in answers


def test_a_date_is_removed_by_its_tick(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    address = f"/da/room/{begun[0]}"
    rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(room, dates=(Date("d", "2027-03-15", "Møde"),)))
    page = read_page(guest, address)
    form = form_with(page, "was:dates/d")

    answer = guest.post(str(form["action"]), data=standing(form) | {"remove": "dates/d"})

    assert answer.status_code == 303
    assert rooms.open(RoomLink.parsed(begun[0])).room.dates == ()


def test_two_who_write_the_same_field_lose_nothing(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    address, link = f"/da/room/{begun[0]}", RoomLink.parsed(begun[0])
    form = form_with(read_page(guest, f"{address}/plan"), "plan//text")
    send(guest, form, plan____text="Min idé", plan____offer="en gård")

    answer = send(guest, form, plan____text="Din idé", plan____assumptions="nogen kommer")
    page = read_page(guest, answer.headers["Location"])

    plan = rooms.open(link).room.plan
    assert (plan.text, plan.offer, plan.assumptions) == ("Min idé", "en gård", "nogen kommer")
    assert [one.text for one in page.select(".conflict .words")] == ["Min idé", "Din idé"]
    decided = guest.post(
        f"{address}/conflict",
        data={"id": page.select_one(".conflict [name=id]")["value"], "base": page.select_one("[name=base]")["value"],
              "choice": "both"},
    )  # fmt: skip
    assert decided.status_code == 303
    assert rooms.open(link).room.plan.text == "Min idé\n\nDin idé"
    assert not read_page(guest, address).select(".conflict")


def test_a_cpr_number_is_refused_at_its_field_and_all_that_was_typed_stands(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    form = form_with(read_page(guest, f"/da/room/{begun[0]}/plan"), "plan//text")

    answer = send(guest, form, plan____text="Ring til 010190-1234", plan____offer="en gård")

    assert answer.status_code == 400
    assert "ligner et CPR-nummer" in answer.text
    assert "Ring til 010190-1234" in answer.text and 'value="en gård"' in answer.text
    assert rooms.open(RoomLink.parsed(begun[0])).room.plan == Plan()


def test_names_are_warned_of_once_and_kept(guest: FlaskClient, begun: tuple[str, str]) -> None:
    plan = f"/da/room/{begun[0]}/plan"

    first = type_into(guest, plan, "plan//text", "Mette Jensen vil være med")
    again = type_into(guest, plan, "plan//text", "Lone Hansen vil være med")

    assert "names=1" in first.headers["Location"] and "names=1" not in again.headers["Location"]
    assert "navne på personer" in read_page(guest, first.headers["Location"]).text


def test_a_plan_shows_cases_with_reasons_and_keeps_those_that_are_chosen(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    address, link = f"/da/room/{begun[0]}", RoomLink.parsed(begun[0])
    form = form_with(read_page(guest, f"{address}/plan"), "plan//text")
    send(guest, form, plan____text="Frivillige hjælper børn med lektier", plan____partner_types=["volunteers"])
    page = read_page(guest, f"{address}/plan")

    cases = [button["value"] for button in page.select("button[name=add]")]
    assert cases and page.select(".comparables .reasons li")
    assert guest.post(f"{address}/shortlist", data={"add": cases[0]}).status_code == 303
    guest.post(f"{address}/shortlist", data={"add": DRAFT})
    guest.post(f"{address}/shortlist", data={"add": cases[0]})

    assert [row.id for row in rooms.open(link).room.shortlist] == [cases[0]]
    assert read_page(guest, address).select(f'.shortlist a[href*="{cases[0]}"]')


def test_the_friend_names_the_missing_sector_assumptions_and_money(guest: FlaskClient, begun: tuple[str, str]) -> None:
    plan = f"/da/room/{begun[0]}/plan"
    form = form_with(read_page(guest, plan), "plan//text")
    send(guest, form, plan____text="Vi mangler penge til lektiehjælp", plan____sectors=["civil-society"])

    told = words_of(read_page(guest, plan), ".friend")

    assert "I har ikke nævnt nogen fra det offentlige" in told
    assert "Hvad skal være rigtigt" in told and "Er penge en del af målet?" in told


def test_a_map_is_drawn_from_its_table_and_reads_itself(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    network = f"/da/room/{begun[0]}/network"
    page = read_page(guest, network)
    names = new_names(page, "actors", "name")[:3]
    form = form_with(page, names[0])
    typed: dict[str, str] = {}
    for number, name in enumerate(names):
        row = name.removesuffix("/name")
        typed |= {name: f"Skole {number}", f"{row}/sector": "public", f"{row}/tie": "regular", f"{row}/influence": "4",
                  f"{row}/interest": "5", f"{row}/contact": "leder"}  # fmt: skip

    answer = guest.post(str(form["action"]), data=standing(form) | typed)
    page = read_page(guest, answer.headers["Location"])

    room = rooms.open(RoomLink.parsed(begun[0])).room
    assert [actor.name for actor in room.actors] == ["Skole 0", "Skole 1", "Skole 2"]
    assert [text.text for text in page.select("svg.net .nlab")] == ["Skole 0", "Skole 1", "Skole 2"]
    assert "3 aktører" in str(page.select_one("svg.net")["aria-label"])
    assert "3 af de 3, der er tæt på jer" in words_of(page, ".finds") and "kun 3 aktører" in words_of(page, ".finds")
    assert words_of(page, ".quad .first ul") == "Skole 0 Skole 1 Skole 2"
    assert [field["value"] for field in page.select('.entry th input[name$="/name"]')][:3] == [
        "Skole 0",
        "Skole 1",
        "Skole 2",
    ]


def test_a_fault_in_a_new_row_keeps_the_row(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    page = read_page(guest, f"/da/room/{begun[0]}/network")
    name = new_names(page, "actors", "name")[0]
    form = form_with(page, name)

    answer = guest.post(
        str(form["action"]), data=standing(form) | {name: "Skolen", name.replace("/name", "/contact"): "010190-1234"}
    )

    assert answer.status_code == 400
    assert 'value="Skolen"' in answer.text and 'value="010190-1234"' in answer.text
    assert rooms.open(RoomLink.parsed(begun[0])).room.actors == ()


def test_the_dates_are_read_by_icalendar_and_name_no_link(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    link = RoomLink.parsed(begun[0])
    follow_up = FollowUp("f", "", "Ring til foreningen", "", "2027-02-01")
    rooms.change(
        link, lambda room: replace(room, dates=(Date("d", "2027-03-15", "Prøveaften"),), follow_ups=(follow_up,))
    )

    file = guest.get(f"/da/room/{begun[0]}/dates.ics").data

    events = list(Calendar.from_ical(file).walk("VEVENT"))
    told = {(str(event["SUMMARY"]), event["DTSTART"].dt) for event in events}
    assert {("Prøveaften", datetime.date(2027, 3, 15)), ("Ring til foreningen", datetime.date(2027, 2, 1))} <= told
    assert rooms.open(link).ends in {day for _, day in told}
    assert b"edit-" not in file and link.file_name.encode() not in file
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_export_deletion_and_import_give_an_equal_room_under_new_links(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    address, link = f"/da/room/{begun[0]}", RoomLink.parsed(begun[0])
    type_into(guest, f"{address}/plan", "plan//text", "En reparationsaften\nfor alle")
    file = guest.get(f"{address}/export.json")
    assert file.headers["Content-Disposition"] == 'attachment; filename="samspil.json"'
    assert imported(file.data)[0] == rooms.open(link).room

    unsure = guest.post(f"{address}/delete", data={})
    gone = guest.post(f"{address}/delete", data={"sure": "1"})
    assert (unsure.status_code, gone.status_code, guest.get(address).status_code) == (400, 200, 404)

    answer = guest.post(
        "/da/room/import", data={"file": (io.BytesIO(file.data), "samspil.json")}, content_type="multipart/form-data"
    )
    new = token_in(answer.headers["Location"])
    assert new != begun[0]
    assert guest.get(f"/da/room/{new}/export.json").data == file.data


def test_a_file_that_is_no_room_is_refused_with_a_reason(guest: FlaskClient) -> None:
    for content in (b"", b"hej", b'{"format": "samspil-room", "version": 9}'):
        answer = guest.post(
            "/da/room/import", data={"file": (io.BytesIO(content), "x.json")}, content_type="multipart/form-data"
        )
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text


def test_a_large_room_can_be_taken_in_again_and_a_larger_file_is_refused(guest: FlaskClient) -> None:
    def send_file(content: bytes, length: int) -> int:
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n' + content + b"\r\n--x--\r\n"
        claimed = {"CONTENT_LENGTH": str(length or len(body))}
        kind = "multipart/form-data; boundary=x"
        return guest.post("/da/room/import", data=body, content_type=kind, environ_overrides=claimed).status_code

    assert send_file(b" " * 3_000_000 + b"{}", 0) == 400  # read to its end, and no room
    assert send_file(b"", 12_000_000) == 413


def test_the_end_is_moved(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    address, day = f"/da/room/{begun[0]}", datetime.date.today() + datetime.timedelta(days=7)

    moved = guest.post(f"{address}/end", data={"ends": day.isoformat()})
    refused = guest.post(f"{address}/end", data={"ends": "2199-01-01"})

    assert (moved.status_code, refused.status_code) == (303, 400)
    assert rooms.open(RoomLink.parsed(begun[0])).ends == day


def test_the_schema_is_published(guest: FlaskClient) -> None:
    schema = json.loads(guest.get("/room.schema.json").data)

    assert schema["$id"] == "http://localhost/room.schema.json"
    assert schema["properties"]["room"]["properties"]["actors"]["maxItems"] == 100


def test_forged_names_of_fields_change_nothing(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    link = RoomLink.parsed(begun[0])
    before = rooms.open(link).room
    forged = {
        "was:conflicts/x": "text:0", "conflicts/x/text": "x",
        "was:notices/": "names_warned:0", "notices//names_warned": "1",
        "was:salaries/": "a:0", "was:about/x": "name:0", "about/x/name": "x", "was:actors/": "name:0", "was:": "x",
        "was:actors/a b": "name:0", "was:actors/q": "id:0 salary:1",
    }  # fmt: skip

    assert guest.post(f"/da/room/{begun[0]}", data=forged).status_code == 303
    assert rooms.open(link).room == before


def test_a_room_that_is_empty_shows_every_page_in_english_too(guest: FlaskClient, begun: tuple[str, str]) -> None:
    for path in ("", "/plan", "/network", "/settings"):
        page = read_page(guest, f"/en/room/{begun[0]}{path}")
        assert page.html["lang"] == "en"
        assert "Ikke udfyldt" not in page.text


def test_a_sector_that_nobody_knows_is_drawn_apart(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    actors = (RoomActor("a", name="Skolen", sector="fourth"), RoomActor("b", name="Naboen", sector="public"))
    rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(room, actors=actors))

    assert guest.get(f"/da/room/{begun[0]}/network").status_code == 200


def test_the_last_of_very_many_records_of_a_form_is_kept(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    actors = tuple(RoomActor(f"a{number}", name=f"Aktør {number}") for number in range(100))
    ties = tuple(TieAmong(f"t{number}", f"a{number % 99}", f"a{number // 99 + 50}") for number in range(300))
    rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(room, actors=actors, ties_among=ties))
    page = read_page(guest, f"/da/room/{begun[0]}/network")
    [what, *_] = new_names(page, "follow_ups", "what")

    answer = send(guest, form_with(page, what), **{what.replace("/", "__"): "Ring til skolen"})

    assert answer.status_code == 303
    assert [row.what for row in rooms.open(RoomLink.parsed(begun[0])).room.follow_ups] == ["Ring til skolen"]


def test_a_note_on_a_document_called_new_stays_its_own(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(room, shortlist=(Shortlisted("newcastle"),)))
    token, note = begun[0], Place("shortlist", "newcastle", "note")
    was = {"was:shortlist/newcastle": f"note:{digest('')}", str(note): "Ligner os"}

    guest.post(f"/da/room/{token}", data=was)

    assert rooms.open(RoomLink.parsed(token)).room.shortlist == (Shortlisted("newcastle", "Ligner os"),)


def test_a_conflict_that_changed_meanwhile_is_not_said_to_be_saved(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    conflict = Conflict("c", "plan//text", "din", "2026-11-30T04:00")
    kept = rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(room, conflicts=(conflict,)))

    answer = guest.post(f"/da/room/{begun[0]}/conflict", data={"id": "c", "choice": "take", "base": digest("andet")})

    assert "saved" not in answer.location
    assert rooms.open(RoomLink.parsed(begun[0])).room == kept


def test_a_row_that_is_sent_twice_is_one_row(guest: FlaskClient, begun: tuple[str, str], rooms: Rooms) -> None:
    page = read_page(guest, f"/da/room/{begun[0]}")
    [what, *_] = new_names(page, "dates", "what")
    form = form_with(page, what)

    for _ in range(2):
        assert send(guest, form, **{what.replace("/", "__"): "Møde"}).status_code == 303

    kept = rooms.open(RoomLink.parsed(begun[0])).room
    assert [row.what for row in kept.dates] == ["Møde"] and kept.conflicts == ()


@pytest.mark.parametrize(
    "content", [{"about": {"name": "a\ud800b"}}, {"\ud800": 1}, {"dates": [{"id": "a", "\ud800": 1}]}]
)
def test_halves_of_characters_in_a_file_make_no_error(guest: FlaskClient, content: dict[str, object]) -> None:
    file = json.dumps({"format": "samspil-room", "version": 1, "room": content}).encode()

    answer = guest.post("/da/room/import", data={"file": (io.BytesIO(file), "rum.json")})

    assert answer.status_code in (303, 400)


def test_the_last_day_there_is_can_stand_in_a_calendar(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    rooms.change(RoomLink.parsed(begun[0]), lambda room: replace(room, dates=(Date("a", "9999-12-31", "x"),)))

    assert guest.get(f"/da/room/{begun[0]}/dates.ics").status_code == 200


def test_a_decision_that_cannot_be_kept_leads_back_to_the_room(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    conflict = Conflict("c", "plan//text", "d" * 2000, "2026-11-30T04:00")
    rooms.change(
        RoomLink.parsed(begun[0]), lambda room: replace(room, plan=Plan(text="m" * 2000), conflicts=(conflict,))
    )
    data = {"id": "c", "choice": "both", "base": digest("m" * 2000)}

    answer = guest.post(f"/da/room/{begun[0]}/conflict", data=data)

    assert answer.status_code == 400 and "Intet er gemt." in answer.text and 'name="choice"' in answer.text


def test_what_could_be_meant_as_a_room_is_kept_private(guest: FlaskClient) -> None:
    for address in ("/da/Room/edit-secret", "/room/edit-secret", "/da/room"):
        assert guest.get(address).headers["Cache-Control"] == "no-store"
    begun = guest.post("/da/room", data={"name": "x"})
    assert begun.headers["Cache-Control"] == "no-store" and begun.headers["Referrer-Policy"] == "no-referrer"
