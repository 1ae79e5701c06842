"""Where indexes lie on disk: one folder per build, and a pointer to the one that serves.

var/index/current            the name of the folder that serves with its checksum, replaced atomically
var/index/index-0001/        a Whoosh index with made-by.json beside its segments
var/index/write.lock         held by the only writer
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from indexer.domain.errors import EngineUnavailable, IndexDamaged, IndexLocked
from indexer.engines.port import AnalysisBasis
from indexer.storage.atomic_files import atomic_write

_FOLDER_NAME = re.compile(r"index-(\d{4,})$")
_MADE_BY = "made-by.json"
_BASIS = "basis.json"


class IndexFolder:
    """The folder of all builds; remembers only what the pointer said at its last change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pointer = path / "current"
        self._pointer_name = str(self._pointer)
        self._known: tuple[tuple[int, int], Path | None] = (0, 0), None

    def current(self) -> Path | None:
        """The folder of the index that serves, None if there is none yet."""
        try:
            state = os.stat(self._pointer_name)  # noqa: PTH116 (asked many times a second)
            stamp = (state.st_mtime_ns, state.st_ino)
            if self._known[0] == stamp:
                return self._known[1]
            name, _, checksum = self._pointer.read_text("utf-8").strip().partition(" ")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        except OSError as error:
            raise EngineUnavailable("index-unusable", error=error) from error
        folder = self._path / name
        if checksum and checksum != _checksum(name):  # a changed digit may well name another index
            return None
        if not _FOLDER_NAME.match(name) or not folder.is_dir():
            return None
        self._known = stamp, folder
        return folder

    def made_by(self, folder: Path) -> dict[str, object]:
        """What made the index: its layout, its fingerprint and versions; empty if that is unknown."""
        try:
            content = json.loads((folder / _MADE_BY).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def basis(self, folder: Path) -> AnalysisBasis:
        """What the documents of an index were analysed by.

        Raises:
            IndexDamaged: it cannot be read, or is not what was written.
        """
        try:
            content = (folder / _BASIS).read_bytes()
            if hashlib.sha256(content).hexdigest() != self.made_by(folder).get("basis"):
                raise ValueError("it was changed after it was written")
            return AnalysisBasis(**json.loads(content))
        except (OSError, ValueError, TypeError) as error:
            raise IndexDamaged("index-damaged", error=type(error).__name__) from error

    def unfinished_or_new(self, making: dict[str, object], basis: AnalysisBasis) -> Path:
        """A folder to build in: an unfinished one of the same making, or a new one."""
        fields = {"documents": basis.documents, "danish_word_counts": dict(basis.danish_word_counts)}
        content = json.dumps(fields, ensure_ascii=False, sort_keys=True)
        made_by = making | {"basis": hashlib.sha256(content.encode()).hexdigest()}
        self._path.mkdir(parents=True, exist_ok=True)
        newest_finished = self._number(self.current())
        for folder in self._folders():
            if self._number(folder) > newest_finished:
                if self.made_by(folder) == made_by:
                    return folder
                shutil.rmtree(folder, ignore_errors=True)
        number = max((self._number(folder) for folder in self._folders()), default=0) + 1
        folder = self._path / f"index-{number:04}"
        folder.mkdir()
        atomic_write(folder / _BASIS, content.encode())
        atomic_write(folder / _MADE_BY, json.dumps(made_by, indent=1).encode())
        return folder

    def serve(self, folder: Path) -> None:
        """Let a finished index serve; the one before it stays for a rollback, older ones are removed."""
        previous = self.current()
        atomic_write(self._pointer, f"{folder.name} {_checksum(folder.name)}\n".encode())
        for old in self._folders():
            if old not in (folder, previous):
                shutil.rmtree(old, ignore_errors=True)

    def discard(self, folder: Path) -> None:
        """Throw away a build that does not serve."""
        if folder != self.current():
            shutil.rmtree(folder, ignore_errors=True)

    def forget_former(self) -> None:
        """Throw away what is kept for a rollback, and builds that were begun."""
        serving = self.current()
        for folder in self._folders():
            if folder != serving:
                shutil.rmtree(folder)

    def size_bytes(self) -> int:
        """Bytes of the index that serves."""
        folder = self.current()
        return sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) if folder else 0

    @contextmanager
    def writing(self, timeout_seconds: float) -> Iterator[None]:
        """Hold the writer's lock; the system frees it when a process dies.

        Raises:
            IndexLocked: another process holds it for longer than the time limit.
        """
        self._path.mkdir(parents=True, exist_ok=True)
        try:
            held = FileLock(self._path / "write.lock").acquire(timeout=timeout_seconds)
        except Timeout as error:
            raise IndexLocked("index-locked") from error
        with held:
            yield

    def _folders(self) -> list[Path]:
        return sorted(path for path in self._path.iterdir() if path.is_dir() and _FOLDER_NAME.match(path.name))

    @staticmethod
    def _number(folder: Path | None) -> int:
        match = _FOLDER_NAME.match(folder.name) if folder else None
        return int(match.group(1)) if match else 0


def _checksum(name: str) -> str:
    return f"{zlib.crc32(name.encode()):08x}"
