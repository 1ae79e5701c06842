"""The searcher of the newest committed state: opened when something was committed, shared by all threads until then."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from whoosh.reading import IndexReader

from indexer.domain.errors import EngineUnavailable, IndexOutdated
from indexer.engines.arrays.querying.searcher import Searcher
from indexer.engines.arrays.scoring.bm25_formula import RankingParameters
from indexer.engines.arrays.segments.open_segments import open_segment_postings
from indexer.engines.arrays.snapshot import IndexSnapshot, SnapshotSegment
from indexer.engines.whoosh.codec import postings_path
from indexer.engines.whoosh.errors import translated
from indexer.engines.whoosh.index_folder import IndexFolder
from indexer.engines.whoosh.readers import ReaderPool

_SETTLED_NANOSECONDS = 100_000_000
"""A folder that changed more recently may change again without a newer time of change."""


class Searchers:
    """Searchers of one index: of the one that serves, or of a build beside it."""

    def __init__(
        self, folder: IndexFolder, layout: object, ranking: RankingParameters, cache_megabytes: int, build: Path | None
    ) -> None:
        """`layout` is that of this version; `build` is the folder of a build that does not serve yet."""
        self._folder = folder
        self._layout = layout
        self._ranking = ranking
        self._cache_megabytes = cache_megabytes
        self._build = build
        self._shared: Searcher | None = None
        self._kept: tuple[Path, int, Searcher] | None = None
        self._lock = threading.Lock()
        self._readers = ReaderPool()

    def place(self) -> Path | None:
        """The folder that is searched, None if there is no index."""
        return self._build or self._folder.current()

    @contextmanager
    def newest(self) -> Iterator[Searcher]:
        """The searcher of the newest committed state.

        Raises:
            EngineUnavailable: there is no index, or it cannot be read.
            IndexOutdated: another version laid it out.
        """
        folder = self.place()
        if folder is None:
            raise EngineUnavailable("no-index")
        with translated():
            changed = folder.stat().st_mtime_ns
            kept = self._kept
            if kept is not None and kept[:2] == (folder, changed):
                yield kept[2]
                return
        with self._opened(folder) as searcher:
            if time.time_ns() - changed > _SETTLED_NANOSECONDS:
                self._kept = folder, changed, searcher
            yield searcher

    def close(self) -> None:
        """Close the idle readers."""
        self._readers.close()

    @contextmanager
    def _opened(self, folder: Path) -> Iterator[Searcher]:
        """The same, having read what the folder holds now."""
        if self._folder.made_by(folder).get("layout") != self._layout:
            raise IndexOutdated("index-outdated")
        with translated(), self._readers.reader(folder) as reader:
            yield self._searcher_of(folder, reader)

    def _searcher_of(self, folder: Path, reader: IndexReader) -> Searcher:
        identity = (folder.name, reader.generation())
        with self._lock:
            if self._shared is None or self._shared.snapshot.identity != identity:
                self._shared = Searcher(_snapshot(identity, reader), self._ranking, self._cache_megabytes)
            return self._shared


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
