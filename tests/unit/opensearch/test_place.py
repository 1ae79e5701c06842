"""Where indexes lie on a cluster that several sites share: whose they are, and which of them are built on."""

from __future__ import annotations

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.engines.opensearch.cluster import Deadline, Json
from indexer.engines.opensearch.marks import NO_COMMIT, known_mark, write_mark
from indexer.engines.opensearch.place import IndexPlace
from indexer.engines.opensearch.preferences import ClusterPreferences
from indexer.engines.opensearch.state_documents import StateDocuments
from indexer.engines.opensearch.views import Views
from indexer.engines.opensearch.writing.index_writer import OpenSearchIndexWriter
from indexer.engines.opensearch.writing.lease import Lease
from indexer.engines.port import AnalysisBasis
from tests.unit.opensearch.stand_ins import SmallCluster

SOON = Deadline(60)


class Shared:
    """Indexes of several sites on one cluster, each with the `_meta` of its mapping."""

    def __init__(self, *indexes: str) -> None:
        self.indexes: dict[str, Json] = {index: {} for index in indexes}
        self.alias = ""
        self.cluster = SmallCluster()
        self.cluster.answers |= {
            ("GET", "/_alias/samspil"): lambda body: {self.alias: {}} if self.alias else {},
            ("GET", r"/samspil-\*/_settings"): lambda body: dict(self.indexes),
            ("GET", "/_cluster/settings"): lambda body: {},
            ("PUT", "/_cluster/settings"): lambda body: {},
            ("POST", "/_aliases"): self._move,
        }
        for number in range(1, 5):
            self._answer_for(f"samspil-{number:06}")
        self.state = StateDocuments(self.cluster, "samspil", 0)
        self.place = IndexPlace(self.cluster, self.state, {}, ClusterPreferences(("http://there",)))

    def _answer_for(self, index: str) -> None:
        self.cluster.answers |= {
            ("PUT", f"/{index}"): lambda body: self._made(index, body),
            ("GET", f"/{index}/_mapping"): lambda body: {index: {"mappings": {"_meta": self.indexes[index]}}},
            ("DELETE", f"/{index}"): lambda body: self.indexes.pop(index),
        }

    def _made(self, index: str, body: object) -> Json:
        assert isinstance(body, dict)
        self.indexes[index] = body["mappings"]["_meta"]
        return {}

    def _move(self, body: object) -> Json:
        assert isinstance(body, dict)
        self.alias = body["actions"][-1]["add"]["index"]
        return {}


FOREIGN = ("samspil-test-000001", "samspil-state", "samspil-000001-000002", "samspil-0000001", "samspil-000001\n")


def test_indexes_of_a_site_whose_name_begins_alike_are_left_alone() -> None:
    shared = Shared("samspil-000002", "samspil-000001", *FOREIGN)
    shared.alias = "samspil-000002"

    assert shared.place.indexes(SOON) == ["samspil-000001", "samspil-000002"]
    shared.place.forget_former(SOON)

    assert set(shared.indexes) == {"samspil-000002", *FOREIGN}


@pytest.mark.parametrize("index", FOREIGN, ids=repr)
def test_no_index_of_another_name_is_ever_removed(index: str) -> None:
    shared = Shared(index)

    with pytest.raises(ValueError, match="samspil"):
        shared.place.remove(index, SOON)

    assert not shared.cluster.paths("DELETE")


def built(shared: Shared) -> str:
    """Build an index as the writer does, without documents, and let it serve."""
    state, preferences = shared.state, shared.place.preferences
    shared.cluster.answers["PUT", "/samspil-state"] = lambda body: {}
    lease = Lease(state, preferences.lease_seconds, 0.0)
    writer = OpenSearchIndexWriter(shared.place, Views(shared.place), lease, an_empty_build)
    with writer.rebuilding(AnalysisBasis()):
        pass
    return shared.alias


def an_empty_build(_index: str) -> MemoryEngine:
    engine = MemoryEngine()
    engine.index.commit(AnalysisBasis(), {})
    return engine


def test_a_build_that_was_begun_is_taken_up_again() -> None:
    shared = Shared()
    built(shared)
    begun = shared.place.unfinished_or_new(AnalysisBasis(), SOON)
    write_mark(shared.state, begun, NO_COMMIT, SOON)

    assert begun == "samspil-000002" and shared.place.unfinished_or_new(AnalysisBasis(), SOON) == begun


def test_the_index_that_was_rolled_back_from_never_serves_again() -> None:
    shared = Shared()
    first, left = built(shared), built(shared)
    write_mark(shared.state, left, known_mark(shared.state, left, SOON).committed(), SOON)
    shared.alias = first

    assert built(shared) == "samspil-000003"
    assert set(shared.indexes) == {first, "samspil-000003"}
