"""Batches on a cluster: what is sent, what is sent again, and what stops before it is."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from indexer.domain.errors import EngineUnavailable, IndexLocked
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.opensearch.cluster import Deadline, Json, Refused
from indexer.engines.opensearch.marks import NO_COMMIT, Phase, read_mark, write_mark
from indexer.engines.opensearch.place import IndexPlace
from indexer.engines.opensearch.preferences import ClusterPreferences
from indexer.engines.opensearch.state_documents import StateDocuments
from indexer.engines.opensearch.views import Views
from indexer.engines.opensearch.writing.index_writer import OpenSearchIndexWriter
from indexer.engines.opensearch.writing.lease import Lease
from tests.builders import a_document, analyzed
from tests.unit.opensearch.stand_ins import SmallCluster

INDEX = "samspil-000001"
SOON = Deadline(60)


class Bulk:
    """Takes batches; a document is refused with the statuses of its id, one after the other, before it is taken."""

    def __init__(self, **refusals: list[int]) -> None:
        self.refusals = refusals
        self.taken: list[str] = []

    def __call__(self, body: object) -> Json:
        lines = iter(json.loads(line) for line in str(body).splitlines())
        return {"items": [*self._items(lines)]}

    def _items(self, lines: Iterator[Json]) -> Iterator[Json]:
        for line in lines:
            ((action, what),) = line.items()
            if action == "index":
                next(lines)
            statuses = self.refusals.get(what["_id"], [])
            status = statuses.pop(0) if statuses else 200
            if status < 300:
                self.taken.append(f"{action} {what['_id']}")
            yield {action: {"status": status, "error": {"reason": "tried"}}}


def a_writer(
    cluster: SmallCluster, bulk: Bulk, *, seconds: float = 60.0, waits_seconds: float = 0.0, build: str | None = INDEX
) -> tuple[OpenSearchIndexWriter, StateDocuments]:
    preferences = ClusterPreferences(("http://there",), writing_seconds=seconds, lock_timeout_seconds=waits_seconds)
    state = StateDocuments(cluster, "samspil", 0)
    place = IndexPlace(cluster, state, {}, preferences, build)
    cluster.answers |= {
        ("PUT", "/samspil-state"): lambda body: {},
        ("POST", f"/{INDEX}/_bulk"): bulk,
        ("POST", f"/{INDEX}/_refresh"): lambda body: {"_shards": {"failed": 0}},
    }
    write_mark(state, INDEX, NO_COMMIT, SOON)
    lease = Lease(state, preferences.lease_seconds, preferences.lock_timeout_seconds)
    return OpenSearchIndexWriter(place, Views(place), lease, lambda build: pytest.fail("no build")), state


def test_a_batch_is_written_then_shown_then_numbered() -> None:
    cluster, bulk = SmallCluster(), Bulk()
    writer, state = a_writer(cluster, bulk)

    writer.apply([analyzed(a_document("a"))], ["b"])

    assert bulk.taken == ["index a", "delete b"]
    marks = [body for method, path, body in cluster.asked if method == "PUT" and f"mark-{INDEX}" in path]
    assert [(one["commit"], one["phase"]) for one in marks if isinstance(one, dict)] == [
        (0, "still"), (0, "writing"), (0, "refreshing"), (1, "still"),
    ]  # fmt: skip
    mark = read_mark(state, INDEX, SOON)
    assert mark is not None and (mark.commit, mark.phase) == (1, Phase.STILL)


def test_what_the_cluster_was_too_busy_for_is_sent_again_alone() -> None:
    cluster, bulk = SmallCluster(), Bulk(b=[429, 503])
    writer, _ = a_writer(cluster, bulk)

    writer.apply([analyzed(a_document(name)) for name in "abc"], ())

    assert bulk.taken == ["index a", "index c", "index b"]


@pytest.mark.parametrize("status", [503, 400], ids=["for too long", "for good"])
def test_what_is_refused_ends_the_batch_without_a_commit(status: int) -> None:
    cluster, bulk = SmallCluster(), Bulk(b=[*itertools.repeat(status, 99)])
    writer, state = a_writer(cluster, bulk, seconds=0.5)

    with pytest.raises(EngineUnavailable, match="cluster-refused"):
        writer.apply([analyzed(a_document(name)) for name in "ab"], ())

    mark = read_mark(state, INDEX, SOON)
    assert mark is not None and mark.commit == 0 and not [path for path in cluster.paths("POST") if "_refresh" in path]


def test_a_wrong_document_stops_the_batch_before_anything_is_sent() -> None:
    cluster, bulk = SmallCluster(), Bulk()
    writer, _ = a_writer(cluster, bulk)
    wrong = replace(analyzed(a_document("b")), title_key="x" * 40_000)

    with pytest.raises(ValueError):
        writer.apply([analyzed(a_document("a")), wrong], ())

    assert not bulk.taken and not cluster.paths("POST")


def test_a_writer_that_lost_its_place_writes_nothing_more() -> None:
    cluster, bulk = SmallCluster(), Bulk()
    writer, _ = a_writer(cluster, bulk)

    with writer.writing():
        (path,) = (path for path in cluster.kept if path.endswith("/writer"))
        cluster.kept[path] = {"holder": "another", "sign": "x"}, 10_000
        with pytest.raises(EngineUnavailable, match="lease-lost"):
            writer.apply([analyzed(a_document("a"))], ())
        with pytest.raises(EngineUnavailable, match="lease-lost"):
            writer.apply([analyzed(a_document("a"))], ())

    assert not bulk.taken
    assert cluster.kept[path][0]["holder"] == "another"


def test_another_thread_does_not_write_into_a_batch() -> None:
    cluster, bulk = SmallCluster(), Bulk()
    writer, _ = a_writer(cluster, bulk)

    with ThreadPoolExecutor(1) as threads, writer.writing():
        refusal = threads.submit(writer.apply, [analyzed(a_document("b"))], ()).exception()
        writer.apply([analyzed(a_document("a"))], ())

    assert isinstance(refusal, IndexLocked) and bulk.taken == ["index a"]


def test_a_thread_that_waited_writes_to_the_index_that_serves_by_then() -> None:
    cluster, bulk = SmallCluster(), Bulk()
    writer, state = a_writer(cluster, bulk, waits_seconds=30.0, build=None)
    following, is_begun = "samspil-000002", threading.Event()
    write_mark(state, following, NO_COMMIT, SOON)
    cluster.answers |= {
        ("GET", "/_alias/samspil"): lambda body: {INDEX: {}},
        ("POST", f"/{following}/_bulk"): bulk,
        ("POST", f"/{following}/_refresh"): lambda body: {"_shards": {"failed": 0}},
    }

    def additions() -> Iterator[AnalyzedDocument]:
        yield analyzed(a_document("a"))
        is_begun.set()

    with ThreadPoolExecutor(1) as threads:
        with writer.writing():
            waiting = threads.submit(writer.apply, additions(), ())
            assert is_begun.wait(30)
            cluster.answers["GET", "/_alias/samspil"] = lambda body: {following: {}}
        waiting.result()

    assert cluster.paths("POST") == [f"/{following}/_bulk", f"/{following}/_refresh"]


def test_the_alias_moves_in_one_request_and_the_one_before_is_kept() -> None:
    cluster = SmallCluster()
    place = IndexPlace(cluster, StateDocuments(cluster, "samspil", 0), {}, ClusterPreferences(("http://there",)))
    indexes = [f"samspil-{number:06}" for number in (1, 2, 3)]
    moved: list[object] = []
    cluster.answers |= {
        ("GET", "/_alias/samspil"): lambda body: {indexes[1]: {}},
        ("GET", r"/samspil-\*/_settings"): lambda body: {name: {} for name in (*indexes, "samspil-state")},
        ("POST", "/_aliases"): lambda body: moved.append(body) or {},
        ("DELETE", "/samspil-.*"): lambda body: {},
    }

    place.serve(indexes[2], SOON)

    assert moved == [
        {
            "actions": [
                {"remove": {"index": indexes[1], "alias": "samspil"}},
                {"add": {"index": indexes[2], "alias": "samspil"}},
            ]
        }
    ]
    assert [path for path in cluster.paths("DELETE") if "_doc" not in path] == [f"/{indexes[0]}"]


def test_an_answer_that_another_try_would_not_better_is_named() -> None:
    cluster = SmallCluster()

    with pytest.raises(Refused, match="cluster-refused"):
        StateDocuments(cluster, "samspil", 0).make_place(SOON)
