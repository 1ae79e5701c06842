"""Files that survive a crash: written beside, synced, renamed; and a lock that processes share."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

_PRIVATE = 0o600
_READABLE = 0o644


def write_durably(path: Path, content: bytes, *, is_private: bool = False) -> None:
    """Replace a file at once: a reader, and whoever starts after a crash, sees the old content or the new.

    The temporary name begins with a dot, which the corpus ignores.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            os.fchmod(stream.fileno(), _PRIVATE if is_private else _READABLE)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def shown_name(name: str, most: int = 120) -> str:
    """What a visitor's computer calls a file, without folders and control characters; only ever shown.

    >>> shown_name("C:\\\\mine\\\\a\\nb.pdf")
    'ab.pdf'
    """
    return re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rpartition("/")[2]).strip()[-most:]


def remove_durably(path: Path) -> None:
    """Remove a file for good; nothing happens if it is gone already."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class SharedLock:
    """One holder among all threads and processes; a thread may take it again while it holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it; the system lets go of it when the process dies."""
        with self._threads:
            if self._depth:
                yield
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
