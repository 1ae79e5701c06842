"""Published documents as the corpus holds them now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.corpus_store.port import CorpusStore
from indexer.domain.documents.dates import is_public, now
from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId, Metadata, Status
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import DocumentNotFound
from indexer.ingestion.reconcile import Ingestion


class PublishedDocuments:
    """Read from the corpus, not from the index, so that a document page needs no index."""

    def __init__(self, corpus: CorpusStore, ingestion: Ingestion, load_vocabulary: Callable[[], Vocabulary]) -> None:
        self._corpus = corpus
        self._ingestion = ingestion
        self._load_vocabulary = load_vocabulary

    def document(self, document_id: DocumentId) -> Document:
        """A published document with its pages.

        Raises:
            DocumentNotFound: there is none, or it is not public, or its file cannot be read as a document.
        """
        file = self._corpus.find(document_id)
        document = self._ingestion.read(file, self._load_vocabulary()) if file else None
        if document is None or not is_public(document.metadata):
            raise DocumentNotFound("no-such-published-document", id=document_id)
        return document

    def metadata(self, document_id: DocumentId) -> Metadata | None:
        """What is stated about a published document, None if there is none: for links to related documents."""
        file = self._corpus.find(document_id)
        metadata = self._corpus.metadata(file, self._load_vocabulary())[0] if file else None
        return metadata if metadata is not None and is_public(metadata) else None

    def withdrawn(self) -> Iterator[tuple[DocumentId, Metadata]]:
        """The documents that were public once and are not to be shown any more, as their files say."""
        vocabulary = self._load_vocabulary()
        for file in self._corpus.files()[0]:
            metadata = self._corpus.metadata(file, vocabulary)[0]
            if metadata is not None and _was_public(metadata):
                yield file.id, metadata


def _was_public(metadata: Metadata) -> bool:
    """Whether visitors may have seen it: what is hidden, or was never public, is not told to be gone either."""
    if metadata.level or metadata.embargo > now():
        return False
    is_in_trash = metadata.status is Status.TRASHED and "" < metadata.published <= now()
    return metadata.status is Status.WITHDRAWN or is_in_trash
