"""Rows that are kept for the next query.

Which rows go first is decided by GreedyDual-Size (Cao and Irani, Cost-aware WWW proxy caching algorithms, 1997): a row
is worth one over its size on top of what was last given up, so that small rows stay longer than large ones that cost
as much to make, and every row goes in the end if it is not used.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable

from indexer.engines.arrays.scoring.scored_postings import Row

_KEPT_WHEN_DROPPING = 0.9


class RowCache:
    """Rows by what they stand for, the least worth dropped above a limit; safe to share between threads."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._held = 0
        self._given_up = 0.0
        self._rows: dict[Hashable, Row] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Row | None:
        """The row, None if it is not kept."""
        row = self._rows.get(key)
        if row is not None:
            row.worth = self._given_up + row.value
        return row

    def put(self, key: Hashable, row: Row) -> None:
        """Keep a row."""
        size = row.bytes_held
        row.value = 1 / size
        row.worth = self._given_up + row.value
        with self._lock:
            if key not in self._rows:
                self._rows[key] = row
                self._held += size
            if self._held > self._limit:
                self._drop(row)

    def clear(self) -> None:
        """Drop all rows."""
        with self._lock:
            self._rows.clear()
            self._held = 0

    def _drop(self, newest: Row) -> None:
        """Make room for a while; rows weigh what they have grown to since they were put here."""
        sizes = {key: row.bytes_held for key, row in self._rows.items()}
        self._held = sum(sizes.values())
        for key, row in sorted(self._rows.items(), key=lambda item: item[1].worth):
            if self._held <= self._limit * _KEPT_WHEN_DROPPING:
                break
            if row is not newest:
                del self._rows[key]
                self._held -= sizes[key]
                self._given_up = max(self._given_up, row.worth)
