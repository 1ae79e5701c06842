"""What every SearchEngine must do, checked against a brute-force reading of the same documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import Filter, Query, SortOrder, YearRange
from indexer.domain.documents.document import Document
from indexer.domain.errors import EngineUnavailable, IndexLocked
from indexer.domain.queries.structured_query import Alternative, MatchAll, MatchPhrase, MatchWord
from indexer.engines.port import AnalysisBasis, SearchEngine
from tests.builders import a_document, a_tree, analyzed
from tests.contract.small_collections import QUERIES, brute_force, documents

MakeEngine = Callable[[], SearchEngine]


def structured(query: Query) -> object:
    return a_tree(query.text)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(found=documents(), queries=st.lists(QUERIES, min_size=1, max_size=4))
def test_totals_and_counts_are_what_brute_force_finds(
    new_engine: MakeEngine, found: list[Document], queries: list[Query]
) -> None:
    engine = new_engine()
    half = len(found) // 2
    engine.writer.apply([analyzed(document) for document in found[:half]], ())
    engine.writer.apply([analyzed(document) for document in found[half:]], ())
    for query in queries:
        tree = structured(query)
        ranking = engine.searcher().search(tree, query)

        assert {hit.id for hit in ranking.documents} == brute_force(found, query)
        assert ranking.total == len(brute_force(found, query))
        for facet in ranking.facets:
            for value in facet.values:
                alone = tuple(f for f in query.filters if f.facet != facet.id or f.is_excluded)
                years = YearRange() if facet.id == "year" else query.years
                clicked = replace(query, filters=(*alone, Filter(facet.id, value.id)), years=years)
                assert engine.searcher().count(tree, clicked) == value.count == len(brute_force(found, clicked))


def test_a_replaced_document_is_found_once_and_by_its_new_words(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "skole"))], ())
    engine.writer.apply([analyzed(a_document("a", "museum"))], ())

    assert engine.searcher().count(structured(Query("museum")), Query()) == 1
    assert engine.searcher().count(structured(Query("skole")), Query()) == 0
    assert engine.statistics.document_count() == 1


def test_a_removed_document_is_gone_from_hits_and_counts(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a")), analyzed(a_document("b"))], ())
    engine.writer.apply((), ["a"])

    ranking = engine.searcher().search(MatchAll(), Query())

    assert [hit.id for hit in ranking.documents] == ["b"]
    assert ranking.facets[0].values[0].count == 1


def test_drafts_are_in_the_index_but_never_in_an_answer(engine: SearchEngine) -> None:
    draft = a_document("a", "hemmelig")
    engine.writer.apply([analyzed(replace(draft, metadata=replace(draft.metadata, status="draft")))], ())

    ranking = engine.searcher().search(MatchAll(), Query())

    assert ranking.total == 0
    assert all(not facet.values for facet in ranking.facets)
    assert engine.statistics.document_count() == 1


def test_the_page_with_most_of_the_words_is_named(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "skole", "intet", "skole og museum"))], ())

    assert engine.searcher().search(structured(Query("skole museum")), Query()).documents[0].page_number == 3


@pytest.mark.parametrize(
    ("query", "positions"),
    [("skoler", (1, 3)), ('"åben skole"', (2, 3)), ("museum", (4,))],
    ids=["stem", "phrase", "word"],
)
def test_the_positions_of_what_was_searched_are_counted_on_its_page(
    engine: SearchEngine, query: str, positions: tuple[int, ...]
) -> None:
    engine.writer.apply([analyzed(a_document("a", "Intet.", "En skole, åben skole; museum", summary="Åben skole"))], ())

    found = engine.searcher().search(structured(Query(query)), Query()).documents[0]

    assert (found.page_number, found.positions) == (2, positions)


def test_no_phrase_reaches_across_pages(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "åben", "skole")), analyzed(a_document("b", "en åben skole"))], ())

    ranking = engine.searcher().search(structured(Query('"åben skole"')), Query())

    assert [hit.id for hit in ranking.documents] == ["b"]


def test_past_the_last_page_there_are_no_hits(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a"))], ())

    ranking = engine.searcher().search(MatchAll(), Query(page_number=2))

    assert (ranking.total, ranking.documents) == (1, ())


def test_a_failed_batch_leaves_the_index_as_it_was_and_unlocked(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "skole"))], ())
    broken = replace(analyzed(a_document("b")), fields={"no_such_field": analyzed(a_document("b")).fields["body_da"]})

    with pytest.raises(Exception):
        engine.writer.apply([analyzed(a_document("c")), broken], ())
    engine.writer.apply([analyzed(a_document("d"))], ())

    assert set(engine.writer.indexed_documents()) == {"a", "d"}


def test_without_an_index_searching_says_what_to_do_and_nothing_is_counted(empty_engine: SearchEngine) -> None:
    with pytest.raises(EngineUnavailable, match="no-index"):
        empty_engine.searcher()
    with pytest.raises(EngineUnavailable):
        empty_engine.writer.apply((), ())

    assert empty_engine.writer.indexed_documents() == {} and not empty_engine.writer.is_current()
    statistics = empty_engine.statistics
    assert (statistics.document_count(), statistics.page_total(), statistics.fingerprint()) == (0, 0, "")


def test_a_searcher_stays_with_its_state_while_newer_ones_are_committed(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "skole"))], ())
    old, again = engine.searcher(), engine.searcher()
    engine.writer.apply([analyzed(a_document("b", "skole"))], ["a"])
    new = engine.searcher()

    assert [old.state == again.state, old.state == new.state] == [True, False]
    assert [searcher.matching_ids(a_tree("skole")) for searcher in (old, new)] == [("a",), ("b",)]
    assert old.has_term("body_da", "skol") and old.search(MatchAll(), Query()).documents[0].id == "a"


def test_scores_are_those_of_the_formula(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "skole skole museum")), analyzed(a_document("b", "museum"))], ())
    length = len(analyzed(a_document("a", "skole skole museum")).fields["body_words_da"].words)
    other = len(analyzed(a_document("b", "museum")).fields["body_words_da"].words)
    word = MatchWord("skole", (Alternative("skole", (("body_words_da", 1.0),), probability=0.5),), weight=3.0)

    (hit,) = engine.searcher().search(word, Query()).documents

    document_frequency = 0.5
    idf = log(1 + (2 - document_frequency + 0.5) / (document_frequency + 0.5))
    frequency = 0.5 * 2 / (0.25 + 0.75 * length / ((length + other) / 2))
    assert hit.score == pytest.approx(3.0 * idf * frequency * 2.2 / (frequency + 1.2), rel=1e-6)


def test_an_explanation_names_what_each_part_found(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "en god skole")), analyzed(a_document("b", "museum"))], ())
    phrase = MatchPhrase("body_words_da", ("god", "skole"))
    word = a_tree("skole OR museum")

    (found,) = engine.searcher().explain(phrase, "a")
    of_word = engine.searcher().explain(word, "a")

    assert (found.leaf, found.alternative) == (phrase, None) and found.score > 0
    assert {part.alternative.term for part in of_word if part.alternative} >= {"skol"}
    assert "museum" not in {part.leaf.word for part in of_word}
    assert engine.searcher().explain(phrase, "b") == engine.searcher().explain(phrase, "no-such-id") == ()


def test_newest_come_first_and_those_without_a_date_last(engine: SearchEngine) -> None:
    dates = {"a": "2026-11-23", "b": "", "c": "2026-11-23T08:00:00Z", "d": "2026-11-23", "e": "1969-01-01"}
    engine.writer.apply([analyzed(a_document(name, published=date)) for name, date in dates.items()], ())

    found = engine.searcher().search(MatchAll(), Query(sort=SortOrder.NEWEST)).documents

    assert [hit.id for hit in found] == ["c", "a", "d", "e", "b"]


def test_titles_stand_in_danish_order(engine: SearchEngine) -> None:
    titles = {"a": "Ålborg", "b": "Zoo", "c": "Ærø", "d": "Aarhus"}
    engine.writer.apply([analyzed(a_document(name, title=title)) for name, title in titles.items()], ())

    found = engine.searcher().search(MatchAll(), Query(sort=SortOrder.TITLE, page_size=3)).documents

    assert [hit.id for hit in found] == ["b", "c", "a"]


def test_terms_are_counted_in_documents(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "skole skole museum")), analyzed(a_document("b", "museum"))], ())

    searcher = engine.searcher()

    frequencies = searcher.document_frequencies("body_words_da")
    assert (frequencies["skole"], frequencies["museum"], frequencies.get("festival")) == (1, 2, None)
    assert searcher.has_term("body_words_da", "skole") and not searcher.has_term("body_words_da", "festival")
    assert searcher.document_frequencies("spelling_da")["skole"] == 1


def test_only_values_of_public_documents_are_counted(engine: SearchEngine) -> None:
    draft = a_document("b", goals=("experiment",))
    draft = replace(draft, metadata=replace(draft.metadata, status="draft"))
    engine.writer.apply([analyzed(a_document("a", goals=("new-users",))), analyzed(draft)], ())

    searcher = engine.searcher()

    stating = [Query(filters=(Filter("goal", goal),)) for goal in ("new-users", "experiment", "no-such-goal")]
    assert searcher.counts(MatchAll(), stating) == [1, 0, 0]


def test_a_new_index_serves_when_it_is_finished_and_not_before(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a", "skole"))], ())
    with engine.writer.rebuilding(AnalysisBasis(1, {"skole": 3})) as beside:
        beside.writer.apply([analyzed(a_document("b", "skole", "museum"))], ())

        assert engine.searcher().matching_ids(a_tree("skole")) == ("a",)
        assert beside.statistics.document_count() == 1

    assert engine.searcher().matching_ids(a_tree("skole")) == ("b",)
    assert engine.searcher().basis == AnalysisBasis(1, {"skole": 3})
    assert (engine.statistics.page_total(), engine.statistics.fingerprint() != "") == (2, True)
    assert engine.writer.is_current()


def test_an_unfinished_new_index_is_taken_up_again(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a"))], ())
    basis = AnalysisBasis(2, {"skole": 3})
    with pytest.raises(ZeroDivisionError), engine.writer.rebuilding(basis) as beside:
        beside.writer.apply([analyzed(a_document("b"))], ())
        raise ZeroDivisionError
    assert set(engine.writer.indexed_documents()) == {"a"}

    with engine.writer.rebuilding(basis) as beside:
        assert set(beside.writer.indexed_documents()) == {"b"}
        beside.writer.apply([analyzed(a_document("c"))], ())

    assert set(engine.writer.indexed_documents()) == {"b", "c"}


def test_what_is_to_be_forgotten_leaves_the_serving_index_alone(engine: SearchEngine) -> None:
    engine.writer.apply([analyzed(a_document("a"))], ())
    basis = AnalysisBasis(2, {"skole": 3})
    with pytest.raises(ZeroDivisionError), engine.writer.rebuilding(basis) as beside:
        beside.writer.apply([analyzed(a_document("b"))], ())
        raise ZeroDivisionError

    engine.writer.forget_former()

    assert set(engine.writer.indexed_documents()) == {"a"}
    with engine.writer.rebuilding(basis) as beside:
        assert set(beside.writer.indexed_documents()) == set()  # what was begun is gone


def test_there_is_one_writer(engine: SearchEngine) -> None:
    with engine.writer.writing(), pytest.raises(IndexLocked), engine.writer.writing():
        pass
    with engine.writer.writing():
        pass
