"""Who follows what: asked for by a form, begun by a link in a mail, ended by another; and when who is written to next.

The addresses lie in a table of their own, sealed. Whoever never confirms is forgotten with all that was asked for.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.accounts.mail_links import is_mail_address
from indexer.curation.intake.following.address_seal import AddressSeal
from indexer.curation.state_database import JsonBefore, StateDatabase
from indexer.domain.errors import InvalidEntry
from indexer.storage.database_connection import Layout

WEEK_SECONDS = 7 * 24 * 3600.0
CONFIRM_SECONDS = 48 * 3600.0
"""So long a link to confirm is good."""

FOLLOWERS_NAME = "followers.sqlite3"
MAX_READERS, MAX_FOLLOWS, QUESTIONS_A_DAY = 5_000, 30, 5
"""Addresses in all, what one of them may follow, and how often it may be asked to confirm something."""

_DAY_SECONDS = 24 * 3600.0
_CONFIRM, _READER = "confirm", "reader"
_TABLES = (
    "CREATE TABLE reader (id INTEGER PRIMARY KEY AUTOINCREMENT, language TEXT NOT NULL, due REAL NOT NULL,"
    " refusals INTEGER NOT NULL) STRICT",
    "CREATE TABLE address (reader INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT",
    "CREATE TABLE follow (id INTEGER PRIMARY KEY AUTOINCREMENT, reader INTEGER NOT NULL, what TEXT NOT NULL,"
    " asked REAL NOT NULL, is_confirmed INTEGER NOT NULL, seen BLOB NOT NULL, UNIQUE (reader, what)) STRICT",
    "CREATE TABLE question (reader INTEGER NOT NULL, moment REAL NOT NULL) STRICT",
    "CREATE TABLE mail (id INTEGER PRIMARY KEY AUTOINCREMENT, reader INTEGER NOT NULL, content TEXT NOT NULL,"
    " next_try REAL NOT NULL, tries INTEGER NOT NULL, handed REAL NOT NULL) STRICT",
)


@dataclass(frozen=True, slots=True)
class Follow:
    """Something that a reader follows.

    Attributes:
        what: the query string by which the site knows it.
        seen: what the reader knows of it already, as the site packs it; b"" before anything was looked at.
    """

    id: int
    what: str
    is_confirmed: bool
    seen: bytes


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who follows something; `due` is when they are written to next, in seconds since 1970."""

    id: int
    language: str
    due: float
    follows: tuple[Follow, ...]


