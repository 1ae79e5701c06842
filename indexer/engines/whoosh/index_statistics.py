"""What a Whoosh index holds."""

from __future__ import annotations

import hashlib
import json

import numpy as np

from indexer.engines.whoosh.errors import translated
from indexer.engines.whoosh.index_place import IndexPlace
from indexer.engines.whoosh.searcher_pool import SearcherPool


class WhooshStatistics:
    """See IndexStatistics."""

    def __init__(self, place: IndexPlace, searchers: SearcherPool) -> None:
        self._place = place
        self._searchers = searchers

    def document_count(self) -> int:
        """See IndexStatistics.document_count."""
        if self._place.folder() is None:
            return 0
        with translated():
            return int(np.count_nonzero(self._searchers.newest().arrays.snapshot.is_live))

    def page_total(self) -> int:
        """See IndexStatistics.page_total."""
        if self._place.folder() is None:
            return 0
        with translated():
            snapshot = self._searchers.newest().arrays.snapshot
            return int(snapshot.page_counts[snapshot.is_live].sum())

    def size_bytes(self) -> int:
        """See IndexStatistics.size_bytes."""
        return self._place.builds.size_bytes()

    def committed_at(self) -> float:
        """See IndexStatistics.committed_at."""
        folder = self._place.folder()
        return folder.stat().st_mtime if folder is not None else 0.0

    def cache_lookups(self) -> tuple[int, int]:
        """See IndexStatistics.cache_lookups."""
        return self._searchers.lookups.hits, self._searchers.lookups.misses

    def fingerprint(self) -> str:
        """See IndexStatistics.fingerprint."""
        folder = self._place.folder()
        if folder is None:
            return ""
        made_by = json.dumps(self._place.builds.made_by(folder), sort_keys=True)
        return hashlib.sha256(made_by.encode()).hexdigest()[:16]
