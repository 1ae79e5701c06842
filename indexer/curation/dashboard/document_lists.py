"""The documents of any status as curators see them: all, those that hold some words, those that cannot be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.port import CorpusFile, OtherText
from indexer.curation.dashboard.document_selection import DocumentSelection, People, choice_counts, select
from indexer.curation.dashboard.document_texts import DocumentTexts
from indexer.curation.dashboard.lists import DeskLists, IndexState, Listed, RefusedFile
from indexer.curation.dashboard.metadata_cache import MetadataCache, RefusalCache
from indexer.curation.editing.document_files import EditableDocument
from indexer.domain.documents.dates import is_public
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import EngineUnavailable


@dataclass(frozen=True, slots=True)
class SelectedDocuments:
    """The documents that a curator chose, in their order.

    Attributes:
        counts: by what can be chosen, how many documents each value would leave with all other choices as they are.
    """

    documents: tuple[Listed, ...]
    counts: Mapping[str, Counter[str]]


class DocumentLists:
    """Reads the files of the corpus; safe to share between threads.

    `indexed_documents` tells the content hash of each document as the index knows it.
    """

    def __init__(
        self,
        corpus: CorpusFolder,
        texts: DocumentTexts,
        load_vocabulary: Callable[[], Vocabulary],
        indexed_documents: Callable[[], Mapping[DocumentId, str]],
    ) -> None:
        self._corpus = corpus
        self._texts = texts
        self._load_vocabulary = load_vocabulary
        self._metadata = MetadataCache(corpus, load_vocabulary)
        self._refusals = RefusalCache(texts)
        self._indexed_documents = indexed_documents

    def all(self) -> tuple[Listed, ...]:
        """Every document of any status with sound metadata, by id."""
        files, _ = self._corpus.files()
        read = ((file, self._metadata.read(file)[0]) for file in files)
        return tuple(Listed(file, metadata) for file, metadata in read if metadata is not None)

    def find(self, text: str) -> tuple[Listed, ...]:
        """Documents of any status whose id, title, partners or kept text hold every word; all of them for ""."""
        words = text.casefold().split()
        return tuple(listed for listed in self.all() if self._holds(listed, words))

    def select(
        self, text: str, selection: DocumentSelection, people: People, names: Iterable[str]
    ) -> SelectedDocuments:
        """Those that hold every word and pass every choice; counts are told for the names of what can be chosen.

        `people` are those who have to do with each document.
        """
        found = self.find(text)
        counts = choice_counts(found, selection, people, names)
        return SelectedDocuments(select(found, selection, people), counts)

    def desk(self) -> DeskLists:
        """The lists of the desk."""
        return DeskLists.of(self.all(), self._load_vocabulary().organisations)

    def not_looked_at(self, looked_at: Mapping[DocumentId, str], before: str) -> tuple[tuple[Listed, str], ...]:
        """Public documents that nobody changed or looked at since a day, with that of the last time, the oldest first.

        `looked_at` has the day on which each was found still true; both days are ISO days. "" stands for no known day.
        """
        public = (listed for listed in self.all() if is_public(listed.metadata))
        dated = [(listed, max(looked_at.get(listed.file.id, ""), _last_day(listed.metadata))) for listed in public]
        old = [(listed, day) for listed, day in dated if day < before]
        return tuple(sorted(old, key=lambda one: (one[1], one[0].file.id)))

    def refused(self) -> tuple[RefusedFile, ...]:
        """Files of the corpus that cannot become documents, and why."""
        files, faults = self._corpus.files()
        found = [fault for fault in faults if fault.is_refusal]
        for file in files:
            metadata, file_faults = self._metadata.read(file)
            found += file_faults if metadata is None else ()
        named = [RefusedFile(one.location, one.line, one.message) for one in found]
        return (*named, *self._without_text())

    def index_state(self, document: EditableDocument) -> IndexState:
        """Whether the document can be found as it is now."""
        if not is_public(document.metadata):
            return IndexState.NOT_PUBLISHED
        kept = (self._texts.kept(each) for each in document.file.text_hashes)
        if any(extraction is not None and extraction.refused is not None for extraction in kept):
            return IndexState.REFUSED
        try:
            indexed = self._indexed_documents()
        except EngineUnavailable:
            return IndexState.WAITING
        return IndexState.CURRENT if indexed.get(document.id) == document.version else IndexState.WAITING

    def _without_text(self) -> Iterator[RefusedFile]:
        """Published files from which no text could be taken; those of drafts are read only when they are opened."""
        published = (listed.file for listed in self.all() if is_public(listed.metadata))
        for file in published:
            for text in file.texts:
                refused = self._refusals.of(text)
                if refused is not None:
                    yield RefusedFile(text.location, None, refused.message)

    def _holds(self, listed: Listed, words: list[str]) -> bool:
        metadata = listed.metadata
        vocabulary = self._load_vocabulary()
        actors = (("partner", metadata.partners), ("library", metadata.libraries))
        names = (name for facet, values in actors for one in values for name in vocabulary.names_of(facet, one))
        stated = " ".join((listed.file.id, metadata.title, metadata.title_other, *names))
        if all(word in stated.casefold() for word in words):
            return True
        extractions = (self._extraction(text, metadata) for text in listed.file.texts)
        pages = (page.text for extraction in extractions if extraction for page in extraction.pages)
        text = " ".join((stated, *pages)).casefold()
        return all(word in text for word in words)

    def _extraction(self, text: CorpusFile | OtherText, metadata: Metadata) -> Extraction | None:
        """A text that is kept; of a document that is not public it is taken now, for the index never asked for it."""
        kept = self._texts.kept(text.text_hash)
        return self._texts.of(text) if kept is None and not is_public(metadata) else kept


def _last_day(metadata: Metadata) -> str:
    return max(metadata.changed, metadata.published, metadata.added)[:10]
