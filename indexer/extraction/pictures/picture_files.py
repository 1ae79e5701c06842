"""Pictures below one folder of var/, each with a note of its size and words; the oldest go when there are too many."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from indexer.domain.documents.page_picture import FileFacts, PagePicture, PlacedWord
from indexer.extraction.pictures.drawing import Drawn
from indexer.storage.atomic_files import atomic_write

VERSION = "1"
"""Raised whenever the same page would give another picture, or other words."""

_COUNTED_EVERY = 50
_TRIED_AGAIN_SECONDS = 86_400.0
"""A page that could not be drawn may have had too little time: it is tried again after a day."""


class PictureFiles:
    """Pictures by the hash of their file, page and width; safe to share between threads and processes."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._above = folder
        self._folder, self._facts = folder / f"version-{VERSION}", folder / f"facts-{VERSION}"
        self._max_bytes = max_bytes
        self._stored = 0

    def load(self, content_hash: str, number: int, width: int) -> PagePicture | str | None:
        """The picture, the code of why there is none, or None where that is not known."""
        path = self._path(content_hash, f"{number}-{width}")
        facts = self._read(path.with_suffix(".json"))
        if facts is None:
            return None
        if "fault" in facts:
            is_fresh = time.time() - path.with_suffix(".json").stat().st_mtime < _TRIED_AGAIN_SECONDS
            return str(facts["fault"]) if is_fresh else None
        if not path.is_file():
            return None
        try:
            words = tuple(PlacedWord(word["word"], tuple(map(tuple, word["boxes"]))) for word in facts["words"])
            return PagePicture(path, int(facts["width"]), int(facts["height"]), words)
        except (KeyError, TypeError, ValueError):
            return None

    def store(self, content_hash: str, number: int, width: int, drawn: Drawn | str) -> None:
        """Keep a picture, or why there is none."""
        path = self._path(content_hash, f"{number}-{width}")
        if isinstance(drawn, str):
            self._write(path.with_suffix(".json"), {"fault": drawn})
            return
        atomic_write(path, drawn.png)
        words = [asdict(word) for word in drawn.words]
        self._write(path.with_suffix(".json"), {"width": drawn.width, "height": drawn.height, "words": words})
        self._stored += 1
        if self._stored % _COUNTED_EVERY == 1:
            self._make_room()

    def load_facts(self, content_hash: str) -> FileFacts | None:
        """What is known of a file that is offered for download."""
        facts = self._read(self._facts / f"{content_hash}.json")
        try:
            return FileFacts(str(facts["title"]), int(facts["pages"]), int(facts["size_bytes"])) if facts else None
        except (KeyError, TypeError, ValueError):
            return None

    def store_facts(self, content_hash: str, facts: FileFacts) -> None:
        """Keep what is known of a file."""
        self._write(self._facts / f"{content_hash}.json", asdict(facts))

    def prune(self, needed: Collection[str]) -> None:
        """Remove what belongs to no file whose hash is named, and what other versions kept."""
        for folder in self._folder.glob("*/*"):
            if folder.name not in needed:
                shutil.rmtree(folder, ignore_errors=True)
        for other in self._above.glob("*-*"):
            if other not in (self._folder, self._facts):
                shutil.rmtree(other, ignore_errors=True)

    def remove(self, content_hashes: Collection[str]) -> None:
        """Remove what belongs to files with these hashes."""
        for content_hash in content_hashes:
            shutil.rmtree(self._folder / content_hash[:2] / content_hash, ignore_errors=True)

    def _path(self, content_hash: str, name: str) -> Path:
        return self._folder / content_hash[:2] / content_hash / f"{name}.png"

    def _make_room(self) -> None:
        files = []
        for path in self._folder.rglob("*.png"):
            with contextlib.suppress(OSError):  # another process makes room as well
                state = path.stat()
                files.append((state.st_mtime, state.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._max_bytes:
                return
            path.with_suffix(".json").unlink(missing_ok=True)
            path.unlink(missing_ok=True)
            total -= size

    @staticmethod
    def _read(path: Path) -> dict[str, Any] | None:
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None

    @staticmethod
    def _write(path: Path, content: dict[str, object]) -> None:
        atomic_write(path, json.dumps(content, ensure_ascii=False).encode())
