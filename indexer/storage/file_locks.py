"""A lock that threads and processes share; the system lets go of it when its holder dies."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.storage.atomic_files import PRIVATE, make_private_folder

_ASK_AGAIN_SECONDS = 0.005
"""Between two attempts to get the lock from another process: a save takes some ten times as long."""


class SharedLock:
    """One holder among all threads and processes; a thread may take it again while it holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._make()

    def _make(self) -> None:
        self._process = os.getpid()
        # Threads of one process queue here and are woken at once; the file would have each of them ask in turn.
        self._threads = threading.RLock()
        self._file = FileLock(self._path, mode=PRIVATE, thread_local=False)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it.

        Raises:
            OSError: the file of the lock cannot be made.
        """
        if self._process != os.getpid():
            # A forked child holds nothing: a thread of the parent that holds the lock does not exist in it.
            self._make()
        with self._threads:
            make_private_folder(self._path.parent)
            with self._file.acquire(poll_interval=_ASK_AGAIN_SECONDS):
                yield


@contextlib.contextmanager
def held_alone(path: Path) -> Iterator[bool]:
    """Whether nobody holds a lock; it is held for the block then. Nobody waits.

    Raises:
        OSError: the file of the lock cannot be made.
    """
    lock = FileLock(path, mode=PRIVATE, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
