"""Extracted text kept in a database under var/: a page can be read without the others, and the sketch that near
duplicates are found by without the text.

The file's name holds the extractor's version, so text of another version is never taken for ours. What is damaged
counts as missing, and what cannot be kept is used all the same: the files of the corpus give every text again.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from indexer.domain.documents.document import Page
from indexer.domain.documents.extraction import Extraction
from indexer.extraction.kept_texts.recent_pages import RecentPages
from indexer.extraction.kept_texts.text_database import BadRecord, TextDatabase
from indexer.extraction.kept_texts.zipped_texts import ZippedTexts
from indexer.storage.database_connection import DatabaseDamaged, DatabaseNewer, DatabaseUnavailable

_LOG = logging.getLogger(__name__)
_RECENT_CHARACTERS = 8_000_000
"""Of pages that were read last: those of some thousand hits."""
_Found = TypeVar("_Found")


class TextCache:
    """A TextSource below one folder; safe to share between threads and processes."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._own_name = f"version-{version}"
        self._database = TextDatabase(folder / f"{self._own_name}.sqlite3")
        self._zipped = ZippedTexts(folder / self._own_name)
        self._recent = RecentPages(_RECENT_CHARACTERS)

    def load(self, content_hash: str) -> Extraction | None:
        """See TextSource.load."""
        return self._read(content_hash, self._database.load) or self._take_over(content_hash)

    def page(self, content_hash: str, number: int) -> Page | None:
        """See TextSource.page."""
        page = self._recent.get(content_hash, number)
        if page is None:
            page = self._read(content_hash, lambda key: self._database.page(key, number))
            if page is None and (zipped := self._take_over(content_hash)):
                page = next((page for page in zipped.pages if page.number == number), None)
            if page is not None:
                self._recent.put(content_hash, page)
        return page

    def sketch(self, content_hash: str) -> tuple[int, ...] | None:
        """See TextSource.sketch."""
        found = self._read(content_hash, self._database.sketch)
        if found is None and (zipped := self._take_over(content_hash)):
            return zipped.sketch
        return found

    def store(self, content_hash: str, extraction: Extraction) -> None:
        """See TextSource.store."""
        self._recent.forget(content_hash)
        _is_kept(self._database, content_hash, extraction)

    def hashes(self) -> set[str] | None:
        """See TextSource.hashes; texts of the older layout are taken over first."""
        for content_hash in self._zipped.hashes():
            if self._take_over(content_hash) is None:  # damaged: it is taken from its file again
                self._zipped.remove(content_hash)
        self._zipped.remove_folder()
        keys = _tried(self._database, self._database.keys)
        return None if keys is None else {key.hex() for key in keys}

    def count(self) -> int | None:
        """See TextSource.count."""
        return _tried(self._database, self._database.count)

    def prune(self, unused: Collection[str]) -> None:
        """See TextSource.prune; what other versions kept goes as well."""
        for content_hash in unused:
            self._recent.forget(content_hash)
        keys = [bytes.fromhex(content_hash) for content_hash in unused]
        if keys:
            _tried(self._database, lambda: self._database.remove(keys))
        for path in (*self._folder.glob("version-*"), *self._folder.glob(".version-*")):
            if path.name.lstrip(".").partition(".")[0] != self._own_name:
                with contextlib.suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    def forget_refused(self) -> None:
        """See TextSource.forget_refused."""
        self.hashes()
        refused = _tried(self._database, lambda: self._database.keys(refused_only=True))
        _tried(self._database, lambda: self._database.remove(refused or []))

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        self._database.file.close()

    def _read(self, content_hash: str, read: Callable[[bytes], _Found | None]) -> _Found | None:
        try:
            key = bytes.fromhex(content_hash)
            return _tried(self._database, lambda: read(key))
        except BadRecord:
            _tried(self._database, lambda: self._database.remove([key]))
        except ValueError:  # no hash: nothing is kept under it
            pass
        return None

    def _take_over(self, content_hash: str) -> Extraction | None:
        """A text of the older layout; its file goes once the text is in the database."""
        extraction = self._zipped.load(content_hash)
        if extraction is not None and _is_kept(self._database, content_hash, extraction):
            self._zipped.remove(content_hash)
        return extraction


def _is_kept(database: TextDatabase, content_hash: str, extraction: Extraction) -> bool:
    """Keep a text, if that is possible now."""
    key = bytes.fromhex(content_hash)
    for _ in range(2):  # again where the first attempt found the file damaged
        try:
            database.store(key, extraction)
            return True
        except (DatabaseDamaged, DatabaseNewer) as error:
            _renew(database, error)
        except DatabaseUnavailable as error:
            _LOG.warning("A text cannot be kept, and is taken again when it is needed: %s", error)
            return False
    return False


def _tried(database: TextDatabase, ask: Callable[[], _Found]) -> _Found | None:
    """None where the database cannot answer; a damaged one is put out of the way."""
    try:
        return ask()
    except (DatabaseDamaged, DatabaseNewer) as error:
        _renew(database, error)
    except DatabaseUnavailable as error:
        _LOG.info("The kept texts cannot be used: %s", error)
    return None


def _renew(database: TextDatabase, error: DatabaseDamaged | DatabaseNewer) -> None:
    """Put the file out of the way. Its name says which version wrote it: a newer layout in it is damage as well."""
    _LOG.warning("The kept texts are damaged and are taken anew: %s", error)
    with contextlib.suppress(DatabaseUnavailable):
        database.file.renew(error.inode)
