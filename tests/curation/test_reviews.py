"""Working together: whose a draft is, who reads it through, what they say, and what is news to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import (
    Account,
    BulkEdit,
    Curation,
    DocumentId,
    InvalidEntry,
    Language,
    Metadata,
    NotAllowed,
    Role,
    Status,
    open_curation,
    open_knowledge_base,
)
from indexer.config import Config
from tests.builders import write_case
from tests.curation.conftest import sign_in
from tests.curation.test_curator_pages import FIELDS
from tests.saying import raises_saying

CHIEF, ANNA, BO = (
    Account("chief", Role.CURATOR), Account("anna", Role.CONTRIBUTOR), Account("bo", Role.CONTRIBUTOR)
)  # fmt: skip
PASSWORD = "tre gode ord her"


@pytest.fixture
def together(place: Config) -> Curation:
    """An empty collection with a curator and two contributors."""
    curation = open_curation(place, open_knowledge_base(place))
    for account in (CHIEF, ANNA, BO):
        curation.accounts.add(account.name, account.role, PASSWORD)
    return curation


def a_draft(curation: Curation, account: Account, title: str = "En kladde") -> DocumentId:
    return curation.editor.add(account, Metadata(title, Language.DANISH, "case", status=Status.DRAFT), body="Tekst.")


def set_status(curation: Curation, account: Account, one: DocumentId, status: Status, comment: str = "") -> None:
    curation.editor.set_status(account, one, status, version=curation.editor.read(one).version, comment=comment)


def news(curation: Curation, account: Account) -> list[tuple[str, str]]:
    return [(notice.note.account, notice.note.kind) for notice in curation.reviews.notices(account)]


def test_contributors_change_their_own_drafts_and_nobody_elses(together: Curation) -> None:
    mine, by_hand = a_draft(together, ANNA), DocumentId("haand")
    write_case(together.corpus_folder, by_hand, status='"draft"')
    read = together.editor.read(mine)

    for one in (mine, by_hand):
        with raises_saying(NotAllowed, "somebody else's"):
            set_status(together, BO, one, Status.REVIEW)
    with pytest.raises(NotAllowed):
        together.editor.correct(BO, mine, read.version, read.metadata, body="Bos tekst.")
    preview = together.bulk_editor.preview(BO, [mine], BulkEdit(Status.REVIEW))
    assert not preview.changing and preview.refused[0][1].id == "not-your-document"
    assert together.editor.read(mine).version == read.version
    set_status(together, ANNA, mine, Status.REVIEW)
    set_status(together, CHIEF, mine, Status.DRAFT)
    together.reviews.assign(CHIEF, mine, owner="bo")
    set_status(together, BO, mine, Status.REVIEW)
    with pytest.raises(NotAllowed):
        set_status(together, ANNA, mine, Status.DRAFT)


def test_a_review_is_assigned_answered_sent_back_and_approved_and_each_hears_of_the_others(together: Curation) -> None:
    draft = a_draft(together, ANNA)
    assert news(together, ANNA) == news(together, CHIEF) == []

    set_status(together, ANNA, draft, Status.REVIEW, "Se især på året")
    together.reviews.assign(CHIEF, draft, reviewer="chief")
    assert news(together, CHIEF) == [("anna", "sent-to-review")]
    together.reviews.see(CHIEF, draft)
    assert news(together, CHIEF) == []
    together.reviews.answer(CHIEF, draft, "Hvem var med?")
    set_status(together, CHIEF, draft, Status.DRAFT, "Skriv hvem")
    together.reviews.answer(ANNA, draft, "Aars\nBibliotek")

    assert news(together, ANNA) == [("chief", "sent-back"), ("chief", "answered"), ("chief", "reviewer-changed")]
    assert news(together, CHIEF) == [("anna", "answered")]
    assert news(together, BO) == []
    assert [(note.kind, note.text) for note in together.reviews.thread(draft)] == [
        ("sent-to-review", "Se især på året"), ("reviewer-changed", "chief"), ("answered", "Hvem var med?"),
        ("sent-back", "Skriv hvem"), ("answered", "Aars\nBibliotek"),
    ]  # fmt: skip
    set_status(together, CHIEF, draft, Status.PUBLISHED)
    assert news(together, ANNA)[0] == ("chief", "published")
    looked = next((together.state_folder / "reviews").glob("*.json")).read_bytes()
    together.reviews.see(BO, draft)  # whom it does not concern
    assert next((together.state_folder / "reviews").glob("*.json")).read_bytes() == looked


def test_who_may_say_what(together: Curation) -> None:
    draft = a_draft(together, ANNA)

    with raises_saying(NotAllowed, "somebody else's"):
        together.reviews.answer(BO, draft, "Hej")
    with raises_saying(NotAllowed, "curators"):
        together.reviews.assign(ANNA, draft, reviewer="chief")
    for name in ("bo", "nobody"):
        with raises_saying(InvalidEntry, f"'{name}'"):
            together.reviews.assign(CHIEF, draft, reviewer=name)
    with raises_saying(InvalidEntry, "Write something"):
        together.reviews.answer(ANNA, draft, " \n")
    with raises_saying(InvalidEntry, "room for 4000"):
        together.reviews.answer(ANNA, draft, "x" * 4001)

    assert together.reviews.thread(draft) == ()


def test_what_a_thread_says_goes_with_its_document_for_good(together: Curation) -> None:
    draft = a_draft(together, ANNA)
    together.reviews.answer(ANNA, draft, "Et hemmeligtord")
    set_status(together, CHIEF, draft, Status.TRASHED)

    administrator = Account("root", Role.ADMINISTRATOR)
    together.deletion.delete(administrator, draft, version=together.editor.read(draft).version, why="Fejl")

    assert not [path for path in _files(together.state_folder) if b"hemmeligtord" in path.read_bytes()]


def test_a_review_that_a_hand_made_unreadable_is_begun_anew(together: Curation) -> None:
    draft = a_draft(together, ANNA)
    together.reviews.answer(ANNA, draft, "Før")
    next((together.state_folder / "reviews").glob("*.json")).write_text('{"notes": [')

    assert together.reviews.thread(draft) == () and together.reviews.of(draft).owner == "anna"
    together.reviews.answer(ANNA, draft, "Efter")
    assert [note.text for note in together.reviews.thread(draft)] == ["Efter"]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_desk_and_the_document_show_it_without_script(own_site: FlaskClient) -> None:
    contributor, curator = sign_in(own_site, "contributor"), sign_in(own_site, "curator")
    place = contributor.post("/da/curator/write-up", **FIELDS, body="Tekst", status="review").location

    assert curator.post(f"{place}/review/assign", which="reviewer", name="curator").status_code == 302
    assert "Du læser dem igennem" in curator.get("/da/curator").text
    assert curator.post(f"{place}/review/answer", answer="Hvornår var det?").status_code == 302
    desk = contributor.get("/da/curator").text
    assert "Nyt til dig" in desk and "Hvornår var det?" in desk
    assert "Hvornår var det?" in contributor.get(place).text
    assert "Nyt til dig" not in contributor.get("/da/curator").text
    long = contributor.post(f"{place}/review/answer", answer="a" * 4001)
    assert long.status_code == 400 and "a" * 4001 in long.text
    assert contributor.post(f"{place}/review/assign", which="owner", name="contributor").status_code == 403
    theirs = curator.post(
        "/da/curator/write-up", **{**FIELDS, "title": "Redaktørens"}, body="x", status="draft"
    ).location
    assert contributor.get(f"{theirs}/edit").status_code == 403
    assert "Ret dokumentet" not in contributor.get(theirs).text and "review/answer" not in contributor.get(theirs).text
