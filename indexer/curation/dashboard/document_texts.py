"""The texts of documents of any status; one that was never taken, as a draft's, is taken when it is asked for."""

from __future__ import annotations

from indexer.corpus_store.folder import CorpusFolder
from indexer.corpus_store.port import CorpusFile, OtherText
from indexer.domain.documents.extraction import Extraction
from indexer.extraction.port import Extractor, TextSource


class DocumentTexts:
    """The texts of the corpus, kept or taken now; safe to share between threads."""

    def __init__(self, corpus: CorpusFolder, extractor: Extractor, texts: TextSource) -> None:
        self._corpus = corpus
        self._extractor = extractor
        self._texts = texts

    def kept(self, text_hash: str) -> Extraction | None:
        """A text by the hash of its file; None if it is not kept."""
        return self._texts.load(text_hash)

    def of(self, file: CorpusFile | OtherText) -> Extraction:
        """The text of a file, taken now if it is not kept; of one in the other language, that of its own file."""
        kept = self.kept(file.text_hash)
        if kept is not None:
            return kept
        path = self._corpus.path(file.text_location)
        extraction = self._extractor.extract(path)
        if path.is_file():  # else it was moved meanwhile, and that it could not be read says nothing
            self._texts.store(file.text_hash, extraction)
        return extraction
