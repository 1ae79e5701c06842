"""file -> extract -> document -> analyze -> index: a function per arrow, and the reconciling of corpus and index."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.analysis import MakeAnalyzers
from indexer.corpus_store.port import CorpusFile, CorpusStore
from indexer.domain.documents.dates import is_public
from indexer.domain.documents.document import Document, OtherVersion
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.metadata import Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import EngineUnavailable, IndexDamaged
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.port import AnalysisBasis, SearchEngine
from indexer.extraction.port import Extractor, TextSource
from indexer.ingestion.corpus_texts import CorpusTexts, incomplete_faults, refusal_fault
from indexer.ingestion.document_analysis import analyze_document, count_danish_words, normalized_counts
from indexer.ingestion.document_dates import DocumentDates, KeptInMemory
from indexer.ingestion.report import Progress, ReconcileReport
from indexer.ingestion.term_columns import WordTables

_LOG = logging.getLogger(__name__)
_DRIFT_SHARE, _DRIFT_DOCUMENTS = 0.5, 50
_TERMS_PER_COMMIT = 3_000_000
"""A batch is committed at this many terms, whatever the number of documents, to bound memory."""
_MOST_WORDS = 300_000
"""From so many different words on their tables are begun anew, to bound memory."""


@dataclass(frozen=True, slots=True)
class _Readable:
    """A file with sound metadata."""

    file: CorpusFile
    metadata: Metadata


class Ingestion:
    """Turns files into documents and keeps the index equal to the corpus."""

    def __init__(
        self,
        *,
        corpus: CorpusStore,
        texts: TextSource,
        extractor: Extractor,
        make_analyzers: MakeAnalyzers,
        documents_per_commit: int = 500,
        waiting_hashes: Callable[[], set[str]] = set,
        dates: DocumentDates | None = None,
    ) -> None:
        self._make_analyzers = make_analyzers
        self._corpus = corpus
        self.texts = CorpusTexts(corpus, texts, extractor, waiting_hashes)
        self._documents_per_commit = documents_per_commit
        self._dates: DocumentDates = dates or KeptInMemory()

    def close(self) -> None:
        """Stop the extractor's workers, and let go of the kept texts."""
        self.texts.close()

    def read(self, file: CorpusFile, vocabulary: Vocabulary) -> Document | None:
        """The document that a file stands for; None if its metadata or its text cannot be used."""
        metadata, _ = self._corpus.metadata(file, vocabulary)
        if metadata is None:
            return None
        extraction = self.texts.take(file)
        dated = _Readable(file, self._dates.dated(file.id, metadata))
        return None if extraction.refused else _document(dated, extraction)

    def reconcile(
        self,
        engine: SearchEngine,
        load_vocabulary: Callable[[], Vocabulary],
        *,
        rebuild: bool = False,
        report_progress: Callable[[Progress], None] = lambda progress: None,
    ) -> ReconcileReport:
        """Compare corpus and index and apply the difference, batch by batch; each batch is committed for good.

        When the index was made by something else or is damaged (or `rebuild` is asked for), a new one is built beside
        it and swapped in; texts that were already extracted are used again. The vocabulary is read only if a document
        changed.

        Raises:
            IndexLocked: another process is writing.
            EngineUnavailable: the index cannot be written, or a new one fails its check.
        """
        with engine.writer.writing():
            try:
                if not rebuild and engine.writer.is_current() and engine.writer.is_whole() and not _has_drifted(engine):
                    return self._reconcile(engine, load_vocabulary, report_progress)
                return self._rebuild(engine, load_vocabulary, report_progress)
            except IndexDamaged as error:  # meanwhile, or an unfinished build was, which is thrown away then
                _LOG.warning("The index is damaged and is built anew: %s", error)
                return self._rebuild(engine, load_vocabulary, report_progress)

    def difference(self, engine: SearchEngine, load_vocabulary: Callable[[], Vocabulary]) -> ReconcileReport:
        """What `reconcile` would do, without doing it; files that were never read count as readable."""
        report, _ = self._compare(engine, load_vocabulary)
        return report

    def _compare(
        self, engine: SearchEngine, load_vocabulary: Callable[[], Vocabulary]
    ) -> tuple[ReconcileReport, list[_Readable]]:
        files, faults = self._corpus.files()
        report = ReconcileReport(refused=[fault for fault in faults if fault.is_refusal])
        indexed = engine.writer.indexed_documents()
        to_do, sound = [], set()
        for file in files:
            if indexed.get(file.id) == file.content_hash:  # what was sound under this vocabulary still is
                report.unchanged += 1
                sound.add(file.id)
                continue
            metadata, file_faults = self._corpus.metadata(file, load_vocabulary())
            if metadata is None:
                report.refused.extend(file_faults)
                continue
            if not is_public(metadata):  # never in the index, so that it can leak from nowhere
                report.note_hidden(metadata)
                continue
            extraction = self.texts.kept(file)
            if extraction is not None and extraction.refused is not None:
                report.refused.append(refusal_fault(file, extraction))
                continue
            sound.add(file.id)
            (report.changed if file.id in indexed else report.added).append(file.id)
            to_do.append(_Readable(file, metadata))
        report.withdrawn = sorted(set(indexed) - sound)
        return report, to_do

    def _rebuild(
        self,
        engine: SearchEngine,
        load_vocabulary: Callable[[], Vocabulary],
        report_progress: Callable[[Progress], None],
    ) -> ReconcileReport:
        basis = self._basis(load_vocabulary(), report_progress)
        with engine.writer.rebuilding(basis) as beside:
            report = self._reconcile(beside, load_vocabulary, report_progress)
            expected = len(report.added) + len(report.changed) + report.unchanged
            if beside.statistics.document_count() != expected:
                raise EngineUnavailable("new-index-incomplete")
        report.is_rebuilt = True
        return report

    def _reconcile(
        self,
        engine: SearchEngine,
        load_vocabulary: Callable[[], Vocabulary],
        report_progress: Callable[[Progress], None],
    ) -> ReconcileReport:
        report, to_do = self._compare(engine, load_vocabulary)
        if report.withdrawn:
            engine.writer.apply((), report.withdrawn)
        to_do = self._dated(to_do)
        analyzers = self._make_analyzers(engine.searcher().basis.danish_word_counts if to_do else {})
        tables = WordTables(analyzers)
        batch: list[AnalyzedDocument] = []
        terms = 0
        for done, (readable, extraction) in enumerate(self._extract(to_do), start=1):
            report_progress(Progress(done, len(to_do), readable.file.location))
            if extraction.refused is not None:
                self._refuse(engine, report, readable.file, extraction)
                continue
            report.incomplete += incomplete_faults(readable.file, extraction)
            analyzed = analyze_document(_document(readable, extraction), load_vocabulary(), tables)
            batch.append(analyzed)
            terms += sum(len(analyzed_field.words) for analyzed_field in analyzed.fields.values())
            if len(batch) >= self._documents_per_commit or terms >= _TERMS_PER_COMMIT:
                engine.writer.apply(batch, ())
                batch, terms = [], 0
                if len(tables) > _MOST_WORDS:
                    tables = WordTables(analyzers)
        if batch:
            engine.writer.apply(batch, ())
        return report

    def _basis(self, vocabulary: Vocabulary, report_progress: Callable[[Progress], None]) -> AnalysisBasis:
        """The word counts of the whole corpus; every text is taken now and kept for the indexing that follows."""
        files, _ = self._corpus.files()
        readable = [
            _Readable(file, metadata)
            for file in files
            if (metadata := self._corpus.metadata(file, vocabulary)[0]) is not None and is_public(metadata)
        ]
        counts: Counter[str] = Counter()
        documents = 0
        for done, (one, extraction) in enumerate(self._extract(readable), start=1):
            report_progress(Progress(done, len(readable), one.file.location))
            if extraction.refused is None:
                count_danish_words(_document(one, extraction), counts)
                documents += 1
        return AnalysisBasis(documents, normalized_counts(counts))

    @staticmethod
    def _refuse(engine: SearchEngine, report: ReconcileReport, file: CorpusFile, extraction: Extraction) -> None:
        """A file whose text turned out to be unusable: its older version must not go on being found."""
        if file.id in report.changed:
            report.changed.remove(file.id)
            report.withdrawn.append(file.id)
            engine.writer.apply((), (file.id,))
        else:
            report.added.remove(file.id)
        report.refused.append(refusal_fault(file, extraction))

    def _extract(self, to_do: Iterable[_Readable]) -> Iterator[tuple[_Readable, Extraction]]:
        """Each readable file with its text, kept or taken now; a bounded number at a time."""
        by_id = {readable.file.id: readable for readable in to_do}
        for file, extraction in self.texts.take_many(readable.file for readable in by_id.values()):
            yield by_id[file.id], extraction

    def _dated(self, to_do: list[_Readable]) -> list[_Readable]:
        """The files with the dates of their documents, remembered from now on."""
        dated = self._dates.note((one.file, one.metadata) for one in to_do)
        return [replace(one, metadata=dated[one.file.id]) for one in to_do]


def _document(readable: _Readable, extraction: Extraction) -> Document:
    file, other = readable.file.other, extraction.other
    return Document(
        id=readable.file.id,
        metadata=readable.metadata,
        pages=extraction.pages,
        content_hash=readable.file.content_hash,
        text_hash=readable.file.text_hash,
        media_type=extraction.media_type,
        location=readable.file.location,
        notes=extraction.notes,
        other=OtherVersion(other.pages, file.text_hash, other.media_type, file.location, other.notes)
        if file and other
        else None,
    )


def _has_drifted(engine: SearchEngine) -> bool:
    """Whether the corpus has grown or shrunk so much that its words should be counted anew."""
    counted, now = engine.searcher().basis.documents, engine.statistics.document_count()
    return abs(now - counted) > max(_DRIFT_DOCUMENTS, _DRIFT_SHARE * counted)
