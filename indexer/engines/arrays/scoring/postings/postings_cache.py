"""Scored postings that are kept for the next query.

Which go first is decided by GreedyDual-Size (Cao and Irani, Cost-aware WWW proxy caching algorithms, 1997): the
priority of postings is one over their size on top of the inflation, which is the priority of what was last evicted; so
small ones stay longer than large ones that cost as much to make, and all go in the end if they are not used.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Hashable
from heapq import heappop, heappush

from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings

_WEIGHED_AT_ONCE = 4


class LookupCounts:
    """How often postings were kept, and how often they had to be made; over all committed states of a process.

    Counted without a lock: two threads may count one look-up between them, which is near enough for what is watched.
    """

    __slots__ = ("hits", "misses")

    def __init__(self) -> None:
        self.hits = self.misses = 0


class PostingsCache:
    """Postings by what they stand for, evicted by priority above a limit; safe to share between threads."""

    def __init__(self, limit_bytes: int, lookups: LookupCounts | None = None) -> None:
        self._lookups = lookups or LookupCounts()
        self._limit = limit_bytes
        self._held = 0
        self._inflation = 0.0
        # In the order in which they are weighed.
        self._postings: OrderedDict[Hashable, ScoredPostings] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        # By the priority that each had when it queued up; using it since has only raised that.
        self._queue: list[tuple[float, int, Hashable]] = []
        self._tickets = itertools.count()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> ScoredPostings | None:
        """The postings, None if they are not kept."""
        # Without the lock, for every word of every query comes by: a priority that is lost to another thread is near
        # enough to the one that stays.
        postings = self._postings.get(key)
        if postings is None:
            self._lookups.misses += 1
        else:
            self._lookups.hits += 1
            postings.priority = self._inflation + postings.value_per_byte
        return postings

    def put(self, key: Hashable, postings: ScoredPostings) -> None:
        """Keep postings."""
        postings.value_per_byte = 1 / postings.bytes_held
        postings.priority = self._inflation + postings.value_per_byte
        with self._lock:
            if key not in self._postings:
                self._postings[key] = postings
                self._queue_up(key, postings)
            self._weigh(key, self._postings[key])
            self._weigh_some()
            self._evict(key)

    def clear(self) -> None:
        """Drop all."""
        with self._lock:
            for kept in (self._postings, self._sizes, self._queue):
                kept.clear()
            self._held = 0

    def _queue_up(self, key: Hashable, postings: ScoredPostings) -> None:
        heappush(self._queue, (postings.priority, next(self._tickets), key))

    def _weigh(self, key: Hashable, postings: ScoredPostings) -> None:
        size = postings.bytes_held
        self._held += size - self._sizes.get(key, 0)
        self._sizes[key] = size

    def _weigh_some(self) -> None:
        """Weigh a few anew, in turn: postings grow by the forms that queries ask for, and no query waits for all."""
        for key in list(itertools.islice(self._postings, _WEIGHED_AT_ONCE)):
            self._weigh(key, self._postings[key])
            self._postings.move_to_end(key)

    def _evict(self, newest: Hashable) -> None:
        spared = None
        while self._held > self._limit and self._queue:
            priority, ticket, key = heappop(self._queue)
            postings = self._postings[key]
            self._weigh(key, postings)
            if key == newest:
                spared = (priority, ticket, key)
            elif postings.priority > priority:  # it was used since it queued up
                self._queue_up(key, postings)
            else:
                self._inflation = max(self._inflation, priority)
                self._held -= self._sizes.pop(key)
                del self._postings[key]
        if spared:
            heappush(self._queue, spared)
