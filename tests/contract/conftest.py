"""The engines that the contract is for; each test runs with every one of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.engines.port import AnalysisBasis, SearchEngine
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from tests.contract.clusters import MAKING, an_engine, emptied

MAKERS: dict[str, Callable[[Path], SearchEngine]] = {
    "memory": lambda folder: MemoryEngine(lock_timeout_seconds=0),
    "whoosh": lambda folder: WhooshEngine(folder, MAKING, EnginePreferences(lock_timeout_seconds=0)),
}
CLUSTER = pytest.param("opensearch", marks=pytest.mark.opensearch)


@pytest.fixture(params=[*MAKERS, CLUSTER])
def new_empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], SearchEngine]]:
    """Makes engines without an index; on the cluster it is one, which a test empties."""
    if request.param in MAKERS:
        numbers = itertools.count()
        yield lambda: MAKERS[request.param](tmp_path / f"index-{next(numbers)}")
        return
    with an_engine() as engine:
        yield lambda: engine


@pytest.fixture
def new_engine(new_empty_engine: Callable[[], SearchEngine]) -> Callable[[], SearchEngine]:
    """Makes engines with an index of no documents."""

    def make() -> SearchEngine:
        engine = new_empty_engine()
        if not isinstance(engine, MemoryEngine | WhooshEngine):
            return emptied(engine)
        with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()):
            pass
        return engine

    return make


@pytest.fixture
def empty_engine(new_empty_engine: Callable[[], SearchEngine]) -> SearchEngine:
    return new_empty_engine()


@pytest.fixture
def engine(new_engine: Callable[[], SearchEngine]) -> SearchEngine:
    return new_engine()
