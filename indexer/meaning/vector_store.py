"""Vectors kept as they are made, by what was embedded: a text that is met again costs nothing.

A row is the SHA-256 of a model's name and a text; documents name the rows of their passages. Everything here can be
made again: a damaged file is put out of the way.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.domain.documents.metadata import DocumentId
from indexer.meaning.vectors import Bytes
from indexer.storage.database import Database
from indexer.storage.database_connection import DatabaseDamaged, Layout

_LOG = logging.getLogger(__name__)
_TABLES = (
    "CREATE TABLE vector (text BLOB PRIMARY KEY, numbers BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE document (id TEXT PRIMARY KEY, content_hash TEXT NOT NULL, passages BLOB NOT NULL) STRICT,"
    " WITHOUT ROWID",
)
_LAYOUT = Layout(steps=(_TABLES,), has_wal=True, is_synced=False)
_ASKED_AT_ONCE = 500
PASSAGE = np.dtype([("text", "V32"), ("page", "<u4"), ("start", "<u4")])
"""What is kept of a passage: the row of its vector, and where it stands."""
Passages = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document with its passages, in order, as it was when it was embedded."""

    id: DocumentId
    content_hash: str
    passages: Passages


def text_key(model: str, text: str) -> bytes:
    """What the vector of a text is kept under."""
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).digest()


class VectorStore:
    """One file; safe to share between threads and processes. Methods raise what Database.reading and .writing do."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, _LAYOUT)

    def vectors(self, keys: Collection[bytes]) -> dict[bytes, bytes]:
        """The kept vectors of some texts."""
        asked = list(keys)
        found: dict[bytes, bytes] = {}
        with self._reading() as connection:
            for first in range(0, len(asked), _ASKED_AT_ONCE):
                some = asked[first : first + _ASKED_AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"SELECT text, numbers FROM vector WHERE text IN ({marks})", some)  # noqa: S608
                found.update(rows)
        return found

    def keep_vectors(self, rows: Mapping[bytes, Bytes]) -> None:
        """Keep the vectors of some texts."""
        with self._writing() as connection:
            content = ((key, row.tobytes()) for key, row in rows.items())
            connection.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", content)

    def content_hashes(self) -> dict[DocumentId, str]:
        """Of every document that is embedded, the content that it had then."""
        with self._reading() as connection:
            return {
                DocumentId(i): content for i, content in connection.execute("SELECT id, content_hash FROM document")
            }

    def keep_documents(self, documents: Sequence[KeptDocument], removed: Collection[DocumentId] = ()) -> None:
        """Note documents in the place of older ones, and forget others."""
        rows = [(one.id, one.content_hash, one.passages.tobytes()) for one in documents]
        with self._writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?)", rows)
            connection.executemany("DELETE FROM document WHERE id = ?", [(each,) for each in removed])

    def documents(self) -> list[KeptDocument]:
        """All embedded documents, by id."""
        with self._reading() as connection:
            rows = connection.execute("SELECT id, content_hash, passages FROM document ORDER BY id").fetchall()
        return [KeptDocument(DocumentId(i), content, np.frombuffer(held, PASSAGE)) for i, content, held in rows]

    def prune(self) -> None:
        """Forget the vectors of texts that no document holds any more."""
        held = {key.tobytes() for one in self.documents() for key in one.passages["text"]}
        with self._writing() as connection:
            kept = [key for (key,) in connection.execute("SELECT text FROM vector")]
            connection.executemany("DELETE FROM vector WHERE text = ?", [(key,) for key in kept if key not in held])

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        self._database.close()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._renewed(), self._database.reading() as connection:
            yield connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._renewed(), self._database.writing() as connection:
            yield connection

    @contextlib.contextmanager
    def _renewed(self) -> Iterator[None]:
        """A damaged file goes out of the way; whoever met it begins anew."""
        try:
            yield
        except DatabaseDamaged as error:
            _LOG.warning("The kept vectors are damaged and are made anew: %s", error)
            self._database.renew(error.inode)
            raise
