"""file -> extract: the text of each file of the corpus, kept or taken now."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path

from indexer.corpus_store.port import CorpusFault, CorpusFile, CorpusStore, OtherText
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
            self._kept.prune(kept - waiting - {each for file in files for each in file.text_hashes})
        for _ in self.take_many([file for file in files if file.id in indexed and not file.text_hashes <= kept]):
            pass
        self._tidy_count = self._kept.count()

    def kept(self, file: CorpusFile) -> Extraction | None:
        """The text as it was taken before, in both languages where it has both; None if it was not."""
        known = self._known(file)
        return _whole(file, known) if len(known) == len(file.texts) else None

    def take(self, file: CorpusFile) -> Extraction:
        """The text of one file."""
        return next(self.take_many([file]))[1]

    def take_many(self, files: Iterable[CorpusFile]) -> Iterator[tuple[CorpusFile, Extraction]]:
        """Each file with its text: first what is kept, then what is extracted, as it becomes ready.

        Only a bounded number of texts is held at a time, and of documents with two the one that is there first.
        """
        missing: dict[Path, tuple[CorpusFile, CorpusFile | OtherText]] = {}
        taken: dict[DocumentId, dict[str, Extraction]] = {}
        for file in files:
            known = self._known(file)
            if len(known) == len(file.texts):
                yield file, _whole(file, known)
                continue
            # Of two texts the one that is kept waits for the other: a document is indexed whole or not at all.
            taken[file.id] = known
            others = (text for text in file.texts if text.location not in known)
            missing |= {self._corpus.path(text.text_location): (file, text) for text in others}
        for path, extraction in self._extractor.extract_many(missing):
            file, text = missing[path]
            self._kept.store(text.text_hash, extraction)
            taken[file.id][text.location] = extraction
            if len(taken[file.id]) == len(file.texts):
                yield file, _whole(file, taken.pop(file.id))

    def _known(self, file: CorpusFile) -> dict[str, Extraction]:
        """The texts of a file that were taken before, by location."""
        kept = ((text.location, self._kept.load(text.text_hash)) for text in file.texts)
        return {location: extraction for location, extraction in kept if extraction is not None}


def _whole(file: CorpusFile, taken: Mapping[str, Extraction]) -> Extraction:
    own = taken[file.location]
    return own.beside(taken[file.other.location]) if file.other else own


def refusal_fault(file: CorpusFile, extraction: Extraction) -> CorpusFault:
    """Why no text was taken from a file, or from that of its other text; only for refused extractions."""
    assert extraction.refused is not None
    # What is refused has no pages: of a text that has some, it is the other one.
    location = file.other.location if file.other and extraction.pages else file.location
    return CorpusFault(location, extraction.refused.message, key=extraction.refused.code)


def incomplete_faults(file: CorpusFile, extraction: Extraction) -> list[CorpusFault]:
    """What a curator should know of a text of which a part is missing; each kind of note once, with its pages."""
    by_code: dict[tuple[str, str], list[ExtractionNote]] = {}
    for text, own in zip(file.texts, (extraction, extraction.other), strict=False):
        for note in own.notes if own else ():
            by_code.setdefault((text.location, note.code), []).append(note)
    return [
        CorpusFault(location, _on_pages(notes), key=code, is_refusal=False)
        for (location, code), notes in by_code.items()
    ]


def _on_pages(notes: list[ExtractionNote]) -> Message:
    """What notes of one code say, with the pages that they concern."""
    pages = ", ".join(str(note.page) for note in notes if note.page)
    return Message("on-pages", what=notes[0].message, pages=pages) if pages else notes[0].message
