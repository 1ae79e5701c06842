"""Evaluation: questions of the collection are chosen, made one's own, planned and taken along."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.rooms import (
    BankQuestion,
    EvaluationQuestion,
    InterviewGuide,
    Room,
    RoomLink,
    RoomRefused,
    Rooms,
    evaluation_gaps,
    with_questions,
)
from tests.functional.reading import read_page
from tests.rooms.forms import form_with, send
from web.rooms.evaluation.evaluation_file import interview_docx

CHOSEN = tuple(BankQuestion(f"bank-{n}", f"Spørgsmål {n}?", "citizens", "Lyt efter noget.") for n in range(1, 7))


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


@pytest.fixture
def danish(small_site: Flask) -> Iterator[None]:
    with small_site.test_request_context("/da/"):
        yield


def codes(room: Room) -> list[str]:
    return [message.id.removeprefix("room-evaluation-") for message in evaluation_gaps(room)]


def test_a_question_is_taken_once_and_stays_as_it_was_made_ones_own() -> None:
    room = with_questions(Room(), CHOSEN[:2])
    own = replace(room, questions=(replace(room.questions[0], text="Vores egne ord?"), room.questions[1]))

    again = with_questions(own, CHOSEN[:3])

    assert [row.text for row in again.questions] == ["Vores egne ord?", "Spørgsmål 2?", "Spørgsmål 3?"]
    assert [row.source for row in again.questions] == ["bank-1", "bank-2", "bank-3"]
    assert with_questions(Room(), CHOSEN[:2]) == room


def test_there_are_five_questions_at_most() -> None:
    with pytest.raises(RoomRefused):
        with_questions(Room(), CHOSEN)


def test_three_questions_with_both_sides_of_it_are_an_evaluation() -> None:
    three = with_questions(Room(), CHOSEN[:3])
    mixed = replace(three, questions=(*three.questions[:2], replace(three.questions[2], about="cooperation")))
    planned = replace(mixed, evaluation=replace(mixed.evaluation, purpose="Os selv", before="2027-01-01"))

    assert codes(Room()) == ["few"]
    assert codes(three) == ["no-cooperation", "no-purpose", "no-before"]
    assert codes(planned) == []


def test_what_is_chosen_on_the_page_is_in_the_plan_and_in_the_calendar(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    link = RoomLink.parsed(begun[0])
    rooms.change(link, lambda room: with_questions(room, CHOSEN[:1]))
    address = f"/da/room/{begun[0]}/evaluation"
    row = rooms.open(link).room.questions[0].id

    answer = send(
        guest,
        form_with(read_page(guest, address), "evaluation//before"),
        **{f"questions__{row}__method": "survey", "evaluation____before": "2027-03-01"},
    )
    reader = read_page(guest, f"/da/room/{begun[1]}/evaluation")

    assert answer.status_code == 303
    held = rooms.open(link).room.questions[0]
    assert (held.method, held.source) == ("survey", "bank-1")
    assert "Spørgsmål 1?" in reader.text and reader.select_one("main form") is None
    assert "20270301" in guest.get(f"/da/room/{begun[0]}/dates.ics").text


def test_a_choice_that_the_collection_does_not_have_changes_nothing(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    answer = guest.post(f"/da/room/{begun[0]}/evaluation/pick", data={"pick": ["bank-999", "<b>"]})

    assert answer.status_code == 303
    assert rooms.open(RoomLink.parsed(begun[0])).room.questions == ()
    assert guest.post(f"/da/room/{begun[1]}/evaluation/pick", data={"pick": "x"}).status_code == 403


def test_the_interview_guide_has_the_chosen_questions_and_room_to_write(danish: None) -> None:
    room = Room(questions=(EvaluationQuestion("q", "Hvem kom?", "citizens", "bank-43", "Lyt efter grupper."),))
    guide = InterviewGuide("Sig først noget.", ("Hvordan kom du med?",), ("Det, der overraskede mig",))

    file = docx.Document(io.BytesIO(interview_docx(room, guide)))

    asked = [row.cells[0].text for table in file.tables for row in table.rows]
    assert "Hvem kom?\nLyt efter grupper." in asked and "Hvordan kom du med?" in asked
    assert "Det, der overraskede mig" in asked
    assert "Sig først noget." in [paragraph.text for paragraph in file.paragraphs]


@pytest.mark.parametrize("name", ["plan", "interview"])
def test_both_files_can_be_taken_along_where_the_collection_has_no_write_up(
    guest: FlaskClient, begun: tuple[str, str], name: str
) -> None:
    file = docx.Document(io.BytesIO(guest.get(f"/da/room/{begun[0]}/evaluation/{name}.docx").data))

    assert file.paragraphs[0].text in ("Evalueringsplan", "Interviewguide")
