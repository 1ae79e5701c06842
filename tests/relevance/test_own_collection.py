"""The curators' judged queries over the project's own collection, as `samspil evaluate corpus` runs them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import KnowledgeBase
from indexer.config import Config
from indexer.domain.queries.query import Across, Query
from indexer.evaluation.judgements import read_judged_queries
from indexer.evaluation.measures import Evaluation, JudgedQueries, evaluate_queries

FLOORS = {"da-": 0.29, "en-": 0.55, "across-": 0.33}
"""nDCG@10 by the beginning of the queries' ids; on 29 November 2026, with 329 documents, it is .35, .57 and .35."""


@pytest.fixture(scope="module")
def judged(collection: KnowledgeBase, collection_config: Config) -> JudgedQueries:
    """The judged queries; documents that the collection does not hold (yet) are left out of account."""
    existing = collection.engine.writer.indexed_documents().keys()
    folder, successor = collection_config.corpus_folder / "judgements", collection.retrieval.successor
    found = read_judged_queries(folder, len(existing), successor)
    known = [
        replace(query, relevant={name: value for name, value in query.relevant.items() if name in existing})
        for query in found.queries
    ]
    return replace(found, queries=tuple(query for query in known if query.relevant))


def evaluated(collection: KnowledgeBase, judged: JudgedQueries, beginning: str) -> Evaluation:
    chosen = tuple(query for query in judged.queries if query.id.startswith(beginning))
    pattern = Query(across=Across.ON)
    return evaluate_queries(replace(judged, queries=chosen), collection.retrieval.ranked_ids, pattern)


def test_most_judged_queries_have_their_documents(collection_config: Config, judged: JudgedQueries) -> None:
    every = read_judged_queries(collection_config.corpus_folder / "judgements", judged.documents)
    answered = [query for query in every.queries if query.relevant]

    assert len(judged.queries) >= 0.9 * len(answered)


@pytest.mark.parametrize(("beginning", "floor"), FLOORS.items(), ids=FLOORS)
def test_what_curators_judged_best_comes_first(
    collection: KnowledgeBase, judged: JudgedQueries, beginning: str, floor: float
) -> None:
    found = evaluated(collection, judged, beginning)

    assert found.measures["ndcg@10"] >= floor


SHORT_FLOOR = 0.73


def test_what_curators_judged_best_comes_first_for_short_queries(
    collection: KnowledgeBase, judged: JudgedQueries
) -> None:
    found = evaluated(collection, judged, "short-")

    assert found.measures["ndcg@10"] >= SHORT_FLOOR


WITHOUT_ANY_HIT = {"gdpr", "interresentanalyse", "privatisation"}
"""The collection says databeskyttelse, interessent and outsourcing, and the search does not know that yet."""


def test_few_judged_queries_find_nothing(collection: KnowledgeBase, judged: JudgedQueries) -> None:
    empty = {
        query.text
        for query in judged.queries
        if not collection.retrieval.ranked_ids(Query(text=query.text, text_language=query.language))
    }

    assert empty <= WITHOUT_ANY_HIT
