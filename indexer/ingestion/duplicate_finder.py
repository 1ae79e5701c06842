"""Which documents of the corpus have the same text as another, or nearly the same."""

from __future__ import annotations

from indexer.corpus_store.port import CorpusFile, CorpusStore
from indexer.domain.documents.document import Document
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.documents.near_duplicates import NEARLY_THE_SAME, Duplicate, similarity, sketch_of
from indexer.extraction.port import TextSource


class DuplicateFinder:
    """Compares sketches, which are kept with the texts and remembered here; safe to share between threads."""

    def __init__(self, corpus: CorpusStore, texts: TextSource) -> None:
        self._corpus = corpus
        self._texts = texts
        self._sketches: dict[str, tuple[int, ...]] = {}

    def like(self, subject: Document | Extraction, text_hash: str = "") -> tuple[Duplicate, ...]:
        """Documents with the same or nearly the same text, the most similar first; never the document itself.

        `text_hash` is the SHA-256 of the subject's file, if it is known: files with the same bytes are exact
        duplicates. Documents whose text was never taken are known by that hash only.
        """
        own_id: DocumentId | None = None
        if isinstance(subject, Document):
            own_id, text_hash = subject.id, text_hash or subject.text_hash
            kept_sketch = self._sketch(text_hash)
        else:
            kept_sketch = subject.sketch
        sketch = kept_sketch or sketch_of(page.text for page in subject.pages)
        found = (self._duplicate(file, text_hash, sketch) for file in self._corpus.files()[0] if file.id != own_id)
        duplicates = [duplicate for duplicate in found if duplicate is not None]
        return tuple(sorted(duplicates, key=lambda one: (not one.is_exact, -one.similarity, one.id)))

    def sketches(self) -> dict[DocumentId, tuple[int, ...]]:
        """The sketch of every document whose text is kept."""
        # One of each is enough: who repeats a text in one language repeats the work.
        found = ((file.id, self._sketch(file.text_hash)) for file in self._corpus.files()[0])
        return {document_id: sketch for document_id, sketch in found if sketch}

    def _duplicate(self, file: CorpusFile, text_hash: str, sketch: tuple[int, ...]) -> Duplicate | None:
        if text_hash in file.text_hashes:
            return Duplicate(file.id, 1.0, is_exact=True)
        share = max(similarity(sketch, self._sketch(each)) for each in file.text_hashes)
        return Duplicate(file.id, share) if share >= NEARLY_THE_SAME else None

    def _sketch(self, text_hash: str) -> tuple[int, ...]:
        known = self._sketches.get(text_hash)
        if known is None:
            kept = self._texts.sketch(text_hash) if text_hash else None
            if kept is None:
                return ()
            known = self._sketches[text_hash] = kept
        return known
