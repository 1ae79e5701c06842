"""Who may write on a cluster: one, as long as it gives signs of life."""

from __future__ import annotations

import pytest

from indexer.domain.errors import EngineUnavailable, IndexLocked
from indexer.engines.opensearch.cluster import Deadline, Json
from indexer.engines.opensearch.state_documents import StateDocuments, Version
from indexer.engines.opensearch.writing.lease import Lease
from tests.unit.opensearch.stand_ins import Clock, SmallCluster

SECONDS = 15.0


def a_lease(cluster: SmallCluster, clock: Clock, timeout_seconds: float = 30.0) -> Lease:
    return Lease(StateDocuments(cluster, "samspil", 0), SECONDS, timeout_seconds, clock, clock.wait)


def test_a_second_writer_is_refused_while_the_first_gives_signs_of_life() -> None:
    cluster, clock = SmallCluster(), Clock()
    first = a_lease(cluster, clock)
    first.take()
    clock.on_wait = first.check

    with pytest.raises(IndexLocked):
        a_lease(cluster, clock).take()

    first.check()


def test_a_dead_writer_is_followed_by_another_and_stopped_before_its_next_write() -> None:
    cluster, clock = SmallCluster(), Clock()
    dead, next_one = a_lease(cluster, clock), a_lease(cluster, clock)
    dead.take()

    next_one.take()

    assert SECONDS <= clock.now < SECONDS + 1
    next_one.check()
    with pytest.raises(EngineUnavailable, match="lease-lost"):
        dead.check()
    with pytest.raises(EngineUnavailable, match="lease-lost"):
        dead.check()


def test_of_two_that_wait_one_takes_over() -> None:
    cluster, clock = SmallCluster(), Clock()
    a_lease(cluster, clock).take()
    one, other = a_lease(cluster, clock), a_lease(cluster, clock, timeout_seconds=20.0)
    one.take()

    clock.on_wait = one.check
    with pytest.raises(IndexLocked):
        other.take()


def test_what_was_let_go_is_taken_at_once_and_what_was_lost_is_left_alone() -> None:
    cluster, clock = SmallCluster(), Clock()
    first, second = a_lease(cluster, clock), a_lease(cluster, clock)
    first.take()
    first.let_go()
    second.take()
    assert clock.now == 0.0

    first.let_go()

    second.check()


def test_a_renewal_whose_answer_was_lost_is_no_lost_lease() -> None:
    class LosingAnAnswer(StateDocuments):
        is_losing = False

        def replace(self, name: str, content: Json, version: Version, deadline: Deadline) -> Version | None:
            made = super().replace(name, content, version, deadline)
            if self.is_losing:
                self.is_losing = False
                raise EngineUnavailable("cluster-silent", error="lost")
            return made

    clock, documents = Clock(), LosingAnAnswer(SmallCluster(), "samspil", 0)
    lease = Lease(documents, SECONDS, 0.0, clock, clock.wait)
    lease.take()
    documents.is_losing = True
    with pytest.raises(EngineUnavailable, match="cluster-silent"):
        lease.check()

    lease.check()


def test_it_is_renewed_while_it_is_held_and_gone_afterwards() -> None:
    cluster = SmallCluster()
    lease = Lease(StateDocuments(cluster, "samspil", 0), 0.03, 0.0)

    with lease.hold():
        first = len(cluster.paths("PUT"))
        while len(cluster.paths("PUT")) < first + 2:
            pass

    assert not lease.is_taken and not cluster.kept