class Followers:
    """The readers below state/; safe to share between threads and processes. Raises StateError where it cannot work."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        before = JsonBefore(folder / "followers.json", lambda connection, objects: None)
        self.database = StateDatabase(folder / FOLLOWERS_NAME, Layout(steps=(_TABLES,), has_wal=False), before)
        self.folder, self.seal, self._clock = folder, AddressSeal(folder), clock

    def ask(self, address: str, language: str, what: str) -> None:
        """Let somebody be asked by mail whether they want to follow something.

        Nothing tells whether they do already, or were asked too often to be asked again today.

        Raises:
            InvalidEntry: the address is none, or there are as many readers as there may be.
        """
        if not is_mail_address(address):
            raise InvalidEntry("bad-mail-address", address=address[:80])
        now, digest = self._clock(), self.seal.digest(address)
        with self.database.writing() as connection:
            _forget_unconfirmed(connection, now)
            # Before the address is looked for: whoever is known already must not be told from who is not.
            if connection.execute("SELECT count(*) FROM reader").fetchone()[0] >= MAX_READERS:
                raise InvalidEntry("too-many-followers")
            reader = self._reader_of(connection, digest, address, language)
            asked = connection.execute("SELECT count(*) FROM question WHERE reader = ?", (reader,)).fetchone()[0]
            others = "SELECT count(*) FROM follow WHERE reader = ? AND what <> ?"
            is_full = connection.execute(others, (reader, what)).fetchone()[0] >= MAX_FOLLOWS
            if asked >= QUESTIONS_A_DAY or is_full:
                return
            connection.execute(
                "INSERT INTO follow (reader, what, asked, is_confirmed, seen) VALUES (?, ?, ?, 0, x'')"
                " ON CONFLICT (reader, what) DO UPDATE SET asked = excluded.asked",
                (reader, what, now),
            )
            row = connection.execute("SELECT id FROM follow WHERE reader = ? AND what = ?", (reader, what)).fetchone()
            connection.execute("INSERT INTO question VALUES (?, ?)", (reader, now))
            enqueue(connection, reader, f"{_CONFIRM} {row[0]}", now)

    def to_confirm(self, token: str) -> tuple[Follow, Reader] | None:
        """What a link to confirm is for; None where it is too old, or was ended, or never was."""
        number = self.seal.number(_CONFIRM, token)
        if number is None or not self.database.exists:
            return None
        with self.database.reading() as connection:
            asked = "SELECT reader, asked, is_confirmed FROM follow WHERE id = ?"
            row = connection.execute(asked, (number,)).fetchone()
            if row is None or not (row[2] or row[1] > self._clock() - CONFIRM_SECONDS):
                return None
            reader = _read(connection, row[0])
        return next(one for one in reader.follows if one.id == number), reader

    def confirm(self, follow: Follow, reader: Reader, language: str, seen: bytes) -> None:
        """Begin to follow; what is there already counts as known. The first mail comes after a week at the earliest."""
        now = self._clock()
        with self.database.writing() as connection:
            begun = "UPDATE follow SET is_confirmed = 1, seen = ? WHERE id = ? AND NOT is_confirmed"
            if not connection.execute(begun, (seen, follow.id)).rowcount:
                return
            # Read here: another confirmation, or the mail that was due, may have set it since the reader was looked up.
            connection.execute(
                "UPDATE reader SET language = ?, due = CASE WHEN EXISTS"
                " (SELECT 1 FROM follow WHERE follow.reader = reader.id AND is_confirmed AND follow.id <> ?)"
                " THEN due ELSE ? END WHERE id = ?",
                (language, follow.id, now + WEEK_SECONDS, reader.id),
            )

    def reader(self, token: str) -> Reader | None:
        """The reader whose link it is, None where nothing is followed any more."""
        number = self.seal.number(_READER, token)
        if number is None or not self.database.exists:
            return None
        with self.database.reading() as connection:
            known = connection.execute("SELECT 1 FROM reader WHERE id = ?", (number,)).fetchone()
            return _read(connection, number) if known else None

    def stop(self, reader: Reader, follow_id: int | None = None) -> None:
        """End one thing that is followed, or all; with the last one the address is forgotten."""
        with self.database.writing() as connection:
            if follow_id is None:
                connection.execute("DELETE FROM follow WHERE reader = ?", (reader.id,))
            else:
                connection.execute("DELETE FROM follow WHERE reader = ? AND id = ?", (reader.id, follow_id))
            if not connection.execute("SELECT 1 FROM follow WHERE reader = ?", (reader.id,)).fetchone():
                forget(connection, reader.id)

    def due(self) -> list[Reader]:
        """Those who are to be written to now, if there is anything new."""
        if not self.database.exists:
            return []
        with self.database.reading() as connection:
            asked = "SELECT id FROM reader WHERE due <= ? AND due > 0 ORDER BY id"
            numbers = [row[0] for row in connection.execute(asked, (self._clock(),)).fetchall()]
            return [_read(connection, number) for number in numbers]

    def settle(self, reader: Reader, seen: Mapping[int, bytes], content: str) -> None:
        """Note what a reader knows by now, and keep the mail that says it, if any: both or neither.

        Nothing is done where another process did it meanwhile.
        """
        now = self._clock()
        with self.database.writing() as connection:
            # A week from when it was due, so that mails come on the same day; from now after a long rest.
            due = max(reader.due + WEEK_SECONDS, now + WEEK_SECONDS / 2)
            taken = connection.execute(
                "UPDATE reader SET due = ? WHERE id = ? AND due = ?", (due, reader.id, reader.due)
            ).rowcount
            if not taken:
                return
            for number, known in seen.items():
                connection.execute("UPDATE follow SET seen = ? WHERE id = ?", (known, number))
            if content:
                enqueue(connection, reader.id, content, now)

    def tokens(self, reader_id: int, follow_id: int = 0) -> tuple[str, str]:
        """The secret parts of the links by which a reader ends things, and by which something is confirmed."""
        return self.seal.token(_READER, reader_id), self.seal.token(_CONFIRM, follow_id)

    def forget_unconfirmed(self) -> None:
        """Forget what nobody confirmed in time, and the addresses that only asked for that."""
        if self.database.exists:
            with self.database.writing() as connection:
                _forget_unconfirmed(connection, self._clock())

    def _reader_of(self, connection: sqlite3.Connection, digest: bytes, address: str, language: str) -> int:
        known = connection.execute("SELECT reader FROM address WHERE digest = ?", (digest,)).fetchone()
        if known:
            return int(known[0])
        added = connection.execute("INSERT INTO reader (language, due, refusals) VALUES (?, 0, 0)", (language,))
        sealed = self.seal.sealed(address)
        connection.execute("INSERT INTO address VALUES (?, ?, ?)", (added.lastrowid, digest, sealed))
        return int(added.lastrowid or 0)


def enqueue(connection: sqlite3.Connection, reader_id: int, content: str, now: float) -> None:
    """Let a mail wait for the next who sends."""
    row = "INSERT INTO mail (reader, content, next_try, tries, handed) VALUES (?, ?, ?, 0, 0)"
    connection.execute(row, (reader_id, content, now))


def forget(connection: sqlite3.Connection, reader_id: int) -> None:
    """Forget a reader, with the address and the mails that wait."""
    for table, key in (("reader", "id"), *((name, "reader") for name in ("address", "follow", "question", "mail"))):
        connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (reader_id,))  # noqa: S608 (our own words)


def _forget_unconfirmed(connection: sqlite3.Connection, now: float) -> None:
    connection.execute("DELETE FROM question WHERE moment < ?", (now - _DAY_SECONDS,))
    connection.execute("DELETE FROM follow WHERE NOT is_confirmed AND asked < ?", (now - CONFIRM_SECONDS,))
    idle = "SELECT id FROM reader WHERE NOT EXISTS (SELECT 1 FROM follow WHERE follow.reader = reader.id)"
    for (number,) in connection.execute(idle).fetchall():
        forget(connection, number)


def _read(connection: sqlite3.Connection, reader_id: int) -> Reader:
    language, due = connection.execute("SELECT language, due FROM reader WHERE id = ?", (reader_id,)).fetchone()
    asked = "SELECT id, what, is_confirmed, seen FROM follow WHERE reader = ? ORDER BY id"
    rows = connection.execute(asked, (reader_id,)).fetchall()
    follows = (Follow(number, what, bool(is_confirmed), seen) for number, what, is_confirmed, seen in rows)
    return Reader(reader_id, language, due, tuple(follows))
