"""What only an engine on a cluster must do: share with other processes, be out of reach, show whole states."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer import Query
from indexer.domain.errors import EngineUnavailable, IndexLocked
from indexer.domain.queries.structured_query import MatchAll
from indexer.engines.opensearch.cluster import Deadline
from indexer.engines.port import AnalysisBasis
from tests.builders import a_document, analyzed
from tests.contract.clusters import MAKING, an_engine, emptied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.engines.opensearch import OpenSearchEngine

pytestmark = pytest.mark.opensearch
BATCH = 10


@pytest.fixture
def engine() -> Iterator[OpenSearchEngine]:
    with an_engine(glance_seconds=0.0) as made:
        yield emptied(made)


def another(engine: OpenSearchEngine, **changes: object) -> OpenSearchEngine:
    """The engine as another process opens it."""
    return type(engine)(MAKING, replace(engine.preferences, **changes))


def test_readers_see_all_of_a_batch_or_nothing_of_it_and_either_index_of_a_swap(engine: OpenSearchEngine) -> None:
    one = analyzed(a_document("a", "skole"))
    seen: set[int] = set()
    faults: list[EngineUnavailable] = []
    ended = threading.Event()

    def read() -> None:
        own = another(engine)
        while not ended.is_set():
            try:
                seen.add(own.searcher().count(MatchAll(), Query()))
            except EngineUnavailable as fault:
                faults.append(fault)
        own.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for batch in range(6):
        engine.writer.apply([replace(one, id=f"{batch}-{number}") for number in range(BATCH)], ())
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis(1, {})) as beside:
        beside.writer.apply([replace(one, id=f"new-{number}") for number in range(BATCH)], ())
    newest = another(engine).searcher().count(MatchAll(), Query())
    ended.set()
    for reader in readers:
        reader.join()

    assert not faults and newest == BATCH
    assert seen and all(total % BATCH == 0 for total in seen)


def test_two_processes_do_not_write_at_the_same_time_and_share_what_was_written(engine: OpenSearchEngine) -> None:
    other = another(engine)
    with engine.writer.writing():
        with pytest.raises(IndexLocked):
            other.writer.apply([analyzed(a_document("b"))], ())
        engine.writer.apply([analyzed(a_document("a"))], ())

    other.writer.apply([analyzed(a_document("b"))], ())

    assert list(engine.writer.indexed_documents()) == list(other.writer.indexed_documents()) == ["a", "b"]
    assert engine.writer.is_whole() and engine.statistics.size_bytes() > 0


def test_an_index_that_something_else_made_is_not_current(engine: OpenSearchEngine) -> None:
    assert engine.writer.is_current()
    assert not type(engine)({"analysis": "another"}, engine.preferences).writer.is_current()


def test_a_cluster_out_of_reach_is_told_within_the_time_that_was_set(engine: OpenSearchEngine) -> None:
    away = another(engine, hosts=("http://127.0.0.1:1",), searching_seconds=0.5, writing_seconds=0.5)

    for asked in (away.searcher, away.writer.indexed_documents, away.statistics.document_count):
        with pytest.raises(EngineUnavailable, match="cluster-silent"):
            asked()
    with pytest.raises(EngineUnavailable, match="cluster-silent"):
        away.writer.apply([analyzed(a_document("a"))], ())


def test_each_try_is_sent_once(engine: OpenSearchEngine) -> None:
    from indexer.engines.opensearch.client import OpenSearchCluster

    sent: list[object] = []

    class HangsUp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            sent.append(self.request)

    with socketserver.TCPServer(("127.0.0.1", 0), HangsUp) as node:
        threading.Thread(target=node.serve_forever, args=(0.01,)).start()
        away = OpenSearchCluster(replace(engine.preferences, hosts=(f"http://127.0.0.1:{node.server_address[1]}",)))

        try:
            with pytest.raises(EngineUnavailable, match="cluster-silent"):
                away.request("GET", "/", Deadline(0.0))
        finally:
            node.shutdown()
            away.close()

    assert len(sent) == 1


def test_facets_with_very_many_values_are_counted_to_the_last(engine: OpenSearchEngine) -> None:
    one = analyzed(a_document("a"))
    values = [tuple(f"place-{number:04}" for number in range(first, first + 1500)) for first in (0, 1000)]
    engine.writer.apply(
        [replace(one, id=f"d{n}", facet_values={**one.facet_values, "library": each}) for n, each in enumerate(values)],
        (),
    )

    facets = engine.searcher().search(MatchAll(), Query()).facets

    (libraries,) = (facet for facet in facets if facet.id == "library")
    assert len(libraries.values) == 2500
    assert sum(value.count == 2 for value in libraries.values) == 500
