"""Searches that found nothing: their words and how often, no addresses, no identities, no moments."""

from __future__ import annotations

import datetime
import logging
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.dashboard.word_threshold import LEAST_TIMES, TABLES, countable, times_seen
from indexer.curation.state_database import JsonBefore, JsonObjects, StateDatabase
from indexer.domain.errors import StateError
from indexer.storage.database_connection import Layout

_LOG = logging.getLogger(__name__)
_MAX_SEARCHES = 500
_KIND = "no results"
_TABLE = (
    "CREATE TABLE search (turn INTEGER PRIMARY KEY, words TEXT NOT NULL UNIQUE, count INTEGER NOT NULL,"
    " day TEXT NOT NULL) STRICT"
)
_FORGET_SELDOM = "DELETE FROM search WHERE count < 3"
"""Earlier versions kept words from the first time on."""

_NOTE = "INSERT INTO search (turn, words, count, day) VALUES ((SELECT coalesce(max(turn), 0) + 1 FROM search), ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class ZeroResultSearch:
    """The words of a search, how often it was made, and the day of the last time."""

    words: str
    count: int
    day: str


class ZeroResultSearches:
    """The list below state/: the most recent ones, of words that several searches had.

    What looks like an address or a number is not noted.
    """

    def __init__(self, folder: Path, *, is_on: bool) -> None:
        # Noted while a visitor waits, so without waiting for the disk: a power cut may cost the last few.
        self.database = StateDatabase(
            folder / "zero-result-searches.sqlite3",
            Layout(steps=((_TABLE,), (*TABLES, _FORGET_SELDOM)), has_wal=True, is_synced=False),
            JsonBefore(folder / "searches-without-results.json", _adopt),
            renews_itself=True,
        )
        self._is_on = is_on

    def note(self, words: str) -> None:
        """Count a search, if that is possible now: no visitor is kept waiting or sees a fault for it."""
        text = countable(words)
        if not self._is_on or not text:
            return
        try:
            with self.database.writing() as connection:
                _count(connection, text)
        except StateError as error:
            _LOG.info("A search without results is not noted: %s", error)

    def all(self) -> tuple[ZeroResultSearch, ...]:
        """Most frequent first, then by words; nothing while noting is off or the list cannot be read."""
        if not self._is_on:
            return ()
        try:
            with self.database.reading() as connection:
                rows = connection.execute("SELECT words, count, day FROM search ORDER BY count DESC, words").fetchall()
        except StateError as error:
            _LOG.warning("The searches without results cannot be shown: %s", error)
            return ()
        return tuple(ZeroResultSearch(*row) for row in rows)


def _count(connection: sqlite3.Connection, text: str) -> None:
    found = connection.execute("SELECT count FROM search WHERE words = ?", (text,)).fetchone()
    count = found[0] + 1 if found else times_seen(connection, _KIND, text)
    if count < LEAST_TIMES:
        return
    connection.execute("DELETE FROM search WHERE words = ?", (text,))  # it moves to the end
    connection.execute(_NOTE, (text, count, datetime.datetime.now(datetime.UTC).date().isoformat()))
    connection.execute(
        "DELETE FROM search WHERE turn NOT IN (SELECT turn FROM search ORDER BY turn DESC LIMIT ?)", (_MAX_SEARCHES,)
    )


def _adopt(connection: sqlite3.Connection, content: JsonObjects) -> None:
    """What searches-without-results.json held: an object for each search, the most recent last."""
    for words, search in content.items():
        if int(str(search["count"])) < LEAST_TIMES:
            continue
        connection.execute(_NOTE, (words, int(str(search["count"])), str(search["day"])))
