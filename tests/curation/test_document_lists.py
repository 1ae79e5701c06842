"""The list of documents of any status: what it is narrowed by, and one thing done to many of them."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer import (
    Account,
    BulkEdit,
    Curation,
    DocumentId,
    DocumentSelection,
    EditConflict,
    ListOrder,
    Metadata,
    NotAllowed,
    Role,
    Status,
)
from tests.curation.conftest import CASES, corpus_bytes, sign_in
from web.curation.lists.list_presenter import CHOSEN_BY

ALL = [DocumentId(name) for name in CASES]


def metadata_of(curation: Curation, document_id: str) -> Metadata:
    return curation.editor.read(DocumentId(document_id)).metadata


def versions(curation: Curation, ids: list[DocumentId]) -> dict[DocumentId, str]:
    return {one: curation.editor.read(one).version for one in ids}


def rows(page: str) -> list[str]:
    return [str(box["value"]) for box in BeautifulSoup(page, "lxml").select("input[name=id]")]


def test_every_count_of_the_list_is_what_its_choice_leaves(curation: Curation, chief: Account) -> None:
    curation.bulk_editor.save(chief, versions(curation, ALL[:1]), BulkEdit(Status.DRAFT))
    pattern = DocumentSelection((("status", "published"),))
    counts = curation.select_documents("", pattern, CHOSEN_BY).counts

    assert counts["status"] == {"published": len(ALL) - 1, "draft": 1}
    assert counts["editor"]["not-stated"] == len(ALL) - 1
    for name, found in counts.items():
        for value, count in found.items():
            chosen = DocumentSelection((*pattern.without(name).choices, (name, value)))
            assert len(curation.select_documents("", chosen, ()).documents) == count, (name, value)


def test_a_list_is_narrowed_by_what_is_missing_who_changed_it_and_when(curation: Curation, chief: Account) -> None:
    goals = metadata_of(curation, ALL[0]).goals
    for goal in goals:
        curation.bulk_editor.save(chief, versions(curation, ALL[:1]), BulkEdit(key="goals", removed=goal))
    changed = metadata_of(curation, ALL[0]).changed

    def found(*choices: tuple[str, str], since: str = "") -> list[str]:
        selection = DocumentSelection(choices, since, ListOrder.TITLE)
        return [one.file.id for one in curation.select_documents("", selection, ()).documents]

    assert goals and found(("missing", "goals")) == [ALL[0]]
    assert found(("goal", "not-stated")) == [ALL[0]]
    assert found(("editor", "chief")) == [ALL[0]]
    assert found(since=changed[:10]) == [ALL[0]]
    titles = [metadata_of(curation, one).title.casefold() for one in found()]
    assert titles == sorted(titles) and len(titles) == len(ALL)


def test_one_thing_done_to_many_is_one_change_and_one_undo(curation: Curation, chief: Account) -> None:
    before = corpus_bytes(curation.corpus_folder)
    goal = metadata_of(curation, ALL[0]).goals[1]
    with_goal = [one for one in ALL if goal in metadata_of(curation, one).goals]
    edit = BulkEdit(key="goals", added=goal)
    seen = curation.bulk_editor.preview(chief, [*ALL, DocumentId("findes-ikke")], edit)

    change = curation.bulk_editor.save(chief, versions(curation, ALL), edit)

    assert 0 < len(with_goal) < len(ALL) and [one.id for one in seen.same] == with_goal
    assert [id_ for id_, _ in seen.refused] == ["findes-ikke"]
    assert change is not None and list(change.documents) == [one.id for one in seen.changing]
    assert all(goal in metadata_of(curation, one).goals for one in ALL)
    assert curation.bulk_editor.save(chief, versions(curation, ALL), edit) is None
    curation.editor.undo(chief, change.number)
    assert corpus_bytes(curation.corpus_folder) == before


def test_where_one_was_saved_meanwhile_none_is_changed(curation: Curation, chief: Account) -> None:
    looked_at = versions(curation, ALL)
    curation.editor.set_status(chief, ALL[-1], Status.DRAFT, version=looked_at[ALL[-1]])
    before = corpus_bytes(curation.corpus_folder)

    with pytest.raises(EditConflict):
        curation.bulk_editor.save(chief, looked_at, BulkEdit(Status.WITHDRAWN))
    with pytest.raises(EditConflict):
        curation.bulk_editor.save(chief, {DocumentId("findes-ikke"): "x"}, BulkEdit(Status.WITHDRAWN))

    assert corpus_bytes(curation.corpus_folder) == before


def test_a_contributor_does_it_to_drafts_alone(curation: Curation, chief: Account) -> None:
    contributor = Account("ny", Role.CONTRIBUTOR)
    curation.bulk_editor.save(chief, versions(curation, ALL[:2]), BulkEdit(Status.DRAFT))
    curation.accounts.add("ny", Role.CONTRIBUTOR, "tre gode ord her")
    for one in ALL[:2]:
        curation.reviews.assign(chief, one, owner="ny")

    seen = curation.bulk_editor.preview(contributor, ALL, BulkEdit(Status.REVIEW))

    assert [one.id for one in seen.changing] == ALL[:2] and [id_ for id_, _ in seen.refused] == ALL[2:]
    with pytest.raises(NotAllowed):
        curation.bulk_editor.save(contributor, versions(curation, ALL), BulkEdit(Status.REVIEW))
    with pytest.raises(NotAllowed):
        curation.bulk_editor.save(contributor, versions(curation, ALL[:2]), BulkEdit(Status.PUBLISHED))


def test_curators_look_at_what_would_happen_and_do_it_to_the_whole_list(
    own_site: FlaskClient, curation: Curation
) -> None:
    curator = sign_in(own_site, "curator")
    titles = {one: metadata_of(curation, one).title for one in ALL}
    assert rows(curator.get("/da/curator/documents?status=draft").text) == []

    page = curator.post("/da/curator/documents/bulk", status="published", all="1", do="withdrawn", value="").text
    assert all(title in BeautifulSoup(page, "lxml").text for title in titles.values())
    sent = BeautifulSoup(page, "lxml").select_one("textarea[name=versions]")
    assert sent is not None
    assert [metadata_of(curation, one).status for one in ALL] == [Status.PUBLISHED] * len(ALL)

    done = curator.post("/da/curator/documents/bulk/save", do="withdrawn", versions=sent.text, comment="Ryddet op")

    assert done.status_code == 302 and "/changes/1" in done.headers["Location"]
    assert {metadata_of(curation, one).status for one in ALL} == {Status.WITHDRAWN}
    assert curation.history.changes()[-1].comment == "Ryddet op"
    again = curator.post("/da/curator/documents/bulk/save", do="published", versions=sent.text)
    assert again.status_code == 409 and "Intet er ændret." in again.text
    assert {metadata_of(curation, one).status for one in ALL} == {Status.WITHDRAWN}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"id": "husum-it-cafe", "do": "add", "value": ""}, "hvilken værdi"),
        ({"id": "husum-it-cafe", "do": "add", "value": "goals:findes-ikke"}, "hvilken værdi"),
        ({"id": "husum-it-cafe", "do": "add", "value": "title:x"}, "hvilken værdi"),
        ({"id": "husum-it-cafe", "do": "slet"}, "Vælg, hvad der skal gøres"),
        ({"do": "draft"}, "Sæt kryds"),
    ],
)
def test_what_is_not_whole_is_said_and_the_list_stays_as_it_was(
    own_site: FlaskClient, sent: dict[str, str], says: str
) -> None:
    curator = sign_in(own_site, "curator")

    answer = curator.post("/da/curator/documents/bulk", kind="case", order="title", **sent)

    assert answer.headers["Location"].endswith("/da/curator/documents?kind=case&order=title")
    assert says in curator.get(answer.headers["Location"]).text
    assert curator.post("/da/curator/documents/bulk/save", **sent).status_code == 400


def test_a_long_list_comes_a_page_at_a_time_with_its_choices(
    own_site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.curation.lists.list_views._PAGE_SIZE", 3)
    curator = sign_in(own_site, "curator")

    first = curator.get("/da/curator/documents?order=title&since=i+g%C3%A5r&page=0").text
    following = BeautifulSoup(first, "lxml").select_one("a[rel=next]")
    assert following is not None and re.search(r"order=title", str(following["href"]))
    second = curator.get(str(following["href"])).text

    assert len(rows(first)) == 3 and sorted(rows(first) + rows(second)) == sorted(CASES)
    assert rows(curator.get("/da/curator/documents?page=99999&order=title").text) == rows(second)


def test_more_documents_than_can_be_done_at_once_are_refused_with_what_to_do(
    own_site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.curation.lists.list_views._MOST_AT_ONCE", 2)
    curator = sign_in(own_site, "curator")

    answer = curator.post("/da/curator/documents/bulk", all="1", do="draft")

    assert "Højst 2 dokumenter ad gangen" in curator.get(answer.headers["Location"]).text
    lines = "a 1\nb 2\nc 3"
    assert curator.post("/da/curator/documents/bulk/save", do="draft", versions=lines).status_code == 400
