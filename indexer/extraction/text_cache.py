"""Extracted text kept under var/, one zip file per text: a page can be read without the others, and
beside it the sketch that near duplicates are found by.

Written atomically; a damaged entry counts as missing. The folder's name holds the extractor's version, so text of
another version is never taken for ours.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import tempfile
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from indexer.domain.documents.document import Page
from indexer.domain.documents.extraction import Extraction, FileInformation, OutlineEntry
from indexer.extraction.former_records import note_from, refusal_from
from indexer.extraction.zip_member import read_member

_SKETCH_ENDING = ".sketch"
_KEPT_CHARACTERS = 8_000_000
"""Of pages that were read last: those of some thousand hits."""
_HASH = re.compile(r"[0-9a-f]{64}$")
_DAMAGE = (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile)


class PageCache:
    """A TextSource below one folder; safe to share between threads and processes."""

    def __init__(self, folder: Path, version: str) -> None:
        self._parent = folder
        self._folder = folder / f"version-{version}"
        self._recent = _RecentPages(_KEPT_CHARACTERS)

    def load(self, content_hash: str) -> Extraction | None:
        """See TextSource.load."""
        try:
            with zipfile.ZipFile(self._path(content_hash)) as archive:
                content = json.loads(archive.read("extraction.json"))
                pages = tuple(Page(**json.loads(archive.read(_member(n)))) for n in range(1, content["pages"] + 1))
                content["notes"] = tuple(map(note_from, content["notes"]))
                content["refused"] = refusal_from(content["refused"]) if content["refused"] else None
        except _DAMAGE:
            return None
        content["pages"] = pages
        content["sketch"] = tuple(content["sketch"])
        outline = tuple(OutlineEntry(**entry) for entry in content["information"].pop("outline"))
        content["information"] = FileInformation(**content["information"], outline=outline)
        return Extraction(**content)

    def page(self, content_hash: str, number: int) -> Page | None:
        """See TextSource.page."""
        page = self._recent.get((content_hash, number))
        if page is None:
            try:
                page = Page(**json.loads(read_member(self._path(content_hash), _member(number))))
            except _DAMAGE:
                return None
            self._recent.put((content_hash, number), page)
        return page

    def sketch(self, content_hash: str) -> tuple[int, ...] | None:
        """See TextSource.sketch."""
        try:
            content = self._path(content_hash).with_suffix(_SKETCH_ENDING).read_bytes()
        except OSError:
            return None
        return struct.unpack(f">{len(content) // 8}Q", content) if len(content) % 8 == 0 else None

    def store(self, content_hash: str, extraction: Extraction) -> None:
        """See TextSource.store."""
        path = self._path(content_hash)
        self._recent.forget(content_hash)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = asdict(extraction) | {"pages": len(extraction.pages)}
        with self._replacing(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("extraction.json", json.dumps(content, ensure_ascii=False))
            for page in extraction.pages:
                archive.writestr(_member(page.number), json.dumps(asdict(page), ensure_ascii=False))
        with self._replacing(path.with_suffix(_SKETCH_ENDING)) as stream:
            stream.write(struct.pack(f">{len(extraction.sketch)}Q", *extraction.sketch))

    @staticmethod
    @contextmanager
    def _replacing(path: Path) -> Iterator[IO[bytes]]:
        """A stream whose content takes the place of the file once it is complete and on disk."""
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as stream:
            temporary = Path(stream.name)
            try:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
                temporary.replace(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

    def forget_refused(self) -> None:
        """Drop the refusals, so that the next run tries those files again."""
        for path in self._folder.glob("*/*.zip"):
            extraction = self.load(path.stem)
            if extraction is None or extraction.refused is not None:
                path.unlink(missing_ok=True)

    def prune(self, kept: set[str]) -> None:
        """Remove every text whose hash is not named, and those of other versions."""
        for path in self._folder.glob("*/*.zip"):
            if path.stem not in kept:
                path.unlink(missing_ok=True)
                path.with_suffix(_SKETCH_ENDING).unlink(missing_ok=True)
        for folder in self._parent.glob("version-*"):
            if folder != self._folder:
                shutil.rmtree(folder, ignore_errors=True)

    def _path(self, content_hash: str) -> Path:
        if not _HASH.match(content_hash):
            raise ValueError(f"{content_hash!r} is no hash")
        return self._folder / content_hash[:2] / f"{content_hash}.zip"


class _RecentPages:
    """The pages that were read last, up to so many characters; safe to share between threads."""

    def __init__(self, most_characters: int) -> None:
        self._left = most_characters
        self._pages: OrderedDict[tuple[str, int], Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, int]) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, int], page: Page) -> None:
        with self._lock:
            if key not in self._pages:
                self._pages[key] = page
                self._left -= _characters(page)
            while self._left < 0:
                _, oldest = self._pages.popitem(last=False)
                self._left += _characters(oldest)

    def forget(self, content_hash: str) -> None:
        with self._lock:
            for key in [key for key in self._pages if key[0] == content_hash]:
                self._left += _characters(self._pages.pop(key))


def _characters(page: Page) -> int:
    """What a page weighs; one without text weighs something too."""
    return len(page.text) + len(page.markup) + 200


def _member(number: int) -> str:
    return f"page-{number:05}.json"
