"""Extraction in worker processes that can be killed; a bad file costs its own attempt only."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from indexer.domain.document import Extraction
from indexer.extractors.markdown import extract_markdown
from indexer.extractors.media_type import HEAD_BYTES, HTML, MARKDOWN, PDF, detect_media_type
from indexer.extractors.refusals import DAMAGED, EMPTY, LIMIT, WRONG_TYPE, refuse

_TASKS_PER_WORKER = 200
_IN_FLIGHT_PER_WORKER = 3


@dataclass(frozen=True, slots=True)
class ExtractionLimits:
    """What one attempt at one file may use."""

    timeout_seconds: float = 15.0
    memory_megabytes: int = 1024
    page_limit: int = 2000
    text_megabytes: float = 20.0

    @property
    def text_characters(self) -> int:
        """The limit on text, taking a character for a byte."""
        return int(self.text_megabytes * 1_000_000)


class ExtractorPool:
    """An Extractor with worker processes, started when the first file needs one. Close it, or use it with `with`."""

    def __init__(self, limits: ExtractionLimits, workers: int = 0) -> None:
        self._limits = limits
        self._workers = workers or os.cpu_count() or 1
        self._pool: ProcessPool | None = None

    def __enter__(self) -> ExtractorPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers; what they are doing is given up."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble
            self._pool.join()
            self._pool = None

    def extract(self, path: Path) -> Extraction:
        """See Extractor.extract."""
        return next(self.extract_many([path]))[1]

    def extract_many(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Extraction]]:
        """See Extractor.extract_many."""
        waiting: deque[tuple[Path, float, ProcessFuture[Extraction]]] = deque()
        for path in paths:
            started = time.monotonic()
            media_type, at_once = self._look(path)
            if at_once is not None:
                yield path, replace(at_once, seconds=time.monotonic() - started)
                continue
            waiting.append((path, started, self._schedule(_ATTEMPTS[media_type][0], path)))
            if len(waiting) >= self._workers * _IN_FLIGHT_PER_WORKER:
                yield self._finish(*waiting.popleft())
        while waiting:
            yield self._finish(*waiting.popleft())

    def _look(self, path: Path) -> tuple[str, Extraction | None]:
        """The type of a file, and its extraction where that takes no worker."""
        try:
            size = path.stat().st_size
            with path.open("rb") as stream:
                head = stream.read(HEAD_BYTES)
        except OSError:
            return "", refuse(DAMAGED)
        media_type = detect_media_type(head, path.name)
        if size == 0:
            return media_type, refuse(EMPTY, media_type)
        if media_type == MARKDOWN:
            fits = size <= self._limits.text_characters
            return media_type, extract_markdown(path.read_bytes()) if fits else refuse(LIMIT, MARKDOWN)
        return media_type, None if media_type in _ATTEMPTS else refuse(WRONG_TYPE, media_type)

    def _schedule(self, attempt: Attempt, path: Path) -> ProcessFuture[Extraction]:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self._workers,
                max_tasks=_TASKS_PER_WORKER,
                initializer=_limit_memory,
                initargs=(self._limits.memory_megabytes,),
                context=multiprocessing.get_context("forkserver"),
            )
        return self._pool.schedule(attempt, args=(path, self._limits), timeout=self._limits.timeout_seconds)

    def _finish(self, path: Path, started: float, future: ProcessFuture[Extraction]) -> tuple[Path, Extraction]:
        """The first attempt that gives text; the last refusal if none does."""
        media_type = detect_media_type(path.read_bytes()[:HEAD_BYTES], path.name)
        extraction = _result(future, media_type)
        for attempt in _ATTEMPTS[media_type][1:]:
            if extraction.refused is None or extraction.refused.code == "password":
                break
            second = _result(self._schedule(attempt, path), media_type)
            extraction = extraction if second.refused and extraction.refused.code == "no-text" else second
        return path, replace(extraction, seconds=time.monotonic() - started)


def _result(future: ProcessFuture[Extraction], media_type: str) -> Extraction:
    try:
        extraction = future.result()
    except (FutureTimeoutError, MemoryError):
        return refuse(LIMIT, media_type)
    except (ProcessExpired, Exception):
        return refuse(DAMAGED, media_type)
    return extraction


def _limit_memory(megabytes: int) -> None:
    """Run in each worker: an address space limit, and no chatter of libraries on the terminal."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _pdf_by_pdfium(path: Path, limits: ExtractionLimits) -> Extraction:
    from indexer.extractors.pdf import extract_with_pdfium

    return extract_with_pdfium(path, limits.page_limit, limits.text_characters)


def _pdf_by_pypdf(path: Path, limits: ExtractionLimits) -> Extraction:
    from indexer.extractors.pdf import extract_with_pypdf

    return extract_with_pypdf(path, limits.page_limit, limits.text_characters)


def _html(path: Path, limits: ExtractionLimits) -> Extraction:
    from indexer.extractors.html import extract_html

    content = path.read_bytes()
    return extract_html(content) if len(content) <= limits.text_characters else refuse(LIMIT, HTML)


Attempt = Callable[[Path, ExtractionLimits], Extraction]
_ATTEMPTS: dict[str, tuple[Attempt, ...]] = {PDF: (_pdf_by_pdfium, _pdf_by_pypdf), HTML: (_html,)}
"""Tried in turn; imported in the worker only, so that the parent never loads a library that may crash."""
