"""One committed state as it is asked: a point in time, held as long as somebody searches it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

from indexer.domain.errors import EngineUnavailable
from indexer.engines.opensearch.cluster import TOO_MUCH, Cluster, Deadline, Json, Refused
from indexer.engines.port import AnalysisBasis

_KEPT = "5m"
"""So long a point in time lives after its last search; one that is gone is opened anew."""
# What the cluster says of a view that is gone with its node or its time; 500 may be the question's own fault as well.
_GONE = frozenset({404, 500, 502, 503, 504})
_MAYBE_GONE, _MOST_DOUBTS = 500, 2


class View:
    """A committed state of one index; safe to share between threads.

    Attributes:
        index, commit: which state it is.
    """

    def __init__(
        self, cluster: Cluster, index: str, commit: int, basis: AnalysisBasis, reopen: Callable[[Deadline], str]
    ) -> None:
        """`reopen` gives the id of a new point in time of the same state, or raises."""
        self.index = index
        self.commit = commit
        self.basis = basis
        self._cluster = cluster
        self._reopen = reopen
        self._lock = threading.Lock()
        self.point = ""

    def asked(self, deadline: Deadline) -> Asked:
        """A question to this state that is answered by then."""
        return Asked(self, deadline)

    def search(self, bodies: list[Json], deadline: Deadline, parameters: dict[str, str]) -> list[Json]:
        """The answers to searches, each whole; see Asked.search."""
        attempt = doubts = 0
        while True:
            point = self.point
            try:
                return self._answers(bodies, point, deadline, parameters)
            except Refused as error:
                doubts += error.status == _MAYBE_GONE
                is_gone = error.status in _GONE and doubts <= _MOST_DOUBTS
                if not (is_gone or error.status in TOO_MUCH) or not deadline.pause(attempt):
                    raise
                attempt += 1
                if is_gone:
                    self._renew(point, deadline)

    def _renew(self, lost: str, deadline: Deadline) -> None:
        if not self._lock.acquire(timeout=max(0.0, deadline.remaining)):
            raise EngineUnavailable("cluster-silent", error="waiting")
        try:
            if self.point == lost:
                self.point = self._reopen(deadline)
        finally:
            self._lock.release()

    def _answers(self, bodies: list[Json], point: str, deadline: Deadline, parameters: dict[str, str]) -> list[Json]:
        within = {"pit": {"id": point, "keep_alive": _KEPT}}
        whole = {"allow_partial_search_results": "false"}
        if len(bodies) == 1:
            told = whole | parameters
            answers = [self._cluster.request("POST", "/_search", deadline, bodies[0] | within, told, TOO_MUCH)]
        else:
            lines = (json.dumps(one) for body in bodies for one in (whole, body | within))
            text = "".join(f"{line}\n" for line in lines)
            answer = self._cluster.request("POST", "/_msearch", deadline, text, parameters, TOO_MUCH)
            answers = answer["responses"]
        for one in answers:
            if "error" in one:
                raise Refused(int(one.get("status", 500)), str(one["error"].get("type")))
            if one.get("timed_out") or one["_shards"]["failed"]:
                raise EngineUnavailable("cluster-silent", error="timed_out")
        return answers


class Asked:
    """A question to one state; everything that is asked for it must be answered by one moment."""

    def __init__(self, view: View, deadline: Deadline) -> None:
        self._view = view
        self._deadline = deadline

    def search(self, *bodies: Json, **parameters: str) -> list[Json]:
        """The answer to each search, in one request.

        Raises:
            EngineUnavailable: the cluster did not answer in time, or not for every part of the index.
        """
        return self._view.search([{"_source": False, **body} for body in bodies], self._deadline, parameters)
