from __future__ import annotations

import re
import signal
import threading

from flask.testing import FlaskClient

from indexer import Curation, DocumentId, KnowledgeBase, Message, Query, load_config, open_knowledge_base
from indexer.config import Config
from indexer.curation.accounts.accounts import Account
from indexer.domain.documents.metadata import Status
from tests.curation.conftest import CASES, Curator, sign_in
from tests.curation.test_editing import a_case
from tests.waiting import wait_until
from web.site.processes.indexing_process import ProcessFollower

CURATORS, READERS = 20, 8


def test_twenty_curators_and_eight_readers_lose_nothing(
    own_site: FlaskClient, curation: Curation, base: KnowledgeBase
) -> None:
    """Five of them save each of four documents; a conflict is answered on top of the newer version."""
    people = [sign_in(own_site, "curator") for _ in range(CURATORS)]
    faults: list[str] = []
    done = threading.Event()

    def save(number: int) -> None:
        person = people[number]
        address = f"/da/curator/documents/{CASES[number % len(CASES)]}/edit"
        for _ in range(200):
            if _save(person, address, f"Mærke{number}") == 302:
                break
        else:
            faults.append(f"{number} could not save {address}")

    def read() -> None:
        reader = own_site.application.test_client()
        while not done.is_set():
            answer = reader.get("/da/search?q=bibliotek")
            if answer.status_code != 200:
                faults.append(answer.text[:200])

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    curators = [threading.Thread(target=save, args=(number,)) for number in range(CURATORS)]
    for thread in (*readers, *curators):
        thread.start()
    for thread in curators:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()

    assert faults == []
    titles = [curation.editor.read(DocumentId(name)).metadata.title for name in CASES]
    marks = [mark for title in titles for mark in re.findall(r"Mærke\d+", title)]
    assert len(marks) == len(set(zip(marks, range(len(marks)), strict=True))) == CURATORS
    assert [c.number for c in curation.history.changes()] == list(range(1, CURATORS + 1))
    assert curation.audit.first_broken_line() is None


def _save(person: Curator, address: str, mark: str) -> int:
    page = person.get(address).text
    values = {
        name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', page).group(1)
        for name in ("version", "title", "csrf_token")
    }  # type: ignore[union-attr]
    title = f"{values['title']} {mark}"
    answer = person.client.post(address, data={**values, "title": title, "language": "da", "kind": "case", "body": "x"})
    assert answer.status_code in (302, 409), answer.text[:300]
    return answer.status_code


def test_the_process_beside_the_site_follows_each_save_and_is_started_again(
    small: Config, curation: Curation, chief: Account
) -> None:
    text = small.path.read_text("utf-8")  # nothing runs but what is asked for, so that a fault stays to be seen
    small.path.write_text(text.replace("reconcile_every_seconds = 10.0", "reconcile_every_seconds = 0.0"), "utf-8")
    follower = ProcessFollower(load_config(small.path))
    follower.start()
    reader = open_knowledge_base(small)

    def is_indexed(document_id: str) -> bool:
        return document_id in {hit.id for hit in reader.search(Query()).hits}

    try:
        curation.editor.add(chief, a_case("Først", status=Status.PUBLISHED), body="x")
        follower.wake()
        wait_until(lambda: is_indexed("foerst"))

        assert follower._process is not None
        follower._process.send_signal(signal.SIGKILL)
        curation.editor.add(chief, a_case("Siden", status=Status.PUBLISHED), body="x")
        follower.wake()
        wait_until(lambda: is_indexed("siden"))
        wait_until(lambda: follower.last_fault is None)

        pointer = small.var_folder / "index" / "current"
        before = pointer.read_text()
        follower.rebuild()
        wait_until(lambda: follower.last_fault or pointer.read_text() != before)
        assert follower.last_fault is None
        assert is_indexed("siden")
    finally:
        follower.stop()
        follower._thread.join()
        follower._let_go()
        reader.close()


def test_a_rebuild_is_not_forgotten_when_the_process_ends_over_it(small: Config) -> None:
    orders: list[str] = []

    class Dying(ProcessFollower):
        def _run(self, order: str) -> dict[str, object]:
            orders.append(order)
            if orders == ["rebuild"]:
                raise OSError("The indexing process ended.")
            return {}

    follower = Dying(small)
    follower.rebuild()
    follower.start()

    wait_until(lambda: len(orders) > 1)
    follower.stop()
    follower._thread.join()

    assert orders[:2] == ["rebuild", "rebuild"]


def test_a_save_does_not_wait_for_the_index_and_the_document_says_how_it_stands(
    own_site: FlaskClient, base: KnowledgeBase
) -> None:
    curator = sign_in(own_site, "curator")
    with base.engine.writer.writing():  # someone indexes and does not finish
        saved = curator.post(
            "/da/curator/write-up", title="Ny", language="da", kind="case", body="Tekst", status="published"
        )
        assert saved.status_code == 302
        assert 'data-state="waiting"' in curator.get(saved.location).text

    follower = own_site.application.extensions["samspil"].index_follower
    follower.last_fault = Message("system-fault", error="No space left on device")
    try:
        assert "Sidste forsøg mislykkedes" in curator.get(saved.location).text
        assert "No space left on device" in curator.get("/da/curator").text
    finally:
        del follower.last_fault
    base.reconcile()

    assert 'data-state="current"' in curator.get(saved.location).text


def test_a_document_that_cannot_be_indexed_says_why(own_site: FlaskClient, base: KnowledgeBase, small: Config) -> None:
    curator = sign_in(own_site, "curator")
    (small.corpus_folder / "reports").mkdir()
    (small.corpus_folder / "reports" / "knust.pdf").write_bytes(b"%PDF-1.7 vrovl")
    (small.corpus_folder / "reports" / "knust.pdf.toml").write_text(
        'title = "Knust"\nkind = "report"\nlanguage = "da"\n', "utf-8"
    )
    base.reconcile()

    page = curator.get("/da/curator/documents/knust").text

    assert 'data-state="refused"' in page and "beskadiget" in page
    assert "beskadiget" in curator.get("/da/curator").text
