"""Opening a Whoosh index, and readers that are lent to one request at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from whoosh import index as whoosh_index
from whoosh.index import FileIndex
from whoosh.reading import IndexReader

# Tight commits made 1 to 3 in 100 openings fail; each waits twice as long as the one before, 1.3 s in all.
_OPEN_ATTEMPTS = 8
_MAX_IDLE_READERS = 8
Opened = TypeVar("Opened")


class ReaderPool:
    """Readers of the newest committed state.

    Whoosh's readers give wrong answers when two threads use one at the same time, and opening one costs milliseconds:
    so each is lent to one request, and kept for the next while no newer state was committed.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[IndexReader] = []
        self._state: tuple[Path, int] | None = None
        self._index: tuple[Path, FileIndex] | None = None

    @contextmanager
    def reader(self, folder: Path) -> Iterator[IndexReader]:
        """A reader for this request alone; one that met an exception is not used again."""
        with ExitStack() as closing:
            reader = self._idle_reader(folder) or _open_reader(folder)
            closing.callback(reader.close)
            yield reader
            closing.pop_all()  # nothing went wrong: it stays open for the next request
        self._give_back(folder, reader)

    def close(self) -> None:
        """Close the idle readers."""
        with self._lock:
            self._close_idle()

    def _idle_reader(self, folder: Path) -> IndexReader | None:
        with self._lock:
            if self._index is None or self._index[0] != folder:
                self._index = folder, open_index(folder)
            state = folder, int(self._index[1].latest_generation())
            if state != self._state:
                self._close_idle()
                self._state = state
            return self._idle.pop() if self._idle else None

    def _give_back(self, folder: Path, reader: IndexReader) -> None:
        with self._lock:
            if (folder, reader.generation()) == self._state and len(self._idle) < _MAX_IDLE_READERS:
                self._idle.append(reader)
                return
        reader.close()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()


def open_index(folder: Path) -> FileIndex:
    """Open an index; while another process commits, a file may be gone for a moment."""
    return patiently(lambda: whoosh_index.open_dir(str(folder)))


def _open_reader(folder: Path) -> IndexReader:
    return patiently(lambda: whoosh_index.open_dir(str(folder)).reader())


def patiently(open_it: Callable[[], Opened]) -> Opened:
    """What opening gives, tried again where a file is missing, as it may be for a moment during a commit."""
    for attempt in range(_OPEN_ATTEMPTS):
        try:
            return open_it()
        except FileNotFoundError:
            if attempt == _OPEN_ATTEMPTS - 1:
                raise
            time.sleep(0.01 * 2**attempt)
    raise AssertionError("unreachable")
