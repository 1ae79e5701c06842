"""Pages as pictures, drawn once by a worker process of their own and kept; a bad page costs its own picture only."""

from __future__ import annotations

import threading
from collections.abc import Collection
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from indexer.domain.documents.page_picture import FileFacts, PagePicture, PictureSize
from indexer.domain.errors import PictureUnavailable
from indexer.extraction.limits import ExtractionLimits
from indexer.extraction.pictures.drawing import FAILED, Drawn, draw_page
from indexer.extraction.pictures.picture_files import VERSION, PictureFiles
from indexer.extraction.workers.worker_pool import new_worker_pool, stop

_LONGEST_SECONDS = 10.0
"""A visitor waits: no page takes as long as reading a whole file may."""


class PagePictures:
    """Pictures of pages below one folder; may be shared by threads. Close it, for it starts a process."""

    def __init__(self, folder: Path, limits: ExtractionLimits, max_bytes: int) -> None:
        self._files = PictureFiles(folder, max_bytes)
        self._limits = limits
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()
        self._drawing = threading.Lock()

    @staticmethod
    def version(content_hash: str, number: int, size: PictureSize) -> str:
        """What changes whenever the picture does."""
        return f"{content_hash[:16]}-{number}-{size.value}-{VERSION}"

    def picture(self, path: Path, content_hash: str, number: int, size: PictureSize) -> PagePicture:
        """The picture of a page, counted from 1, of a PDF with this hash.

        Raises:
            PictureUnavailable: the page is too large, damaged, or takes more time or memory than there is.
        """
        kept = self._files.load(content_hash, number, size)
        if kept is None:
            # One at a time, as there is one worker: whoever waited finds the same page drawn.
            with self._drawing:
                kept = self._files.load(content_hash, number, size)
                if kept is None:
                    self._files.store(content_hash, number, size, self._drawn(path, number, size))
                    kept = self._files.load(content_hash, number, size)
        if isinstance(kept, PagePicture):
            return kept
        raise PictureUnavailable(f"picture-{kept or FAILED}")

    def is_kept(self, content_hash: str, number: int, size: PictureSize) -> bool:
        """Whether it is known already what a page looks like, or that it cannot be drawn."""
        return self._files.load(content_hash, number, size) is not None

    def facts(self, content_hash: str) -> FileFacts | None:
        """What is kept of a file that is offered for download; None if nothing is."""
        return self._files.load_facts(content_hash)

    def keep_facts(self, content_hash: str, facts: FileFacts) -> None:
        """Keep what is said of a file."""
        self._files.store_facts(content_hash, facts)

    def prune(self, needed: Collection[str]) -> None:
        """Remove what belongs to no file whose hash is named."""
        self._files.prune(needed)

    def remove(self, content_hashes: Collection[str]) -> None:
        """Remove what belongs to files with these hashes."""
        self._files.remove(content_hashes)

    def close(self) -> None:
        """Stop the worker; a later call starts it again."""
        with self._lock:
            if self._pool is not None:
                stop(self._pool)
                self._pool = None

    def _drawn(self, path: Path, number: int, size: PictureSize) -> Drawn | str:
        seconds = min(self._limits.timeout_seconds, _LONGEST_SECONDS)
        for _ in range(2):  # again where the worker was gone before it began
            try:
                future = self._running().schedule(draw_page, args=(path, number, size.value), timeout=seconds)
                drawn: Drawn | str = future.result()
                return drawn
            except (RuntimeError, BrokenProcessPool, CancelledError):
                self.close()
            except (FutureTimeoutError, ProcessExpired, MemoryError, OSError):
                return FAILED
        return FAILED

    def _running(self) -> ProcessPool:
        with self._lock:
            if self._pool is None:
                self._pool = new_worker_pool(1, self._limits.memory_megabytes)
            return self._pool
