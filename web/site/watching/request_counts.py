"""How many requests there were and how long they took, of all processes that answer, in memory that they share.

A process writes into its own part only, and nobody waits for a lock of another one; whoever is asked adds up all parts.
The memory is taken before the processes are forked, so a process that ends and is started again counts on in its part.
"""

from __future__ import annotations

import bisect
import mmap
import threading
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

STATUSES = (200, 206, 301, 302, 303, 304, 308, 400, 401, 403, 404, 405, 409, 410, 413, 414, 416, 429, 500, 503)
"""Those that the site gives; what else there may be is counted as 0."""

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds, as Prometheus' own client has them."""

_Numbers = npt.NDArray[np.float64]
MAX_ROUTES = 240
_HITS, _MISSES = 0, 1
_COUNTERS = 2
_STATUS_COLUMNS = len(STATUSES) + 1
_TIME_COLUMNS = len(BUCKETS) + 2  # those above the last bound, and the sum of all
_SIZE = _COUNTERS + MAX_ROUTES * (_STATUS_COLUMNS + _TIME_COLUMNS)


class RequestCounts:
    """The counts of a site that so many processes answer for; made before they are forked."""

    def __init__(self, processes: int) -> None:
        self._memory = mmap.mmap(-1, processes * _SIZE * 8)
        self._parts = np.frombuffer(self._memory, dtype=np.float64).reshape(processes, _SIZE)
        self._lock = threading.Lock()
        self.take_part(0)

    def take_part(self, process: int) -> None:
        """Count into that part from now on; called by each process after it was forked."""
        self._lock = threading.Lock()  # a thread of the parent may have held the other one
        part = self._parts[process]
        self._counters = part[:_COUNTERS]
        self._statuses, self._times = _tables(part)

    def count(self, route: int, status: int, seconds: float) -> None:
        """One more request of a route by its number."""
        column = STATUSES.index(status) + 1 if status in STATUSES else 0
        with self._lock:
            self._statuses[route, column] += 1
            self._times[route, bisect.bisect_left(BUCKETS, seconds)] += 1
            self._times[route, -1] += seconds

    def set_lookups(self, hits: int, misses: int) -> None:
        """How often this process found in its cache what it looked for, and how often not."""
        self._counters[_HITS], self._counters[_MISSES] = hits, misses

    def lookups(self) -> tuple[int, int]:
        """The same of all processes."""
        counters = self._parts[:, :_COUNTERS].sum(axis=0)
        return int(counters[_HITS]), int(counters[_MISSES])

    def by_status(self, routes: int) -> Mapping[tuple[int, int], int]:
        """Requests by route and status, 0 for one that is not in STATUSES; those that there were."""
        statuses = _tables(self._parts.sum(axis=0))[0][:routes]
        places: list[list[int]] = np.argwhere(statuses > 0).tolist()
        return {(route, (0, *STATUSES)[column]): int(statuses[route, column]) for route, column in places}

    def by_time(self, routes: int) -> Mapping[int, tuple[list[int], float]]:
        """By route: requests within each of BUCKETS and in all, as Prometheus adds them up, and seconds in all."""
        times = _tables(self._parts.sum(axis=0))[1][:routes]
        within = times[:, :-1].cumsum(axis=1).astype(int)
        asked: list[int] = np.flatnonzero(within[:, -1]).tolist()
        return {route: (within[route].tolist(), float(times[route, -1])) for route in asked}


def _tables(part: _Numbers) -> tuple[_Numbers, _Numbers]:
    split = _COUNTERS + MAX_ROUTES * _STATUS_COLUMNS
    by_status = part[_COUNTERS:split].reshape(MAX_ROUTES, _STATUS_COLUMNS)
    return by_status, part[split:].reshape(MAX_ROUTES, _TIME_COLUMNS)
