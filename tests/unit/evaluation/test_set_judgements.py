"""Counted sets beside those that people named: read, merged ids followed, and measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer import ConfigurationError, DocumentId
from indexer.domain.queries.query import Query
from indexer.evaluation.set_judgements import (
    JudgedSet,
    evaluate_sets,
    read_judged_sets,
    read_pool,
    set_score,
    within,
)
from tests.saying import raises_saying

JUDGED = {"q1": {"text": "unge", "must": ["a", "b"], "may": ["c"]}, "q2": {"text": "demens", "must": ["d"]}}


def stayed(document_id: DocumentId) -> None:
    return None


def written(folder: Path, content: object) -> Path:
    path = folder / "sets.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_sets_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = read_judged_sets(written(tmp_path, JUDGED), stayed)

    assert [(one.id, one.text, one.must, one.may) for one in found] == [
        ("q1", "unge", {"a", "b"}, {"c"}),
        ("q2", "demens", {"d"}, frozenset()),
    ]


def test_a_merged_document_counts_as_the_one_it_was_taken_into(tmp_path: Path) -> None:
    content = {"q": {"text": "x", "must": ["old", "b"], "may": ["older", "c"]}}
    merged = {"old": DocumentId("a"), "older": DocumentId("b")}

    (found,) = read_judged_sets(written(tmp_path, content), lambda name: merged.get(name))

    assert (found.must, found.may) == ({"a", "b"}, {"c"})


@pytest.mark.parametrize("content", [[], {"q": 1}, {"q": {"text": "x"}}, {"q": {"must": ["a"]}}, {"q": "x"}])
def test_a_file_of_another_form_is_refused_with_its_name(tmp_path: Path, content: object) -> None:
    path = written(tmp_path, content)

    with raises_saying(ConfigurationError, "sets.json"):
        read_judged_sets(path, stayed)


@pytest.mark.parametrize("content", [{}, {"q": {"text": "x", "must": []}}])
def test_queries_that_all_lack_documents_are_refused(tmp_path: Path, content: object) -> None:
    path = written(tmp_path, content)

    with raises_saying(ConfigurationError, "must"):
        read_judged_sets(path, stayed)


@pytest.mark.parametrize(
    ("found", "precision", "recall", "f1", "ratio"),
    [
        (["a", "b"], 1, 1, 1, 1),
        (["a", "b", "c"], 1, 1, 1, 1.5),
        (["a", "x"], 0.5, 0.5, 0.5, 1),
        (["x", "y", "z"], 0, 0, 0, 1.5),
        (["c"], 0, 0, 0, 0.5),
        ([], 0, 0, 0, 0),
    ],
)
def test_what_may_be_counted_counts_neither_way(
    found: list[str], precision: float, recall: float, f1: float, ratio: float
) -> None:
    score = set_score(found, JudgedSet("q", "x", frozenset("ab"), frozenset("c")))

    assert (score.precision, score.recall, score.f1, score.found_to_must) == (precision, recall, f1, ratio)


@pytest.mark.parametrize(
    ("found", "figure"), [([], 1), (["c"], 1), (["x"], 0), (["c", "x"], 0)], ids=["none", "may", "other", "both"]
)
def test_where_nothing_must_be_counted_only_what_may_be_is_right(found: list[str], figure: float) -> None:
    score = set_score(found, JudgedSet("q", "x", frozenset(), frozenset("c")))

    assert (score.precision, score.recall, score.f1, score.found_to_must) == (figure, figure, figure, len(found))


def test_a_query_without_an_answer_counts_among_the_sets_and_not_in_the_order(tmp_path: Path) -> None:
    content = {"q1": {"text": "unge", "must": ["a"]}, "q2": {"text": "spejdere", "must": [], "may": ["b"]}}
    judged = read_judged_sets(written(tmp_path, content), stayed)
    answers = {"unge": ["a"], "spejdere": ["x", "b"]}

    def found(query: Query) -> list[str]:
        return answers[query.text]

    figures = evaluate_sets("sets", 9, judged, (found, found), Query()).as_json()

    assert (figures["queries"], figures["ndcg@10"], figures["f1"]) == (2, 1, 0.5)


def test_means_are_over_queries_and_found_to_must_is_their_median(tmp_path: Path) -> None:
    judged = read_judged_sets(written(tmp_path, JUDGED), stayed)
    answers = {"unge": ["a", "b"], "demens": ["x", "d", "y", "z"]}

    def found(query: Query) -> list[str]:
        return answers[query.text]

    figures = evaluate_sets("sets", 9, judged, (found, found), Query()).as_json()

    assert (figures["set"], figures["documents"], figures["queries"]) == ("sets", 9, 2)
    assert (figures["precision"], figures["recall"], figures["f1"]) == (0.625, 1, 0.7)
    assert (figures["found_to_must"], figures["max_found_to_must"]) == (2.5, 4)
    assert 0 < figures["ndcg@10"] < 1


def test_documents_that_the_judges_did_not_read_are_passed_over(tmp_path: Path) -> None:
    pool = tmp_path / "pool.txt"
    pool.write_text("a\nold\nx\n", "utf-8")
    merged = {"old": DocumentId("b")}
    judged = (JudgedSet("q", "unge", frozenset("ab"), frozenset()),)

    read = read_pool(pool, lambda name: merged.get(name))
    found = within(read, lambda query: ["newer", "a", "b", "newest"])

    assert read == {"a", "b", "x"}
    assert evaluate_sets("s", 3, judged, (found, found), Query()).by_query["q"].f1 == 1


@pytest.mark.parametrize(("content", "said"), [("", "names no documents"), (None, "one document id a line")])
def test_a_pool_that_names_nothing_is_refused(tmp_path: Path, content: str | None, said: str) -> None:
    pool = tmp_path / "pool.txt"
    if content is not None:
        pool.write_text(content, "utf-8")

    with raises_saying(ConfigurationError, said):
        read_pool(pool, stayed)
