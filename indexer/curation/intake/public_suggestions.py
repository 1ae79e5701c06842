"""What readers suggest: a case that is missing, or something to correct. Curators take it up or close it.

How the sender can be reached lies in a table of its own and is deleted when the suggestion is closed. The link of the
receipt is known to the sender alone: only its hash is kept.
"""

from __future__ import annotations

import datetime
import enum
import hashlib
import json
import re
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.state_database import JsonBefore, StateDatabase
from indexer.domain.errors import DocumentNotFound, InvalidEntry
from indexer.storage.database_connection import Layout

MAX_SUGGESTIONS = 2_000
"""A page that anybody can write to must not fill the disk."""

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_TABLES = (
    "CREATE TABLE suggestion (id INTEGER PRIMARY KEY, receipt TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
    " document TEXT NOT NULL, fields TEXT NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL,"
    " closed TEXT NOT NULL) STRICT",
    "CREATE TABLE contact (suggestion INTEGER PRIMARY KEY, address TEXT NOT NULL) STRICT",
)

_BECAME = ("ALTER TABLE suggestion ADD COLUMN became TEXT NOT NULL DEFAULT ''",)


class SuggestionState(enum.StrEnum):
    """How far a suggestion has come."""

    RECEIVED = "received"
    TAKEN_UP = "taken-up"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PublicSuggestion:
    """What somebody suggested.

    Attributes:
        kind: "case", "correction" or "question".
        document: the id of the document to correct or to ask about, "" for a case.
        fields: what was written, by the name of the field.
        day: ISO date.
        answer: what curators answered, for the receipt; "" for nothing.
        became: the id of the document that it became, or that is corrected for it; "" for none.
    """

    id: int
    kind: str
    document: str
    fields: Mapping[str, str]
    day: str
    state: SuggestionState
    answer: str
    became: str


class PublicSuggestions:
    """The suggestions below state/; safe to share between threads and processes."""

    def __init__(self, folder: Path, *, kept_days: int) -> None:
        """Closed suggestions are deleted after so many days."""
        before = JsonBefore(folder / "suggestions.json", lambda connection, objects: None)
        layout = Layout(steps=(_TABLES, _BECAME), has_wal=False)
        self.database = StateDatabase(folder / "suggestions.sqlite3", layout, before)
        self._kept_days = kept_days

    def add(self, kind: str, document: str, fields: Mapping[str, str], contact: str) -> str:
        """Keep a suggestion and return the secret of its receipt.

        Raises:
            InvalidEntry: there are as many as there may be.
            StateError: it cannot be written now; nothing is kept.
        """
        receipt, today = secrets.token_urlsafe(16), _today()
        with self.database.writing() as connection:
            # With each new one, for nothing else comes by regularly.
            self._forget_old(connection, today)
            (count,) = connection.execute("SELECT count(*) FROM suggestion").fetchone()
            if count >= MAX_SUGGESTIONS:
                raise InvalidEntry("too-many-suggestions")
            cursor = connection.execute(
                "INSERT INTO suggestion (receipt, kind, document, fields, day, state, answer, closed)"
                " VALUES (?, ?, ?, ?, ?, ?, '', '')",
                (_hash(receipt), kind, document, json.dumps(dict(fields)), today.isoformat(), SuggestionState.RECEIVED),
            )
            if contact:
                connection.execute("INSERT INTO contact VALUES (?, ?)", (cursor.lastrowid, contact))
        return receipt

    def open(self) -> list[PublicSuggestion]:
        """Those that are not closed, the oldest first."""
        return self._read("SELECT * FROM suggestion WHERE state <> ? ORDER BY id", SuggestionState.CLOSED)

    def get(self, number: str) -> PublicSuggestion:
        """The suggestion of a number, as an address writes it.

        Raises:
            DocumentNotFound: there is none.
        """
        found = self._read("SELECT * FROM suggestion WHERE id = ?", int(number)) if _NUMBER.fullmatch(number) else []
        if not found:
            raise DocumentNotFound("no-such-suggestion")
        return found[0]

    def of_receipt(self, receipt: str) -> PublicSuggestion | None:
        """The suggestion that a receipt is for; None if there is none."""
        return next(iter(self._read("SELECT * FROM suggestion WHERE receipt = ?", _hash(receipt))), None)

    def contact(self, number: int) -> str:
        """Where its sender can be reached; "" where nothing was said, or the suggestion is closed."""
        if not self.database.exists:
            return ""
        with self.database.reading() as connection:
            found = connection.execute("SELECT address FROM contact WHERE suggestion = ?", (number,)).fetchone()
        return str(found[0]) if found else ""

    def answer(self, number: int, state: str, answer: str) -> None:
        """Say how far it has come, and what the sender reads; closing it deletes how the sender can be reached.

        Raises:
            InvalidEntry: there is no such state.
        """
        if state not in set(SuggestionState):
            raise InvalidEntry("no-such-suggestion-state")
        closed = _today().isoformat() if state == SuggestionState.CLOSED else ""
        with self.database.writing() as connection:
            connection.execute(
                "UPDATE suggestion SET state = ?, answer = ?, closed = ? WHERE id = ?", (state, answer, closed, number)
            )
            if closed:
                connection.execute("DELETE FROM contact WHERE suggestion = ?", (number,))

    def take_up(self, number: int, document: str) -> None:
        """Note which document it became, or is corrected for it; an open one counts as taken up."""
        with self.database.writing() as connection:
            connection.execute("UPDATE suggestion SET became = ? WHERE id = ?", (document, number))
            taken_up = "UPDATE suggestion SET state = ? WHERE id = ? AND state = ?"
            connection.execute(taken_up, (SuggestionState.TAKEN_UP, number, SuggestionState.RECEIVED))

    def delete(self, number: int) -> None:
        """Forget it, as its sender or a curator wishes."""
        with self.database.writing() as connection:
            _delete(connection, [(number,)])

    def delete_about(self, document: str) -> None:
        """Forget what was suggested about a document that is gone for good, and what it was made of."""
        if self.database.exists:
            with self.database.writing() as connection:
                _delete(
                    connection,
                    connection.execute(
                        "SELECT id FROM suggestion WHERE ? IN (document, became)", (document,)
                    ).fetchall(),
                )

    def _forget_old(self, connection: sqlite3.Connection, today: datetime.date) -> None:
        day = (today - datetime.timedelta(days=self._kept_days)).isoformat()
        old = connection.execute("SELECT id FROM suggestion WHERE closed <> '' AND closed < ?", (day,)).fetchall()
        _delete(connection, old)

    def _read(self, statement: str, value: object) -> list[PublicSuggestion]:
        if not self.database.exists:
            return []
        with self.database.reading() as connection:
            rows = connection.execute(statement, (value,)).fetchall()
        return [
            PublicSuggestion(number, kind, document, json.loads(fields), day, SuggestionState(state), answer, became)
            for number, _, kind, document, fields, day, state, answer, _, became in rows
        ]


def _delete(connection: sqlite3.Connection, numbers: Sequence[tuple[int]]) -> None:
    connection.executemany("DELETE FROM contact WHERE suggestion = ?", numbers)
    connection.executemany("DELETE FROM suggestion WHERE id = ?", numbers)


def _hash(receipt: str) -> str:
    # A stolen database opens no receipt.
    return hashlib.sha256(receipt.encode()).hexdigest()


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
