"""Every change to the corpus, kept: what each file was before and after, who changed it, when and why.

A change is written down as a whole before any file is touched, and the audit log says when it is done. Whoever comes
next after a crash completes what was written down, so that a change happens as a whole or not at all:

    state/history/objects/ab/ab12…   the contents, by SHA-256
    state/history/changes/00000007.json   a change; its name appearing is the moment from which it counts
    state/audit.jsonl   "change": 7 says that its files are in place
"""

from __future__ import annotations

import contextlib
import enum
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.curation.audit_log import AuditLog, now
from indexer.curation.editing.content_store import ContentStore
from indexer.domain.documents.metadata import DocumentId
from indexer.storage.atomic_files import atomic_write, remove_durably
from indexer.storage.file_locks import SharedLock


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
    """

    number: int
    moment: str
    account: str
    action: Action
    documents: tuple[DocumentId, ...]
    files: tuple[FileChange, ...]
    comment: str = ""
    undoes: int = 0


class History:
    """The changes below state/history/ and the files of the corpus that they changed."""

    def __init__(self, state_folder: Path, corpus_folder: Path, audit: AuditLog, lock: SharedLock) -> None:
        self._folder = state_folder / "history"
        self._contents = ContentStore(self._folder / "objects")
        self._corpus = corpus_folder
        self._audit = audit
        self._lock = lock
        self._read: list[Change] = []

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes the corpus through us meanwhile; what a crash left half done is completed first."""
        with self._lock.held():
            self.complete()
            yield

    def save(
        self,
        account: str,
        action: Action,
        *,
        documents: Sequence[DocumentId],
        files: Mapping[str, bytes | None],
        comment: str = "",
        undoes: int = 0,
    ) -> Change:
        """Write the files of a change (None removes one) and keep what they were; returns when all is on the disk."""
        with self.locked():
            changed = []
            for location, content in files.items():
                path = self._corpus / location
                before = self._contents.keep(path.read_bytes()) if path.is_file() else None
                after = None if content is None else self._contents.keep(content)
                if before != after:
                    changed.append(FileChange(location, before, after))
            number = self._audit.last_change() + 1
            change = Change(number, now(), account, action, tuple(documents), tuple(changed), comment, undoes)
            written = json.dumps(asdict(change), ensure_ascii=False).encode()
            atomic_write(self._change_path(number), written, is_private=True)
            self._apply(change)
        return change

    def complete(self) -> None:
        """Finish the change that a crash interrupted, if there is one."""
        with self._lock.held():
            path = self._change_path(self._audit.last_change() + 1)
            if path.is_file():
                self._apply(_read_change(path))

    def recover(self) -> None:
        """Complete what a crash interrupted, and clear away what it had not written whole; run once at the start."""
        with self._lock.held():
            self.complete()
            for folder in (self._corpus, self._folder):
                for path in folder.rglob(".*.tmp"):
                    path.unlink(missing_ok=True)

    def change(self, number: int) -> Change | None:
        """A change by its number."""
        path = self._change_path(number)
        return _read_change(path) if path.is_file() else None

    def changes(self) -> tuple[Change, ...]:
        """Every change that is done, oldest first."""
        with self._lock.held():
            for number in range(len(self._read) + 1, self._audit.last_change() + 1):
                self._read.append(_read_change(self._change_path(number)))
            return tuple(self._read)

    def changes_of(self, document_id: DocumentId) -> tuple[Change, ...]:
        """The changes that concern a document, newest first."""
        return tuple(change for change in reversed(self.changes()) if document_id in change.documents)

    def content(self, digest: str) -> bytes:
        """A kept content by its SHA-256; raises InvalidEntry where nothing is kept under it."""
        return self._contents.content(digest)

    def current_hash(self, location: str) -> str | None:
        """SHA-256 of a file of the corpus as it is now."""
        path = self._corpus / location
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

    def _apply(self, change: Change) -> None:
        """Files that appear or change first, files that go last: a reader meets a document twice, never not at all."""
        for file in sorted(change.files, key=lambda file: file.after is None):
            path = self._corpus / file.location
            if self.current_hash(file.location) != file.before:
                continue  # in place already, or newer: what someone wrote by hand after a crash is theirs
            if file.after is None:
                remove_durably(path)
            else:
                atomic_write(path, self.content(file.after))
        is_one = len(change.documents) == 1
        subject, detail = (change.documents[0], "") if is_one else ("", str(len(change.documents)))
        self._audit.append(change.account, change.action.value, subject=subject, detail=detail, change=change.number)

    def _change_path(self, number: int) -> Path:
        return self._folder / "changes" / f"{number:08}.json"


def _read_change(path: Path) -> Change:
    content = json.loads(path.read_text("utf-8"))
    content["action"] = Action(content["action"])
    content["documents"] = tuple(DocumentId(document_id) for document_id in content["documents"])
    content["files"] = tuple(FileChange(**file) for file in content["files"])
    return Change(**content)
