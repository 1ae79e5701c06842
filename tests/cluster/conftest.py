from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.__main__ import FOLDER
from tests.cluster.artifacts import class_path
from tests.cluster.nodes import Cluster
from tests.conftest import PROJECT


@pytest.fixture(scope="session")
def nodes() -> Iterator[Cluster]:
    """The nodes of the run, to be killed and brought back; those that tests brought back end with the tests."""
    running = Cluster(Path(os.environ[FOLDER]), class_path(PROJECT / "var" / "opensearch"))
    yield running
    running.stop_own()


@pytest.fixture
def cluster(nodes: Cluster) -> Cluster:
    """The same; three of them are up and whole when a test begins."""
    nodes.wait_until(lambda health: health["number_of_nodes"] == 3 and health["status"] == "green")
    return nodes
