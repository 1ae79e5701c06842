"""Two engines give one answer: random documents and trees, in memory and on disk."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indexer import Query
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.memory import MemoryEngine
from indexer.engines.port import AnalysisBasis, RankedDocument, SearchEngine
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from tests.engine.strategies import QUERIES, TREES, histories

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes here."""


def filled(engine: SearchEngine, documents: list[AnalyzedDocument]) -> SearchEngine:
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()):
        pass
    for batch in (documents[::2], documents[1::2]):
        engine.writer.apply(batch, ())
    return engine


def without_score(document: RankedDocument) -> tuple[object, ...]:
    return tuple(getattr(document, name) for name in RankedDocument.__slots__ if name != "score")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(commits=histories(), asked=st.lists(st.tuples(TREES, QUERIES), min_size=1, max_size=5))
def test_rankings_explanations_and_tables_are_equal(
    tmp_path_factory: pytest.TempPathFactory,
    commits: list[tuple[list[AnalyzedDocument], list[str]]],
    asked: list[tuple[StructuredQuery, Query]],
) -> None:
    # each document is added but once: an engine may go on counting the words of replaced ones for a while
    documents = list({document.id: document for added, _ in commits for document in added}.values())
    folder: Path = tmp_path_factory.mktemp("whoosh")
    memory = filled(MemoryEngine(), documents).searcher()
    whoosh = filled(WhooshEngine(folder, {}, EnginePreferences()), documents).searcher()

    for tree, query in asked:
        expected, found = memory.search(tree, query), whoosh.search(tree, query)
        assert (found.total, found.facets) == (expected.total, expected.facets)
        assert [*map(without_score, found.documents)] == [*map(without_score, expected.documents)]
        scores = [[document.score for document in ranking.documents] for ranking in (found, expected)]
        assert scores[0] == pytest.approx(scores[1], rel=1e-9, abs=1e-12)
        assert whoosh.matching_ids(tree, query) == memory.matching_ids(tree, query)
        assert whoosh.counts(tree, (query, Query())) == memory.counts(tree, (query, Query()))
        for document in expected.documents:
            explained = [searcher.explain(tree, document.id) for searcher in (whoosh, memory)]
            assert [(p.leaf, p.alternative) for p in explained[0]] == [(p.leaf, p.alternative) for p in explained[1]]
            assert [p.score for p in explained[0]] == pytest.approx([p.score for p in explained[1]])
        for axes in itertools.combinations(("goal", "kind", "decade"), 2):
            table, expected_table = (searcher.cross_tabulate(tree, query, *axes) for searcher in (whoosh, memory))
            assert dict(table.counts) == dict(expected_table.counts)
            assert +Counter(table.row_counts) == expected_table.row_counts
            assert +Counter(table.column_counts) == expected_table.column_counts
