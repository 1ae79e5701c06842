"""Deletes documents for good: first a tombstone, then every file that holds a word of them.

Everything after the tombstone can be done again, and is, by whoever comes next after a crash. What index, kept texts
and pictures hold is forgotten by the next run of the indexing process (ingestion/forget_orders.py).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.corpus_store.folder import KIND_FOLDERS, CorpusFolder
from indexer.curation.accounts.accounts import Account, Role
from indexer.curation.accounts.mail_queue import MailQueue
from indexer.curation.audit_log import AuditLog
from indexer.curation.bulk.import_files import ImportFiles
from indexer.curation.dashboard.desk_notes import forget_document
from indexer.curation.dashboard.link_check import LinkReport
from indexer.curation.dashboard.use_counts import UseCounts
from indexer.curation.editing.document_files import EditableDocument, belongs, is_id, read_unchanged
from indexer.curation.editing.history import History, why_not_written
from indexer.curation.editing.reviews import Reviews
from indexer.curation.editing.unsaved_forms import UnsavedForms
from indexer.curation.intake.public_suggestions import PublicSuggestions
from indexer.curation.intake.uploads import Uploads
from indexer.curation.removal.forgotten_history import contents_of, forget
from indexer.curation.removal.own_downloads import DOWNLOADS_FOLDER, own_downloads
from indexer.curation.removal.tombstones import DELETED_NAME, Tombstone, Tombstones
from indexer.curation.removal.trash import was_public
from indexer.curation.removal.twin_uploads import twin_uploads
from indexer.curation.removal.waiting_imports import imports_naming, names_of
from indexer.curation.state_database import StateDatabase
from indexer.curation.state_upgrade import KEPT_BEFORE
from indexer.domain.documents.dates import Clock, now
from indexer.domain.documents.metadata import DocumentId, Status
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import InvalidEntry, NotAllowed, SaveFailed
from indexer.domain.texts.characters import incoming_line
from indexer.ingestion.forget_orders import ORDERS_NAME, ForgetOrders
from indexer.storage.atomic_files import remove_durably

_WHY_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Keepers:
    """Whoever below state/ keeps something of documents beside the history."""

    uploads: Uploads
    imports: ImportFiles
    unsaved: UnsavedForms
    reviews: Reviews
    suggestions: PublicSuggestions
    links: LinkReport
    use_counts: UseCounts
    desk: StateDatabase
    mails: MailQueue
    forget_orders: ForgetOrders
    audit: AuditLog


class Deletion:
    """Deletes for good what lies in the trash."""

    def __init__(
        self,
        *,
        corpus: CorpusFolder,
        corpus_folder: Path,
        state_folder: Path,
        history: History,
        keepers: Keepers,
        tombstones: Tombstones,
        load_vocabulary: Callable[[], Vocabulary],
        clock: Clock = now,
    ) -> None:
        self._corpus, self._corpus_folder, self._state_folder = corpus, corpus_folder, state_folder
        self._history, self._keepers, self._tombstones = history, keepers, tombstones
        self._load_vocabulary, self._clock = load_vocabulary, clock

    def delete(self, account: Account, document_id: DocumentId, *, version: str, why: str) -> Tombstone:
        """Delete a document from the trash for good, and those that were merged into it.

        Raises:
            NotAllowed: the account is no administrator.
            InvalidEntry: it does not lie in the trash, or nobody says why.
            EditConflict: somebody saved it since `version` was read.
            SaveFailed: nothing was done, or it is finished by whoever comes next.
        """
        if not account.role.reaches(Role.ADMINISTRATOR):
            raise NotAllowed("administrators-delete")
        reason = incoming_line(why)[:_WHY_CHARACTERS]
        if not reason:
            raise InvalidEntry("say-why-deleted")
        with self._history.locked():
            document = self._trashed(document_id, version)
            # Asked of the history before it forgets: afterwards nothing tells which contents were the document's.
            downloads = own_downloads(self._corpus, self._load_vocabulary(), document.metadata, (document.id,))
            tombstone = Tombstone(
                document.id,
                self._clock(),
                account.name,
                reason,
                was_public=was_public(self._history, document.id, document.metadata),
                contents=tuple(sorted(self._contents(document, downloads))),
                merged=self._gone(document.metadata.replaces),
                downloads=downloads,
                names=names_of(document.id, document.metadata),
            )
            self._bury(tombstone)
        return tombstone

    def complete(self) -> None:
        """Finish what a crash or a full disk interrupted; raises OSError where it cannot be done now."""
        half = [path for name in (DELETED_NAME, ORDERS_NAME) for path in (self._state_folder / name).glob(".*.tmp")]
        if half or any(not tombstone.is_done for tombstone in self._tombstones.all()):
            with self._history.locked():
                for path in half:
                    path.unlink(missing_ok=True)
                self._finish_all()

    def _bury(self, tombstone: Tombstone) -> None:
        # Before anything is removed: it is what the next process goes on by where this one ends.
        try:
            self._tombstones.write(tombstone)
        except OSError as error:
            raise SaveFailed("save-not-begun", error=why_not_written(error)) from error
        try:
            self._finish_all()
        except OSError as error:
            raise SaveFailed("deletion-interrupted", error=why_not_written(error)) from error

    def _finish_all(self) -> None:
        faults = []
        for tombstone in self._tombstones.all():
            if not tombstone.is_done:
                try:
                    self._finish(tombstone)
                except OSError as error:  # one that cannot be finished keeps no other from it
                    faults.append(error)
        if faults:
            raise faults[0]

    def _finish(self, tombstone: Tombstone) -> None:
        """Remove everything that holds a word of a document; each step finds nothing where it was done before."""
        contents = tombstone.contents
        # First: which file is the same as a version is told by what the history still holds.
        uploads = twin_uploads(self._keepers.uploads, contents, self._versions(tombstone))
        for upload in uploads:
            self._keepers.uploads.discard(upload.id)
        self._keepers.unsaved.discard_at({f"upload/{one.id}" for one in uploads})
        for import_id in imports_naming(self._keepers.imports, tombstone.names):
            self._keepers.audit.append(
                tombstone.account, "file-discarded", subject=self._keepers.imports.name(import_id)
            )
            self._keepers.imports.discard(import_id)
        locations = [f"{DOWNLOADS_FOLDER}/{name}" for name in tombstone.downloads]
        for location in locations:
            if (self._corpus_folder / location).is_file():
                remove_durably(self._corpus_folder / location)
        for document_id in (tombstone.id, *self._gone(tombstone.merged)):
            self._clear_away(document_id, locations)
        self._keepers.forget_orders.place(tombstone.id, contents)
        self._keepers.audit.append(tombstone.account, "deleted-for-good", subject=tombstone.id)
        # Its own last: as long as that is not done, all of it is done again.
        for document_id in (*reversed(self._gone(tombstone.merged)), tombstone.id):
            done = replace(tombstone, contents=(), is_done=True, merged=(), downloads=(), names=())
            self._tombstones.write(replace(done, id=document_id))

    def _clear_away(self, document_id: DocumentId, locations: Collection[str]) -> None:
        for path in self._files(document_id):
            remove_durably(path)
        self._keepers.unsaved.discard_at({f"document/{document_id}"})
        self._keepers.reviews.forget(document_id)
        forget(self._state_folder / "history", document_id, locations)
        self._keepers.suggestions.delete_about(document_id)
        self._keepers.links.forget(document_id)
        self._keepers.use_counts.forget(document_id)
        forget_document(self._keepers.desk, document_id)
        self._keepers.mails.forget(f"/documents/{document_id}")
        # An upgrade keeps a copy of what it changes, which holds the same words.
        for former in self._state_folder.glob(f"{KEPT_BEFORE}*"):
            forget(former / "history", document_id, locations)
            suggestions = PublicSuggestions(former, kept_days=0)
            suggestions.delete_about(document_id)
            suggestions.database.close()

    def _trashed(self, document_id: DocumentId, version: str) -> EditableDocument:
        vocabulary = self._load_vocabulary()
        document = read_unchanged(self._corpus, self._corpus_folder, document_id, version, vocabulary)
        if document.metadata.status is not Status.TRASHED:
            raise InvalidEntry("not-in-the-trash", id=document_id)
        return document

    def _contents(self, document: EditableDocument, downloads: Iterable[str]) -> set[str]:
        """The contents of all its files, now and ever, and of its own downloads, of which pictures are kept."""
        own = (path.relative_to(self._corpus_folder).as_posix() for path in self._files(document.id))
        locations = (*own, *(f"{DOWNLOADS_FOLDER}/{name}" for name in downloads))
        now_there = {self._history.current_hash(location) or "" for location in locations}
        ever = (
            contents_of(self._state_folder / "history", each)
            for each in (document.id, *self._gone(document.metadata.replaces))
        )
        return {*(digest for digests in ever for digest in digests), *now_there, *document.file.text_hashes} - {""}

    def _gone(self, merged: Iterable[DocumentId]) -> tuple[DocumentId, ...]:
        """Those that may go along: what was restored or made anew since under such an id is another's document."""
        return tuple(one for one in merged if is_id(one) and self._corpus.find(one) is None)

    def _versions(self, tombstone: Tombstone) -> Iterator[bytes]:
        """Every version of its files that is left."""
        for digest in tombstone.contents:
            with contextlib.suppress(InvalidEntry):  # it was never saved here, or is gone since
                yield self._history.content(digest)
        yield from (path.read_bytes() for each in tombstone.ids for path in self._files(each))

    def _files(self, document_id: DocumentId) -> Iterator[Path]:
        """Every file of the corpus that is a document's."""
        for folder in KIND_FOLDERS:
            for path in sorted((self._corpus_folder / folder).glob("*")):
                if belongs(path.relative_to(self._corpus_folder).as_posix(), document_id):
                    yield path
