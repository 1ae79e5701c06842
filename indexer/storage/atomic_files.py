"""Files that survive a crash: written beside, synced, renamed."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
_READABLE = 0o644
_WAIT_TOGETHER, _WORTH_THREADS = 16, 4


def atomic_write(path: Path, content: bytes, *, is_private: bool = False) -> None:
    """Replace a file at once: a reader, and whoever starts after a crash, sees the old content or the new.

    Raises:
        OSError: it cannot be written; the old file is as it was.
    """
    with written_aside(path, is_private=is_private) as aside:
        aside.write_bytes(content)


def write_together(files: Sequence[tuple[Path, bytes]], *, is_private: bool = False) -> None:
    """Replace many files, each at once; what they take is mostly waiting for the disk, so several wait together.

    Raises:
        OSError: one cannot be written; it is as it was, and others may be replaced.
    """

    def replace(file: tuple[Path, bytes]) -> None:
        path, content = file
        with _taking_the_place(path, is_private=is_private) as aside:
            aside.write_bytes(content)

    if len(files) < _WORTH_THREADS:
        list(map(replace, files))
    else:
        with ThreadPoolExecutor(_WAIT_TOGETHER) as waiting:
            list(waiting.map(replace, files))
    for folder in {path.parent for path, _ in files}:
        sync_folder(folder)


@contextlib.contextmanager
def written_aside(path: Path, *, is_private: bool = False) -> Iterator[Path]:
    """An empty file to write to, which takes the place of `path` once the block ends well; see `atomic_write`."""
    with _taking_the_place(path, is_private=is_private) as aside:
        yield aside
    sync_folder(path.parent)


@contextlib.contextmanager
def _taking_the_place(path: Path, *, is_private: bool) -> Iterator[Path]:
    """As `written_aside`, but that its folder is not synced yet: a power cut may bring the old file back."""
    if is_private:
        make_private_folder(path.parent)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
    # The name begins with a dot, which corpus and backup pass over should a crash leave the file behind.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    aside = Path(name)
    try:
        yield aside
        os.fchmod(descriptor, PRIVATE if is_private else _READABLE)
        os.fsync(descriptor)
        aside.replace(path)
    finally:
        os.close(descriptor)
        aside.unlink(missing_ok=True)  # unless it has taken its place


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone."""
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def make_private(folder: Path) -> None:
    """Let nobody but the owner into a folder and what lies below it; links are not followed."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            with contextlib.suppress(FileNotFoundError):  # somebody's file of a moment
                path.chmod(PRIVATE_FOLDER if path.is_dir() else PRIVATE)


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
