"""Extraction in worker processes that can be killed; a bad file costs its own attempts only."""

from __future__ import annotations

import os
import queue
import shutil
import struct
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.mails.unpacking import unpack_mail
from indexer.extraction.formats.markdown import extract_markdown
from indexer.extraction.formats.media_type import HEAD_BYTES, MARKDOWN, breaks_promise, detect_media_type
from indexer.extraction.limits import ExtractionLimits
from indexer.extraction.refusals import DAMAGED, EMPTY, WRONG_ENDING, WRONG_TYPE, refuse
from indexer.extraction.retries import FileAttempts
from indexer.extraction.worker import ENGINES, Attempt, run_attempt
from indexer.extraction.workers.worker_pool import new_worker_pool, stop

# Enough that no worker waits for its next file, and few enough that the texts find room.
_IN_FLIGHT_PER_WORKER = 3
_MARKDOWN_HERE_BYTES = 200_000
"""Write-ups no larger than this are read without a worker, which would take longer to ask."""

Done = queue.SimpleQueue[tuple[FileAttempts, Future[Extraction]]]


class ExtractorPool:
    """An Extractor with worker processes, started when the first file needs one; may be shared by threads.

    Close it, or use it with `with`.
    """

    def __init__(self, limits: ExtractionLimits, workers: int = 0) -> None:
        self._limits = limits
        self._workers = workers or os.cpu_count() or 1
        self._pool: ProcessPool | None = None
        self._journals: Path | None = None
        self._journal_number = 0
        self._lock = threading.RLock()

    def __enter__(self) -> ExtractorPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers; what they are doing is given up."""
        with self._lock:
            self._stop()
            if self._journals is not None:
                shutil.rmtree(self._journals, ignore_errors=True)
                self._journals = None

    def extract(self, path: Path) -> Extraction:
        """See Extractor.extract."""
        return next(self.extract_many([path]))[1]

    def extract_many(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Extraction]]:
        """See Extractor.extract_many."""
        done: Done = queue.SimpleQueue()
        in_flight = 0
        for path in paths:
            media_type, at_once = _look(path)
            if at_once is not None:
                yield path, at_once
                continue
            self._schedule(FileAttempts(Attempt(path, media_type, self._limits, self._new_journal())), done)
            in_flight += 1
            if in_flight >= self._workers * _IN_FLIGHT_PER_WORKER:
                yield self._next_done(done)
                in_flight -= 1
        for _ in range(in_flight):
            yield self._next_done(done)

    def unpack(self, path: Path, folder: Path) -> tuple[str, ...] | None:
        """See Extractor.unpack."""
        try:
            with self._lock:
                pool = self._running()
                future = pool.schedule(unpack_mail, args=(path, folder), timeout=self._limits.timeout_seconds)
            names: tuple[str, ...] = future.result()
        except (RuntimeError, BrokenProcessPool):  # pebble gives up when all workers die at once
            with self._lock:
                self._stop()
            return None
        except (FutureTimeoutError, ProcessExpired, MemoryError, OSError, ValueError, struct.error):
            return None
        return names

    def _next_done(self, done: Done) -> tuple[Path, Extraction]:
        """The next file whose attempts have come to an end."""
        while True:
            attempts, future = done.get()
            attempts.settle(future)
            if attempts.is_over:
                attempts.attempt.journal.unlink(missing_ok=True)
                return attempts.attempt.path, replace(attempts.best, seconds=round(attempts.seconds, 3))
            self._schedule(attempts, done)

    def _schedule(self, attempts: FileAttempts, done: Done) -> None:
        with self._lock:
            for is_last_try in (False, True):
                try:
                    attempt = attempts.next_attempt
                    future = self._running().schedule(
                        run_attempt, args=(attempt, attempts.engine), timeout=attempt.limits.timeout_seconds
                    )
                    break
                except (RuntimeError, BrokenProcessPool):  # pebble gives up when all workers die at once
                    self._stop()
                    if is_last_try:
                        raise
        future.add_done_callback(lambda finished: done.put((attempts, finished)))

    def _running(self) -> ProcessPool:
        if self._pool is None:
            self._pool = new_worker_pool(self._workers, self._limits.memory_megabytes)
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            stop(self._pool)
            self._pool = None

    def _new_journal(self) -> Path:
        with self._lock:
            if self._journals is None:
                self._journals = Path(tempfile.mkdtemp(prefix="samspil-"))
                weakref.finalize(self, shutil.rmtree, self._journals, ignore_errors=True)  # for a pool nobody closes
            self._journal_number += 1
            return self._journals / f"{self._journal_number}.jsonl"


def _look(path: Path) -> tuple[str, Extraction | None]:
    """The type of a file, and its extraction where that takes no worker."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        media_type = detect_media_type(head, path.name)
        if media_type == MARKDOWN and 0 < size <= _MARKDOWN_HERE_BYTES:
            return media_type, extract_markdown(path.read_bytes())
    except OSError:
        return "", refuse(DAMAGED)
    if size == 0:
        return media_type, refuse(EMPTY)
    if breaks_promise(media_type, path.name):
        return media_type, refuse(WRONG_ENDING, media_type)
    return media_type, None if media_type in ENGINES else refuse(WRONG_TYPE, media_type)
