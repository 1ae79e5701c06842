"""One thing done to many documents: looked at first, saved as one change, and taken back as one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.corpus_store.folder import CorpusFolder
from indexer.curation.accounts.accounts import Account
from indexer.curation.editing.change_records import ACTIONS, Action, Change
from indexer.curation.editing.changed_files import any_differs, files_with
from indexer.curation.editing.document_files import EditableDocument, read_editable, read_unchanged
from indexer.curation.editing.editor import require_reach
from indexer.curation.editing.history import History
from indexer.curation.editing.reviews import Reviews, require_own
from indexer.domain.documents.dates import Clock, as_changed, now
from indexer.domain.documents.metadata import DocumentId, Metadata, Status
from indexer.domain.documents.metadata_schema import BY_KEY
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import CurationError, DocumentNotFound, EditConflict, InvalidEntry
from indexer.domain.messages import Message


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What is done to each document: another status, or a value of a list more or less.

    Attributes:
        key: the key of the list; "" where the status is changed alone.
    """

    status: Status | None = None
    key: str = ""
    added: str = ""
    removed: str = ""

    def of(self, metadata: Metadata) -> Metadata:
        """The metadata afterwards; the same where there is nothing to do."""
        done = metadata if self.status is None else dataclasses.replace(metadata, status=self.status)
        if not self.key:
            return done
        row = BY_KEY[self.key]
        before = row.texts(done)
        after = [value for value in before if value != self.removed]
        if self.added and self.added not in after:
            after.append(self.added)
        return done if tuple(after) == before else done.replaced({row.attribute: tuple(after)})


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What an edit would do.

    Attributes:
        changing: the documents that would be changed, in the order in which they were asked for.
        same: those that are so already.
        refused: those that it cannot be done to, each with the reason.
    """

    changing: tuple[EditableDocument, ...]
    same: tuple[EditableDocument, ...]
    refused: tuple[tuple[DocumentId, Message], ...]


class BulkEditor:
    """Does one thing to many documents in the name of an account."""

    def __init__(
        self,
        corpus: CorpusFolder,
        folder: Path,
        history: History,
        load_vocabulary: Callable[[], Vocabulary],
        reviews: Reviews,
        clock: Clock = now,
    ) -> None:
        self._corpus = corpus
        self._folder = folder
        self._history = history
        self._load_vocabulary, self._reviews = load_vocabulary, reviews
        self._clock = clock

    def preview(self, account: Account, ids: Iterable[DocumentId], edit: BulkEdit) -> BulkPreview:
        """What the edit would do; nothing is saved."""
        changing, same, refused = list[EditableDocument](), list[EditableDocument](), list[tuple[DocumentId, Message]]()
        vocabulary = self._load_vocabulary()
        for document_id in dict.fromkeys(ids):
            try:
                document = read_editable(self._corpus, self._folder, document_id, vocabulary)
                files = self._files(account, document, edit, vocabulary)
            except (CurationError, DocumentNotFound) as error:
                refused.append((document_id, error.message))
                continue
            (changing if any_differs(self._folder, files) else same).append(document)
        return BulkPreview(tuple(changing), tuple(same), tuple(refused))

    def save(
        self, account: Account, versions: Mapping[DocumentId, str], edit: BulkEdit, *, comment: str = ""
    ) -> Change | None:
        """Do it to all of them as one change; None where nothing is different afterwards.

        Raises:
            EditConflict: someone saved one of them since its version was read, or it is gone; nothing is done.
            NotAllowed: a contributor changes what is published, or publishes.
            InvalidEntry: the metadata of one would break the schema.
            SaveFailed: it could not be finished.
        """
        with self._history.locked():
            vocabulary = self._load_vocabulary()
            documents = [self._unchanged(one, version, vocabulary) for one, version in versions.items()]
            files: dict[str, bytes | None] = {}
            changed = []
            # All are read before any is written: a conflict with the last must leave the first alone.
            for document in documents:
                if any_differs(self._folder, self._files(account, document, edit, vocabulary)):
                    files |= self._files(account, document, edit, vocabulary, self._clock())
                    changed.append(document.id)
            if not changed:
                return None
            action = ACTIONS[edit.status] if edit.status is not None else Action.CORRECTED
            return self._history.save(account.name, action, documents=changed, files=files, comment=comment)

    def _files(
        self, account: Account, document: EditableDocument, edit: BulkEdit, vocabulary: Vocabulary, moment: str = ""
    ) -> dict[str, bytes | None]:
        """Its files afterwards; with a moment, as changed then."""
        metadata = edit.of(document.metadata)
        require_reach(account, document.metadata.status)
        require_reach(account, metadata.status)
        require_own(account, self._reviews.of(document.id).owner)
        dated = as_changed(metadata, document.metadata, moment) if moment else metadata
        return files_with(document, dated, document.body, self._folder, vocabulary)

    def _unchanged(self, document_id: DocumentId, version: str, vocabulary: Vocabulary) -> EditableDocument:
        try:
            return read_unchanged(self._corpus, self._folder, document_id, version, vocabulary)
        except (DocumentNotFound, InvalidEntry) as error:
            raise EditConflict("saved-meanwhile", id=document_id) from error
