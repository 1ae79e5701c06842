"""The letter of intent, the annex on data, three accidents, and the comparison that a lawyer reads."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from dataclasses import replace

import docx
import pypdf
import pytest
from flask import Flask

from indexer import DocumentId
from indexer.extraction.formats.markdown import extract_markdown
from indexer.rooms import (
    About,
    Accident,
    Agreement,
    Answer,
    Blank,
    ClauseChoice,
    Goal,
    Hours,
    Money,
    PartyBlank,
    Plan,
    Room,
    RoomActor,
    RoomLink,
    Ticks,
    annex_in,
    letter_in,
)
from tests.conftest import PROJECT
from tests.functional.reading import read_page, words_of
from tests.rooms.forms import form_with, send
from web.exports.papers.paper_word import paper_docx
from web.rooms.agreement.accident_presenter import tried_accidents, untried
from web.rooms.agreement.agreement_file import annex_paper, comparison_paper, letter_paper
from web.rooms.agreement.agreement_template import Forms, Template
from web.rooms.agreement.comparison import compared
from web.rooms.agreement.paper_kinds import fitting
from web.rooms.agreement.proposals import proposals, with_known
from web.rooms.agreement.side_presenter import asked_clauses, side_missing, side_questions

NAMES = ("vaerktoej-samarbejdsaftale.da", "vaerktoej-samarbejdsaftale.en")
ROOM = Room(
    about=About(library="Ærø Folkebibliotek", legal="Ærø Kommune", lead="leder"),
    actors=(RoomActor("a", name="Klubben", is_party=True), RoomActor("b", name="Skolen", is_party=True)),
)


@pytest.fixture
def danish(small_site: Flask) -> Iterator[None]:
    with small_site.test_request_context("/da/"):
        yield


def sections(name: str) -> list[str]:
    return [page.markup for page in extract_markdown((PROJECT / "corpus" / "tools" / f"{name}.md").read_bytes()).pages]


@pytest.fixture(scope="module")
def template() -> Template:
    forms = Forms.read(sections(NAMES[0]))
    return Template(
        DocumentId("x"), forms.clauses, "Ikke juridisk rådgivning.", "2026-11-29", {}, forms.letter, forms.annex
    )


def answered(**answers: str) -> Room:
    return replace(ROOM, answers=tuple(Answer(name.replace("_", "-"), text) for name, text in answers.items()))


def words_in(made: bytes) -> list[str]:
    """The paragraphs of a Word file, then the cells of its tables."""
    file = docx.Document(io.BytesIO(made))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in file.paragraphs), *cells]


def test_both_languages_ask_for_the_same_in_letter_and_annex() -> None:
    (danish_letter, danish_annex), (english_letter, english_annex) = (
        (letter_in(sections(name)), annex_in(sections(name))) for name in NAMES
    )

    assert danish_letter and english_letter
    for danish, english in zip((danish_letter, *danish_annex), (english_letter, *english_annex), strict=True):
        asked = [[(type(part), part.id) for part in one.parts if hasattr(part, "id")] for one in (danish, english)]
        assert asked[0] == asked[1] and danish.id == english.id
    assert len(danish_annex) == 6
    assert [part.label for part in danish_letter.parts if isinstance(part, PartyBlank)] == ["bidrager med"]
    labels = [part.label for part in english_letter.parts if isinstance(part, Blank)]
    assert labels[0] == "We want to find out whether" and not [label for label in labels if label[-1:] in ("A", "B")]
    (situations, habits) = (part for one in danish_annex for part in one.parts if isinstance(part, Ticks))
    assert (len(situations.options), situations.is_single, habits.is_single) == (4, True, False)


def test_the_letter_asks_every_party_what_it_brings_and_has_no_blank(danish: None, template: Template) -> None:
    (asked,) = side_questions(asked_clauses(template, ROOM, "letter"), ROOM)
    brings = [one.label for one in asked.asked if one.label.endswith("bidrager med")]
    room = answered(i1_3_0="en reparationsaften kan samle folk", i1_3_2_b="værktøj")

    words = words_in(paper_docx(letter_paper(room, template)))

    assert brings == ["Ærø Folkebibliotek bidrager med", "Klubben bidrager med", "Skolen bidrager med"]
    assert (
        "Vi vil undersøge, om: en reparationsaften kan samle folk" in words and "Skolen bidrager med: værktøj" in words
    )
    assert any(word.startswith("Erklæringen udtrykker en fælles hensigt") for word in words)
    assert "Ikke juridisk rådgivning. Skabelonen er fra 29. november 2026." in words
    assert not [word for word in words if "__" in word or "[" in word or word.startswith(("Penge", "Klubben bidrager"))]


@pytest.mark.parametrize(("situation", "count"), [("", 6), ("1", 2), ("3", 6), ("4", 6)])
def test_the_situation_decides_what_the_annex_asks(
    danish: None, template: Template, situation: str, count: int
) -> None:
    room = answered(d1_1=situation) if situation else ROOM
    clauses = asked_clauses(template, room, "annex")

    words = words_in(paper_docx(annex_paper(room, template)))

    assert len(clauses) == count
    assert ("room-side-contract" in [one.id for one in side_missing(clauses, room, template)]) is (situation == "4")
    assert any(word.startswith("Ingen part får adgang") for word in words) is (situation == "1")
    assert not [word for word in words if "I det sidste tilfælde" in word or "[" in word or "__" in word]


def test_the_comparison_says_of_each_part_what_became_of_it(danish: None, template: Template) -> None:
    room = replace(answered(**{"2_2": "flere mødes"}), clauses=(ClauseChoice("9", True, "Intet skabes"),))
    room = replace(room, accidents=(Accident("money", "partly", "Spørg kommunen."),))
    by_number = {clause.number: compared(clause, room, template)[1:] for clause in template.clauses}

    words = words_in(paper_docx(comparison_paper(room, template)))

    assert ("Formålet er: (udfyldes)", "Formålet er: flere mødes", "udfyldt") in by_number[2]
    assert by_number[2][0][1:] == ("–", "ikke udfyldt, står ikke i aftalen")
    assert by_number[9][0][1:] == ("Udgår.", "udeladt: Intet skabes")
    assert by_number[14][0][0] == by_number[14][0][1] and by_number[14][0][2] == "uændret"
    assert by_number[2][2][2] == "falder bort, for intet er udfyldt"
    assert "Pengene falder bort: delvis. Spørg kommunen." in words
    assert "1 paragraf er udeladt." in words and not [word for word in words if "__" in word or "[" in word]


def test_an_accident_shows_what_the_agreement_says_and_who_is_missing(danish: None, template: Template) -> None:
    contact, money, press = tried_accidents(ROOM, template)

    assert [message.arguments["name"] for message in contact.findings if message.id == "room-accident-no-deputy"] == [
        "Ærø Folkebibliotek", "Klubben", "Skolen",
    ]  # fmt: skip
    assert [clause.number for clause in money.clauses] == [4, 6, 15, 16]
    assert "room-accident-silent" in [message.id for message in money.findings]
    assert press.findings[-1].id == "room-accident-no-spokesperson"
    judged = replace(ROOM, accidents=(Accident("contact", "yes"), Accident("money", "no")))
    assert [message.id for message in untried(judged)] == ["room-accident-left", "room-accident-open"]
    assert untried(replace(ROOM, accidents=tuple(Accident(one, "yes") for one in ("contact", "money", "press")))) == ()


@pytest.mark.parametrize("name", NAMES)
def test_what_the_room_knows_is_not_asked_again(danish: None, name: str) -> None:
    forms = Forms.read(sections(name))
    asking = Template(DocumentId("x"), forms.clauses, "", "", {}, forms.letter, forms.annex)
    told = replace(
        ROOM,
        plan=Plan(text="At flere mødes"),
        goals=(Goal("g", "Flere unge", "20 om aftenen"),),
        hours=(Hours("h", "us", "Vært", 40), Hours("i", "a", "", 3)),
        money=(Money("m", "b", "Kaffe", 1200),),
        answers=(Answer("2-3", "Vores eget mål"),),
    )

    agreement = {row.id: row.text for row in with_known(told, asking, "agreement").answers}
    letter = {row.id: row.text for row in with_known(told, asking, "letter").answers if row.id.startswith("i")}

    assert agreement == {
        "2-3": "Vores eget mål", "2-2": "At flere mødes", "4-1-0-us": "40 timer (Vært)", "4-1-0-a": "3 timer",
        "4-1-3-b": "1.200 kr. (Kaffe)",
    }  # fmt: skip
    assert letter == {
        "i1-3-0": "At flere mødes", "i1-3-2-us": "40 timer (Vært)", "i1-3-2-a": "3 timer",
        "i1-3-2-b": "1.200 kr. (Kaffe)", "i1-3-4": "Skolen: 1.200 kr. (Kaffe)",
        "i1-3-5": "Ærø Folkebibliotek: leder",
    }  # fmt: skip
    assert proposals(with_known(told, asking, "agreement"), asking, "agreement") == {}


def test_the_paper_that_fits_follows_from_what_it_is_and_what_is_promised() -> None:
    partners = replace(ROOM, agreement=Agreement("partnership"))

    assert [fitting(room) for room in (ROOM, replace(ROOM, agreement=Agreement("purchase")))] == ["", ""]
    assert fitting(partners) == "letter"
    assert fitting(replace(partners, hours=(Hours("h", "us", "Vært", 40),))) == "agreement"


@pytest.mark.parametrize("language", ["da", "en"])
def test_all_papers_are_filled_in_without_script_and_taken_along(site: Flask, language: str) -> None:
    rooms, client = site.extensions["samspil"].rooms, site.test_client()
    link = rooms.begin(ROOM, datetime.date.today() + datetime.timedelta(days=9))
    address = f"/{language}/room/{link.token}/agreement"

    def fill(page: str, **typed: str) -> None:
        field = next(iter(typed)).replace("__", "/")
        assert send(client, form_with(read_page(client, f"{address}{page}"), field), **typed).status_code == 303

    fill("", agreement____nature="partnership")
    fill("/letter", **{"answers__i1-3-0__text": "flere mødes"})
    fill("/annex", **{"answers__d1-1__text": "2"})
    fill("/annex", **{"answers__d3-1-1__text": "x"})
    fill("/accidents", accidents__money__holds="partly", accidents__money__note="Hvem betaler?")

    room = rooms.open(RoomLink.parsed(link.token)).room
    assert (room.agreement.nature, room.accidents[0].note) == ("partnership", "Hvem betaler?")
    assert {row.id for row in room.answers} == {"i1-3-0", "d1-1", "d3-1-1"} and all(row.asked for row in room.answers)
    assert "flere mødes" in words_of(read_page(client, f"{address}/letter"), ".paper")
    read = f"/{language}/room/{link.read_token}/agreement"
    assert not read_page(client, f"{read}/annex").select("main form")
    for paper in ("letter", "agreement", "annex", "comparison"):
        pdf = pypdf.PdfReader(io.BytesIO(client.get(f"{read}/{paper}.pdf").data))
        words = "".join(page.extract_text() for page in pdf.pages)
        assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and pdf.trailer["/Root"]["/Lang"] == language
        assert "pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
        assert "__" not in words and "[" not in words and "[ ]" not in words_in(client.get(f"{read}/{paper}.docx").data)
