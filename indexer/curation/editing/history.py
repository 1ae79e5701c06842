"""Every change to the corpus, kept: what each file was before and after, who changed it, when and why.

A change is written down as a whole before any file is touched, and marked when it is done. Whoever comes next after a
crash completes what was written down, so that a change happens as a whole or not at all:

    state/history/objects/ab/ab12…   the contents, by SHA-256
    state/history/changes/           the changes (change_records.py); the next number comes from them alone
    state/audit.jsonl                says of each that it was done; may be rotated, for nothing depends on it
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from indexer.curation.audit_log import AuditLog, now
from indexer.curation.editing.change_records import Action, Change, ChangeRecords, FileChange
from indexer.curation.editing.content_store import ContentStore
from indexer.domain.documents.characters import incoming_line
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import SaveFailed
from indexer.domain.messages import Message
from indexer.storage.atomic_files import atomic_write, remove_durably
from indexer.storage.file_locks import SharedLock


class History:
    """The changes below state/history/ and the files of the corpus that they changed."""

    def __init__(self, state_folder: Path, corpus_folder: Path, audit: AuditLog, lock: SharedLock) -> None:
        self._folder = state_folder / "history"
        self._contents = ContentStore(self._folder / "objects")
        self._records = ChangeRecords(self._folder / "changes")
        self._corpus = corpus_folder
        self._audit = audit
        self._lock = lock

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else changes the corpus through us meanwhile; what a crash left half done is completed first.

        Raises:
            SaveFailed: nothing can be written now.
        """
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(self._lock.held())
                self.complete()
            except OSError as error:
                raise SaveFailed("save-not-begun", error=_why(error)) from error
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
        """Write the files of a change (None removes one) and keep what they were; returns when all is on the disk.

        Raises:
            SaveFailed: it could not be finished; the message says whether nothing was changed or it will be finished.
            DamagedState: the log is damaged, and nothing was changed.
        """
        with self.locked():
            change = self._written_down(
                lambda changed, number: Change(
                    number, now(), account, action, tuple(documents), changed, incoming_line(comment), undoes
                ),
                files,
            )
            try:
                self._carry_out(change)
            except OSError as error:
                raise SaveFailed("save-interrupted", number=change.number, error=_why(error)) from error
        return change

    def complete(self) -> None:
        """Finish the change that a crash or a full disk interrupted, if there is one."""
        with self._lock.held():
            pending = self._records.pending()
            if pending is not None:
                self._carry_out(pending)

    def recover(self) -> None:
        """Complete what a crash interrupted, and clear away what it had not written whole; run once at the start."""
        with self._lock.held():
            self.complete()
            for folder in (self._corpus, self._folder):
                for path in folder.rglob(".*.tmp"):
                    path.unlink(missing_ok=True)

    def change(self, number: int) -> Change | None:
        """A change by its number."""
        return self._records.change(number)

    def changes(self) -> tuple[Change, ...]:
        """Every change that is done, oldest first."""
        return self._records.done()

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

    def _written_down(
        self, make: Callable[[tuple[FileChange, ...], int], Change], files: Mapping[str, bytes | None]
    ) -> Change:
        """The change that `make` gives for the files that differ and the next number, on the disk as a whole."""
        change = None
        try:
            self._audit.last_change()  # where the log is damaged, that is said before anything is done
            change = make(tuple(_kept(self._corpus, self._contents, files)), self._records.newest_number() + 1)
            self._records.write_down(change)
        except OSError as error:
            if change is not None:
                try:
                    self._records.forget(change)
                except OSError:  # it may be on the disk: whoever comes next completes it
                    raise SaveFailed("save-interrupted", number=change.number, error=_why(error)) from error
            raise SaveFailed("save-not-begun", error=_why(error)) from error
        return change

    def _carry_out(self, change: Change) -> None:
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
        if self._audit.last_change() < change.number:
            self._audit.append(
                change.account, change.action.value, subject=subject, detail=detail, change=change.number
            )
        self._records.mark_done(change.number)


def _kept(corpus: Path, contents: ContentStore, files: Mapping[str, bytes | None]) -> Iterator[FileChange]:
    """The files that differ, their contents before and after kept."""
    for location, content in files.items():
        path = corpus / location
        before = contents.keep(path.read_bytes()) if path.is_file() else None
        after = None if content is None else contents.keep(content)
        if before != after:
            yield FileChange(location, before, after)


def _why(error: OSError) -> Message:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Message("disk-full")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Message("disk-read-only")
    return Message("system-fault", error=error.strerror or str(error))
