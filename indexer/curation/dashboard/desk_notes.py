"""What curators note beside the collection: tasks, lists that they come back to, and that a document is still true."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.accounts.accounts import Account
from indexer.curation.state_database import JsonBefore, StateDatabase
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import EditConflict, InvalidEntry
from indexer.domain.texts.characters import incoming_line
from indexer.storage.database_connection import Layout

_TABLES = (
    "CREATE TABLE task (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject TEXT NOT NULL,"
    " document TEXT NOT NULL, maker TEXT NOT NULL, day TEXT NOT NULL, taker TEXT NOT NULL, done TEXT NOT NULL) STRICT",
    "CREATE UNIQUE INDEX open_task ON task (kind, subject, document) WHERE done = ''",
    "CREATE TABLE saved_list (account TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,"
    " PRIMARY KEY (account, name)) STRICT",
    "CREATE TABLE assignment (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, moment TEXT NOT NULL,"
    " owner TEXT NOT NULL, undone INTEGER NOT NULL) STRICT",
    "CREATE TABLE assigned (assignment INTEGER NOT NULL, document TEXT NOT NULL, was TEXT NOT NULL,"
    " PRIMARY KEY (assignment, document)) STRICT",
    "CREATE TABLE still_true (document TEXT PRIMARY KEY, account TEXT NOT NULL, day TEXT NOT NULL) STRICT",
)
MAX_CHARACTERS = 200
_MAX_LISTS = 40
_MAX_TASKS = 1000
_OLD_DAYS = 180
"""Tasks that were done so long ago are nobody's any more."""


def desk_database(folder: Path) -> StateDatabase:
    """The file below state/ in which all of it lies."""
    before = JsonBefore(folder / "desk.json", lambda connection, objects: None)
    return StateDatabase(folder / "desk.sqlite3", Layout(steps=(_TABLES,), has_wal=False), before)


class TaskKind(enum.StrEnum):
    """What a task came from."""

    SEARCH = "search"
    GAP = "gap"
    LINK = "link"
    STALE = "stale"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do.

    Attributes:
        subject: words of a search, an address, or what somebody wrote.
        document: the id of the document that it is about; "" for none.
        taker: whoever does it; "" for nobody yet.
        done: the day on which it was done; "" while it is open.
    """

    id: int
    kind: TaskKind
    subject: str
    document: str
    maker: str
    day: str
    taker: str
    done: str


class Tasks:
    """Tasks of all curators; safe to share between threads and processes. What changes them raises StateError."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def add(self, account: Account, kind: TaskKind, subject: str, document: str = "") -> None:
        """Add a task; one that is open already stays the only one of its kind.

        Raises:
            InvalidEntry: it says nothing, or as many are open as there may be.
        """
        said = incoming_line(subject)[:MAX_CHARACTERS]
        if not said:
            raise InvalidEntry("say-something")
        with self._database.writing() as connection:
            before = (datetime.date.fromisoformat(_today()) - datetime.timedelta(days=_OLD_DAYS)).isoformat()
            # Before counting, so that what was done long ago takes no place from what is to be done.
            connection.execute("DELETE FROM task WHERE done <> '' AND done < ?", (before,))
            connection.execute(
                "INSERT OR IGNORE INTO task (kind, subject, document, maker, day, taker, done)"
                " VALUES (?, ?, ?, ?, ?, '', '')",
                (kind, said, document, account.name, _today()),
            )
            if connection.execute("SELECT count(*) FROM task WHERE done = ''").fetchone()[0] > _MAX_TASKS:
                raise InvalidEntry("too-many-tasks", most=_MAX_TASKS)

    def open(self) -> tuple[Task, ...]:
        """Those that are not done, the oldest first."""
        rows = _rows(self._database, "SELECT * FROM task WHERE done = '' ORDER BY id")
        return tuple(_task(row) for row in rows)

    def take(self, account: Account, task_id: int, taker: str) -> None:
        """Take a task that is `taker`'s now ("" for nobody's); the one who has it gives it back.

        Raises:
            EditConflict: somebody took or did it meanwhile.
        """
        new = "" if taker == account.name else account.name
        self._change("UPDATE task SET taker = ? WHERE id = ? AND taker = ? AND done = ''", new, task_id, taker)

    def finish(self, task_id: int) -> None:
        """Say that a task is done.

        Raises:
            EditConflict: somebody did so already.
        """
        self._change("UPDATE task SET done = ? WHERE id = ? AND done = ''", _today(), task_id)

    def _change(self, statement: str, *values: str | int) -> None:
        with self._database.writing() as connection:
            if connection.execute(statement, values).rowcount != 1:
                raise EditConflict("task-changed-meanwhile")


class SavedLists:
    """Lists of documents that an account named, each by its choices; safe to share between threads and processes."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def save(self, account: Account, name: str, address: str) -> str:
        """Keep the choices of a list under a name; what was kept under it is replaced. The name as it is kept.

        Raises:
            InvalidEntry: it has no name, or the account keeps as many as it may.
        """
        named = incoming_line(name)[:MAX_CHARACTERS]
        if not named:
            raise InvalidEntry("list-needs-name")
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO saved_list VALUES (?, ?, ?)", (account.name, named, address))
            # Counted afterwards, for a name may be one that is kept; a refusal takes the row back.
            kept = connection.execute("SELECT count(*) FROM saved_list WHERE account = ?", (account.name,)).fetchone()
            if kept[0] > _MAX_LISTS:
                raise InvalidEntry("too-many-lists", most=_MAX_LISTS)
        return named

    def of(self, account: Account) -> tuple[tuple[str, str], ...]:
        """(name, choices as an address has them) of each list of an account, by name."""
        query = "SELECT name, address FROM saved_list WHERE account = ? ORDER BY name"
        return tuple((str(name), str(address)) for name, address in _rows(self._database, query, account.name))

    def discard(self, account: Account, name: str) -> None:
        """Keep a list no more; nothing happens where there is none of that name."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM saved_list WHERE account = ? AND name = ?", (account.name, name))


class StillTrue:
    """When a curator looked at a document last and found it still true."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def confirm(self, account: Account, document_id: DocumentId) -> None:
        """Note that a document is still true today."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO still_true VALUES (?, ?, ?)", (document_id, account.name, _today())
            )

    def days(self) -> Mapping[DocumentId, str]:
        """The day of the last look, by document."""
        rows = _rows(self._database, "SELECT document, day FROM still_true")
        return {DocumentId(str(document)): str(day) for document, day in rows}


def forget_document(database: StateDatabase, document_id: DocumentId) -> None:
    """Note nothing of a document that is gone for good."""
    if database.exists:
        with database.writing() as connection:
            connection.execute("DELETE FROM task WHERE document = ?", (document_id,))
            connection.execute("DELETE FROM still_true WHERE document = ?", (document_id,))
            connection.execute("DELETE FROM assigned WHERE document = ?", (document_id,))


def _rows(database: StateDatabase, query: str, *values: str) -> list[tuple[str | int, ...]]:
    if not database.exists:
        return []
    with database.reading() as connection:
        return connection.execute(query, values).fetchall()


def _task(row: tuple[str | int, ...]) -> Task:
    task_id, kind, *texts = row
    return Task(int(task_id), TaskKind(str(kind)), *map(str, texts))


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()
