"""What a room may hold, and the file that it is exported to."""

from __future__ import annotations

import datetime
import json

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Language, name_in
from indexer.rooms import (
    SECTIONS,
    FieldKind,
    FieldType,
    Room,
    RoomRefused,
    exported,
    imported,
    json_schema,
    private_names,
)  # fmt: skip
from indexer.rooms.record.personal_data import has_cpr_number
from tests.rooms.conftest import TODAY, a_full_room

LINE, TEXT = FieldKind(FieldType.LINE, 20), FieldKind(FieldType.TEXT, 100)


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "010190 1234",
        "0101901234",
        "01 01 90 1234",
        "01.01.90-1234",
        "Født 311299 – 4321, bor her",
        "010190\u22121234",
        "010190—1234",
        "010190--1234",
        "010190 / 1234",
        "010190_1234",
        "010190-12 34",
        "010190\u00ad-1234",
        "010190\u2011\n1234",
        "01-01-90-1234",
        "01/01/90-1234",
        "01-01-1990-1234",
        "01 01 1990 1234",
    ],
)
def test_what_looks_like_a_cpr_number_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(RoomRefused) as refused:
        TEXT.read(text)
    assert refused.value.code == "room-cpr"


@pytest.mark.parametrize(
    "text",
    [
        "12345678",
        "+45 12 34 56 78",
        "320190-1234",
        "011390-1234",
        "2026-11-30",
        "EAN 5798000012345",
        "01.01.2026",
        "1.200.000",
        "Perioden 24.12.26–2030",
        "Aftalen gælder 01.08.26 - 2028",
        "12.11.26 1400",
        "01.12.26 2027",
    ],
)
def test_other_numbers_may_stand(text: str) -> None:
    assert not has_cpr_number(text)
    assert TEXT.read(text) == text


def test_names_are_told_by_how_they_are_written_and_roles_are_none() -> None:
    assert private_names("Spørg Mette Holm Jensen eller mette@example.org") == (
        "Mette Holm Jensen",
        "mette@example.org",
    )
    assert private_names("Anna Holm", is_role=True) == ("Anna Holm",)
    assert private_names("Anna Holm ved det") == private_names("ungebibliotekar", is_role=True) == ()


def test_a_text_keeps_its_lines_and_a_line_is_one() -> None:
    assert TEXT.read("  en\r\nto\x00 \n") == "en\nto"
    assert LINE.read(" en\n to ") == "en to"


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (LINE, "x" * 21, "room-too-long"),
        (LINE, 5, "room-not-a-text"),
        (FieldKind(FieldType.DAY), "i morgen", "room-not-a-day"),
        (FieldKind(FieldType.NUMBER, 10), "11", "room-not-a-number"),
        (FieldKind(FieldType.NUMBER, 10), "ti", "room-not-a-number"),
        (FieldKind(FieldType.NUMBER, 10), True, "room-not-a-number"),
        (FieldKind(FieldType.CHOICE, choices=("a",)), "b", "room-not-a-choice"),
        (FieldKind(FieldType.CONCEPTS, 1), ["a", "b"], "room-too-many"),
        (FieldKind(FieldType.CONCEPT), "a b", "room-not-an-id"),
        (FieldKind(FieldType.ADDRESS), "javascript:alert(1)", "room-not-an-address"),
        (FieldKind(FieldType.TICK), "1", "room-not-a-choice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_field_cannot_hold_is_refused_by_name(kind: FieldKind, raw: object, code: str) -> None:
    with pytest.raises(RoomRefused) as refused:
        kind.read(raw)

    assert refused.value.code == code


def test_a_number_may_be_written_as_people_write_it() -> None:
    assert FieldKind(FieldType.NUMBER, 10**9).read("12.500") == 12500
    assert FieldKind(FieldType.NUMBER, 10).read("") is None


def test_a_room_comes_back_from_its_file_and_gives_the_same_file() -> None:
    file = exported(a_full_room(), TODAY)

    room, ends = imported(file)

    assert (room, ends) == (a_full_room(), TODAY)
    assert exported(room, ends or TODAY) == file


@given(text=st.text(max_size=300))
def test_whatever_is_kept_is_read_again_as_it_is(text: str) -> None:
    kind = FieldKind(FieldType.TEXT, 300)
    try:
        kept = kind.read(text)
    except RoomRefused:
        return

    assert kind.read(kept) == kept


def test_the_file_is_as_its_published_schema_says() -> None:
    schema = json_schema("https://example.org/room.schema.json")
    judge = jsonschema_rs.Draft202012Validator(schema)  # refuses a schema that is none

    content = json.loads(exported(a_full_room(), TODAY))

    assert list(judge.iter_errors(content)) == []
    content["room"]["actors"][0]["salary"] = 1
    assert ["salary" in error.message for error in judge.iter_errors(content)] == [True]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda content: content.update(format="andet"), "room-file-unreadable"),
        (lambda content: content.update(version=2), "room-file-newer"),
        (lambda content: content.update(owner="x"), "room-file-unknown"),
        (lambda content: content["room"].update(salaries=[]), "room-file-unknown"),
        (lambda content: content["room"]["about"].update(salary=1), "room-file-unknown"),
        (lambda content: content["room"]["about"].update(name="010190-1234"), "room-file-fault"),
        (lambda content: content["room"].update(actors={}), "room-file-rows"),
        (lambda content: content["room"].update(actors=[{}] * 101), "room-file-rows"),
        (lambda content: content["room"].update(actors=[{"id": "a"}, {"id": "a"}]), "room-file-ids"),
        (lambda content: content.update(room=[]), "room-file-unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_none_of_a_room_is_refused_with_its_reason(change, code: str) -> None:
    content = json.loads(exported(a_full_room(), TODAY))
    change(content)

    with pytest.raises(RoomRefused) as refused:
        imported(json.dumps(content).encode())

    assert refused.value.code == code


@pytest.mark.parametrize("file", [b"", b"\xff", b"[" * 100_000, b"null", b'"x"'])
def test_what_is_no_json_object_is_refused(file: bytes) -> None:
    with pytest.raises(RoomRefused):
        imported(file)


def test_an_end_that_is_no_day_is_left_to_whoever_imports() -> None:
    content = json.loads(exported(Room(), datetime.date(2027, 1, 1)))
    content["ends"] = "snart"

    assert imported(json.dumps(content).encode()) == (Room(), None)


@pytest.mark.parametrize("language", Language)
def test_every_field_that_people_fill_in_has_a_name(language: Language) -> None:
    unnamed = {"conflicts", "notices", "survey_answers"}
    fields = [
        (section.id, name)
        for section in SECTIONS.values()
        for name in section.fields
        if name not in ("id", "organisation", "asked")
    ]

    assert [
        pair for pair in fields if pair[0] not in unnamed and not name_in("room-{}-{}".format(*pair), language)
    ] == []


def test_every_section_of_rows_has_an_id_first_and_a_limit() -> None:
    lists = [section for section in SECTIONS.values() if section.is_list]

    assert len(lists) > 10
    assert all(next(iter(section.fields)) == "id" and section.most <= 1000 for section in lists)
