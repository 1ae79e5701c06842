"""Who writes a document and who reads it through, what they say to each other, and what of it somebody has not seen."""

from __future__ import annotations

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.audit_log import now
from indexer.curation.editing.change_records import Action, Change
from indexer.curation.editing.history import History
from indexer.curation.editing.review_files import Note, Review, ReviewFiles
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import InvalidEntry, NotAllowed
from indexer.domain.texts.characters import incoming_text
from indexer.storage.file_locks import SharedLock

_TOLD_DAYS = 30
"""What happened earlier is no news to anybody, whether it was looked at or not."""

_CHARACTERS, _MOST_NOTES = 4000, 200
_MADE = (Action.ADDED, Action.IMPORTED)
_STEPS = (Action.SENT_TO_REVIEW, Action.SENT_BACK, Action.PUBLISHED, Action.WITHDRAWN, Action.TRASHED)
ANSWERED, OWNER, REVIEWER = "answered", "owner-changed", "reviewer-changed"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is new of a document for somebody."""

    document_id: DocumentId
    note: Note


class Reviews:
    """The reviews below one folder; safe to share between threads and processes.

    What changes one raises OSError where it cannot be written; what was kept before stays.
    """

    def __init__(self, folder: Path, history: History, find_account: Callable[[str], Account | None]) -> None:
        self._files, self._history, self._find = ReviewFiles(folder), history, find_account
        self._lock = SharedLock(folder / ".lock")

    def of(self, document_id: DocumentId) -> Review:
        """What is kept of a document, with its owner; that is "" where it is nobody's."""
        review = self._files.read(document_id)
        if review.owner:
            return review
        made = (one.account for one in self._history.changes_of(document_id) if one.action in _MADE and not one.subject)
        return dataclasses.replace(review, owner=next(made, ""))

    def assign(
        self, account: Account, document_id: DocumentId, *, owner: str | None = None, reviewer: str | None = None
    ) -> tuple[Note, ...]:
        """Say whose document it is, or who reads it through ("" for nobody); what is None stays.

        Raises:
            NotAllowed: the account is no curator.
            InvalidEntry: there is no such account, or the reviewer is none who could approve.
        """
        if not account.role.reaches(Role.CURATOR):
            raise NotAllowed("curators-assign")
        for name, least in ((owner, Role.CONTRIBUTOR), (reviewer, Role.CURATOR)):
            found = self._find(name) if name else None
            if name and (found is None or not found.role.reaches(least)):
                raise InvalidEntry("no-such-reviewer", name=name)
        with self._lock.held():
            review = self.of(document_id)
            stated = {OWNER: (review.owner, owner), REVIEWER: (review.reviewer, reviewer)}
            notes = tuple(
                Note(now(), account.name, kind, after)
                for kind, (before, after) in stated.items()
                if after is not None and after != before
            )
            if notes:
                named = {OWNER: review.owner, REVIEWER: review.reviewer} | {note.kind: note.text for note in notes}
                thread = (*review.notes, *notes)[-_MOST_NOTES:]
                self._files.write(document_id, Review(named[OWNER], named[REVIEWER], thread, review.seen))
        return notes

    def answer(self, account: Account, document_id: DocumentId, text: str) -> Note:
        """Say something in the thread of a document.

        Raises:
            NotAllowed: it is somebody else's document, and the account is no curator.
            InvalidEntry: nothing is said, or too much.
        """
        said = incoming_text(text).strip()
        if not said:
            raise InvalidEntry("say-something")
        if len(said) > _CHARACTERS:
            raise InvalidEntry("answer-too-long", count=len(said), most=_CHARACTERS)
        with self._lock.held():
            review = self.of(document_id)
            require_own(account, review.owner)
            note = Note(now(), account.name, ANSWERED, said)
            thread = (*review.notes, note)[-_MOST_NOTES:]
            self._files.write(document_id, dataclasses.replace(review, notes=thread))
        return note

    def thread(self, document_id: DocumentId) -> tuple[Note, ...]:
        """All that was said and done about a document, oldest first; steps of its life with their comments."""
        notes = (*self._files.read(document_id).notes, *self._steps(document_id))
        return tuple(sorted(notes, key=lambda note: note.moment))

    def notices(self, account: Account) -> tuple[Notice, ...]:
        """What others said and did about documents that are the account's, or that it reads through; newest first."""
        since = (datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=_TOLD_DAYS)).isoformat()
        owners, found = self.owners(), list[Notice]()
        # One pass over the history: who imported thousands of documents owns them all.
        steps: defaultdict[DocumentId, list[Note]] = defaultdict(list)
        for change in self._history.changes():
            if change.action in _STEPS and change.moment > since:
                for document_id in change.documents:
                    steps[document_id].append(_note(change))
        for document_id in {*self._files.ids(), *(one for one in steps if owners.get(one) == account.name)}:
            review = self._files.read(document_id)
            if account.name in (owners.get(document_id, ""), review.reviewer):
                last = max(since, review.seen.get(account.name, ""))
                news = _news((*review.notes, *steps[document_id]), account.name, last)
                found += [Notice(document_id, note) for note in news]
        return tuple(sorted(found, key=lambda notice: notice.note.moment, reverse=True))

    def owners(self) -> dict[DocumentId, str]:
        """The owner of every document that has one."""
        made = (one for one in self._history.changes() if one.action in _MADE and not one.subject)
        owners = {document_id: change.account for change in made for document_id in change.documents}
        stated = ((document_id, self._files.read(document_id).owner) for document_id in self._files.ids())
        return owners | {document_id: owner for document_id, owner in stated if owner}

    def reviewed_by(self, name: str) -> frozenset[DocumentId]:
        """The documents that somebody reads through."""
        return frozenset(one for one in self._files.ids() if self._files.read(one).reviewer == name)

    def see(self, account: Account, document_id: DocumentId) -> None:
        """Note that an account has looked at a document, so that nothing of it is news to it any more."""
        review = self.of(document_id)
        if account.name not in (review.owner, review.reviewer):
            return
        notes = (*review.notes, *self._steps(document_id))
        if any(_news(notes, account.name, review.seen.get(account.name, ""))):
            with self._lock.held():
                # Read once more under the lock, or an answer that came in between would be overwritten.
                review = self._files.read(document_id)
                seen = {**review.seen, account.name: now()}
                self._files.write(document_id, dataclasses.replace(review, seen=seen))

    def forget(self, document_id: DocumentId) -> None:
        """Keep nothing of a document that is gone for good."""
        self._files.forget(document_id)
        self._files.tidy()

    def _steps(self, document_id: DocumentId) -> Iterator[Note]:
        return (_note(one) for one in self._history.changes_of(document_id) if one.action in _STEPS)


def require_own(account: Account, owner: str) -> None:
    """Contributors change their own documents only.

    Raises:
        NotAllowed: it is somebody else's, or nobody's.
    """
    if account.name != owner and not account.role.reaches(Role.CURATOR):
        raise NotAllowed("not-your-document", owner=owner or "–")


def _news(notes: Iterable[Note], name: str, since: str) -> Iterator[Note]:
    """What others said and did since."""
    return (note for note in notes if note.account != name and note.moment > since)


def _note(change: Change) -> Note:
    return Note(change.moment, change.account, change.action.value, change.comment)
