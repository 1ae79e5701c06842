"""Scored postings that are kept for the next query.

Which go first is decided by GreedyDual-Size (Cao and Irani, Cost-aware WWW proxy caching algorithms, 1997): the
priority of postings is one over their size on top of the inflation, which is the priority of what was last evicted; so
small ones stay longer than large ones that cost as much to make, and all go in the end if they are not used.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable

from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings

# Evicting goes through all that is kept; down to this share of the limit, so that it is not done for each new word.
_SHARE_KEPT_WHEN_EVICTING = 0.9


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
        self._postings: dict[Hashable, ScoredPostings] = {}
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
        size = postings.bytes_held
        postings.value_per_byte = 1 / size
        postings.priority = self._inflation + postings.value_per_byte
        with self._lock:
            if key not in self._postings:
                self._postings[key] = postings
                self._held += size
            if self._held > self._limit:
                self._evict(postings)

    def clear(self) -> None:
        """Drop all."""
        with self._lock:
            self._postings.clear()
            self._held = 0

    def _evict(self, newest: ScoredPostings) -> None:
        # Postings grow by the forms that queries ask for, so all are weighed anew.
        sizes = {key: postings.bytes_held for key, postings in self._postings.items()}
        self._held = sum(sizes.values())
        for key, postings in sorted(self._postings.items(), key=lambda item: item[1].priority):
            if self._held <= self._limit * _SHARE_KEPT_WHEN_EVICTING:
                break
            if postings is not newest:
                del self._postings[key]
                self._held -= sizes[key]
                self._inflation = max(self._inflation, postings.priority)
