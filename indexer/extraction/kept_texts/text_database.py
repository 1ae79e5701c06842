"""The table of kept texts and that of their pages; each row says by a checksum that it is what was written."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from indexer.domain.documents.document import Page
from indexer.domain.documents.extraction import Extraction
from indexer.extraction.kept_texts.text_records import extraction_of, facts_of, packed_sketch, unpacked_sketch
from indexer.storage.database import Database
from indexer.storage.database_connection import Layout, snapshot

# What many rows are asked for stands first: SQLite reads a long row only as far as it must.
_TABLES = (
    "CREATE TABLE text (id INTEGER PRIMARY KEY, content_hash BLOB NOT NULL UNIQUE, page_count INTEGER NOT NULL,"
    " is_refused INTEGER NOT NULL, checksum INTEGER NOT NULL, sketch BLOB NOT NULL, facts BLOB NOT NULL) STRICT",
    "CREATE TABLE page (text_id INTEGER NOT NULL, number INTEGER NOT NULL, checksum INTEGER NOT NULL,"
    " content BLOB NOT NULL, PRIMARY KEY (text_id, number)) STRICT",
)
_LAYOUT = Layout(steps=(_TABLES,), has_wal=True)
_TEXT = "SELECT id, page_count, checksum, sketch, facts FROM text WHERE content_hash = ?"
_PAGES = "SELECT number, checksum, content FROM page WHERE text_id = ? ORDER BY number"
_PAGE = (
    "SELECT page.checksum, page.content FROM text JOIN page ON page.text_id = text.id "
    "WHERE text.content_hash = ? AND page.number = ?"
)
_BAD_RECORD = (ValueError, KeyError, TypeError, zlib.error, struct.error)
_REMOVED_AT_ONCE = 200
"""Texts removed in one transaction: no other writer waits for more than that."""
_KEYS = "SELECT content_hash FROM text"
_REFUSED_KEYS = f"{_KEYS} WHERE is_refused"


class BadRecord(Exception):
    """A text is kept, but not as it was written; the others are not concerned."""


class TextDatabase:
    """Texts by the SHA-256 of their files, as bytes. Every method raises what Database.reading or .writing does."""

    def __init__(self, path: Path) -> None:
        self.file = Database(path, _LAYOUT)

    def load(self, key: bytes) -> Extraction | None:
        """The whole extraction; raises BadRecord."""
        with self.file.reading() as connection, snapshot(connection):
            text = connection.execute(_TEXT, (key,)).fetchone()
            pages = connection.execute(_PAGES, (text[0],)).fetchall() if text else []
        if text is None:
            return None
        _, count, checksum, sketch, facts = text
        try:
            if checksum != _checksum(key, count, sketch, facts) or count != len(pages):
                raise ValueError(checksum)
            read = tuple(_unpacked_page(key, *page) for page in pages)
            return extraction_of(zlib.decompress(facts), read, unpacked_sketch(sketch))
        except _BAD_RECORD as error:
            raise BadRecord from error

    def page(self, key: bytes, number: int) -> Page | None:
        """A single page; raises BadRecord."""
        with self.file.reading() as connection:
            found = connection.execute(_PAGE, (key, number)).fetchone()
        if found is None:
            self.load(key)  # which tells a page that is lost from one that never was
            return None
        try:
            return _unpacked_page(key, number, *found)
        except _BAD_RECORD as error:
            raise BadRecord from error

    def sketch(self, key: bytes) -> tuple[int, ...] | None:
        """The sketch alone; raises BadRecord."""
        with self.file.reading() as connection:
            found = connection.execute("SELECT sketch FROM text WHERE content_hash = ?", (key,)).fetchone()
        try:
            return unpacked_sketch(found[0]) if found else None
        except struct.error as error:
            raise BadRecord from error

    def store(self, key: bytes, extraction: Extraction) -> None:
        """Keep an extraction in the place of an older one."""
        facts, sketch = zlib.compress(facts_of(extraction)), packed_sketch(extraction.sketch)
        pages = [_packed_page(key, page) for page in extraction.pages]
        count, is_refused = len(pages), extraction.refused is not None
        row = (key, count, is_refused, _checksum(key, count, sketch, facts), sketch, facts)
        with self.file.writing() as connection:
            _remove(connection, (key,))
            text_id = connection.execute(
                "INSERT INTO text (content_hash, page_count, is_refused, checksum, sketch, facts) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                row,
            ).lastrowid
            connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", ((text_id, *page) for page in pages))

    def keys(self, *, refused_only: bool = False) -> list[bytes]:
        """What texts are kept under."""
        with self.file.reading() as connection:
            return [key for (key,) in connection.execute(_REFUSED_KEYS if refused_only else _KEYS)]

    def count(self) -> int:
        """How many texts are kept."""
        with self.file.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM text").fetchone()[0])

    def remove(self, keys: Sequence[bytes]) -> None:
        """Remove texts; the file gives back the space, and holds nothing of them any more."""
        for first in range(0, len(keys), _REMOVED_AT_ONCE):
            with self.file.writing() as connection:
                _remove(connection, keys[first : first + _REMOVED_AT_ONCE])
        with self.file.reading() as connection:
            # As a script: `execute` would give back a single page.
            connection.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")


def _remove(connection: sqlite3.Connection, keys: Iterable[bytes]) -> None:
    for key in keys:
        connection.execute("DELETE FROM page WHERE text_id = (SELECT id FROM text WHERE content_hash = ?)", (key,))
        connection.execute("DELETE FROM text WHERE content_hash = ?", (key,))


def _packed_page(key: bytes, page: Page) -> tuple[int, int, bytes]:
    content = zlib.compress(json.dumps(asdict(page), ensure_ascii=False).encode())
    return page.number, _checksum(key, page.number, content), content


def _unpacked_page(key: bytes, number: int, checksum: int, content: bytes) -> Page:
    if checksum != _checksum(key, number, content):
        raise ValueError(checksum)
    return Page(**json.loads(zlib.decompress(content)))


def _checksum(key: bytes, number: int, *parts: bytes) -> int:
    """CRC-32 of a row with what it is kept under, so that one row is never taken for another."""
    found = zlib.crc32(number.to_bytes(4), zlib.crc32(key))
    for part in parts:
        found = zlib.crc32(part, found)
    return found
