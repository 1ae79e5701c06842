"""What harvesters are told of documents that came, changed and went."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import KnowledgeBase
from indexer.config import Config
from indexer.ingestion.shown_documents import ShownDocuments
from tests.builders import write_case
from tests.harvesting.conftest import OAI, OwnHarvester, asked, error_of
from web import create_app

LIST = "verb=ListIdentifiers&metadataPrefix=oai_dc"


@pytest.fixture
def own(place: Config, corpus: Path, knowledge_base: KnowledgeBase) -> FlaskClient:
    """A site with four cases, noted on days that follow each other."""
    days = (f"2026-11-{day}T08:00:00Z" for day in range(10, 30))
    knowledge_base.shown = ShownDocuments(place.state_folder / "dates.sqlite3", lambda: next(days))
    for name in ("a", "b", "c"):
        write_case(corpus, name, changed='"2026-11-01"', goals='["new-users"]')
    write_case(corpus, "gone", changed='"2026-10-01"', status='"withdrawn"')
    knowledge_base.reconcile()
    return create_app(place.path, knowledge_base).test_client()


def listed(client: FlaskClient, query: str) -> dict[str, tuple[str, bool]]:
    """(day, whether it is deleted) of each record that a question selects."""
    found = asked(client, f"{LIST}&{query}").iter(f"{OAI}header")
    return {
        one.findtext(f"{OAI}identifier").rpartition(":")[2]: (
            one.findtext(f"{OAI}datestamp")[:10],
            one.get("status") == "deleted",
        )
        for one in found
    }


def test_a_harvester_that_comes_again_hears_of_what_changed_came_and_went(
    own: FlaskClient, corpus: Path, knowledge_base: KnowledgeBase
) -> None:
    before = listed(own, "until=2026-11-10")
    write_case(corpus, "a", "Andet om biblioteket.", changed='"2026-11-02"', goals='["new-users"]')
    write_case(corpus, "b", changed='"2026-11-01"', goals='["new-users"]', status='"withdrawn"')
    (corpus / "cases" / "c.md").unlink()
    write_case(corpus, "d", changed='"2019-01-01"', goals='["experiment"]')
    knowledge_base.reconcile()

    after = listed(own, "from=2026-11-11")

    day = "2026-11-01"
    assert before == {"a": (day, False), "b": (day, False), "c": (day, False), "gone": ("2026-10-01", True)}
    assert after == {name: ("2026-11-11", name in "bc") for name in "abcd"}
    assert listed(own, "set=goal:new-users") == {name: after[name] for name in "abc"}
    assert listed(own, "from=2026-11-11&set=goal:experiment") == {"d": after["d"]}
    assert error_of(own, f"{LIST}&from=2026-11-12") == "noRecordsMatch"


def test_a_deleted_record_has_a_header_and_nothing_else(own: FlaskClient) -> None:
    record = asked(own, "verb=GetRecord&metadataPrefix=mods&identifier=oai:localhost:gone")[0]
    harvested = list(OwnHarvester(own).ListRecords(metadataPrefix="mods", ignore_deleted=False))

    assert [child.tag for child in record] == [f"{OAI}header"] and record[0].get("status") == "deleted"
    assert {one.header.identifier for one in harvested if one.header.deleted} == {"oai:localhost:gone"}
    assert "<deletedRecord>persistent<" in own.get("/oai?verb=Identify").text


HIDDEN = {"kladde": {"status": '"draft"'}, "internt": {"level": '"internal"'}, "senere": {"embargo": "2999-01-01"}}


def test_what_is_not_public_is_no_record_and_leaves_none(
    own: FlaskClient, corpus: Path, knowledge_base: KnowledgeBase
) -> None:
    for name, keys in HIDDEN.items():
        write_case(corpus, name, **keys)
    knowledge_base.reconcile()

    for name in HIDDEN:
        question = f"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:{name}"
        assert error_of(own, question) == "idDoesNotExist", name
    assert not set(HIDDEN) & listed(own, "from=1970-01-01").keys()


def test_a_document_that_is_put_into_the_trash_is_a_deleted_record(
    own: FlaskClient, corpus: Path, knowledge_base: KnowledgeBase
) -> None:
    write_case(corpus, "a", changed='"2026-11-01"', status='"trashed"')
    knowledge_base.reconcile()

    assert listed(own, "from=2026-11-11") == {"a": ("2026-11-11", True)}


def test_a_repository_without_records_says_so(place: Config, knowledge_base: KnowledgeBase) -> None:
    knowledge_base.reconcile()
    client = create_app(place.path, knowledge_base).test_client()

    assert error_of(client, LIST) == "noRecordsMatch"
    assert client.get("/oai?verb=Identify").status_code == 200
