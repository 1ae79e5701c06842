"""Many documents are given to one account at once; looked at first, and taken back as one."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.audit_log import now
from indexer.curation.editing.document_files import EditableDocument
from indexer.curation.editing.reviews import Reviews
from indexer.curation.state_database import StateDatabase
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import CurationError, DocumentNotFound, EditConflict, InvalidEntry, NotAllowed
from indexer.domain.messages import Message
from indexer.storage.file_locks import SharedLock

_KEPT_DAYS = 180
"""So long it can be taken back."""


@dataclass(frozen=True, slots=True)
class AssignmentPreview:
    """What giving documents to an account would do.

    Attributes:
        changing: those that would be given, each with whose it is now ("" for nobody's).
        same: those that are the account's already.
        refused: those that cannot be given, each with the reason.
    """

    changing: tuple[tuple[EditableDocument, str], ...]
    same: tuple[EditableDocument, ...]
    refused: tuple[tuple[DocumentId, Message], ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Documents that were given to an account at once, each with whose it was before."""

    id: int
    by: str
    moment: str
    owner: str
    before: Mapping[DocumentId, str]
    is_undone: bool


class Assignments:
    """Gives documents to accounts; safe to share between threads and processes.

    What changes something raises NotAllowed where the account is no curator, StateError and OSError.
    """

    def __init__(
        self,
        database: StateDatabase,
        reviews: Reviews,
        lock: SharedLock,
        read: Callable[[DocumentId], EditableDocument],
        find_account: Callable[[str], Account | None],
    ) -> None:
        self._database, self._reviews, self._lock, self._read = database, reviews, lock, read
        self._find = find_account

    def preview(self, account: Account, ids: Iterable[DocumentId], owner: str) -> AssignmentPreview:
        """What it would do; nothing is kept.

        Raises:
            InvalidEntry: there is no such account.
        """
        self._require(account, owner)
        changing, same = list[tuple[EditableDocument, str]](), list[EditableDocument]()
        refused = list[tuple[DocumentId, Message]]()
        owners = self._reviews.owners()
        for document_id in dict.fromkeys(ids):
            try:
                document = self._read(document_id)
            except (CurationError, DocumentNotFound) as error:
                refused.append((document_id, error.message))
                continue
            before = owners.get(document.id, "")
            if before == owner:
                same.append(document)
            else:
                changing.append((document, before))
        return AssignmentPreview(tuple(changing), tuple(same), tuple(refused))

    def save(self, account: Account, before: Mapping[DocumentId, str], owner: str) -> int:
        """Give them all to the account `owner`; the number under which that is taken back.

        Raises:
            InvalidEntry: there is no such account, or a document cannot be read.
            DocumentNotFound: there is no such document.
            EditConflict: one of them was given to somebody else since it was looked at; nothing is done.
        """
        self._require(account, owner)
        for document_id in before:
            self._read(document_id)
        with self._lock.held():
            self._require_owners(before)
            with self._database.writing() as connection:
                _forget_old(connection)
                # First: what a crash leaves half done can be taken back, for it says whose each was.
                cursor = connection.execute(
                    "INSERT INTO assignment (account, moment, owner, undone) VALUES (?, ?, ?, 0)",
                    (account.name, now(), owner),
                )
                number = int(cursor.lastrowid or 0)
                rows = ((number, document_id, was) for document_id, was in before.items())
                connection.executemany("INSERT INTO assigned VALUES (?, ?, ?)", rows)
            for document_id in before:
                self._reviews.assign(account, document_id, owner=owner)
        return number

    def find(self, number: int) -> Assignment:
        """One of them.

        Raises:
            DocumentNotFound: there is none of that number.
        """
        if self._database.exists:
            with self._database.reading() as connection:
                row = connection.execute("SELECT * FROM assignment WHERE id = ?", (number,)).fetchone()
                given = connection.execute(
                    "SELECT document, was FROM assigned WHERE assignment = ?", (number,)
                ).fetchall()
            if row is not None:
                _, by, moment, owner, undone = row
                before = {DocumentId(document_id): was for document_id, was in given}
                return Assignment(number, by, moment, owner, before, bool(undone))
        raise DocumentNotFound("no-such-assignment")

    def undo(self, account: Account, number: int) -> None:
        """Give them back to whose they were.

        Raises:
            EditConflict: one of them was given to somebody else since, whose it was has no account any more, or it
                was taken back already; nothing is done.
        """
        self._require(account, "")
        with self._lock.held():
            done = self.find(number)
            if done.is_undone:
                raise EditConflict("assignment-undone-already")
            owners = self._reviews.owners()
            # Those that are back already are what a crash left of an earlier undo, or of the assignment itself.
            left = {one: was for one, was in done.before.items() if owners.get(one, "") != was}
            self._require_owners(dict.fromkeys(left, done.owner))
            for name in filter(None, left.values()):
                if not self._may_own(name):
                    raise EditConflict("former-owner-gone", name=name)
            for document_id, was in left.items():
                self._reviews.assign(account, document_id, owner=was)
            with self._database.writing() as connection:
                connection.execute("UPDATE assignment SET undone = 1 WHERE id = ?", (number,))

    def _require(self, account: Account, owner: str) -> None:
        if not account.role.reaches(Role.CURATOR):
            raise NotAllowed("curators-assign")
        if owner and not self._may_own(owner):
            raise InvalidEntry("no-such-reviewer", name=owner)

    def _may_own(self, name: str) -> bool:
        found = self._find(name)
        return found is not None and found.role.reaches(Role.CONTRIBUTOR)

    def _require_owners(self, expected: Mapping[DocumentId, str]) -> None:
        owners = self._reviews.owners()
        for document_id, owner in expected.items():
            if owners.get(document_id, "") != owner:
                raise EditConflict("assigned-meanwhile", id=document_id)


def _forget_old(connection: sqlite3.Connection) -> None:
    since = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=_KEPT_DAYS)).isoformat()
    connection.execute(
        "DELETE FROM assigned WHERE assignment IN (SELECT id FROM assignment WHERE moment < ?)", (since,)
    )
    connection.execute("DELETE FROM assignment WHERE moment < ?", (since,))
