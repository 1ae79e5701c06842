"""The agreement as a page and as a Word file: only what was filled in, any number of parties, reasons apart."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import DocumentId
from indexer.rooms import About, Answer, Blank, Clause, ClauseChoice, Grid, Room, RoomActor, RoomLink, Sentence
from tests.functional.reading import read_page, words_of
from tests.rooms.forms import form_with, send
from web.exports.papers.paper_word import paper_docx
from web.rooms.agreement.agreement_file import agreement_paper
from web.rooms.agreement.agreement_presenter import missing, paper, parties, questions
from web.rooms.agreement.agreement_template import Template, outdated, settled

CLAUSES = (
    Clause(1, "Parter", (Grid("1-1", ("Part", "Navn"), ("A", "B")),), "Viser, hvem der er bundet"),
    Clause(
        2, "Formål", (Blank("2-1", "formålet er"), Sentence("Målene er:"), Blank("2-2", "Mål 1"), Blank("2-3", "Mål 2"))
    ),
    Clause(3, "Aktiviteter", (Grid("3-1", ("Vi gør", "For hvem"), ()), Sentence("Det er alt."))),
    Clause(4, "Bidrag", (Grid("4-1", ("Bidrag", "Part A", "Part B"), ("Tid", "Penge")),)),
    Clause(5, "Ændringer", (Sentence("Skriftligt."),)),
)
ROOM = Room(
    about=About(library="Ærø Folkebibliotek", legal="Ærø Kommune, CVR 12345678", lead="leder"),
    actors=(
        RoomActor("a", name="Cyklistforeningen", is_party=True),
        RoomActor("b", name="Skolen", is_party=True),
        RoomActor("c", name="Naboen"),
    ),
)


@pytest.fixture
def danish(small_site: Flask):
    with small_site.test_request_context("/da/"):
        yield


def answered(**answers: str) -> Room:
    return replace(
        ROOM, answers=tuple(Answer(name.replace("_", "-").removeprefix("q"), text) for name, text in answers.items())
    )


def of_clauses(clauses: tuple[Clause, ...] = CLAUSES) -> Template:
    return Template(DocumentId("x"), clauses, "", "", {str(clause.number): "now" for clause in clauses})


def test_every_party_of_the_map_is_one_of_the_agreement(danish: None) -> None:
    assert [party.name for party in parties(ROOM)] == ["Ærø Folkebibliotek", "Cyklistforeningen", "Skolen"]
    assert [row[0] for row in paper(ROOM, of_clauses())[0].table[1:]] == [
        "Ærø Folkebibliotek",
        "Cyklistforeningen",
        "Skolen",
    ]


def test_only_what_was_filled_in_stands_and_what_leads_up_to_it(danish: None) -> None:
    empty, filled = paper(ROOM, of_clauses())[1], paper(answered(q2_3="flere gæster"), of_clauses())[1]

    assert empty.paragraphs == ()
    assert filled.paragraphs == ("Målene er:", "Mål 2: flere gæster")
    assert [clause.table for clause in paper(ROOM, of_clauses())[2:4]] == [(), ()]


def test_a_sentence_that_points_at_a_blank_needs_its_answer(danish: None) -> None:
    volunteers = (
        Clause(7, "Frivillige", (Blank("7-1", "De hører under"), Sentence("Denne part sørger for forsikring."))),
    )

    assert paper(ROOM, of_clauses(volunteers))[0].is_empty
    assert paper(answered(q7_1="foreningen"), of_clauses(volunteers))[0].paragraphs == (
        "De hører under: foreningen", "Denne part sørger for forsikring.",
    )  # fmt: skip


def test_each_contribution_is_asked_of_each_party_and_shown_where_somebody_gives(danish: None) -> None:
    asked = questions(CLAUSES[3], ROOM)
    table = paper(answered(q4_1_0_us="to timer", q4_1_0_b="en time"), of_clauses())[3].table

    assert [each.id for each in asked] == ["4-1-0-us", "4-1-0-a", "4-1-0-b", "4-1-1-us", "4-1-1-a", "4-1-1-b"]
    assert table == (
        ("Bidrag", "Ærø Folkebibliotek", "Cyklistforeningen", "Skolen"),
        ("Tid", "to timer", "–", "en time"),
    )


def test_what_is_missing_is_named(danish: None) -> None:
    alone = replace(
        answered(q2_1="x"), actors=(), clauses=(ClauseChoice("3", True), ClauseChoice("4", True, "ingen penge"))
    )

    assert [message.id for message in missing(alone, of_clauses())] == [
        "room-agreement-one-party",
        "room-agreement-no-reason",
    ]


def test_the_word_file_has_no_blank_and_keeps_reasons_in_a_note(danish: None) -> None:
    room = replace(answered(q2_1="at mødes"), clauses=(ClauseChoice("3", True, "Vi gør kun én ting"),))
    template = replace(of_clauses(), disclaimer="Ikke juridisk rådgivning.", changed="2026-11-29T16:10:15Z")

    file = docx.Document(io.BytesIO(paper_docx(agreement_paper(room, template))))

    words = [paragraph.text for paragraph in file.paragraphs]
    assert "Formålet er: at mødes" in words and "Udgår." in words
    assert "§ 4 Bidrag" not in words
    assert "§ 3 Aktiviteter: Vi gør kun én ting" in words
    assert any(text.startswith("Ikke juridisk rådgivning. Skabelonen er fra 29. november 2026") for text in words)
    assert not [text for text in words if "__" in text or "[" in text]
    assert [cell.text for cell in file.tables[-1].rows[0].cells] == [
        "Underskrift af",
        "Ærø Folkebibliotek",
        "Cyklistforeningen",
        "Skolen",
    ]


def test_a_collection_without_the_template_says_so(guest: FlaskClient, begun: tuple[str, str]) -> None:
    page = read_page(guest, f"/da/room/{begun[0]}/agreement")

    assert "Skabelonen findes ikke" in page.text
    assert guest.get(f"/da/room/{begun[0]}/agreement/agreement.docx").status_code == 404


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_agreement_grows_from_the_template_of_the_collection(site: Flask, language: str) -> None:
    rooms, client = site.extensions["samspil"].rooms, site.test_client()
    link = rooms.begin(ROOM, datetime.date.today() + datetime.timedelta(days=9))
    address = f"/{language}/room/{link.token}/agreement"
    form = form_with(read_page(client, address), "answers/2-2/text")

    answer = send(client, form, **{"answers__2-2__text": "at flere mødes", "clauses__9__is_left_out": "1"})
    page = read_page(client, answer.headers["Location"])

    assert len(page.select(".clause")) == 16
    assert "at flere mødes" in words_of(page, ".paper") and "____" not in words_of(page, ".paper")
    room = rooms.open(RoomLink.parsed(link.token)).room
    assert [row.id for row in room.clauses] == ["9"] and room.clauses[0].is_left_out
    file = docx.Document(io.BytesIO(client.get(f"{address}/agreement.docx").data))
    assert not [p.text for p in file.paragraphs if "__" in p.text]


def test_answers_to_what_was_asked_otherwise_are_out_until_somebody_has_looked(danish: None) -> None:
    then = replace(of_clauses(), digests={"2": "then"})
    answer = answered(q2_1="flere gæster")
    room = settled(ROOM, replace(answer, clauses=(ClauseChoice("3", is_left_out=True),)), then, ())

    assert paper(room, then)[1].paragraphs and not paper(room, of_clauses())[1].paragraphs
    assert outdated(room, of_clauses()) == {"2"} and not outdated(room, then)
    assert [one.id for one in missing(room, of_clauses())][:1] == ["room-agreement-changed"]
    assert settled(room, room, of_clauses(), ()) == settled(room, room, of_clauses(), ["9"])
    assert paper(settled(room, room, of_clauses(), ["2"]), of_clauses())[1].paragraphs
    corrected = replace(room, answers=(replace(room.answers[0], text="færre gæster"),))
    assert paper(settled(room, corrected, of_clauses(), ()), of_clauses())[1].paragraphs
