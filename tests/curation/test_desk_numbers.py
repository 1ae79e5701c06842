"""Numbers for the editors and the tasks that are made of them; lists and documents that belong to somebody."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import (
    Account,
    Curation,
    DocumentId,
    DocumentNotFound,
    EditConflict,
    InvalidEntry,
    KnowledgeBase,
    Role,
    Source,
    TaskKind,
    Use,
)
from indexer.config import Config
from indexer.curation.dashboard.use_counts import UseCounts
from tests.curation.conftest import Curator, sign_in
from web import create_app

ANNA, BO = Account("anna", Role.CURATOR), Account("bo", Role.CURATOR)
NUMBERS = "/da/curator/numbers"


@pytest.fixture
def counting(small: Config, base: KnowledgeBase) -> Iterator[FlaskClient]:
    """A site that counts its use, with an account of each role."""
    text = small.path.read_text("utf-8").replace("count_use = false", "count_use = true")
    small.path.write_text(text, "utf-8")
    app = create_app(small.path, base)
    for role in Role:
        app.extensions["samspil"].curation.accounts.add(role.value, role, "tre gode ord her")
    yield app.test_client()
    app.extensions["samspil"].curation.close()


def curation_of(site: FlaskClient) -> Curation:
    found: Curation = site.application.extensions["samspil"].curation
    return found


def test_counts_of_all_processes_add_up_and_words_of_few_are_kept_nowhere(tmp_path: Path) -> None:
    one, other = (UseCounts(tmp_path, is_on=True) for _ in range(2))
    for counts, times in ((one, 2), (other, 1)):
        for _ in range(times):
            counts.note_search("Bogbus  og FRIVILLIGE", 7)
            counts.note_document(Use.OPENED, DocumentId("bogstart"))
    for _ in range(2):
        one.note_search("min nabo hedder lone", 0)
    one.note_search("lone@example.dk", 0)
    one.note_search("", 279)
    other.write()

    (week,) = one.weeks(5)
    assert week.counts == {Use.SEARCHED: 6, Use.NOT_FOUND: 3, Use.OPENED: 3}
    assert one.subjects(Use.SEARCHED, "") == other.subjects(Use.SEARCHED, "") == (("bogbus og frivillige", 3),)
    assert one.subjects(Use.OPENED, week.week) == (("bogstart", 3),) and one.subjects(Use.OPENED, "9999-W01") == ()
    one.close()
    other.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("use-counts*"))
    assert b"bogbus" in kept and b"nabo" not in kept and b"example" not in kept


def test_readers_are_counted_and_robots_curators_and_parts_of_files_are_not(counting: FlaskClient) -> None:
    page = "/da/documents/bogstart"
    for _ in range(2):
        counting.get(page)
    counting.get(page, headers={"User-Agent": "Googlebot/2.1"})
    counting.get(page, headers={"Sec-Purpose": "prefetch"})
    sign_in(counting, "curator").get(page)
    for query in ("q=qwxzj&spelling=literal", "q=qwxzj&spelling=literal&page=2", "q=", "goal=new-users"):
        counting.get(f"/da/search?{query}")

    (week,) = curation_of(counting).use_counts.weeks(1)
    assert week.counts == {Use.OPENED: 2, Use.SEARCHED: 1, Use.NOT_FOUND: 1}
    shown = BeautifulSoup(sign_in(counting, "curator").get(NUMBERS).text, "lxml")
    cells = [cell.text for cell in shown.select("#numbers-weeks tbody td")]
    assert cells == ["1", "1", "0", "2", "0"]
    told = counting.get("/da/about").text
    assert "tæller pr. uge" in told
    counting.application.extensions["samspil"].curation.use_counts.forget(DocumentId("bogstart"))
    assert curation_of(counting).use_counts.subjects(Use.OPENED, "") == ()


def test_by_default_nothing_is_counted_and_the_page_says_how_to(shared_site: FlaskClient) -> None:
    shared_site.get("/da/documents/bogstart")

    page = sign_in(shared_site, "curator").get(NUMBERS).text

    assert "Brugen af siden tælles ikke" in page and "count_use" in page
    assert "tæller pr. uge" not in shared_site.get("/da/about").text
    assert not list(curation_of(shared_site).state_folder.glob("use-counts*"))
    assert sign_in(shared_site, "contributor").get(NUMBERS).status_code == 403


def test_gaps_dead_links_and_old_documents_become_tasks_and_files(shared_site: FlaskClient) -> None:
    curation = curation_of(shared_site)
    curation.links.check(
        ((one.file.id, one.metadata) for one in curation.documents.all()),
        lambda url: "HTTP 404" if "aars" in url else "",
    )
    curator = sign_in(shared_site, "curator")
    page = BeautifulSoup(curator.get(NUMBERS).text, "lxml")
    form = page.select_one("#numbers-gaps form")
    assert form is not None
    made = {str(one["name"]): str(one["value"]) for one in form.select("input")} | {"csrf_token": curator.token()}

    for _ in range(2):  # pressed twice it is one task
        assert curator.client.post(str(form["action"]), data=made).status_code == 302

    (task,) = curation.tasks.open()
    assert (task.kind, task.maker) == (TaskKind.GAP, "curator") and " × " in task.subject
    assert task.subject in curator.get("/da/curator").text
    for name in ("gaps", "not-found", "dead-links", "stale", "weeks"):
        answer = curator.get(f"{NUMBERS}/{name}.csv")
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
        assert answer.status_code == 200 and len({len(row) for row in rows}) == 1, name
    assert curator.get(f"{NUMBERS}/nothing.csv").status_code == 404
    assert curator.post(f"{NUMBERS}/links").status_code == 404  # the site asks nobody, unless it is told to
    curator.post(f"{NUMBERS}/tasks/{task.id}", action="done")
    assert curation.tasks.open() == ()


def test_a_document_that_nobody_looked_at_for_two_years_is_asked_about_until_somebody_does(
    shared_site: FlaskClient,
) -> None:
    curation = curation_of(shared_site)
    (listed, *_), found = curation.documents.all(), curation.documents.not_looked_at({}, "9999-01-01")
    assert {one.file.id for one, _ in found} >= {listed.file.id}

    sign_in(shared_site, "curator").post(f"{NUMBERS}/still-true", document=listed.file.id)

    days = curation.still_true.days()
    assert listed.file.id in days
    left = {one.file.id for one, _ in curation.documents.not_looked_at(days, days[listed.file.id])}
    assert listed.file.id not in left


def test_of_two_who_take_a_task_one_has_it(curation: Curation) -> None:
    curation.tasks.add(ANNA, TaskKind.OTHER, "Ring til Aars")
    (task,) = curation.tasks.open()

    curation.tasks.take(ANNA, task.id, task.taker)
    with pytest.raises(EditConflict):
        curation.tasks.take(BO, task.id, task.taker)

    assert curation.tasks.open() == (dataclasses.replace(task, taker="anna"),)
    curation.tasks.take(ANNA, task.id, "anna")
    assert curation.tasks.open() == (task,)
    curation.tasks.finish(task.id)
    with pytest.raises(EditConflict):
        curation.tasks.finish(task.id)


def test_only_open_tasks_fill_the_list_and_one_that_is_there_is_never_refused(
    curation: Curation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.curation.dashboard.desk_notes._MAX_TASKS", 2)
    for subject in ("Ring til Aars", "Skriv til Husum", "Skriv til Husum"):
        curation.tasks.add(ANNA, TaskKind.OTHER, subject)

    with pytest.raises(InvalidEntry):
        curation.tasks.add(ANNA, TaskKind.OTHER, "Find en ny case")
    first, second = curation.tasks.open()
    curation.tasks.finish(first.id)
    curation.tasks.add(ANNA, TaskKind.OTHER, "Find en ny case")

    assert [one.subject for one in curation.tasks.open()] == [second.subject, "Find en ny case"]


def test_a_list_has_a_name_for_its_maker_alone(shared_site: FlaskClient) -> None:
    mine, other = sign_in(shared_site, "contributor"), sign_in(shared_site, "curator")

    saved = mine.post("/da/curator/documents/lists", name="Cases uden mål", kind="case", missing="goals", nonsense="x")

    assert saved.location.endswith("/da/curator/documents?missing=goals&kind=case")
    assert "Cases uden mål" in mine.get("/da/curator/documents").text
    assert "Cases uden mål" not in other.get("/da/curator/documents").text
    mine.post("/da/curator/documents/lists/discard", name="Cases uden mål")
    assert "chip" not in str(BeautifulSoup(mine.get("/da/curator/documents").text, "lxml").select(".saved-lists"))


def test_many_documents_are_given_to_one_account_seen_first_and_taken_back(shared_site: FlaskClient) -> None:
    curator, curation = sign_in(shared_site, "curator"), curation_of(shared_site)
    ids = ["bogstart", "husum-it-cafe"]
    curation.reviews.assign(Account("curator", Role.CURATOR), DocumentId("bogstart"), owner="administrator")

    seen = BeautifulSoup(given(curator, ids).text, "lxml")

    assert owners(curation, ids) == ["administrator", ""]
    assert "nu: administrator" in seen.text and "Giv ansvaret for 2 dokumenter" in seen.text
    sent = {str(one["name"]): str(one["value"]) for one in seen.select("main input[type=hidden]") if one.get("name")}
    done = curator.post("/da/curator/documents/assigned", **{**sent, "csrf_token": curator.token()})
    assert owners(curation, ids) == ["contributor", "contributor"]
    assert "Bogstart" in curator.get("/da/curator/documents?owner=contributor").text
    again = curator.post("/da/curator/documents/assigned", **{**sent, "csrf_token": curator.token()})
    assert again.status_code == 409 and owners(curation, ids) == ["contributor", "contributor"]
    assert curator.post(f"{done.location}/undo").status_code == 302
    assert owners(curation, ids) == ["administrator", ""]
    assert "Fortrudt" in curator.get(done.location).text


def test_what_somebody_else_was_given_since_is_not_taken_back(curation: Curation) -> None:
    for account in (ANNA, BO):
        curation.accounts.add(account.name, account.role, "tre gode ord her")
    ids = [DocumentId("bogstart"), DocumentId("husum-it-cafe")]
    number = curation.assignments.save(ANNA, dict.fromkeys(ids, ""), "anna")
    curation.reviews.assign(BO, ids[1], owner="bo")

    with pytest.raises(EditConflict):
        curation.assignments.undo(ANNA, number)

    assert owners(curation, ids) == ["anna", "bo"]


def test_where_a_former_owner_has_no_account_any_more_nothing_is_given_back(curation: Curation) -> None:
    for account in (ANNA, BO):
        curation.accounts.add(account.name, account.role, "tre gode ord her")
    ids = [DocumentId("bogstart"), DocumentId("husum-it-cafe")]
    curation.reviews.assign(ANNA, ids[1], owner="bo")
    number = curation.assignments.save(ANNA, {ids[0]: "", ids[1]: "bo"}, "anna")
    with curation.accounts.database.writing() as connection:
        connection.execute("DELETE FROM account WHERE name = 'bo'")

    with pytest.raises(EditConflict) as refused:
        curation.assignments.undo(ANNA, number)

    assert refused.value.code == "former-owner-gone" and owners(curation, ids) == ["anna", "anna"]


def test_no_document_that_is_none_is_given_to_anybody(shared_site: FlaskClient) -> None:
    curator, curation = sign_in(shared_site, "curator"), curation_of(shared_site)
    owners_before = curation.reviews.owners()
    before = json.dumps({"bogstart": owners_before.get(DocumentId("bogstart"), ""), "findes-ikke": "", "../x": ""})

    answer = curator.post("/da/curator/documents/assigned", owner="contributor", before=before)

    assert answer.status_code == 409 and "findes-ikke" in answer.text
    assert curation.reviews.owners() == owners_before


def test_numbers_and_names_that_nothing_can_have_are_refused_and_no_fault_of_the_site(shared_site: FlaskClient) -> None:
    curator, huge = sign_in(shared_site, "curator"), 2**63

    assert curator.get(f"/da/curator/documents/assigned/{huge}").status_code == 404
    assert curator.post(f"/da/curator/documents/assigned/{huge}/undo").status_code == 404
    assert curator.post(f"/da/curator/numbers/tasks/{huge}").status_code == 404
    before = json.dumps({"\ud800": ""})
    assert curator.post("/da/curator/documents/assigned", owner="contributor", before=before).status_code == 409


def test_what_was_given_long_ago_is_forgotten_with_the_next(
    curation: Curation, monkeypatch: pytest.MonkeyPatch
) -> None:
    curation.accounts.add("anna", Role.CURATOR, "tre gode ord her")
    with monkeypatch.context() as patched:
        patched.setattr("indexer.curation.dashboard.assignments.now", lambda: "2024-01-01T00:00:00.000+00:00")
        old = curation.assignments.save(ANNA, {DocumentId("bogstart"): ""}, "anna")
    new = curation.assignments.save(ANNA, {DocumentId("husum-it-cafe"): ""}, "anna")

    with pytest.raises(DocumentNotFound):
        curation.assignments.find(old)
    assert list(curation.assignments.find(new).before) == ["husum-it-cafe"]


def given(curator: Curator, ids: list[str]) -> TestResponse:
    return curator.client.post(
        "/da/curator/documents/bulk",
        data={"csrf_token": curator.token(), "do": "assign", "owner-to-be": "contributor", "id": ids},
    )


def owners(curation: Curation, ids: list[str] | list[DocumentId]) -> list[str]:
    found = curation.reviews.owners()
    return [found.get(DocumentId(one), "") for one in ids]


def test_a_dead_link_stands_once_with_its_fault_in_words(shared_site: FlaskClient) -> None:
    curation = curation_of(shared_site)
    one, other, *_ = curation.documents.all()
    source = Source(title="En", url="https://nowhere.example/a")
    stated = [(each.file.id, dataclasses.replace(each.metadata, sources=(source,))) for each in (one, other)]
    curation.links.check(stated, lambda url: "[Errno -2] Name or service not known" if "nowhere" in url else "")
    curator = sign_in(shared_site, "curator")

    table, desk = curator.get(f"{NUMBERS}/dead-links.csv").text, curator.get("/da/curator").text

    assert table.count(source.url) == 1
    assert all("Adressen findes ikke" in text and "Errno" not in text for text in (table, desk))
