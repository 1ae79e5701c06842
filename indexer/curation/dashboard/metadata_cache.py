"""What was read from files, kept by content hash, so that the desk need not read the corpus again each time."""

from __future__ import annotations

from collections.abc import Callable

from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.port import CorpusFault, CorpusFile, OtherText
from indexer.curation.dashboard.document_texts import DocumentTexts
from indexer.domain.documents.extraction import Refusal
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.vocabulary import Vocabulary

_Read = tuple[Metadata | None, tuple[CorpusFault, ...]]


class MetadataCache:
    """The metadata of files with their faults; read again when the file or the vocabulary changes."""

    def __init__(self, corpus: CorpusFolder, load_vocabulary: Callable[[], Vocabulary]) -> None:
        self._corpus = corpus
        self._load_vocabulary = load_vocabulary
        self._kept: dict[DocumentId, tuple[str, str, _Read]] = {}

    def read(self, file: CorpusFile) -> _Read:
        """See CorpusStore.metadata."""
        vocabulary = self._load_vocabulary()
        kept = self._kept.get(file.id)
        if kept is None or kept[:2] != (file.content_hash, vocabulary.content_hash):
            kept = (file.content_hash, vocabulary.content_hash, self._corpus.metadata(file, vocabulary))
            self._kept[file.id] = kept
        return kept[2]


class RefusalCache:
    """Why no text could be taken from files; a text that is not kept is asked for again."""

    def __init__(self, texts: DocumentTexts) -> None:
        self._texts = texts
        self._kept: dict[str, Refusal | None] = {}

    def of(self, file: CorpusFile | OtherText) -> Refusal | None:
        """The refusal of a file; None if it was read well or never."""
        if file.text_hash not in self._kept:
            extraction = self._texts.kept(file.text_hash)
            if extraction is None:
                return None
            self._kept[file.text_hash] = extraction.refused
        return self._kept[file.text_hash]
