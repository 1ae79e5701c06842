"""The engine gives what a plain reading of the tree gives: the same documents, scores, order and counts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indexer import Query, SortOrder
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.arrays.querying import searcher
from indexer.engines.arrays.scoring import top_docs, top_k
from indexer.engines.arrays.scoring.postings import phrases, score_lookup, scored_postings
from indexer.engines.arrays.structures import bitsets, facet_counts
from indexer.engines.memory.filters import counted_facets, passes
from indexer.engines.port import AnalysisBasis, RankingParameters
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from indexer.engines.whoosh.readers import open_index
from tests.engine.strategies import QUERIES, histories
from tests.engine.strategies import RANKINGS as TREES
from tests.reference.dense_executor import DenseExecutor

THRESHOLDS = {
    "as they are": {},
    "all sparse": {
        (bitsets, "SPARSE_SHARE"): 0.01,
        (score_lookup, "SPARSE_SHARE"): 0.01,
        (score_lookup, "_MAX_SIZE_FOR_TABLE"): 0,
        (score_lookup, "_SEARCH_SHARE"): 0,
        (phrases, "_MIN_SEARCH_RATIO"): 1,
    },
    "by upper bounds": {
        (top_k, "_MAX_SCORED_AT_ONCE"): -100,
        (top_docs, "_MAX_SORTED_AT_ONCE"): 0,
        (bitsets, "MAX_SIZE_FOR_BITS"): 0,
        (scored_postings, "MAX_SIZE_FOR_BITS"): 0,
        (scored_postings, "_TOP_KEPT"): 3,
        (searcher, "_SCANNED_FIRST"): 2,
        (facet_counts, "_MAX_SMALL_SET"): -1,
    },
    "by combinations": {
        (facet_counts, "_MAX_SMALL_SET"): -1,
        (facet_counts, "_NANOSECONDS_PER_BIT_WORD"): 1e9,
        (score_lookup, "_SEARCH_SHARE"): 1000,
        (score_lookup, "_MAX_SIZE_FOR_TABLE"): 0,
        (score_lookup, "_SPREAD_SHARE"): 0,
        (bitsets, "_MAX_WORDS_UNPACKED"): 0,
    },
    "listed facets": {(facet_counts, "MAX_PACKED_VALUES"): 2, (scored_postings, "_TOP_KEPT"): 1},
}
"""The sizes at which one way gives place to another, moved so that small collections take every way."""


QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes here."""


@pytest.fixture(params=THRESHOLDS, ids=str)
def thresholds(request: pytest.FixtureRequest) -> str:
    return request.param


def made_engine(folder: Path, commits: list[tuple[list[AnalyzedDocument], list[str]]]) -> WhooshEngine:
    engine = WhooshEngine(folder / "index", {}, EnginePreferences())
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()):
        pass
    for added, removed in commits:
        engine.writer.apply(added, removed)
    return engine


def standing(commits: list[tuple[list[AnalyzedDocument], list[str]]]) -> dict[str, AnalyzedDocument]:
    documents: dict[str, AnalyzedDocument] = {}
    for added, removed in commits:
        documents |= {document.id: document for document in added}
        documents = {i: document for i, document in documents.items() if i not in removed}
    return documents


def check(
    folder: Path, engine: WhooshEngine, documents: dict[str, AnalyzedDocument], tree: object, query: Query
) -> None:
    reader = open_index(folder / "index" / "index-0001").reader()
    live = set(reader.all_doc_ids())
    plain = DenseExecutor(reader, np.zeros(0), RankingParameters())
    plain._is_public = np.array([n in live and documents[plain.ids[n]].is_public for n in range(len(plain.ids))], bool)
    evaluation = plain.evaluate(tree)
    numbers = {plain.ids[n]: n for n in live}
    matching = [documents[i] for i, n in numbers.items() if evaluation.matches[n]]

    def place(document: AnalyzedDocument) -> tuple[object, ...]:
        age = float("inf") if document.published is None else -document.published
        first = {SortOrder.NEWEST: age, SortOrder.TITLE: document.title_key}
        return first.get(query.sort, -round(evaluation.scores[numbers[document.id]], 9)), document.id

    expected = sorted((document for document in matching if passes(document, query)), key=place)
    ranking = engine.searcher().search(tree, query)

    first = (query.page_number - 1) * query.page_size
    assert ranking.total == len(expected) == engine.searcher().count(tree, query)
    shown = expected[first : first + query.page_size]
    assert [hit.id for hit in ranking.documents] == [document.id for document in shown]
    for hit in ranking.documents:
        number = numbers[hit.id]
        assert hit.score == pytest.approx(evaluation.scores[number], rel=1e-9, abs=1e-12)
        assert hit.is_translated == evaluation.is_translated[number]
        assert hit.record == f"record {hit.id}"
    public = [document for document in matching if document.is_public]
    assert ranking.facets == counted_facets(public, query)
    assert engine.searcher().search(tree, query) == ranking, "what was kept gives another answer"
    reader.close()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(commits=histories(), trees_and_queries=st.lists(
    st.tuples(TREES, QUERIES), min_size=1, max_size=5))  # fmt: skip
def test_every_tree_gives_what_a_plain_reading_gives(
    thresholds: str,
    commits: list[tuple[list[AnalyzedDocument], list[str]]],
    trees_and_queries: list[tuple[StructuredQuery, Query]],
) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as place:
        for (module, name), value in THRESHOLDS[thresholds].items():
            patch.setattr(module, name, value)
        engine = made_engine(Path(place), commits)
        documents = standing(commits)

        for tree, query in trees_and_queries:
            check(Path(place), engine, documents, tree, query)
