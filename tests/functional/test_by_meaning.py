"""Searches by meaning over the small library, with a model of a few meanings; and everything without a model."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from indexer import Filter, KnowledgeBase, Query, ResultPage, SortOrder
from indexer.cli import main
from indexer.config import Config
from indexer.meaning import Embedding, VectorMeaning
from indexer.search.interpretation import InterpretationPreferences
from indexer.search.result_pages import ResultPages
from indexer.search.retrieval import Retrieval
from tests.builders import write_case
from tests.fakes import WordEncoder
from tests.waiting import wait_until
from web import create_app
from web.site.processes import embedding_process
from web.site.processes.embedding_process import EmbeddingProcess

TEXTS = ("bog", "frivillige", "lektier skole", "museet", "bøger OR cykel", '"åbne skole"', "skole -bus", "aftale*")
Ask = Callable[[Query], ResultPage]


@pytest.fixture(scope="module")
def retrieval(small_library: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Retrieval:
    """The small library's own, by meaning as well."""
    encoder, folder = WordEncoder(), tmp_path_factory.mktemp("vectors")
    embedding = Embedding(encoder, folder)
    embedding.follow(small_library.engine.writer.indexed_documents(), small_library.documents.document)
    embedding.close()
    meaning = VectorMeaning(lambda: encoder, folder)
    return Retrieval(small_library.engine, small_library.retrieval.knowledge, InterpretationPreferences(), meaning)


@pytest.fixture(scope="module")
def ask(small_library: KnowledgeBase, retrieval: Retrieval) -> Ask:
    pages = ResultPages(small_library.texts, 240)
    return lambda query: pages.page(retrieval.retrieve(query))


@pytest.mark.parametrize("text", TEXTS)
def test_meaning_changes_the_order_and_never_what_is_counted(small_library: KnowledgeBase, ask: Ask, text: str) -> None:
    query = Query(text, page_size=100)

    by_words, by_both = small_library.search(query), ask(query)

    assert {hit.id for hit in by_both.hits} == {hit.id for hit in by_words.hits}
    assert (by_both.total, by_both.facets) == (by_words.total, by_words.facets)


@pytest.mark.parametrize("text", [*TEXTS, "qqquux", "ensomhed", "lektier"])
def test_meaning_adds_to_the_related_documents_and_their_number_is_that_of_the_click(
    small_library: KnowledgeBase, ask: Ask, text: str
) -> None:
    query = Query(text, related=True, page_size=100)

    by_words, by_both, counted = small_library.search(query), ask(query), ask(Query(text, page_size=100))

    assert {hit.id for hit in by_words.hits} <= {hit.id for hit in by_both.hits}
    assert by_both.total == len({hit.id for hit in by_both.hits}) == counted.total + counted.related_total
    assert [hit.id for hit in by_both.hits[: counted.total]] == [hit.id for hit in counted.hits]


def test_nearness_lifts_a_document_above_those_with_better_words(small_library: KnowledgeBase, ask: Ask) -> None:
    query = Query("bøger OR wwwux", related=True, page_size=100)

    by_words, by_both = small_library.search(query), ask(query)

    assert by_words.hits[-1].id == "aaben-skole"
    assert by_both.hits[0].id == "aaben-skole"


def test_pages_filters_and_orders_go_through_one_answer(ask: Ask) -> None:
    def pattern(**asked: object) -> Query:
        return Query("bøger OR børn", related=True, **asked)  # type: ignore[arg-type]

    whole = [hit.id for hit in ask(pattern(page_size=100)).hits]
    pages = [hit.id for number in (1, 2, 3) for hit in ask(pattern(page_size=3, page_number=number)).hits]
    filtered = ask(pattern(filters=(Filter("kind", "case"),), page_size=100))
    newest = ask(pattern(sort=SortOrder.NEWEST, page_size=100))

    assert pages == whole[:9]
    assert [hit.id for hit in filtered.hits] == [each for each in whole if each in {hit.id for hit in filtered.hits}]
    assert sorted(hit.id for hit in newest.hits) == sorted(whole)


def test_where_nothing_is_counted_the_nearest_in_meaning_are_listed_and_say_so(
    small_library: KnowledgeBase, ask: Ask
) -> None:
    query = Query("qqquux")

    found = ask(query)

    assert small_library.search(query).nearest == ()
    assert (found.total, found.related_total) == (0, 1)
    assert [(hit.id, hit.is_by_meaning) for hit in found.nearest] == [("fengsel", True)]
    assert found.nearest[0].snippet.text.startswith("Fangerne låner bøger")
    assert found.nearest[0].snippet.page_number == 1


