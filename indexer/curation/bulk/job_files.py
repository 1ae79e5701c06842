"""The files of a job, which the site and a process speak by: what one of them writes, the other reads whole."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from indexer.storage.atomic_files import PRIVATE
from indexer.storage.file_locks import held_alone

CONTENT = "content"
"""The file that is imported; its name says who came first."""

_LOCK = "running"


class JobFiles:
    """Records by their names, the content, and a lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> dict[str, Any] | None:
        """A record, None where there is none."""
        try:
            return dict(json.loads(self._record(name).read_text("utf-8")))
        except (OSError, ValueError):
            return None

    def write(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a record whole; not by atomic_write, which would make the folder again that was thrown away.

        Raises:
            OSError: the folder is gone, or the disk is full.
        """
        aside = self._folder / f".{name}"
        aside.touch(PRIVATE)
        aside.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        aside.replace(self._record(name))

    def forget(self, *names: str) -> None:
        """Remove records."""
        for name in names:
            self._record(name).unlink(missing_ok=True)

    def written(self, name: str) -> float | None:
        """When a record was written, in seconds since 1970."""
        try:
            return self._record(name).stat().st_mtime
        except OSError:
            return None

    def has_content(self) -> bool:
        """Whether the content is there under its first name."""
        return (self._folder / CONTENT).is_file()

    def rename_content(self, name: str) -> bool:
        """Give the content another name; whether it still had its first."""
        try:
            (self._folder / CONTENT).rename(self._folder / name)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def held(self) -> Iterator[bool]:
        """Whether nobody else is at the job; who is told so has it for the block."""
        with held_alone(self._folder / _LOCK) as is_alone:
            yield is_alone

    def is_held(self) -> bool:
        """Whether a process is at it."""
        if not (self._folder / _LOCK).is_file():  # to ask the lock would make the folder again
            return False
        with self.held() as is_alone:
            return not is_alone

    def _record(self, name: str) -> Path:
        return self._folder / f"{name}.json"
