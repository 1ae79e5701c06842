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
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import SaveFailed
from indexer.domain.messages import Message
from indexer.domain.texts.characters import incoming_line
from indexer.storage.atomic_files import remove_durably, write_together
from indexer.storage.file_locks import SharedLock

_AT_ONCE = 256
"""Files that are read and written together: contents of so many are in memory, and wait for the disk as one."""


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
                raise SaveFailed("save-not-begun", error=why_not_written(error)) from error
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
        form: str = "",
        subject: str = "",
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Change:
        """Write the files of a change (None removes one) and keep what they were; returns when all is on the disk.

        `progress` hears of every file twice: of the first half of its steps nothing counts where it raises.

        Raises:
            SaveFailed: it could not be finished; the message says whether nothing was changed or it will be finished.
            DamagedState: the log is damaged, and nothing was changed.
        """
        with self.locked():
            change = self._written_down(
                lambda changed, number: Change(
                    number=number,
                    moment=now(),
                    account=account,
                    action=action,
                    documents=tuple(documents),
                    files=changed,
                    comment=incoming_line(comment),
                    undoes=undoes,
                    form=form,
                    subject=subject,
                ),
                files,
                progress,
            )
            try:
                self._carry_out(change, progress)
            except OSError as error:
                raise SaveFailed("save-interrupted", number=change.number, error=why_not_written(error)) from error
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
        self,
        make: Callable[[tuple[FileChange, ...], int], Change],
        files: Mapping[str, bytes | None],
        progress: Callable[[int, int], None],
    ) -> Change:
        """The change that `make` gives for the files that differ and the next number, on the disk as a whole."""
        change = None
        try:
            self._audit.last_change()  # where the log is damaged, that is said before anything is done
            kept = tuple(_kept(self._corpus, self._contents, files, progress))
            progress(len(files), 2 * len(files))  # the last moment to stop it
            change = make(kept, self._records.newest_number() + 1)
            self._records.write_down(change)
        except OSError as error:
            if change is not None:
                try:
                    self._records.forget(change)
                except OSError:  # it may be on the disk: whoever comes next completes it
                    raise SaveFailed("save-interrupted", number=change.number, error=why_not_written(error)) from error
            raise SaveFailed("save-not-begun", error=why_not_written(error)) from error
        return change

    def _carry_out(self, change: Change, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Files that appear or change first, files that go last: a reader meets a document twice, never not at all."""
        files = sorted(change.files, key=lambda file: file.after is None)
        for start in range(0, len(files), _AT_ONCE):
            progress(len(files) + start, 2 * len(files))
            _put_in_place(self, self._corpus, files[start : start + _AT_ONCE])
        is_one = len(change.documents) == 1 and not change.subject
        subject, detail = (change.documents[0], "") if is_one else (change.subject, str(len(change.documents)))
        if self._audit.last_change() < change.number:
            self._audit.append(
                change.account, change.action.value, subject=subject, detail=detail, change=change.number
            )
        self._records.mark_done(change.number)


def _put_in_place(history: History, corpus: Path, files: Sequence[FileChange]) -> None:
    """Have files as a change says, but those that are so, or newer: what someone wrote by hand is theirs."""
    waiting = [file for file in files if history.current_hash(file.location) == file.before]
    write_together([(corpus / file.location, history.content(file.after)) for file in waiting if file.after])
    for file in waiting:
        if file.after is None:
            remove_durably(corpus / file.location)


def _kept(
    corpus: Path, contents: ContentStore, files: Mapping[str, bytes | None], progress: Callable[[int, int], None]
) -> Iterator[FileChange]:
    """The files that differ, their contents before and after kept."""
    locations = list(files)
    for start in range(0, len(locations), _AT_ONCE):
        progress(start, 2 * len(locations))
        part = locations[start : start + _AT_ONCE]
        old = {each: path.read_bytes() for each in part if (path := corpus / each).is_file()}
        new = {each: content for each in part if (content := files[each]) is not None}
        before = dict(zip(old, contents.keep_all([*old.values()]), strict=True))
        after = dict(zip(new, contents.keep_all([*new.values()]), strict=True))
        differing = (each for each in part if before.get(each) != after.get(each))
        yield from (FileChange(each, before.get(each), after.get(each)) for each in differing)


def why_not_written(error: OSError) -> Message:
    """What to say of a disk that cannot be written to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Message("disk-full")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Message("disk-read-only")
    return Message("system-fault", error=error.strerror or str(error))
