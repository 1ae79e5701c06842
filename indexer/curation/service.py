"""The curators' side of a knowledge base: accounts, uploads, editing, history, suggestions, the desk's lists."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from indexer.corpus_store.folder import CorpusFolder
from indexer.curation.accounts.accounts import Account
from indexer.curation.accounts.mail_links import MailLinks
from indexer.curation.accounts.mailer import Mailer
from indexer.curation.bulk.import_files import ImportFiles
from indexer.curation.dashboard.assignments import Assignments
from indexer.curation.dashboard.desk_notes import SavedLists, StillTrue, Tasks
from indexer.curation.dashboard.document_lists import DocumentLists, SelectedDocuments
from indexer.curation.dashboard.document_selection import EDITOR, OWNER, DocumentSelection
from indexer.curation.dashboard.document_texts import DocumentTexts
from indexer.curation.editing.authorities.concept_editor import ConceptEditor
from indexer.curation.editing.authorities.near_names import NearNames
from indexer.curation.editing.authorities.record_editor import RecordEditor
from indexer.curation.editing.authorities.record_files import OrganisationRecords, PlaceRecords
from indexer.curation.editing.bulk_editor import BulkEditor
from indexer.curation.editing.document_files import EditableDocument
from indexer.curation.editing.editor import Editor
from indexer.curation.editing.history import History
from indexer.curation.editing.merging import Merger
from indexer.curation.editing.reviews import Reviews
from indexer.curation.editing.unsaved_forms import UnsavedForms
from indexer.curation.intake.following.outbox import Outbox
from indexer.curation.intake.upload import Upload
from indexer.curation.intake.upload_documents import add_upload, stated_by
from indexer.curation.intake.uploads import UPLOADS_NAME, Uploads
from indexer.curation.metadata_suggestions.suggester import Suggester
from indexer.curation.removal.deletion import Deletion, Keepers
from indexer.curation.removal.tombstones import DELETED_NAME, Tombstones
from indexer.curation.state_folder import StateFolder
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.near_duplicates import Duplicate, similar_pairs
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import NewerState, StateError
from indexer.extraction.port import Extractor, TextSource
from indexer.ingestion.duplicate_finder import DuplicateFinder
from indexer.ingestion.forget_orders import ORDERS_NAME, ForgetOrders

_LOG = logging.getLogger(__name__)
_IMPORTS_NAME, _UNSAVED_NAME, _TOLD_APART_NAME, _REVIEWS_NAME = "imports", "unsaved", "told-apart.json", "reviews"


class Curation:
    """Everything that curators do, over one corpus and one state folder; safe to share between threads.

    `indexed_documents` tells the content hash of each document as the index knows it.
    """

    def __init__(
        self,
        *,
        corpus: CorpusFolder,
        corpus_folder: Path,
        state: StateFolder,
        indexed_documents: Callable[[], Mapping[DocumentId, str]],
        extractor: Extractor,
        texts: TextSource,
        load_vocabulary: Callable[[], Vocabulary],
        upload_bytes: int,
        mailer: Mailer,
    ) -> None:
        self.corpus, self.corpus_folder, self.state_folder = corpus, corpus_folder, state.folder
        self.lock, self.audit, self.accounts, self.sessions = state.lock, state.audit, state.accounts, state.sessions
        self.mailer, self.mail_links = mailer, MailLinks(state.accounts, state.lock)
        self.links, self.zero_result_searches = state.links, state.zero_result_searches
        self.use_counts, self.suggestions = state.use_counts, state.suggestions
        self.tasks, self.saved_lists, self.still_true = Tasks(state.desk), SavedLists(state.desk), StillTrue(state.desk)
        self.followers, self.outbox = state.followers, Outbox(state.followers)
        self._state, self._kept_texts = state, texts
        self._load_vocabulary, self._extractor = load_vocabulary, extractor
        self.history = History(state.folder, corpus_folder, state.audit, state.lock)
        self.reviews = Reviews(state.folder / _REVIEWS_NAME, self.history, state.accounts.find)
        self.tombstones = Tombstones(state.folder / DELETED_NAME)
        self.editor = Editor(
            corpus, corpus_folder, self.history, load_vocabulary, deleted=self.tombstones.ids, reviews=self.reviews
        )
        self.assignments = Assignments(state.desk, self.reviews, state.lock, self.editor.read, state.accounts.find)
        self.merger = Merger(corpus, corpus_folder, self.history, load_vocabulary)
        self.concepts = ConceptEditor(corpus, corpus_folder, self.history, load_vocabulary)
        self.near_names = NearNames(state.folder / _TOLD_APART_NAME, state.lock)
        self.organisations, self.places = (
            RecordEditor(files, corpus, corpus_folder, self.history, load_vocabulary)
            for files in (OrganisationRecords(corpus_folder), PlaceRecords(corpus_folder))
        )
        self.unsaved = UnsavedForms(state.folder / _UNSAVED_NAME, partial(_is_deleted, self.tombstones, corpus))
        self.bulk_editor = BulkEditor(corpus, corpus_folder, self.history, load_vocabulary, self.reviews)
        self._texts = DocumentTexts(corpus, extractor, texts)
        self.documents = DocumentLists(corpus, self._texts, load_vocabulary, indexed_documents)
        self.suggester = Suggester(corpus, texts, load_vocabulary)
        self.uploads = Uploads(state.folder / UPLOADS_NAME, extractor, texts, limit_bytes=upload_bytes)
        self.imports = ImportFiles(state.folder / _IMPORTS_NAME, corpus_folder, corpus, limit_bytes=upload_bytes)
        self.deletion = _deletion_of(self, state)
        self._near_duplicates = DuplicateFinder(corpus, texts)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary as the file says now."""
        return self._load_vocabulary()

    def recover(self) -> None:
        """Bring the state folder to this version's layout, and complete what a crash interrupted.

        What cannot be done now is told in the program's log and waits: public pages go on without it.

        Raises:
            NewerState: a newer version of this program wrote the folder.
        """
        try:
            self._state.bring_forward()
            self.history.recover()
            self.unsaved.tidy()
            self.deletion.complete()
        except NewerState:
            raise
        except (StateError, OSError) as error:
            _LOG.error("Curators cannot work: %s", error)

    def extraction(self, of: str | Upload) -> Extraction | None:
        """A kept text by the hash of its file, or that of an upload; None if it is not kept."""
        return self._texts.kept(of) if isinstance(of, str) else self.uploads.extraction(of)

    def text(self, document: EditableDocument, *, is_other: bool = False) -> Extraction:
        """The text of a document of any status, or that in the other language; taken now if it is not kept."""
        other = document.file.other if is_other else None
        return self._texts.of(other or document.file)

    def add_upload(
        self, account: Account, upload: Upload, metadata: Metadata, extraction: Extraction, form: str = ""
    ) -> DocumentId:
        """Make a document of an upload; see add_upload in upload_documents."""
        content = self.uploads.content(upload)
        return add_upload(
            self.editor, account, metadata, upload=upload, content=content, extraction=extraction, form=form
        )

    def stated_by(self, upload: Upload, extraction: Extraction) -> tuple[Metadata, str] | None:
        """Metadata and text that a Markdown upload brings along."""
        return stated_by(self.uploads.content(upload), extraction, self.vocabulary)

    def select_documents(self, text: str, selection: DocumentSelection, names: Iterable[str]) -> SelectedDocuments:
        """Documents of any status by their words and what a curator chose; see DocumentLists.select."""
        editors = {one: change.account for change in self.history.changes() for one in change.documents}
        return self.documents.select(text, selection, {EDITOR: editors, OWNER: self.reviews.owners()}, names)

    def near_duplicates(
        self, text_hash: str, extraction: Extraction, own_id: DocumentId | None = None
    ) -> tuple[Duplicate, ...]:
        """The documents, of any status, that a file repeats exactly or nearly, the most similar first."""
        found = self._near_duplicates.like(extraction, text_hash)
        return tuple(duplicate for duplicate in found if duplicate.id != own_id)

    def near_duplicate_pairs(self) -> tuple[tuple[DocumentId, DocumentId, float], ...]:
        """Pairs of documents with the same or nearly the same text, with their similarity."""
        return tuple(similar_pairs(self._near_duplicates.sketches()))

    def let_go(self) -> None:
        """Let go of the databases; a later use opens them again."""
        self._state.close()
        self._kept_texts.close()

    def close(self) -> None:
        """Stop reading uploads and the workers that read them, and let go of the databases."""
        # Readers first: a file whose worker is stopped under it would be refused for good.
        self.uploads.close()
        self._extractor.close()
        self.let_go()


def _is_deleted(tombstones: Tombstones, corpus: CorpusFolder, place: str) -> bool:
    """Whether a form is about a document that is gone for good, and not made anew since."""
    document_id = DocumentId(place.removeprefix("document/"))
    if document_id == place or (tombstone := tombstones.find(document_id)) is None:
        return False
    return not tombstone.is_done or corpus.find(document_id) is None


def _deletion_of(curation: Curation, state: StateFolder) -> Deletion:
    orders = ForgetOrders(state.folder / ORDERS_NAME)
    return Deletion(
        corpus=curation.corpus,
        corpus_folder=curation.corpus_folder,
        state_folder=state.folder,
        history=curation.history,
        keepers=Keepers(
            uploads=curation.uploads,
            imports=curation.imports,
            unsaved=curation.unsaved,
            reviews=curation.reviews,
            suggestions=state.suggestions,
            links=state.links,
            use_counts=state.use_counts,
            desk=state.desk,
            mails=curation.mailer.queue,
            forget_orders=orders,
            audit=state.audit,
        ),
        tombstones=curation.tombstones,
        load_vocabulary=lambda: curation.vocabulary,
    )
