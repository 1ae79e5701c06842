"""file -> extract: the text of each file of the corpus, kept or taken now."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path

from indexer.corpus_store.port import CorpusFault, CorpusFile, CorpusStore
from indexer.domain.documents.document import ExtractionNote
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.metadata import DocumentId
from indexer.domain.messages import Message
from indexer.extraction.port import Extractor, TextSource


class CorpusTexts:
    """Texts by file; what is not kept is extracted and then kept.

    `waiting_hashes` names texts of files that are on their way into the corpus.
    """

    def __init__(
        self,
        corpus: CorpusStore,
        kept: TextSource,
        extractor: Extractor,
        waiting_hashes: Callable[[], set[str]] = set,
    ) -> None:
        self._corpus = corpus
        self._kept = kept
        self._extractor = extractor
        self._waiting_hashes = waiting_hashes
        self._tidy_count: int | None = None

    def close(self) -> None:
        """Stop the extractor's workers, and let go of the kept texts."""
        self._extractor.close()
        self._kept.close()

    def is_tidy(self) -> bool:
        """Whether as many texts are kept as when they were tidied last; those of others may have come, or all gone."""
        return self._tidy_count is not None and self._tidy_count == self._kept.count()

    def tidy(self, indexed: Container[DocumentId]) -> None:
        """Remove the texts of files that are gone, and take those again that an indexed document has lost."""
        kept = self._kept.hashes()
        if kept is None:
            return
        waiting = self._waiting_hashes()  # before the corpus: a file on its way is seen here or there
        files, _ = self._corpus.files()
        if files:  # a corpus without any file is more often a disk that is not there
            self._kept.prune(kept - waiting - {file.text_hash for file in files})
        for _ in self.take_many([file for file in files if file.id in indexed and file.text_hash not in kept]):
            pass
        self._tidy_count = self._kept.count()

    def kept(self, file: CorpusFile) -> Extraction | None:
        """The text as it was taken before; None if it was not."""
        return self._kept.load(file.text_hash)

    def take(self, file: CorpusFile) -> Extraction:
        """The text of one file."""
        return next(self.take_many([file]))[1]

    def take_many(self, files: Iterable[CorpusFile]) -> Iterator[tuple[CorpusFile, Extraction]]:
        """Each file with its text: first what is kept, then what is extracted, as it becomes ready.

        Only a bounded number of texts is held at a time.
        """
        missing: dict[Path, CorpusFile] = {}
        for file in files:
            kept = self.kept(file)
            if kept is not None:
                yield file, kept
            else:
                missing[self._corpus.path(file.text_location)] = file
        for path, extraction in self._extractor.extract_many(missing):
            file = missing[path]
            self._kept.store(file.text_hash, extraction)
            yield file, extraction

    def extract(self, path: Path) -> Extraction:
        """The text of a file outside the corpus; nothing is kept."""
        return self._extractor.extract(path)


def refusal_fault(file: CorpusFile, extraction: Extraction) -> CorpusFault:
    """Why no text was taken from a file; only for refused extractions."""
    assert extraction.refused is not None
    return CorpusFault(file.location, extraction.refused.message, key=extraction.refused.code)


def incomplete_faults(file: CorpusFile, extraction: Extraction) -> list[CorpusFault]:
    """What a curator should know of a text of which a part is missing; each kind of note once, with its pages."""
    by_code: dict[str, list[ExtractionNote]] = {}
    for note in extraction.notes:
        by_code.setdefault(note.code, []).append(note)
    return [CorpusFault(file.location, _on_pages(notes), key=code, is_refusal=False) for code, notes in by_code.items()]


def _on_pages(notes: list[ExtractionNote]) -> Message:
    """What notes of one code say, with the pages that they concern."""
    pages = ", ".join(str(note.page) for note in notes if note.page)
    return Message("on-pages", what=notes[0].message, pages=pages) if pages else notes[0].message
