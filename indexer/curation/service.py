"""The curators' side of a knowledge base: accounts, uploads, editing, history, suggestions, the desk's lists."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.port import CorpusFile
from indexer.curation.accounts.accounts import Account, Accounts
from indexer.curation.accounts.sessions import Sessions
from indexer.curation.audit_log import AuditLog
from indexer.curation.bulk.import_jobs import ImportFiles
from indexer.curation.dashboard.link_check import LinkReport
from indexer.curation.dashboard.lists import DeskLists, IndexState, Listed, RefusedFile
from indexer.curation.dashboard.metadata_cache import MetadataMemory, RefusalMemory
from indexer.curation.dashboard.zero_result_searches import EmptySearches
from indexer.curation.editing.document_files import EditableDocument
from indexer.curation.editing.editor import Editor
from indexer.curation.editing.history import History
from indexer.curation.intake.upload_documents import add_upload, stated_by
from indexer.curation.intake.uploads import Upload, Uploads
from indexer.curation.metadata_suggestions.document_features import FeatureStore
from indexer.curation.metadata_suggestions.suggest import MetadataSuggestion, SuggestionModel, suggest
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.metadata import DocumentId, Language, Metadata, Status
from indexer.domain.documents.near_duplicates import Duplicate, similar_pairs
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import EngineUnavailable
from indexer.extraction.port import Extractor, TextSource
from indexer.ingestion.duplicate_finder import DuplicateFinder
from indexer.storage.atomic_files import SharedLock


@dataclass(frozen=True, slots=True)
class CurationPreferences:
    """What config.toml says about curating; units are in the names."""

    session_hours: float = 8.0
    failed_attempts: int = 5
    lock_minutes: float = 15.0
    upload_megabytes: int = 50
    note_empty_searches: bool = True


_LEARN_AGAIN_SECONDS = 300.0


class Curation:
    """Everything that curators do, over one corpus and one state folder; safe to share between threads.

    `indexed_documents` tells the content hash of each document as the index knows it.
    """

    def __init__(
        self,
        *,
        corpus: CorpusFolder,
        corpus_folder: Path,
        state_folder: Path,
        indexed_documents: Callable[[], Mapping[DocumentId, str]],
        extractor: Extractor,
        texts: TextSource,
        load_vocabulary: Callable[[], Vocabulary],
        preferences: CurationPreferences = CurationPreferences(),
    ) -> None:
        self.corpus_folder, self.state_folder = corpus_folder, state_folder
        self.preferences = preferences
        self._corpus, self._extractor, self._texts = corpus, extractor, texts
        self._indexed_documents = indexed_documents
        self._load_vocabulary = load_vocabulary
        self._metadata = MetadataMemory(corpus, load_vocabulary)
        self._refusals = RefusalMemory(texts)
        self._duplicates = DuplicateFinder(corpus, texts)
        self.lock = SharedLock(state_folder / "lock")
        self.audit = AuditLog(state_folder / "audit.jsonl", self.lock)
        self.accounts = Accounts(
            state_folder / "accounts.json",
            self.audit,
            self.lock,
            attempts=preferences.failed_attempts,
            lock_seconds=60 * preferences.lock_minutes,
        )
        self.sessions = Sessions(
            state_folder / "sessions.json", self.accounts, self.lock, seconds=3600 * preferences.session_hours
        )
        self.history = History(state_folder, corpus_folder, self.audit, self.lock)
        self.editor = Editor(corpus, corpus_folder, self.history, load_vocabulary)
        self.profiles = FeatureStore(corpus, texts, load_vocabulary)
        self._learning = threading.Lock()
        self._learnt: tuple[float, int, SuggestionModel] | None = None
        self.links = LinkReport(state_folder / "dead-links.json")
        self.empty_searches = EmptySearches(
            state_folder / "searches-without-results.json", is_on=preferences.note_empty_searches
        )

    @cached_property
    def uploads(self) -> Uploads:
        """The files that were handed in."""
        limit = self.preferences.upload_megabytes << 20
        return Uploads(self.state_folder / "uploads", self._extractor, self._texts, limit_bytes=limit)

    @cached_property
    def imports(self) -> ImportFiles:
        """The files that wait to be imported."""
        limit = self.preferences.upload_megabytes << 20
        return ImportFiles(self.state_folder / "imports", self.corpus_folder, self._corpus, limit_bytes=limit)

    @property
    def corpus(self) -> CorpusFolder:
        """The corpus, of any status."""
        return self._corpus

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary as the file says now."""
        return self._load_vocabulary()

    def extraction(self, of: str | Upload) -> Extraction | None:
        """A kept text by the hash of its file, or that of an upload; None if it is not kept."""
        return self._texts.load(of) if isinstance(of, str) else self.uploads.extraction(of)

    def add_upload(self, account: Account, upload: Upload, metadata: Metadata, extraction: Extraction) -> DocumentId:
        """Make a document of an upload; see add_upload in upload_documents."""
        content = self.uploads.content(upload)
        return add_upload(self.editor, account, metadata, upload=upload, content=content, extraction=extraction)

    def stated_by(self, upload: Upload, extraction: Extraction) -> tuple[Metadata, str] | None:
        """Metadata and text that a Markdown upload brings along."""
        return stated_by(self.uploads.content(upload), extraction, self.vocabulary)

    def text(self, document: EditableDocument) -> Extraction:
        """The text of a document of any status, taken now if it is not kept."""
        return self._texts.load(document.file.text_hash) or self._extract(document.file)

    def suggestions(
        self, extraction: Extraction, title: str, language: Language, *, own_id: DocumentId | None = None
    ) -> tuple[MetadataSuggestion, ...]:
        """What a text suggests, learnt from the published documents; see `suggest`."""
        return suggest(extraction, title, language, self.vocabulary, self._lesson(), own_id=own_id)

    def duplicates(
        self, text_hash: str, extraction: Extraction, own_id: DocumentId | None = None
    ) -> tuple[Duplicate, ...]:
        """The documents, of any status, that a file repeats exactly or nearly, the most similar first."""
        found = self._duplicates.like(extraction, text_hash)
        return tuple(duplicate for duplicate in found if duplicate.id != own_id)

    def doubles(self) -> tuple[tuple[DocumentId, DocumentId, float], ...]:
        """Pairs of documents with the same or nearly the same text, with their similarity."""
        return tuple(similar_pairs(self._duplicates.sketches()))

    def index_state(self, document: EditableDocument) -> IndexState:
        """Whether the document can be found as it is now."""
        if document.metadata.status is not Status.PUBLISHED:
            return IndexState.NOT_PUBLISHED
        extraction = self._texts.load(document.file.text_hash)
        if extraction is not None and extraction.refused is not None:
            return IndexState.REFUSED
        try:
            indexed = self._indexed_documents()
        except EngineUnavailable:
            return IndexState.WAITING
        return IndexState.CURRENT if indexed.get(document.id) == document.version else IndexState.WAITING

    def documents(self) -> tuple[Listed, ...]:
        """Every document of any status with sound metadata, by id."""
        files, _ = self._corpus.files()
        read = ((file, self._metadata.read(file)[0]) for file in files)
        return tuple(Listed(file, metadata) for file, metadata in read if metadata is not None)

    def find(self, text: str) -> tuple[Listed, ...]:
        """Documents of any status whose id, title, partners or kept text hold every word; all of them for ""."""
        words = text.casefold().split()
        return tuple(listed for listed in self.documents() if self._holds(listed, words))

    def desk(self) -> DeskLists:
        """The lists of the desk, read from the files."""
        return DeskLists.of(self.documents())

    def refused(self) -> tuple[RefusedFile, ...]:
        """Files of the corpus that cannot become documents, and why."""
        files, faults = self._corpus.files()
        found = [fault for fault in faults if fault.is_refusal]
        for file in files:
            metadata, file_faults = self._metadata.read(file)
            found += file_faults if metadata is None else ()
        named = [RefusedFile(one.location, one.line, one.message) for one in found]
        for listed in self.documents():
            file, is_published = listed.file, listed.metadata.status is Status.PUBLISHED
            if is_published and (refused := self._refusals.of(file)) is not None:
                named.append(RefusedFile(file.location, None, refused.message))
        return tuple(named)

    def close(self) -> None:
        """Stop reading uploads."""
        if "uploads" in self.__dict__:
            self.uploads.close()

    def _lesson(self) -> SuggestionModel:
        """What suggestions are learnt from; learnt again after changes, but not after every one."""
        with self._learning:
            kept = self._learnt
            if kept is None or time.monotonic() - kept[0] > _LEARN_AGAIN_SECONDS:
                state = hash(tuple(self.profiles.state()))
                lesson = kept[2] if kept and kept[1] == state else SuggestionModel.of(self.profiles.published())
                self._learnt = kept = (time.monotonic(), state, lesson)
            return kept[2]

    def _extract(self, file: CorpusFile) -> Extraction:
        path = self._corpus.path(file.text_location)
        extraction = self._extractor.extract(path)
        if path.is_file():  # else it was moved meanwhile, and that it could not be read says nothing
            self._texts.store(file.text_hash, extraction)
        return extraction

    def _holds(self, listed: Listed, words: list[str]) -> bool:
        metadata = listed.metadata
        stated = " ".join(
            (listed.file.id, metadata.title, metadata.title_other, *metadata.partners, *metadata.libraries)
        )
        if all(word in stated.casefold() for word in words):
            return True
        extraction = self._texts.load(listed.file.text_hash)
        if extraction is None and metadata.status is not Status.PUBLISHED:  # the index never asked for it
            extraction = self._extract(listed.file)
        text = f"{stated} {' '.join(page.text for page in extraction.pages) if extraction else ''}".casefold()
        return all(word in text for word in words)
