"""Rows that are kept for the next query."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Hashable

from indexer.engines.whoosh.rows import Row

_KEPT_WHEN_DROPPING = 0.75


class RowCache:
    """Rows by what they stand for, those unused for longest dropped above a limit; safe to share between threads."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._held = 0
        self._clock = itertools.count()
        self._rows: dict[Hashable, Row] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Row | None:
        """The row, None if it is not kept."""
        row = self._rows.get(key)
        if row is not None:
            row.last_used = next(self._clock)
        return row

    def put(self, key: Hashable, row: Row) -> None:
        """Keep a row."""
        row.last_used = next(self._clock)
        with self._lock:
            if key not in self._rows:
                self._rows[key] = row
                self._held += row.bytes_held
            if self._held > self._limit:
                self._drop()

    def clear(self) -> None:
        """Drop all rows."""
        with self._lock:
            self._rows.clear()
            self._held = 0

    def _drop(self) -> None:
        """Make room for a while."""
        for key, row in sorted(self._rows.items(), key=lambda item: item[1].last_used)[:-1]:
            if self._held <= self._limit * _KEPT_WHEN_DROPPING:
                break
            del self._rows[key]
            self._held -= row.bytes_held
