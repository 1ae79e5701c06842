"""The survey as its makers and those who answer it see it: one link that only answers, print, results, one decision."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.rooms import (
    EvaluationQuestion,
    Goal,
    Hours,
    Money,
    Room,
    RoomLink,
    Rooms,
    Survey,
    SurveyAnswer,
    SurveyItem,
    meeting_gaps,
)
from tests.functional.reading import read_page, words_of
from tests.rooms.forms import form_with, send, standing

ITEMS = (SurveyItem("q1", "Kommer du igen?", "one", "Ja\nNej"), SurveyItem("q2", "Hvad var bedst?", "text"))


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


@pytest.fixture
def link(rooms: Rooms, begun: tuple[str, str]) -> RoomLink:
    """The link of a room that asks."""
    found = RoomLink.parsed(begun[0])
    rooms.change(
        found,
        lambda room: replace(room, survey=Survey("Vores aften", thanks="Kom igen", asking="after"), survey_items=ITEMS),
    )
    return found


def answer_address(link: RoomLink) -> str:
    found = link.answer_link("after")
    assert found
    return f"/da/room/{found.token}/answer"


def test_the_makers_open_a_survey_by_form_and_get_link_and_code(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    address = f"/da/room/{begun[0]}/survey"
    form = form_with(read_page(guest, address), "survey_items/q1/text")

    answer = send(
        guest, form, survey____asking="before", survey____title="Før aftenen",
        survey_items__q1__text="Jeg føler mig velkommen", survey_items__q1__kind="agree",
    )  # fmt: skip
    page = read_page(guest, answer.headers["Location"])

    opened = rooms.open(RoomLink.parsed(begun[0])).room
    assert opened.survey_items[0].choices == ("Helt", "Delvis", "Slet ikke", "Ved ikke")
    shown = str(page.select_one("#answer-link")["value"])
    assert f"/da/room/{RoomLink.parsed(begun[0]).answer_link('before').token}/answer" in shown
    assert page.select_one(".qr svg title")
    reader = read_page(guest, f"/da/room/{begun[1]}/survey")
    assert reader.select_one("#answer-link") is None and not reader.select("main form")


def test_whoever_answers_sees_the_questions_and_nothing_else_and_is_thanked(
    guest: FlaskClient, link: RoomLink, rooms: Rooms
) -> None:
    page = read_page(guest, answer_address(link))
    assert "Kommer du igen?" in page.text and "Cykler i gården" not in page.text
    assert link.token[5:] not in str(page) and link.read_token[5:] not in str(page)

    form = form_with(page, "q1")
    answer = send(guest, form, q1="Ja", q2="Kaffen")
    send(guest, form, q1="Ja", q2="Kaffen")  # the same form, sent twice

    assert answer.status_code == 303
    assert "Kom igen" in read_page(guest, answer.headers["Location"]).text
    (held,) = rooms.open(link).room.survey_answers
    assert (held.wave, held.q1, held.q2) == ("after", "Ja", "Kaffen")


@pytest.mark.parametrize(
    ("typed", "told"),
    [({"q2": "født 010190-1234"}, "CPR"), ({"q2": "  "}, "mindst ét"), ({"q1": "Måske", "q2": "Kaffen"}, "markeret")],
)
def test_a_fault_shows_the_form_again_with_what_was_typed(
    guest: FlaskClient, link: RoomLink, rooms: Rooms, typed: dict[str, str], told: str
) -> None:
    form = form_with(read_page(guest, answer_address(link)), "q1")

    answer = guest.post(str(form["action"]), data=standing(form) | typed)

    assert answer.status_code == 400
    assert told in answer.text and typed["q2"].strip() in answer.text
    assert rooms.open(link).room.survey_answers == ()


def test_answers_of_one_address_have_a_rate_and_what_was_typed_stays(
    guest: FlaskClient, link: RoomLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.site.traffic.rates.Rate.take", lambda self, address: False)

    answer = guest.post(answer_address(link), data={"q2": "Kaffen"})

    assert answer.status_code == 429 and "Kaffen" in answer.text


def test_no_answer_to_the_link_is_kept_indexed_or_told_on(
    guest: FlaskClient, link: RoomLink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    address = answer_address(link)
    answers = [guest.get(address), guest.post(address, data={"q1": "Ja"}), guest.post(address, data={})]
    answers.append(guest.get(address.replace("/answer", "/survey")))

    assert [answer.status_code for answer in answers] == [200, 303, 400, 404]
    for answer in answers:
        assert answer.headers["Referrer-Policy"] == "no-referrer" and answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert not {"ETag", "Set-Cookie"} & set(answer.headers.keys())
    token = address.split("/")[3]
    assert token[7:] not in "\n".join([caplog.text, *(str(vars(record)) for record in caplog.records)])


def test_no_form_of_the_room_forges_or_changes_answers(guest: FlaskClient, link: RoomLink, rooms: Rooms) -> None:
    forged = {"was:survey_answers/+1": "wave:x q1:x", "survey_answers/+1/wave": "after", "survey_answers/+1/q1": "Ja"}

    guest.post(f"/da/room/{link.token}/survey", data=forged)

    assert rooms.open(link).room.survey_answers == ()


def test_answers_of_a_trial_are_deleted_once_it_is_meant(guest: FlaskClient, link: RoomLink, rooms: Rooms) -> None:
    guest.post(answer_address(link), data={"q1": "Ja"})
    clear = f"/da/room/{link.token}/survey/clear"

    assert guest.post(clear, data={"wave": "after"}).status_code == 400
    assert (
        guest.post(clear.replace(link.token, link.read_token), data={"wave": "after", "sure": "1"}).status_code == 403
    )
    assert len(rooms.open(link).room.survey_answers) == 1
    assert guest.post(clear, data={"wave": "after", "sure": "1"}).status_code == 303
    assert rooms.open(link).room.survey_answers == ()


def test_the_survey_on_paper_has_boxes_and_the_code_for_those_who_hand_it_out(
    guest: FlaskClient, link: RoomLink
) -> None:
    address = f"/da/room/{link.token}/survey"

    word = docx.Document(io.BytesIO(guest.get(f"{address}.docx").data))
    pdf = pypdf.PdfReader(io.BytesIO(guest.get(f"{address}.pdf").data))
    readers = docx.Document(io.BytesIO(guest.get(f"{address}.docx".replace(link.token, link.read_token)).data))

    assert [p.text for p in word.paragraphs if p.text.startswith("☐")] == ["☐ Ja", "☐ Nej"]
    assert (len(word.inline_shapes), len(readers.inline_shapes)) == (1, 0)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "da" and pdf.metadata.title == "Vores aften"
    assert "1. Kommer du igen?" in pdf.pages[0].extract_text()


def test_the_results_are_shown_from_five_answers_on_to_readers_too(
    guest: FlaskClient, link: RoomLink, rooms: Rooms
) -> None:
    reader = f"/da/room/{link.read_token}/survey"
    for number in range(4):
        guest.post(answer_address(link), data={"q1": "Ja", "q2": f"Ord {number}", "form": str(number)})
    few = read_page(guest, reader)
    exported = [guest.get(f"/da/room/{token}/export.json").text for token in (link.read_token, link.token)]
    guest.post(answer_address(link), data={"q1": "Nej", "form": "5"})
    enough = read_page(guest, reader)

    assert ["Ord 1" in file for file in exported] == [False, True]
    assert "4 af 4" not in few.text and "Ord 1" not in few.text and "fra 5 svar" in few.text
    assert "4 af 5" in words_of(enough, ".paper-table") and "Ord 1" not in enough.text


def test_a_meeting_asks_for_one_decision_before_anything_else(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    address = f"/da/room/{begun[0]}/evaluation/meeting"
    assert "mangler at beslutte én ting" in read_page(guest, address).text

    form = form_with(read_page(guest, address), "evaluation//decision")
    send(guest, form, evaluation____decision="Vi flytter aftenen", result_meeting____by="2027-03-01")

    room = rooms.open(RoomLink.parsed(begun[0])).room
    assert [message.id for message in meeting_gaps(room)] == ["room-meeting-no-owner", "room-meeting-not-told"]
    minutes = docx.Document(io.BytesIO(guest.get(f"{address}.docx").data))
    assert any("Vi flytter aftenen" in paragraph.text for paragraph in minutes.paragraphs)
    assert "20270301" in guest.get(f"/da/room/{begun[0]}/dates.ics").text


def test_the_report_has_five_headings_with_what_the_room_says_and_advice_where_it_says_nothing(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    answers = tuple(SurveyAnswer(f"a{n}", "after", "Ja") for n in range(5))
    told = Room(
        goals=(Goal("g", "Flere unge", "20 om aftenen"),), money=(Money("m", "us", "Kaffe", 1200),),
        hours=(Hours("h", "us", "Vært", 40),), survey_items=ITEMS, survey_answers=answers,
        questions=(EvaluationQuestion("q", "Hvem kom?"),),
    )  # fmt: skip
    rooms.change(RoomLink.parsed(begun[0]), lambda room: told)

    file = docx.Document(io.BytesIO(guest.get(f"/da/room/{begun[0]}/evaluation/report.docx").data))

    words = [paragraph.text for paragraph in file.paragraphs]
    assert sum(paragraph.style.name == "Heading 2" for paragraph in file.paragraphs) == 5
    assert "Flere unge (20 om aftenen)" in words and any(text.startswith("Skriv, hvad der skete") for text in words)
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert "5 af 5" in cells and "1.200" in cells and "40" in cells
