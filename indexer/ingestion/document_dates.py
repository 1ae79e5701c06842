"""What is remembered of when files were seen: the dates of documents that do not state them, or were changed by hand.

A file is told by its content hash, never by its time: a clone, a copy and a restore give files new times.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from indexer.corpus_store.port import CorpusFile
from indexer.domain.documents.dates import Clock, Dates, first_seen, known, now, seen_again
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.storage.database import Database
from indexer.storage.database_connection import DatabaseDamaged, DatabaseNewer, DatabaseUnavailable, Layout

_LOG = logging.getLogger(__name__)
DATES_NAME = "dates.sqlite3"
DATES_LAYOUT = Layout(
    steps=(
        (
            "CREATE TABLE seen (id TEXT PRIMARY KEY, content_hash TEXT NOT NULL, added TEXT NOT NULL,"
            " published TEXT NOT NULL, changed TEXT NOT NULL) STRICT",
        ),
        (
            "CREATE TABLE shown (id TEXT PRIMARY KEY, digest TEXT NOT NULL, moment TEXT NOT NULL,"
            " is_gone INTEGER NOT NULL, facets TEXT NOT NULL) STRICT",
        ),
    ),
    has_wal=False,
)
FAULTS = (DatabaseDamaged, DatabaseNewer, DatabaseUnavailable, OSError)

Seen = Mapping[DocumentId, tuple[str, Dates]]
"""Content hash and dates of a document as it was seen last."""


class DocumentDates(Protocol):
    """The dates of published documents; those of files that were seen by no run of the index are what they state."""

    def note(self, files: Iterable[tuple[CorpusFile, Metadata]]) -> dict[DocumentId, Metadata]:
        """Remember that these files hold what they hold; their metadata with their dates."""

    def dated(self, document_id: DocumentId, metadata: Metadata) -> Metadata:
        """Metadata with the dates that are known of a document."""


class KeptInMemory:
    """Dates for as long as the program runs."""

    def __init__(self, clock: Clock = now) -> None:
        self._clock = clock
        self._seen: dict[DocumentId, tuple[str, Dates]] = {}

    def note(self, files: Iterable[tuple[CorpusFile, Metadata]]) -> dict[DocumentId, Metadata]:
        """See DocumentDates.note."""
        noted = list(files)
        self._seen |= _seen_now(noted, self._seen, self._clock())
        return {file.id: self._seen[file.id][1].of(metadata) for file, metadata in noted}

    def dated(self, document_id: DocumentId, metadata: Metadata) -> Metadata:
        """See DocumentDates.dated."""
        return known(metadata, self._seen[document_id][1]) if document_id in self._seen else metadata


class KeptInDatabase:
    """Dates in a file below state/; what cannot be kept or read is told in the log, and files say what they state."""

    def __init__(self, path: Path, clock: Clock = now) -> None:
        self._file = Database(path, DATES_LAYOUT)
        self._clock = clock

    def note(self, files: Iterable[tuple[CorpusFile, Metadata]]) -> dict[DocumentId, Metadata]:
        """See DocumentDates.note."""
        noted = list(files)
        if not noted:
            return {}
        try:
            self._file.path.parent.mkdir(parents=True, exist_ok=True)
            with self._file.writing() as connection:
                rows = connection.execute("SELECT id, content_hash, added, published, changed FROM seen")
                before = {DocumentId(row[0]): (str(row[1]), Dates(*row[2:])) for row in rows}
                seen = _seen_now(noted, before, self._clock())
                connection.executemany(
                    "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
                    [(key, hashed, own.added, own.published, own.changed) for key, (hashed, own) in seen.items()],
                )
        except FAULTS as error:
            # An index without dates is worth more than none.
            _LOG.error("The dates of documents cannot be kept in %s: %s", self._file.path.name, error)
            return {file.id: metadata for file, metadata in noted}
        return {file.id: seen[file.id][1].of(metadata) for file, metadata in noted}

    def dated(self, document_id: DocumentId, metadata: Metadata) -> Metadata:
        """See DocumentDates.dated."""
        # To read must make no file: the site may be allowed to read only.
        if not self._file.path.exists():
            return metadata
        try:
            with self._file.reading() as connection:
                row = connection.execute(
                    "SELECT added, published, changed FROM seen WHERE id = ?", (document_id,)
                ).fetchone()
        except FAULTS as error:
            _LOG.error("The dates of documents cannot be read from %s: %s", self._file.path.name, error)
            return metadata
        return known(metadata, Dates(*row)) if row else metadata


def _seen_now(
    files: Iterable[tuple[CorpusFile, Metadata]], before: Seen, moment: str
) -> dict[DocumentId, tuple[str, Dates]]:
    """Content hash and dates of each file, by document."""
    found = {}
    for file, metadata in files:
        content_hash, dates = before.get(file.id, ("", Dates()))
        if not content_hash:
            dates = first_seen(metadata, moment)
        elif content_hash != file.content_hash:
            dates = seen_again(metadata, dates, moment)
        found[file.id] = (file.content_hash, dates)
    return found
