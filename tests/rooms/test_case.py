"""From room to case: proposed from the record, edited, and taken along without anything else of the room."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Language, Status, split_front_matter
from indexer.corpus_store.metadata_reader import read_metadata
from indexer.rooms import (
    About,
    CaseDraft,
    Closing,
    Goal,
    Need,
    Plan,
    Room,
    RoomActor,
    RoomLink,
    Rooms,
    Task,
    proposed_case,
    with_proposals,
)
from tests.functional.reading import read_page
from tests.rooms.forms import form_with, send

ROOM = Room(
    about=About("Cykler i gården", "Ærø Folkebibliotek", "Ærø", lead="hemmelig leder"),
    plan=Plan(text="En reparationsaften. For alle.", goals=("new-users",), assumptions="Kun os ved det"),
    actors=(
        RoomActor("a", name="Cyklistforeningen", sector="civil-society", partner_type="volunteers", is_party=True),
        RoomActor("b", name="Naboen", is_party=False),
    ),
    goals=(Goal("g", text="Flere mødes"),),
    needs=(Need("n", "us", 1, True, wish="Liv i gården"),),
    tasks=(Task("t", "Finde værktøj"),),
    closing=Closing(way="embedded", day="2027-05-01", happened="Det blev fast", otherwise="Begynde før"),
)


@pytest.fixture
def rooms(small_site: Flask) -> Rooms:
    return small_site.extensions["samspil"].rooms


def test_a_draft_is_proposed_from_the_record_without_sheets_that_are_not_seen_yet() -> None:
    draft = proposed_case(ROOM)

    assert (draft.title, draft.summary) == ("Cykler i gården", "En reparationsaften")
    assert draft.who == "* Ærø Folkebibliotek\n* Cyklistforeningen"
    assert draft.why == "* Flere mødes" and draft.how == "* Finde værktøj"
    assert (draft.outcome, draft.lessons) == ("Det blev fast", "Begynde før")


def test_a_proposal_is_cut_to_the_room_that_its_field_has() -> None:
    long = replace(ROOM, plan=Plan(text="ord " * 700))

    draft = proposed_case(long)

    assert len(draft.summary) <= 300 and draft.summary.endswith("ord") and len(draft.what) <= 3000


def test_what_was_written_stays_when_the_rest_is_filled(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms
) -> None:
    link = RoomLink.parsed(begun[0])
    rooms.change(link, lambda _: replace(ROOM, case_draft=CaseDraft(title="Vores egen titel")))

    answer = guest.post(f"/da/room/{begun[0]}/case/fill")

    draft = rooms.open(link).room.case_draft
    assert answer.status_code == 303
    assert (draft.title, draft.lessons) == ("Vores egen titel", "Begynde før")
    assert guest.post(f"/da/room/{begun[1]}/case/fill").status_code == 403


def test_the_file_is_sound_for_curators_and_holds_nothing_else_of_the_room(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, small_site: Flask
) -> None:
    rooms.change(RoomLink.parsed(begun[0]), lambda _: with_proposals(ROOM))

    text = guest.get(f"/da/room/{begun[1]}/case.md").text
    file = docx.Document(io.BytesIO(guest.get(f"/da/room/{begun[1]}/case.docx").data))

    toml, body = split_front_matter(text)
    metadata, faults = read_metadata("case.md", toml, 2, small_site.extensions["samspil"].knowledge_base.vocabulary)
    assert metadata and not faults
    assert (metadata.status, metadata.outcome, metadata.year_end) == (Status.DRAFT, "absorbed", 2027)
    assert metadata.partners == ("Cyklistforeningen",) and metadata.goals == ("new-users",)
    assert metadata.language is Language.DANISH and "## Hvad lærte I" in body
    told = text + "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert not any(secret in told for secret in ("hemmelig", "Kun os ved det", "Naboen", "Liv i gården", begun[0]))
    assert "Begynde før" in told


def test_the_page_says_where_the_draft_goes_once_it_has_a_title(guest: FlaskClient, begun: tuple[str, str]) -> None:
    address = f"/da/room/{begun[0]}/case"
    page = read_page(guest, address)

    send(guest, form_with(page, "case_draft//title"), case_draft____title="Cykler")

    assert "Giv den til redaktionen" not in page.text
    assert "Giv den til redaktionen" in read_page(guest, address).text


def test_a_draft_is_handed_in_with_its_own_words_alone(
    guest: FlaskClient, begun: tuple[str, str], rooms: Rooms, small_site: Flask
) -> None:
    suggestions = small_site.extensions["samspil"].curation.suggestions
    before = len(suggestions.open())
    address = f"/da/room/{begun[0]}/case/hand-in"
    assert guest.post(address).status_code == 404  # there is no draft yet
    rooms.change(RoomLink.parsed(begun[0]), lambda _: with_proposals(ROOM))

    answer = guest.post(address)

    assert answer.status_code == 303 and answer.headers["Cache-Control"] == "no-store"
    receipt = guest.get(answer.headers["Location"])
    kept = suggestions.open()[-1]
    assert len(suggestions.open()) == before + 1 and (kept.kind, kept.document) == ("case", "")
    assert kept.fields["title"] == "Cykler i gården" and kept.fields["learnt"] == "Begynde før"
    assert "En reparationsaften" in kept.fields["done"] and "Cykler i gården" in receipt.text
    told = " ".join(kept.fields.values())
    assert not any(secret in told for secret in ("hemmelig", "Kun os ved det", "Naboen", "Liv i gården", begun[0]))
    assert guest.post(f"/da/room/{begun[1]}/case/hand-in").status_code == 403
    assert "/case/hand-in" not in guest.get(f"/da/room/{begun[1]}/case").text
    suggestions.delete(kept.id)