def test_what_is_near_in_meaning_is_related_and_filtered_like_anything(retrieval: Retrieval, ask: Ask) -> None:
    query = Query("qqquux", related=True)
    found = ask(query)
    values = {value.id: value.count for value in found.facet("country").values}

    assert values == {"NO": 1}
    assert [(hit.id, hit.is_by_meaning) for hit in found.hits] == [("fengsel", True)]
    assert ask(Query("qqquux", (Filter("country", "NO"),))).related_total == 1
    assert ask(Query("qqquux", (Filter("country", "DK"),))).related_total == 0
    assert (retrieval.count(query), retrieval.count(Query("qqquux"))) == (1, 0)
    assert [document.id for document in retrieval.every_document(query)] == ["fengsel"]


@pytest.mark.parametrize("text", ["zzyzx", "qqquux -bog", '"qqquux"', "qqquux*", "title:qqquux", "(qqquux OR qqquux)"])
def test_texts_without_sense_and_operators_never_leave_the_words(ask: Ask, text: str) -> None:
    found = ask(Query(text))

    assert (found.total, found.related_total) == (0, 0)


def test_what_a_text_excludes_is_not_among_the_nearest(ask: Ask) -> None:
    assert [hit.id for hit in ask(Query("qqquux -bogbus")).nearest] == ["fengsel"]
    assert ask(Query("qqquux -fangerne")).nearest == ()


def test_a_query_that_must_be_taken_literally_never_leaves_its_words(ask: Ask) -> None:
    found = ask(Query("qqquux", is_literal=True))

    assert (found.total, found.related_total) == (0, 0)


def test_the_page_says_how_a_document_was_found(
    small_library_config: Config, small_library: KnowledgeBase, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small_library, "search", lambda query, related=0: ask(query))
    client: FlaskClient = create_app(small_library_config.path, small_library).test_client()

    danish, english = (client.get(f"/{language}/search?q=qqquux").get_data(as_text=True) for language in ("da", "en"))
    answer = client.get("/api/search?q=qqquux").get_json()

    assert "fundet på betydning" in danish and "found by meaning" in english
    assert [hit["by_meaning"] for hit in answer["nearest"]] == [True]


@pytest.fixture
def samspil(place: Config, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command in this process, which keeps its priority: all tests after it would have the low one."""
    monkeypatch.setattr("os.nice", lambda niceness: niceness)
    return lambda *arguments: CliRunner().invoke(main, [*arguments, "--config", str(place.path)])


def test_without_a_model_the_status_says_so_and_commands_say_what_to_do(
    samspil: Callable[..., Result], corpus: Path, tmp_path: Path
) -> None:
    write_case(corpus, "a")
    samspil("index")
    test_set = tmp_path / "set"
    test_set.mkdir()
    (test_set / "corpus.jsonl").write_text('{"id": "a", "title": "T", "text": "t", "lang": "da"}\n')
    (test_set / "queries.tsv").write_text("q\tt\n")
    (test_set / "qrels.txt").write_text("q 0 a 1\n")

    state = json.loads(samspil("status", "--json").stdout)["meaning"]
    embedded = samspil("meaning", "embed")
    evaluated = samspil("evaluate", "--meaning", str(test_set))

    assert state["model"] == "none" and "make" in state["missing"] and state["embedded"] == "0 of 1 documents"
    assert embedded.exit_code == 1 and "samspil status" in embedded.stderr
    assert evaluated.exit_code == 1 and "make model" in evaluated.stderr


def test_documents_are_embedded_once_by_the_command(
    samspil: Callable[..., Result], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.bootstrap.open_encoder", lambda models: WordEncoder())
    write_case(corpus, "a")
    write_case(corpus, "b")
    samspil("index")

    first, again = (samspil("meaning", "embed") for _ in range(2))

    assert "2 documents embedded" in first.stdout and "0 documents embedded" in again.stdout
    assert json.loads(samspil("status", "--json").stdout)["meaning"]["embedded"] == "2 of 2 documents"


def test_the_site_embeds_after_each_change_once_there_is_a_model(
    place: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, has_model = [], threading.Event()
    monkeypatch.setattr(embedding_process, "has_model", lambda config: has_model.is_set())
    monkeypatch.setattr(embedding_process, "_LOOK_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(EmbeddingProcess, "_embed", lambda self: runs.append(1))
    process = EmbeddingProcess(place)

    process.start()
    assert runs == []
    has_model.set()
    wait_until(lambda: len(runs) == 1)
    process.wake()
    wait_until(lambda: len(runs) == 2)
    process.stop()


def test_a_running_embedding_is_ended_with_the_site(place: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_process, "has_model", lambda config: True)
    process = EmbeddingProcess(place)

    process.start()
    wait_until(lambda: process._process is not None)
    process.stop()

    assert process._process is not None and process._process.poll() is not None
