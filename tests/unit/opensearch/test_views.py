"""Readers of an index on a cluster: each sees one committed state, whole, as long as it wants."""

from __future__ import annotations

import gc
import itertools

import pytest

from indexer.domain.errors import EngineUnavailable, IndexOutdated
from indexer.engines.opensearch.cluster import Deadline, Json, Refused
from indexer.engines.opensearch.layout import layout
from indexer.engines.opensearch.marks import Mark, Phase, write_mark
from indexer.engines.opensearch.place import IndexPlace
from indexer.engines.opensearch.preferences import ClusterPreferences
from indexer.engines.opensearch.state_documents import StateDocuments
from indexer.engines.opensearch.views import Views
from indexer.engines.port import AnalysisBasis
from tests.unit.opensearch.stand_ins import SmallCluster

INDEX = "samspil-000001"
SOON = Deadline(60)


class Readable:
    """An index that can be read: its points in time are numbered, and those that are lost are refused."""

    def __init__(self, glance_seconds: float = 0.0) -> None:
        self.cluster = SmallCluster()
        self.state = StateDocuments(self.cluster, "samspil", 0)
        preferences = ClusterPreferences(("http://there",), glance_seconds=glance_seconds, searching_seconds=3.0)
        self.place = IndexPlace(self.cluster, self.state, {}, preferences)
        self.meta: Json = {"layout": layout()}
        self.lost: set[str] = set()
        self.points = (f"point-{number}" for number in itertools.count(1))
        self.cluster.answers |= {
            ("GET", f"/{INDEX}/_mapping"): lambda body: {INDEX: {"mappings": {"_meta": self.meta}}},
            ("GET", r"/samspil-\*/_settings"): lambda body: {},
            ("GET", "/_cluster/settings"): lambda body: {},
            ("PUT", "/.*"): lambda body: {},
            ("POST", f"/{INDEX}/_search/point_in_time"): lambda body: {"pit_id": next(self.points)},
            ("DELETE", "/_search/point_in_time"): lambda body: {},
            ("POST", "/_search"): self.answer,
        }
        made = self.place.unfinished_or_new(AnalysisBasis(2, {"skole": 3}), SOON)
        assert made == INDEX
        self.cluster.answers["GET", "/_alias/samspil"] = lambda body: {INDEX: {}}
        (self.meta,) = (
            body["mappings"]["_meta"]
            for method, path, body in self.cluster.asked
            if (method, path) == ("PUT", f"/{INDEX}") and isinstance(body, dict)
        )
        self.mark(1)

    def mark(self, commit: int, phase: Phase = Phase.STILL) -> None:
        write_mark(self.state, INDEX, Mark(commit, phase, 0.0), SOON)

    def answer(self, body: object) -> Json:
        assert isinstance(body, dict)
        if body["pit"]["id"] in self.lost:
            raise Refused(404, "search_context_missing_exception")
        return {"_shards": {"failed": 0}, "hits": {"total": {"value": 1}}}

    def opened(self) -> int:
        return sum("point_in_time" in path for path in self.cluster.paths("POST"))


def test_one_view_serves_until_something_is_committed() -> None:
    index = Readable()
    views = Views(index.place)

    first, again = views.newest(), views.newest()
    index.mark(2)
    other = views.newest()

    assert first is again and index.opened() == 2
    assert (first.state, other.state) == ((INDEX, 1), (INDEX, 2))
    assert first.basis is other.basis == AnalysisBasis(2, {"skole": 3})


def test_nothing_is_asked_within_a_glance_unless_something_was_committed_here() -> None:
    index = Readable(glance_seconds=60.0)
    views = Views(index.place)
    views.newest()
    index.mark(2)
    asked = len(index.cluster.asked)

    assert views.newest().state == (INDEX, 1) and len(index.cluster.asked) == asked
    views.look_again()
    assert views.newest().state == (INDEX, 2)


def test_a_view_that_was_opened_between_two_commits_is_not_used() -> None:
    index = Readable()

    def torn(body: object) -> Json:
        index.cluster.answers["POST", f"/{INDEX}/_search/point_in_time"] = lambda body: {"pit_id": "whole"}
        index.mark(2)
        return {"pit_id": "torn"}

    index.cluster.answers["POST", f"/{INDEX}/_search/point_in_time"] = torn
    index.lost = {"torn"}

    searcher = Views(index.place).newest()

    assert searcher.state == (INDEX, 2) and searcher.has_term("body_da", "skole")
    (closed,) = (body for method, path, body in index.cluster.asked if (method, path[:5]) == ("DELETE", "/_sea"))
    assert closed == {"pit_id": ["torn"]}


def test_the_state_before_serves_on_while_shards_are_refreshed() -> None:
    index = Readable()
    views = Views(index.place)
    before = views.newest()

    index.mark(2, Phase.REFRESHING)

    assert views.newest() is before and index.opened() == 1


def test_a_lost_view_is_opened_anew_if_its_state_is_still_there() -> None:
    index = Readable()
    searcher = Views(index.place).newest()
    index.lost = {"point-1"}

    assert searcher.has_term("body_da", "skole") and index.opened() == 2

    index.lost = {"point-1", "point-2"}
    index.mark(2)
    with pytest.raises(EngineUnavailable, match="state-gone"):
        searcher.has_term("body_da", "skole")


@pytest.mark.parametrize(("status", "opened"), [(429, 1), (503, 2), (500, 2)])
def test_a_cluster_that_has_too_much_to_do_is_asked_again_and_one_that_lost_a_node_for_a_new_view(
    status: int, opened: int
) -> None:
    index = Readable()
    searcher = Views(index.place).newest()
    refusals = [Refused(status, "busy")]

    def answer(body: object) -> Json:
        if refusals:
            raise refusals.pop()
        return index.answer(body)

    index.cluster.answers["POST", "/_search"] = answer

    assert searcher.has_term("body_da", "skole") and index.opened() == opened


def test_a_question_that_the_cluster_cannot_take_ends_with_its_answer() -> None:
    index = Readable()
    searcher = Views(index.place).newest()

    def answer(body: object) -> Json:
        raise Refused(500, "too_many_nested_clauses")

    index.cluster.answers["POST", "/_search"] = answer

    with pytest.raises(EngineUnavailable, match="too_many_nested_clauses"):
        searcher.has_term("body_da", "skole")
    assert index.opened() == 3


def test_views_that_nobody_searches_any_more_are_closed() -> None:
    index = Readable()
    views = Views(index.place)
    views.newest()
    index.mark(2)
    views.newest()
    gc.collect()
    index.mark(3)
    views.newest()

    closed = [
        body for method, path, body in index.cluster.asked if (method, path) == ("DELETE", "/_search/point_in_time")
    ]
    assert {"pit_id": ["point-1"]} in closed


def test_an_index_of_another_layout_is_never_opened() -> None:
    index = Readable()
    index.meta = index.meta | {"layout": "another"}

    with pytest.raises(IndexOutdated):
        Views(index.place).newest()

    assert index.opened() == 0
