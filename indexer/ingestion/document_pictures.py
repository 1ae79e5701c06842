"""What documents and their downloads look like: pictures of pages, and what is said of a file before it is opened."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from indexer.corpus_store.port import CorpusStore
from indexer.domain.documents.document import Document
from indexer.domain.documents.page_picture import FileFacts, PagePicture, PictureSize
from indexer.domain.errors import DocumentNotFound
from indexer.extraction.pictures import PagePictures
from indexer.extraction.port import Extractor

_PDF = "application/pdf"
_DOWNLOADS = "downloads"


class DocumentPictures:
    """Pictures of the pages of documents; whoever asks has made sure that the document may be seen."""

    def __init__(self, corpus: CorpusStore, pictures: PagePictures, extractor: Extractor) -> None:
        self._corpus = corpus
        self._pictures = pictures
        self._extractor = extractor

    def version(self, document: Document, number: int, size: PictureSize) -> str:
        """What changes whenever the picture of a page does."""
        return self._pictures.version(document.text_hash, number, size)

    def of_page(self, document: Document, number: int, size: PictureSize) -> PagePicture:
        """The picture of a page, counted from 1.

        Raises:
            DocumentNotFound: the document is no PDF, or has no such page.
            PictureUnavailable: it cannot be drawn.
        """
        file = self._corpus.find(document.id)
        text = next((one for one in (file.texts if file else ()) if one.location == document.location), None)
        if document.media_type != _PDF or not 1 <= number <= len(document.pages) or text is None:
            raise DocumentNotFound("no-such-page", id=document.id, number=number)
        path = self._corpus.path(text.text_location)
        return self._pictures.picture(path, text.text_hash, number, size)

    def is_kept(self, document: Document, number: int, size: PictureSize) -> bool:
        """Whether nothing needs to be drawn for a picture."""
        return self._pictures.is_kept(document.text_hash, number, size)

    def downloads(self, document: Document) -> list[tuple[str, FileFacts]]:
        """The downloads of a document by name; without those that are missing, which `samspil check` names."""
        found: list[tuple[str, FileFacts]] = []
        for name in document.metadata.downloads:
            with contextlib.suppress(DocumentNotFound):
                found.append((name, self._facts(f"{_DOWNLOADS}/{name}")))
        return found

    def _facts(self, location: str) -> FileFacts:
        """Title, pages and size of a file of the corpus; the first time its text is taken for it."""
        path = self._corpus.path(location)
        state = path.stat()
        content_hash = _hash_of(path, state.st_mtime_ns, state.st_size)
        kept = self._pictures.facts(content_hash)
        if kept is None:
            extraction = self._extractor.extract(path)
            pages = len(extraction.pages) if extraction.media_type == _PDF else 0
            kept = FileFacts(extraction.title_guess, pages, state.st_size)
            self._pictures.keep_facts(content_hash, kept)
        return kept

    def tidy(self) -> None:
        """Remove the pictures of files that are gone; what is said of downloads is small and stays."""
        files, _ = self._corpus.files()
        if files:  # a corpus without any file is more often a disk that is not there
            self._pictures.prune({each for file in files for each in file.text_hashes})

    def remove(self, text_hashes: Collection[str]) -> None:
        """Remove the pictures of files with these hashes, whether anything else is left or not."""
        self._pictures.remove(text_hashes)

    def close(self) -> None:
        """Stop the worker process."""
        self._pictures.close()


@lru_cache(maxsize=500)
def _hash_of(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
