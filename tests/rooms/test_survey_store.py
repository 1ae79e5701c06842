"""Answers to a survey: sealed for their room, part of it wherever it is opened, gone with it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.rooms import (
    AnswerLink,
    Room,
    RoomDamaged,
    RoomLimits,
    RoomLink,
    RoomNotFound,
    RoomReadOnly,
    RoomRefused,
    Rooms,
    Survey,
    SurveyAnswer,
    SurveyItem,
    exported,
    imported,
    without_answers,
)
from tests.rooms.conftest import TODAY, Clock, a_full_room
from tests.rooms.test_store import every_byte

END = TODAY + datetime.timedelta(days=30)
ITEMS = (
    SurveyItem("q1", "Kommer du igen?", "one", "Ja\nNej"),
    SurveyItem("q2", "Hvad var bedst?", "text"),
    SurveyItem("q3", "Uden svarmuligheder", "one"),
)


def asking(wave: str = "after") -> Room:
    return replace(a_full_room(), survey=Survey("Vores aften", asking=wave), survey_items=ITEMS)


def answer_link(link: RoomLink, wave: str = "after") -> AnswerLink:
    found = link.answer_link(wave)
    assert found
    return AnswerLink.parsed(found.token)


def an_answer(number: int, words: str = "Kaffen") -> SurveyAnswer:
    return SurveyAnswer(f"r{number:010x}", "after", "Ja", words)


def test_an_answer_is_part_of_the_room_for_both_links(rooms: Rooms) -> None:
    link = rooms.begin(asking(), END)

    rooms.surveys.answer(answer_link(link), an_answer(1))

    assert rooms.open(link).room.survey_answers == (an_answer(1),)
    assert rooms.open(RoomLink.parsed(link.read_token)).room == rooms.open(link).room


def test_the_link_to_answer_knows_the_questions_and_nothing_else(rooms: Rooms) -> None:
    link = rooms.begin(asking(), END)
    own = answer_link(link)
    rooms.surveys.answer(own, an_answer(1))

    opened = rooms.surveys.open(own)

    assert (opened.survey.title, opened.wave, opened.items) == ("Vores aften", "after", ITEMS[:2])
    assert link.answer_link("before") != own
    for wrong in (own.token, own.token.replace("answer", "read"), own.token.replace("answer", "edit")):
        with pytest.raises(RoomNotFound):
            rooms.open(RoomLink.parsed(wrong))
    for wrong in (link.token, link.read_token, link.token.replace("edit", "answer"), "answer-" + "A" * 42 + "B"):
        with pytest.raises(RoomNotFound):
            rooms.surveys.open(AnswerLink.parsed(wrong))
    assert RoomLink.parsed(link.read_token).answer_link("after") is None


def test_the_disk_shows_neither_answers_nor_links_even_to_those_who_can_answer(rooms: Rooms, tmp_path: Path) -> None:
    link = rooms.begin(asking(), END)
    own = answer_link(link)
    rooms.surveys.answer(own, an_answer(1, "Kaffen var kold"))

    held = every_byte(tmp_path / "rooms")

    for words in ("Kaffen", "Kommer du igen", own.token[7:], link.token[5:], link.read_token[5:]):
        assert words.encode() not in held
    assert own.secret not in held and own.content_key not in held
    (waiting,) = (tmp_path / "rooms").glob("*.answers")
    other = rooms.begin(asking(), END)
    waiting.rename(waiting.with_name(f"{other.file_name}.answers"))
    with pytest.raises(RoomDamaged):
        rooms.open(other)


def test_answers_are_taken_in_by_the_next_change_and_count_once(rooms: Rooms, tmp_path: Path) -> None:
    link = rooms.begin(asking(), END)
    for number in (3, 1, 2, 1):
        rooms.surveys.answer(answer_link(link), an_answer(number))
    waiting = next((tmp_path / "rooms").glob("*.answers"))
    before = waiting.read_bytes()

    rooms.change(link, lambda room: room)

    assert not waiting.exists()
    assert [one.id for one in rooms.open(link).room.survey_answers] == [an_answer(n).id for n in (1, 2, 3)]
    waiting.write_bytes(before)  # as a crash leaves it between the two
    assert len(rooms.open(link).room.survey_answers) == 3
    rooms.change(link, lambda room: without_answers(room, "after"))
    assert rooms.open(link).room.survey_answers == ()


def test_export_and_import_are_equal_with_answers_and_the_copy_asks_by_a_link_of_its_own(rooms: Rooms) -> None:
    link = rooms.begin(asking(), END)
    rooms.surveys.answer(answer_link(link), an_answer(1))
    first = exported(rooms.open(link).room, END)

    room, ends = imported(first)
    copy = rooms.begin(room, ends or END)

    assert exported(rooms.open(copy).room, END) == first
    rooms.surveys.answer(answer_link(copy), an_answer(2))
    assert len(rooms.open(copy).room.survey_answers) == 2 and len(rooms.open(link).room.survey_answers) == 1


def test_a_survey_is_answered_only_while_its_wave_is_asked(rooms: Rooms, clock: Clock) -> None:
    link = rooms.begin(asking("before"), END)
    rooms.surveys.open(answer_link(link, "before"))

    rooms.change(link, lambda room: replace(room, survey=replace(room.survey, asking="after")))
    with pytest.raises(RoomNotFound):
        rooms.surveys.answer(answer_link(link, "before"), an_answer(1))
    rooms.set_end(link, END + datetime.timedelta(days=9))
    clock.day = END + datetime.timedelta(days=9)
    rooms.surveys.answer(answer_link(link), an_answer(1))
    clock.day = END + datetime.timedelta(days=10)
    with pytest.raises(RoomNotFound):
        rooms.surveys.open(answer_link(link))


def test_a_survey_that_a_crash_left_open_is_closed_by_the_next_save(rooms: Rooms, tmp_path: Path) -> None:
    link = rooms.begin(asking(), END)
    survey = next((tmp_path / "rooms").glob("*.survey"))
    left = survey.read_bytes()
    rooms.change(link, lambda room: replace(room, survey=replace(room.survey, asking="")))
    survey.write_bytes(left)

    rooms.change(link, lambda room: room)

    assert not survey.exists()


def test_deletion_and_the_last_day_take_survey_and_answers_along(rooms: Rooms, clock: Clock, tmp_path: Path) -> None:
    kept = every_byte(tmp_path / "rooms") if (tmp_path / "rooms").exists() else b""
    for is_deleted in (True, False):
        clock.day = TODAY
        link = rooms.begin(asking(), END)
        rooms.surveys.answer(answer_link(link), an_answer(1))
        assert len(list((tmp_path / "rooms").iterdir())) == 4
        with pytest.raises(RoomReadOnly):
            rooms.delete(RoomLink.parsed(link.read_token))
        if is_deleted:
            rooms.delete(link)
        else:
            clock.day = END + datetime.timedelta(days=1)
            assert rooms.purge() == 1
        assert every_byte(tmp_path / "rooms").replace(b"lock", b"") == kept
        with pytest.raises(RoomNotFound):
            rooms.surveys.answer(answer_link(link), an_answer(2))


def test_answers_beyond_what_a_room_holds_are_refused_and_the_room_opens(tmp_path: Path, clock: Clock) -> None:
    small = Rooms(tmp_path / "rooms", RoomLimits(room_bytes=12_000), clock)
    link = small.begin(asking(), END)

    with pytest.raises(RoomRefused) as refused:
        for number in range(100):
            small.surveys.answer(answer_link(link), an_answer(number, "x" * 500))

    assert refused.value.code == "room-survey-full"
    held = len(small.open(link).room.survey_answers)
    assert held > 2
    small.change(link, lambda room: replace(room, survey=replace(room.survey, title="Ny")))
    assert len(small.open(link).room.survey_answers) == held
