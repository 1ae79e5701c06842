"""Engines give one answer: random documents and trees, in memory, on disk and on a cluster."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from indexer import Query
from indexer.domain.queries.structured_query import IsAbout, StructuredQuery, Wording
from indexer.engines.analyzed_document import AnalyzedDocument, AnalyzedField
from indexer.engines.memory import MemoryEngine
from indexer.engines.port import AnalysisBasis, IndexSearcher, RankedDocument, SearchEngine
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from tests.contract.clusters import an_engine, emptied
from tests.engine.strategies import QUERIES, TREES, histories

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes here."""
ASKED = st.lists(st.tuples(TREES, QUERIES), min_size=1, max_size=5)
PAGE_GAP = 100


def filled(engine: SearchEngine, documents: list[AnalyzedDocument]) -> SearchEngine:
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()):
        pass
    return added(engine, documents)


def added(engine: SearchEngine, documents: list[AnalyzedDocument]) -> SearchEngine:
    for batch in (documents[::2], documents[1::2]):
        engine.writer.apply(batch, ())
    return engine


def without_score(document: RankedDocument) -> tuple[object, ...]:
    return tuple(getattr(document, name) for name in RankedDocument.__slots__ if name != "score")


def in_order(documents: Sequence[RankedDocument], exactness: float) -> list[tuple[object, ...]]:
    """What documents are, in an order that forgives as much as the port does: near scores stand in either."""
    groups: list[list[RankedDocument]] = []
    for document in documents:
        if groups and document.score == pytest.approx(groups[-1][-1].score, rel=exactness, abs=exactness):
            groups[-1].append(document)
        else:
            groups.append([document])
    return [
        without_score(one)
        for group in groups
        for one in (sorted(group, key=lambda each: each.id) if exactness > 1e-9 else group)
    ]


def assert_same(
    found: IndexSearcher, memory: IndexSearcher, asked: list[tuple[StructuredQuery, Query]], exactness: float
) -> None:
    for tree, query in asked:
        # All on one page, lest near scores stand on either side of its end.
        query = query if exactness <= 1e-9 else replace(query, page_number=1, page_size=20)
        ranking, expected = found.search(tree, query), memory.search(tree, query)
        assert (ranking.total, ranking.facets) == (expected.total, expected.facets)
        assert in_order(ranking.documents, exactness) == in_order(expected.documents, exactness)
        scores = [[document.score for document in one.documents] for one in (ranking, expected)]
        assert scores[0] == pytest.approx(scores[1], rel=exactness, abs=max(1e-12, exactness / 10))
        assert found.matching_ids(tree, query) == memory.matching_ids(tree, query)
        assert found.counts(tree, (query, Query())) == memory.counts(tree, (query, Query()))
        for document in expected.documents:
            explained = [searcher.explain(tree, document.id) for searcher in (found, memory)]
            assert [(p.leaf, p.alternative) for p in explained[0]] == [(p.leaf, p.alternative) for p in explained[1]]
            assert [p.score for p in explained[0]] == pytest.approx([p.score for p in explained[1]])
        for axes in itertools.combinations(("goal", "kind", "decade"), 2):
            table, expected_table = (searcher.cross_tabulate(tree, query, *axes) for searcher in (found, memory))
            assert dict(table.counts) == dict(expected_table.counts)
            assert +Counter(table.row_counts) == expected_table.row_counts
            assert +Counter(table.column_counts) == expected_table.column_counts


def newest(commits: list[tuple[list[AnalyzedDocument], list[str]]]) -> list[AnalyzedDocument]:
    """Each document is added but once: an engine may go on counting the words of replaced ones for a while."""
    return list({document.id: document for added, _ in commits for document in added}.values())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(commits=histories(), asked=ASKED)
def test_rankings_explanations_and_tables_are_equal(
    tmp_path_factory: pytest.TempPathFactory,
    commits: list[tuple[list[AnalyzedDocument], list[str]]],
    asked: list[tuple[StructuredQuery, Query]],
) -> None:
    documents = newest(commits)
    folder: Path = tmp_path_factory.mktemp("whoosh")
    memory = filled(MemoryEngine(), documents).searcher()
    whoosh = filled(WhooshEngine(folder, {}, EnginePreferences()), documents).searcher()

    assert_same(whoosh, memory, asked, 1e-9)


@pytest.fixture
def on_cluster() -> Iterator[SearchEngine]:
    with an_engine() as engine:
        yield engine


@pytest.mark.opensearch
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(commits=histories(), asked=ASKED)
def test_a_cluster_answers_as_memory_does(
    on_cluster: SearchEngine,
    commits: list[tuple[list[AnalyzedDocument], list[str]]],
    asked: list[tuple[StructuredQuery, Query]],
) -> None:
    assume(all(is_as_made(tree) for tree, _ in asked))
    documents = [with_gaps(document) for document in newest(commits)]
    memory = filled(MemoryEngine(), documents).searcher()
    cluster = added(emptied(on_cluster), documents).searcher()

    assert_same(cluster, memory, asked, 1e-5)


def with_gaps(document: AnalyzedDocument) -> AnalyzedDocument:
    """The document with the gap between its pages that the port asks for."""
    starts = next(iter(document.page_starts.values()), ())
    fields = {
        name: AnalyzedField.of(field.terms, [moved(position, starts) for position in field.positions.tolist()])
        for name, field in document.fields.items()
    }
    pages = tuple((number, moved(first, starts)) for number, first in starts)
    return replace(document, fields=fields, page_starts=dict.fromkeys(document.page_starts, pages))


def moved(position: int, starts: Sequence[tuple[int, int]]) -> int:
    return position + PAGE_GAP * sum(first <= position for _, first in starts)


def is_as_made(tree: object) -> bool:
    """Whether wordings are as queries make them: no term comes again in a row, none of it in another field."""
    if isinstance(tree, Wording):
        return bool(tree.reach) or (len(set(tree.terms)) == len(tree.terms) and tree.last_field is None)
    if isinstance(tree, IsAbout):
        return all(is_as_made(wording) for meaning in tree.meanings for wording in meaning)
    parts = [getattr(tree, name) for name in getattr(tree, "__slots__", ())]
    nested = [one for part in parts for one in (part if isinstance(part, tuple) else (part,))]
    return all(is_as_made(one) for one in nested if hasattr(one, "__slots__"))
