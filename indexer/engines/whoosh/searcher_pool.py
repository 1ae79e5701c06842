"""The searcher of the newest committed state: opened when something was committed, shared by all threads until then."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.reading import IndexReader

from indexer.domain.errors import EngineUnavailable, IndexOutdated
from indexer.engines.arrays.querying.searcher import Searcher
from indexer.engines.arrays.scoring.postings.postings_cache import LookupCounts
from indexer.engines.arrays.segments.open_segments import open_segment_postings
from indexer.engines.arrays.snapshot import IndexSnapshot, SnapshotSegment
from indexer.engines.whoosh.codec import postings_path
from indexer.engines.whoosh.errors import translated
from indexer.engines.whoosh.index_place import IndexPlace
from indexer.engines.whoosh.index_searcher import WhooshSearcher
from indexer.engines.whoosh.readers import ReaderPool, patiently
from indexer.engines.whoosh.table_of_contents import check_contents
from indexer.storage.array_file import DamagedFile

# A folder that changed more recently may change again without a newer time of change.
_SETTLED_NANOSECONDS = 100_000_000


class _Opened(NamedTuple):
    """A searcher with the folder that it reads, and that folder's time of change."""

    folder: Path
    changed: int
    searcher: WhooshSearcher


class SearcherPool:
    """Searchers of one index: of the one that serves, or of a build beside it."""

    def __init__(self, place: IndexPlace) -> None:
        self._place = place
        self._shared: WhooshSearcher | None = None
        self._settled: _Opened | None = None
        self._lock = threading.Lock()
        self._readers = ReaderPool()
        self.lookups = LookupCounts()

    def newest(self) -> WhooshSearcher:
        """The searcher of the newest committed state.

        Raises:
            EngineUnavailable: there is no index, or it cannot be read.
            IndexDamaged: a file of it was changed, cut short or removed.
            IndexOutdated: another version laid it out.
        """
        folder = self._place.folder()
        if folder is None:
            raise EngineUnavailable("no-index")
        with translated():
            while True:
                changed = folder.stat().st_mtime_ns
                searcher = self._newest(folder, changed)
                try:
                    searcher.arrays.snapshot.check()
                    return searcher
                except DamagedFile:
                    if folder.stat().st_mtime_ns == changed:
                        raise
                    # A commit came between, and took away what the state before it was made of.

    def close(self) -> None:
        """Close the idle readers."""
        self._readers.close()

    def _newest(self, folder: Path, changed: int) -> WhooshSearcher:
        """The same, of a folder that changed last at that time."""
        settled = self._settled
        if settled is not None and settled[:2] == (folder, changed):
            return settled.searcher
        searcher = self._opened(folder)
        if time.time_ns() - changed > _SETTLED_NANOSECONDS:
            self._settled = _Opened(folder, changed, searcher)
        return searcher

    def _opened(self, folder: Path) -> WhooshSearcher:
        """The same, having read what the folder holds now."""
        if self._place.builds.made_by(folder).get("layout") != self._place.layout:
            raise IndexOutdated("index-outdated")
        patiently(lambda: check_contents(folder))
        with self._readers.reader(folder) as reader, self._lock:
            identity = (folder.name, reader.generation())
            shared = self._shared
            if shared is None or shared.state != identity:
                limits = self._place.preferences
                arrays = Searcher(_snapshot(identity, reader), limits.ranking, limits.cache_megabytes, self.lookups)
                is_same_build = shared is not None and shared.arrays.snapshot.identity[0] == folder.name
                basis = shared.basis if shared and is_same_build else self._place.builds.basis(folder)
                shared = self._shared = WhooshSearcher(arrays, basis)
            return shared


def _snapshot(identity: tuple[str, int | None], reader: IndexReader) -> IndexSnapshot:
    parts = (
        SnapshotSegment(
            open_segment_postings(postings_path(leaf.storage(), leaf.segment())),
            base,
            np.fromiter(leaf.segment().deleted_docs(), dtype=np.int64),
        )
        for leaf, base in reader.leaf_readers()
        if leaf.doc_count_all()
    )
    return IndexSnapshot(identity, int(reader.doc_count_all()), parts)
