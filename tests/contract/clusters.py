"""Engines over the cluster that a run of the tests names, each with indexes of its own that end with it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from indexer.engines.port import AnalysisBasis
from tests.cluster.__main__ import ADDRESSES

if TYPE_CHECKING:
    from indexer.engines.opensearch import OpenSearchEngine

MAKING = {"analysis": "test"}


@contextmanager
def an_engine(**preferences: object) -> Iterator[OpenSearchEngine]:
    """An engine without an index, for tests that are marked `opensearch`."""
    # Not above: the client is there only where a cluster is.
    from indexer.engines.opensearch import ClusterPreferences, OpenSearchEngine
    from indexer.engines.opensearch.client import OpenSearchCluster
    from indexer.engines.opensearch.cluster import Deadline

    hosts = tuple(_address(one) for one in os.environ[ADDRESSES].split(","))
    chosen = ClusterPreferences(
        hosts, index_name=f"samspil-test-{uuid.uuid4().hex}", **{"lock_timeout_seconds": 0.0, **preferences}
    )
    engine = OpenSearchEngine(MAKING, chosen)
    try:
        yield engine
    finally:
        engine.close()
        OpenSearchCluster(chosen).request("DELETE", f"/{chosen.index_name}-*", Deadline(30))


def emptied(engine: OpenSearchEngine) -> OpenSearchEngine:
    """The engine with an index of no documents: an emptied one is as good as a new one, which takes seconds."""
    if engine.writer.is_current() and engine.searcher().basis == AnalysisBasis():
        engine.writer.apply((), list(engine.writer.indexed_documents()))
        return engine
    with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()):
        pass
    return engine


def _address(text: str) -> str:
    return text if "://" in text else f"http://{text}"
