"""Which attempts are made at one file: engine after engine, and again past a page that ended one."""

from __future__ import annotations

import time
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace

from pebble import ProcessExpired

from indexer.domain.documents.extraction import Extraction
from indexer.extraction.formats.media_type import PDF
from indexer.extraction.journal import Journal, read_journal
from indexer.extraction.notes import BAD_PAGE
from indexer.extraction.refusals import DAMAGED, LIMIT, SCAN, refuse
from indexer.extraction.worker import ENGINES, WORN_OUT, Attempt

SECONDS_FOR_MORE = 2.5
"""Time for further attempts beyond what the first may take, so that a file ends within 20 seconds."""

_LEAST_SECONDS = 0.5
_MOST_RESUMED = 4
_MOST_LOST_WORKERS = 3


@dataclass
class FileAttempts:
    """The attempts at one file so far: the engine whose turn it is, the best text, the time spent."""

    attempt: Attempt
    engine: int = 0
    best: Extraction = field(default_factory=lambda: Extraction("", ""))
    seconds: float = 0.0
    is_over: bool = False
    _resumed: int = 0
    _lost_workers: int = 0

    @property
    def next_attempt(self) -> Attempt:
        """The attempt to make now, with the time that is left for it."""
        limit = self.attempt.limits.timeout_seconds
        left = max(_LEAST_SECONDS, min(limit, limit + SECONDS_FOR_MORE - self.seconds))
        return replace(self.attempt, limits=replace(self.attempt.limits, timeout_seconds=left))

    def settle(self, future: Future[Extraction]) -> None:
        """Take in how an attempt ended and decide on the next, or that it is over."""
        state = read_journal(self.attempt.journal)
        if state.started is not None:
            self.seconds += time.monotonic() - state.started
        try:
            self._take(future.result())
        except (Exception, CancelledError, FutureTimeoutError) as error:  # whatever a library raised on a damaged file
            if _is_fault_of_others(error) and self._lost_workers < _MOST_LOST_WORKERS:
                self._lost_workers += 1
            else:
                self._take_failure(error)

    def _take(self, extraction: Extraction) -> None:
        if not self.best.media_type or _value(extraction) > _value(self.best):
            self.best = extraction
        if not _asks_for_more(extraction):
            self.is_over = True
        else:
            self._turn_to_next_engine()

    def _take_failure(self, error: BaseException) -> None:
        """A worker was killed or crashed: go on behind the page at hand, else with the next engine."""
        # A crash counts as a limit: pdfium ends its process where it gets no more memory.
        is_limit = isinstance(error, FutureTimeoutError | MemoryError | ProcessExpired)
        state = read_journal(self.attempt.journal)
        can_resume = self.attempt.media_type == PDF and self.engine == 0 and state.page_count is not None
        if can_resume and self._resumed < _MOST_RESUMED and not self._is_out_of_time:
            self._resumed += 1
            journal = Journal(self.attempt.journal)
            journal.add_bad(state.next_page)
            journal.close()
            self.attempt = replace(self.attempt, is_resumed=True)
            return
        self._take(refuse(LIMIT if is_limit else DAMAGED, self.attempt.media_type))

    def _turn_to_next_engine(self) -> None:
        self.engine += 1
        if self.engine >= len(ENGINES[self.attempt.media_type]) or self._is_out_of_time:
            self.is_over = True
            return
        # The next engine reads every page itself.
        self.attempt.journal.unlink(missing_ok=True)

    @property
    def _is_out_of_time(self) -> bool:
        return self.seconds > self.attempt.limits.timeout_seconds + SECONDS_FOR_MORE - _LEAST_SECONDS


def _is_fault_of_others(error: BaseException) -> bool:
    """Whether the attempt ended by what other files did to its worker or to the pool: it is made again."""
    is_worn_out = isinstance(error, ProcessExpired) and error.exitcode == WORN_OUT
    return is_worn_out or isinstance(error, CancelledError | BrokenProcessPool)


def _value(extraction: Extraction) -> tuple[int, int]:
    """Longer text is better; of two refusals, one that says more of the file; of two as good, the first."""
    reasons = {"damaged": 0, "limit": 1, "no-text": 1, "password": 2}
    reason = reasons.get(extraction.refused.code, 0) if extraction.refused else 3
    return sum(len(page.text) for page in extraction.pages), reason


def _asks_for_more(extraction: Extraction) -> bool:
    """Whether another engine may do better: no text, or a page that could not be read."""
    if extraction.refused is not None:
        return extraction.refused != SCAN
    return any(note.code == BAD_PAGE for note in extraction.notes)
