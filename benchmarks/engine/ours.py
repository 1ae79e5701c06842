"""The index of this project, asked below the port: the port's hits carry records and pages, which no peer returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.engine.answers import HITS, Answer
from benchmarks.engine.corpus import BenchmarkDocument
from benchmarks.engine.queries import Question
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.queries.fields import body_terms
from indexer.domain.queries.query import Filter, Query
from indexer.domain.queries.structured_query import (
    AllOf,
    Alternative,
    AnyOf,
    MatchAll,
    MatchPhrase,
    MatchWord,
    StructuredQuery,
)
from indexer.engines.analyzed_document import AnalyzedDocument, ListedTerms
from indexer.engines.arrays.querying.filters import FilterMasks
from indexer.engines.arrays.querying.searcher import Searcher, SearchResult
from indexer.engines.port import AnalysisBasis, Ranking
from indexer.engines.whoosh import EnginePreferences, WhooshEngine

FIELD = body_terms(Language.DANISH)
_TERMS = ListedTerms()


class OurIndex:
    """See Peer."""

    def __init__(self) -> None:
        self._engine: WhooshEngine | None = None

    def build(self, folder: Path, documents: Iterable[BenchmarkDocument]) -> None:
        engine = WhooshEngine(folder, {}, EnginePreferences())
        with engine.writer.writing(), engine.writer.rebuilding(AnalysisBasis()) as beside:
            beside.writer.apply((analyzed(document) for document in documents), ())

    def open(self, folder: Path) -> None:
        self._engine = WhooshEngine(folder, {}, EnginePreferences())
        self.searcher: Searcher = self._engine.searcher().arrays

    def prepare(self, question: Question) -> Callable[[], Answer]:
        searcher = self.searcher
        tree, query = _tree(question), _query(question)
        if question.chosen:
            return lambda: _answer(searcher.search(tree, query))
        snapshot, public = searcher.snapshot, searcher.planner.public

        def ask() -> Answer:
            passing = FilterMasks(snapshot, query, public).passing()
            return _answer(searcher.search_within(tree, query, passing))

        return ask

    def rank(self, question: Question) -> Ranking:
        """The whole answer of the port, records and best pages included."""
        assert self._engine is not None
        return self._engine.searcher().search(_tree(question), _query(question))

    def forget(self) -> None:
        """Drop what is kept from one query to the next."""
        self.searcher.cache.clear()


def _answer(found: SearchResult) -> Answer:
    hits = list(zip(found.page.doc_numbers.tolist(), found.page.scores.tolist(), strict=True))
    return Answer(found.total, hits, found.counts.by_value())


def analyzed(document: BenchmarkDocument) -> AnalyzedDocument:
    """The document as the engine takes it; ids sort as numbers do."""
    words = document.words
    return AnalyzedDocument(
        id=DocumentId(f"{document.number:08}"),
        content_hash="",
        fields={FIELD: _TERMS.field(words, range(len(words)))},
        page_starts={FIELD: ((1, 0),)},
        facet_values=document.facets,
        title_key="",
        record=" ".join(words[:8]),
        page_count=1,
    )


def _query(question: Question) -> Query:
    filters = (Filter(*condition) for condition in question.filters + question.chosen)
    excluded = (Filter(*condition, is_excluded=True) for condition in question.excluded)
    return Query(filters=(*filters, *excluded), page_size=HITS)


def _tree(question: Question) -> StructuredQuery:
    fields = ((FIELD, 1.0),)
    words = tuple(MatchWord(word, (Alternative(word, fields),)) for word in question.words)
    match question.operator:
        case "all":
            return MatchAll()
        case "phrase":
            return MatchPhrase(FIELD, question.words)
        case "psq":
            pairs = zip(question.words, question.probabilities, strict=True)
            return MatchWord("", tuple(Alternative(word, fields, probability=p) for word, p in pairs))
        case "and" if len(words) > 1:
            return AllOf(words)
        case _:
            return words[0] if len(words) == 1 else AnyOf(words)
