"""What every change was, one file each below state/history/changes/: written once, and over only to forget.

00000007.pending   written down as a whole, its files perhaps not all in place; only ever the newest
00000007.json      done
rewritten          its time says when documents were taken out of records last: nobody shows what was read before
"""

from __future__ import annotations

import enum
import json
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.domain.documents.metadata import DocumentId, Status
from indexer.storage.atomic_files import atomic_write, remove_durably, sync_folder

_DONE, _PENDING, _REWRITTEN = ".json", ".pending", "rewritten"


class Action(enum.StrEnum):
    """What a change did, seen by its author."""

    ADDED = "added"
    CORRECTED = "corrected"
    SENT_TO_REVIEW = "sent-to-review"
    SENT_BACK = "sent-back"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    UNDONE = "undone"
    IMPORTED = "imported"
    TRASHED = "trashed"
    TAKEN_BACK = "taken-back"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


ACTIONS = {
    Status.DRAFT: Action.SENT_BACK,
    Status.REVIEW: Action.SENT_TO_REVIEW,
    Status.PUBLISHED: Action.PUBLISHED,
    Status.WITHDRAWN: Action.WITHDRAWN,
    Status.TRASHED: Action.TRASHED,
}
"""What a change is called that gives a document this status."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file before and after, by SHA-256; None where there is no file. `location` is relative to the corpus."""

    location: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One save, of one document or of a whole import.

    Attributes:
        number: rises by one from change to change.
        documents: ids concerned, in the order of the work.
        undoes: the number of the change that this one takes back, 0 if none.
        form: the id of the form that it was sent by, where a form makes a document: sent twice, it makes one.
        subject: what it is about where that is no document: `subject/makerspaces`, `organisation/aarhus`; else "".
    """

    number: int
    moment: str
    account: str
    action: Action
    documents: tuple[DocumentId, ...]
    files: tuple[FileChange, ...]
    comment: str = ""
    undoes: int = 0
    form: str = ""
    subject: str = ""


class ChangeRecords:
    """The records below one folder; whoever writes holds the lock of the state folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._newest = 0
        self._done: dict[int, Change] = {}
        self._stamp = (0, 0)
        self._reading = threading.Lock()

    def newest_number(self) -> int:
        """The number of the newest record; 0 before the first."""
        number = self._newest or max(self._numbers(_DONE, _PENDING), default=0)
        while self._path(number + 1, _DONE).is_file() or self._path(number + 1, _PENDING).is_file():
            number += 1
        self._newest = number
        return number

    def pending(self) -> Change | None:
        """The change that was written down and is not done; None if all are."""
        path = self._path(self.newest_number(), _PENDING)
        return _read_change(path) if path.is_file() else None

    def write_down(self, change: Change) -> None:
        """Write a change down as a whole: from here on it counts.

        Raises:
            OSError: it cannot be written, or perhaps not kept; see `forget`.
        """
        content = json.dumps(asdict(change), ensure_ascii=False).encode()
        atomic_write(self._path(change.number, _PENDING), content, is_private=True)

    def forget(self, change: Change) -> None:
        """Take back a record of which nothing was carried out; raises OSError where it stays."""
        remove_durably(self._path(change.number, _PENDING))
        self._newest = 0

    def mark_done(self, number: int) -> None:
        """Say that the files of a change are in place."""
        self._path(number, _PENDING).replace(self._path(number, _DONE))
        sync_folder(self._folder)

    def mark_pending(self, number: int) -> None:
        """Say of the newest change that its files may not be in place: it is completed once more."""
        if self._path(number, _DONE).is_file() and number == self.newest_number():
            self._path(number, _DONE).replace(self._path(number, _PENDING))
            sync_folder(self._folder)

    def change(self, number: int) -> Change | None:
        """A change by its number, done or not."""
        found = (self._path(number, ending) for ending in (_DONE, _PENDING))
        return next((_read_change(path) for path in found if path.is_file()), None)

    def done(self) -> tuple[Change, ...]:
        """Every change that is done, oldest first."""
        with self._reading:
            stamp = _stamp(self._folder / _REWRITTEN)
            if stamp != self._stamp:
                self._stamp, self._done = stamp, {}
            for number in self._numbers(_DONE):
                if number not in self._done:
                    self._done[number] = _read_change(self._path(number, _DONE))
            return tuple(self._done[number] for number in sorted(self._done))

    def rewrite(self, changes: Iterable[Change]) -> None:
        """Write records over that are done, to take something out of them for good."""
        for change in changes:
            content = json.dumps(asdict(change), ensure_ascii=False).encode()
            atomic_write(self._path(change.number, _DONE), content, is_private=True)
        atomic_write(self._folder / _REWRITTEN, b"", is_private=True)

    def _numbers(self, *endings: str) -> Iterator[int]:
        try:
            names = os.listdir(self._folder)  # noqa: PTH208 (thousands of names, asked by every page of the history)
        except FileNotFoundError:
            return
        for name in names:
            stem, ending = os.path.splitext(name)  # noqa: PTH122 (see above)
            if ending in endings and stem.isdecimal():
                yield int(stem)

    def _path(self, number: int, ending: str) -> Path:
        return self._folder / f"{number:08}{ending}"


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except FileNotFoundError:
        return 0, 0
    return state.st_mtime_ns, state.st_ino


def _read_change(path: Path) -> Change:
    content = json.loads(path.read_text("utf-8"))
    content["action"] = Action(content["action"])
    content["documents"] = tuple(DocumentId(document_id) for document_id in content["documents"])
    content["files"] = tuple(FileChange(**file) for file in content["files"])
    return Change(**content)
