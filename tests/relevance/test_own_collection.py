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
"""nDCG@10 by the beginning of the queries' ids.

58 documents came after the queries were judged and count as wrong answers wherever they are found; without them the
figures of 29 November 2026 are .36, .63 and .37 instead of .33, .57 and .34.
"""


@pytest.fixture(scope="module")
def judged(collection: KnowledgeBase, collection_config: Config) -> JudgedQueries:
    """The judged queries; documents that the collection does not hold (yet) are left out of account."""
    existing = collection.engine.writer.indexed_documents().keys()
    found = read_judged_queries(collection_config.corpus_folder / "judgements", len(existing))
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

    assert len(judged.queries) >= 0.9 * len(every.queries)


@pytest.mark.parametrize(("beginning", "floor"), FLOORS.items(), ids=FLOORS)
def test_what_curators_judged_best_comes_first(
    collection: KnowledgeBase, judged: JudgedQueries, beginning: str, floor: float
) -> None:
    found = evaluated(collection, judged, beginning)

    assert found.measures["ndcg@10"] >= floor


def test_no_judged_query_finds_nothing(collection: KnowledgeBase, judged: JudgedQueries) -> None:
    empty = [
        query.text
        for query in judged.queries
        if not collection.retrieval.ranked_ids(Query(text=query.text, text_language=query.language))
    ]

    assert not empty
