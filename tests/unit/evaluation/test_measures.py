"""Measures of retrieval against values worked out by hand."""

from __future__ import annotations

import gzip
import json
from math import log2
from pathlib import Path

import pytest

from indexer import ConfigurationError, Language, Query
from indexer.evaluation.measures import (
    Evaluation,
    JudgedQueries,
    JudgedQuery,
    evaluate_queries,
    moved_queries,
    read_judgements,
    read_test_set,
)
from tests.saying import raises_saying


def measured(ranked: str, **relevant: int) -> dict[str, float]:
    """The measures of one query whose answer is the letters in order."""
    judged = JudgedQueries("set", 26, (JudgedQuery("q", "text", relevant),))
    return evaluate_queries(judged, lambda query: list(ranked), Query()).measures


@pytest.mark.parametrize(
    ("ranked", "relevant", "ndcg", "mrr", "recall"),
    [
        ("abc", {"a": 1}, 1.0, 1.0, 1.0),
        ("bac", {"a": 1}, 1 / log2(3), 0.5, 1.0),
        ("xyz", {"a": 1}, 0.0, 0.0, 0.0),
        ("xxab"[1:], {"a": 1, "b": 1}, (1 / log2(3) + 1 / log2(4)) / (1 + 1 / log2(3)), 0.5, 1.0),
        ("ab", {"a": 1, "b": 2}, (1 + 2 / log2(3)) / (2 + 1 / log2(3)), 1.0, 1.0),
        ("a", {"a": 1, "b": 1}, 1 / (1 + 1 / log2(3)), 1.0, 0.5),
        ("bcdefghijka", {"a": 2}, 0.0, 0.0, 1.0),
        ("", {"a": 1}, 0.0, 0.0, 0.0),
    ],
    ids=["first", "second", "missed", "two-late", "graded", "half", "eleventh", "no-answer"],
)
def test_measures_are_what_their_formulas_give(
    ranked: str, relevant: dict[str, int], ndcg: float, mrr: float, recall: float
) -> None:
    assert measured(ranked, **relevant) == pytest.approx({"ndcg@10": ndcg, "mrr@10": mrr, "recall@100": recall})


def test_measures_are_means_over_the_queries_that_were_judged() -> None:
    queries = (JudgedQuery("1", "a", {"a": 1}), JudgedQuery("2", "b", {"a": 1}), JudgedQuery("3", "c", {}))
    answers = {"a": ["a"], "b": ["b"], "c": ["c"]}

    found = evaluate_queries(JudgedQueries("set", 3, queries), lambda query: answers[query.text], Query())

    assert found.measures == {"ndcg@10": 0.5, "mrr@10": 0.5, "recall@100": 0.5}
    assert found.by_query == {"1": 1.0, "2": 0.0}
    assert len(found.milliseconds) == 3


def test_a_query_is_asked_in_its_language_to_the_depth_of_a_hundred() -> None:
    asked: list[Query] = []
    queries = (JudgedQuery("1", "a", {"a": 1}, Language.ENGLISH), JudgedQuery("2", "b", {"a": 1}))

    evaluate_queries(JudgedQueries("set", 2, queries), lambda query: asked.append(query) or [], Query())  # type: ignore[func-returns-value]

    assert [(q.text, q.text_language, q.page_size) for q in asked] == [("a", Language.ENGLISH, 100), ("b", None, 100)]


def test_the_language_of_the_pattern_wins() -> None:
    asked: list[Query] = []
    judged = JudgedQueries("set", 1, (JudgedQuery("1", "a", {"a": 1}, Language.ENGLISH),))

    evaluate_queries(judged, lambda query: asked.append(query) or [], Query(text_language=Language.DANISH))  # type: ignore[func-returns-value]

    assert asked[0].text_language is Language.DANISH


@pytest.mark.parametrize(
    ("milliseconds", "p50", "p95"),
    [((), 0.0, 0.0), ((7.0,), 7.0, 7.0), (tuple(map(float, range(100, 0, -1))), 51.0, 96.0), ((1.0, 3.0), 3.0, 3.0)],
    ids=["none", "one", "hundred", "two"],
)
def test_times_are_given_by_their_percentiles(milliseconds: tuple[float, ...], p50: float, p95: float) -> None:
    said = Evaluation("set", 5, {"ndcg@10": 0.123456}, milliseconds, {}).as_json()

    assert (said["ms_p50"], said["ms_p95"], said["queries"]) == (p50, p95, len(milliseconds))
    assert said["ndcg@10"] == 0.1235


def test_moved_queries_are_named_worst_first_and_tiny_moves_and_new_queries_are_not() -> None:
    before = {"down": 1.0, "up": 0.2, "still": 0.5, "hardly": 0.5, "gone": 1.0}
    now = {"up": 0.4, "down": 0.3, "still": 0.5, "hardly": 0.5004, "new": 1.0}

    assert moved_queries(before, now) == [("down", 1.0, 0.3), ("up", 0.2, 0.4)]


def test_judgements_are_read_by_query_and_document(tmp_path: Path) -> None:
    (tmp_path / "qrels.txt").write_text("1 0 a 2\n\n1 0 b 0\n2 Q0 a 1\n", "utf-8")

    assert read_judgements(tmp_path / "qrels.txt") == {"1": {"a": 2, "b": 0}, "2": {"a": 1}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    document = {"id": 7, "title": "Bøger", "text": "Om bøger.", "lang": "da"}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(document) + "\n", "utf-8")
    (tmp_path / "queries.tsv").write_text("q1\tbøger om\tbøger\n\nq2\tuden dom\n", "utf-8")
    (tmp_path / "qrels.txt").write_text("q1 0 7 1\n", "utf-8")
    return tmp_path


def test_a_test_set_is_read_plain_or_packed(folder: Path) -> None:
    plain = read_test_set(folder)
    with gzip.open(folder / "corpus.jsonl.gz", "wt", encoding="utf-8") as packed:
        packed.write((folder / "corpus.jsonl").read_text("utf-8"))
    (folder / "corpus.jsonl").unlink()

    assert read_test_set(folder).documents == plain.documents
    document = plain.documents[0]
    assert (document.id, document.metadata.title, document.pages[0].text) == ("7", "Bøger", "Om bøger.")
    assert [(q.id, q.text, q.relevant) for q in plain.judged.queries] == [
        ("q1", "bøger om\tbøger", {"7": 1}),
        ("q2", "uden dom", {}),
    ]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("corpus.jsonl", "{"),
        ("corpus.jsonl", '{"id": 1}'),
        ("corpus.jsonl", '{"id":1,"title":"","text":"","lang":"sv"}'),
        ("qrels.txt", "q1 0 7\n"),
        ("qrels.txt", "q1 0 7 much\n"),
        ("queries.tsv", None),
    ],
    ids=["no-json", "no-text", "no-language-of-ours", "three-columns", "no-number", "missing"],
)
def test_a_folder_that_is_no_test_set_is_named(folder: Path, file: str, content: str | None) -> None:
    (folder / file).unlink() if content is None else (folder / file).write_text(content, "utf-8")

    with raises_saying(ConfigurationError, r"is no test set.*It needs corpus\.jsonl"):
        read_test_set(folder)
