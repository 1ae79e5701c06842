"""How the collection is used, in numbers by week: sums only, of all processes, with neither moments nor addresses."""

from __future__ import annotations

import atexit
import enum
import logging
import sqlite3
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.dashboard.word_threshold import LEAST_TIMES, TABLES, countable, this_week, times_seen
from indexer.curation.state_database import JsonBefore, StateDatabase
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import StateError
from indexer.storage.database_connection import Layout

_LOG = logging.getLogger(__name__)
_USED = (
    "CREATE TABLE used (week TEXT NOT NULL, use TEXT NOT NULL, subject TEXT NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY (week, use, subject)) STRICT, WITHOUT ROWID"
)
_ADD = (
    "INSERT INTO used VALUES (?, ?, ?, ?) ON CONFLICT (week, use, subject) DO UPDATE SET count = count + excluded.count"
)
_BY_WEEK = (
    "SELECT week, use, sum(count) FROM used WHERE subject = '' OR use IN (?, ?) GROUP BY week, use ORDER BY week DESC"
)
_SUBJECTS = (
    "SELECT subject, sum(count) AS times FROM used WHERE use = ? AND subject <> '' AND week >= ?"
    " GROUP BY subject ORDER BY times DESC, subject LIMIT ?"
)
_FORGET_OLDEST = (
    "DELETE FROM used WHERE week < (SELECT min(week) FROM (SELECT DISTINCT week FROM used ORDER BY week DESC LIMIT ?))"
)
_WRITE_EVERY_SECONDS = 5.0
_MAX_WAITING = 10_000
"""So many words and documents wait; of further ones the sums alone."""
_MAX_WEEKS = 104
_MAX_SHOWN = 50
FEW_RESULTS = 3
"""A search that finds fewer found little."""


class Use(enum.StrEnum):
    """What visitors do; of the first three the subjects are words, of the others documents."""

    SEARCHED = "searched"
    NOT_FOUND = "not-found"
    FOUND_LITTLE = "found-little"
    OPENED = "opened"
    DOWNLOADED = "downloaded"


_OF_WORDS = (Use.SEARCHED, Use.NOT_FOUND, Use.FOUND_LITTLE)


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """What there was in a week, by use; what there was not is missing."""

    week: str
    counts: Mapping[Use, int]


class UseCounts:
    """The counts below state/; safe to share between threads and processes.

    A process adds what it counted to the file a few seconds after the first of it, and when it ends in order: no
    visitor waits for a disk. What cannot be written then is tried again after as long; a process that is killed, or
    that ends while nothing can be written, loses what waits.
    """

    def __init__(self, folder: Path, *, is_on: bool) -> None:
        before = JsonBefore(folder / "use-counts.json", lambda connection, objects: None)
        layout = Layout(steps=((_USED, *TABLES),), has_wal=True, is_synced=False)
        self.database = StateDatabase(folder / "use-counts.sqlite3", layout, before, renews_itself=True)
        self.is_on = is_on
        self._waiting: Counter[tuple[str, Use, str]] = Counter()
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def note_search(self, words: str, total: int) -> None:
        """Count a search that found so many documents; a look at all of them is none."""
        if not self.is_on or not words.strip():
            return
        text = countable(words)
        self._note(Use.SEARCHED, text)
        if total == 0:
            self._note(Use.NOT_FOUND, text)
        elif total < FEW_RESULTS:
            self._note(Use.FOUND_LITTLE, text)

    def note_document(self, use: Use, document_id: DocumentId) -> None:
        """Count that a document was opened, or a file of it downloaded."""
        if self.is_on:
            self._note(use, document_id)

    def weeks(self, most: int) -> tuple[WeekCounts, ...]:
        """The newest weeks in which there was anything, newest first."""
        found: dict[str, dict[Use, int]] = {}
        for week, use, count in self._read(_BY_WEEK, Use.OPENED, Use.DOWNLOADED):
            found.setdefault(str(week), {})[Use(str(use))] = int(count)
        return tuple(WeekCounts(week, counts) for week, counts in list(found.items())[:most])

    def subjects(self, use: Use, since: str) -> tuple[tuple[str, int], ...]:
        """(words or id of a document, how often) since a week, most often first; seldom words are not among them."""
        return tuple((str(subject), int(count)) for subject, count in self._read(_SUBJECTS, use, since, _MAX_SHOWN))

    def forget(self, document_id: DocumentId) -> None:
        """Count nothing any more of a document that is gone for good; raises StateError where that cannot be done."""
        if self.database.exists:
            # First, or what waits here would bring the document back.
            self.write()
            with self.database.writing() as connection:
                connection.execute(
                    "DELETE FROM used WHERE use IN (?, ?) AND subject = ?", (Use.OPENED, Use.DOWNLOADED, document_id)
                )

    def write(self) -> None:
        """Add what this process counted to the file, if that is possible now; else it waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not waiting:
            return
        try:
            with self.database.writing() as connection:
                for (week, use, subject), count in waiting.items():
                    _add(connection, week, use, subject, count)
                connection.execute(_FORGET_OLDEST, (_MAX_WEEKS,))
        except StateError as error:
            _LOG.info("Counts of use wait: %s", error)
            with self._lock:
                for counted, count in waiting.items():
                    self._wait(*counted, count)

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        self.write()
        self.database.close()

    def _note(self, use: Use, subject: str) -> None:
        with self._lock:
            self._wait(this_week(), use, subject, 1)

    def _wait(self, week: str, use: Use, subject: str, count: int) -> None:
        """Hold a count until the timer is over, which runs while anything waits; within the lock."""
        is_held = len(self._waiting) < _MAX_WAITING or (week, use, subject) in self._waiting
        self._waiting[week, use, subject if is_held else ""] += count
        # Not before the first count, and anew where it ran at a fork: threads do not live on in what is forked.
        if self._timer is None or not self._timer.is_alive():
            self._timer = threading.Timer(_WRITE_EVERY_SECONDS, self.write)
            self._timer.daemon = True
            self._timer.start()
            # Counting begins anew after each write, and what is registered twice is called twice.
            atexit.unregister(self.write)
            atexit.register(self.write)

    def _read(self, query: str, *values: str | int) -> list[tuple[str | int, ...]]:
        self.write()
        if not self.is_on or not self.database.exists:
            return []
        try:
            with self.database.reading() as connection:
                return connection.execute(query, values).fetchall()
        except StateError as error:
            _LOG.warning("The counts of use cannot be shown: %s", error)
            return []


def _add(connection: sqlite3.Connection, week: str, use: Use, subject: str, count: int) -> None:
    if use not in _OF_WORDS:
        connection.execute(_ADD, (week, use, subject, count))
        return
    connection.execute(_ADD, (week, use, "", count))
    if not subject:
        return
    known = connection.execute(
        "SELECT 1 FROM used WHERE week = ? AND use = ? AND subject = ?", (week, use, subject)
    ).fetchone()
    times = count if known else times_seen(connection, use, subject, count)
    if known or times >= LEAST_TIMES:
        connection.execute(_ADD, (week, use, subject, times))
