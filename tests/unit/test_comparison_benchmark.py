"""The blind judging of comparable cases: how cases are chosen, candidates shuffled and verdicts counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.comparison.choice import chosen_cases
from benchmarks.comparison.sheet import Case, candidates, sheet
from benchmarks.comparison.text_similarity import TextSimilarity
from benchmarks.comparison.verdicts import figures, kappa, read_verdicts
from indexer.domain.documents.metadata import DocumentId, Language
from tests.builders import a_document, a_vocabulary

KEY = {"a": {"ours": ["b", "c"], "text": ["c", "d"]}}
FIRST = {"a": {"b": 1, "c": 1, "d": 0}}
SECOND = {"a": {"b": 1, "c": 0, "d": 0}}


def test_cases_are_chosen_by_what_they_add_in_both_languages() -> None:
    cases = {
        DocumentId("da-rich"): a_document(goals=("new-users", "experiment")).metadata,
        DocumentId("da-poor"): a_document(goals=("new-users",)).metadata,
        DocumentId("da-other"): a_document(sectors=("private",)).metadata,
        DocumentId("en"): a_document(language=Language.ENGLISH, goals=("new-users",)).metadata,
    }

    assert chosen_cases(cases, count=3, seed=1) == ["da-rich", "en", "da-other"]
    assert chosen_cases(cases, count=3, seed=1) == chosen_cases(cases, count=3, seed=1)


def test_a_candidate_of_both_systems_is_judged_once() -> None:
    found = candidates([[DocumentId("b"), DocumentId("c")], [DocumentId("c"), DocumentId("d")]], seed="1")

    assert sorted(found) == ["b", "c", "d"]


def test_the_sheet_tells_neither_scores_nor_origin() -> None:
    case = Case(a_document("own", "En tekst.", title="Egen"), [a_document("other", "Anden.", title="Anden")])

    text = sheet([case], a_vocabulary())

    assert "Egen [own]" in text and "### Candidate 1.1: Anden [other]" in text
    assert not any(word in text.casefold() for word in ("score", "samspil", "bm25", "similarity"))


def test_plain_text_similarity_finds_the_text_that_shares_words() -> None:
    documents = [
        a_document("own", "Lektiecafé med frivillige og lektier. Lektier hjælper frivillige."),
        a_document("near", "Frivillige hjælper med lektier i en lektiecafé."),
        a_document("far", "Koncerter og festivaler om sommeren."),
        a_document("left-out", "Lektiecafé, lektier og frivillige."),
    ]

    among = {DocumentId("own"), DocumentId("near"), DocumentId("far")}
    assert TextSimilarity(documents).most_similar(DocumentId("own"), among=among, limit=1) == ["near"]


def test_verdicts_are_counted_for_each_system_and_reviewer() -> None:
    found = figures(KEY, {"first": FIRST, "second": SECOND})

    assert found["Share judged comparable"] == [
        {"system": "ours", "first": 1.0, "second": 0.5, "together": 0.75},
        {"system": "text", "first": 0.5, "second": 0.0, "together": 0.25},
    ]
    assert found["Agreement"][0]["judged"] == 3
    assert found["Agreement"][0]["same verdict"] == pytest.approx(0.667)
    assert found["Agreement"][0]["kappa"] == pytest.approx(0.4)


def test_kappa_is_nothing_where_agreement_is_chance() -> None:
    assert kappa([1, 0, 1, 0], [1, 1, 0, 0]) == 0
    assert kappa([1, 1], [1, 1]) == 1


def test_a_missing_verdict_is_named(tmp_path: Path) -> None:
    path = tmp_path / "first.json"
    path.write_text(json.dumps({"a": {"b": 1, "c": 1}}), "utf-8")

    with pytest.raises(ValueError, match="a / d"):
        read_verdicts(path, KEY)
