"""The view of the newest committed state: opened when something was committed, shared by all threads until then.

Shards are refreshed one by one, so a point in time that is opened meanwhile may lie between two commits. The writer
therefore says what it does before and after it (a seqlock): a view counts if the mark was the same on both sides of it.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections import deque

from indexer.domain.errors import EngineUnavailable, IndexOutdated
from indexer.engines.opensearch.cluster import Deadline, Refused
from indexer.engines.opensearch.layout import layout
from indexer.engines.opensearch.marks import Mark, Phase, known_mark, read_mark
from indexer.engines.opensearch.place import IndexPlace
from indexer.engines.opensearch.querying.index_searcher import OpenSearchSearcher
from indexer.engines.opensearch.querying.term_statistics import LookupCounts
from indexer.engines.opensearch.view import View
from indexer.engines.port import AnalysisBasis

_PATIENCE_SECONDS = 2.0
"""So long a reader waits for a writer to finish; one that died in the middle would be waited for in vain."""
_PAUSE_SECONDS = 0.05


class Views:
    """Searchers of one index: of the one that serves, or of a build beside it."""

    def __init__(self, place: IndexPlace) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._newest: tuple[View, OpenSearchSearcher] | None = None
        self._looked = -float("inf")
        self._bases: dict[str, AnalysisBasis] = {}
        self._abandoned: deque[list[str]] = deque()
        self.lookups = LookupCounts()

    def newest(self) -> OpenSearchSearcher:
        """The searcher of the newest committed state.

        Raises:
            EngineUnavailable: there is no index, or the cluster does not answer.
            IndexDamaged: what is noted of it is gone.
            IndexOutdated: another version laid it out.
        """
        known = self._newest
        if known is not None and time.monotonic() - self._looked < self._place.preferences.glance_seconds:
            return known[1]
        deadline = Deadline(self._place.preferences.searching_seconds)
        # One looks for all: the others wait, and find what it found; but nobody longer than for an answer.
        if not self._lock.acquire(timeout=deadline.remaining):
            raise EngineUnavailable("cluster-silent", error="waiting")
        try:
            known = self._newest
            if known is None or time.monotonic() - self._looked >= self._place.preferences.glance_seconds:
                known = self._newest = self._looked_at(known, deadline)
                self._looked = time.monotonic()
                self._close_abandoned()
            return known[1]
        finally:
            self._lock.release()

    def look_again(self) -> None:
        """The next searcher is one of the newest state: something was committed here."""
        self._looked = -float("inf")

    def close(self) -> None:
        """Let go of the newest view."""
        with self._lock:
            self._newest = None
            self._looked = -float("inf")
            self._close_abandoned()

    def _looked_at(
        self, known: tuple[View, OpenSearchSearcher] | None, deadline: Deadline
    ) -> tuple[View, OpenSearchSearcher]:
        index = self._place.index(deadline)
        if index is None:
            raise EngineUnavailable("no-index")
        mark = read_mark(self._place.state, index, deadline)
        is_known = known is not None and known[0].index == index
        if known is not None and is_known and mark is not None:
            # While shards are refreshed the state before serves on.
            if mark.commit == known[0].commit or mark.phase is Phase.REFRESHING:
                return known
        elif self._place.meta(index, deadline).get("layout") != layout():
            raise IndexOutdated("index-outdated")
        return self._opened(index, deadline, patience=0.0 if is_known else _PATIENCE_SECONDS)

    def _opened(self, index: str, deadline: Deadline, patience: float) -> tuple[View, OpenSearchSearcher]:
        mark, point = self._point(index, deadline, patience)
        if index not in self._bases:
            self._bases = {index: self._place.basis(index, deadline)}
        point_of_view = [point]

        def reopen(moment: Deadline) -> str:
            again, point_of_view[0] = self._point(index, moment, _PATIENCE_SECONDS)
            if again.commit != mark.commit:
                self._abandoned.append(point_of_view)
                raise EngineUnavailable("state-gone")
            return point_of_view[0]

        view = View(self._place.cluster, index, mark.commit, self._bases[index], reopen)
        view.point = point
        # A node keeps few points in time, and each holds files that were merged away.
        weakref.finalize(view, self._abandon, point_of_view, os.getpid()).atexit = False
        return view, OpenSearchSearcher(view, self._place.preferences, self.lookups)

    def _point(self, index: str, deadline: Deadline, patience: float) -> tuple[Mark, str]:
        """A point in time with the mark that was the same before and after it."""
        end = time.monotonic() + patience
        while True:
            before = known_mark(self._place.state, index, deadline)
            is_patient = time.monotonic() < end
            if not is_patient or before.phase is Phase.STILL:
                asked = {"keep_alive": "5m", "allow_partial_pit_creation": "false"}
                path = f"/{index}/_search/point_in_time"
                point = self._place.cluster.request("POST", path, deadline, None, asked)["pit_id"]
                if _may_be_whole(before, read_mark(self._place.state, index, deadline), deadline):
                    return before, point
                self._abandoned.append([point])
            if deadline.remaining < _PAUSE_SECONDS:
                raise EngineUnavailable("cluster-silent", error="refreshing")
            time.sleep(_PAUSE_SECONDS)

    def _abandon(self, point: list[str], owner: int) -> None:
        # What was open before a fork is searched by other processes still, and ends by itself.
        if owner == os.getpid():
            self._abandoned.append(point)

    def _close_abandoned(self) -> None:
        points = [self._abandoned.popleft()[0] for _ in range(len(self._abandoned))]
        if points:
            try:
                self._place.cluster.request("DELETE", "/_search/point_in_time", Deadline(1.0), {"pit_id": points})
            except (Refused, EngineUnavailable):
                return  # gone with its node; else it ends by itself


def _may_be_whole(before: Mark, after: Mark | None, deadline: Deadline) -> bool:
    # A writer that died while it refreshed never says that it is done: half of the time is waited for it.
    is_late = deadline.remaining < _PATIENCE_SECONDS
    return before == after and (before.phase is not Phase.REFRESHING or is_late)
