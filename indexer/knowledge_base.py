"""The knowledge base: everything that the site and the command line can ask."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from indexer.analysis import MatchMode, SnippetMaker, analyze_query, analyzer_for
from indexer.analysis.query_analysis import FieldWeights
from indexer.analysis.tokens import tokenize
from indexer.domain.document import Document, DocumentId, Language, Metadata, Status
from indexer.domain.errors import DocumentNotFound, QueryTooLong
from indexer.domain.fields import body_terms, spellings, title_terms
from indexer.domain.metadata_record import Record, read_record
from indexer.domain.query import Filter, Query, YearRange
from indexer.domain.results import Hit, Match, Relaxation, ResultPage, Snippet, Statistics
from indexer.domain.schema import FACETS_BY_ID, NOT_STATED, FacetSource
from indexer.domain.structured_query import StructuredQuery, positive_leaves
from indexer.domain.vocabulary import Vocabulary
from indexer.ingestion import Ingestion, Progress, ReconcileReport
from indexer.ports import CorpusStore, RankedDocument, Ranking, SearchEngine, TextSource

_SHORTEST_CORRECTED = 3
"""Words up to this length are never corrected: too many others are near."""


@dataclass(frozen=True, slots=True)
class SearchPreferences:
    """What config.toml says about searching; units are in the names."""

    query_characters: int = 500
    snippet_characters: int = 240
    title_weight: float = 3.0


class KnowledgeBase:
    """Search, documents and vocabulary over one corpus; safe to use from several threads."""

    def __init__(
        self,
        *,
        engine: SearchEngine,
        corpus: CorpusStore,
        texts: TextSource,
        ingestion: Ingestion,
        load_vocabulary: Callable[[], Vocabulary],
        preferences: SearchPreferences = SearchPreferences(),
    ) -> None:
        self.engine = engine
        self.corpus = corpus
        self.ingestion = ingestion
        self._texts = texts
        self._load_vocabulary = load_vocabulary
        self._preferences = preferences

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary as the file says now."""
        return self._load_vocabulary()

    def search(self, query: Query) -> ResultPage:
        """Return one page of hits, most relevant first; ties by document id.

        An empty text matches every document that passes the filters. When no document holds all words, those that
        hold some are shown and `any_word` says so.

        Raises:
            QueryTooLong: the text exceeds the configured number of characters.
            EngineUnavailable: the index cannot be read.
        """
        structured = self._analyze(query, MatchMode.ALL_WORDS)
        ranking = self.engine.search(structured, query)
        any_word = False
        if ranking.total == 0 and query.text.strip():
            broader = self._analyze(query, MatchMode.ANY_WORD)
            if broader != structured and not self.engine.count(structured, query.without_any_filter()):
                structured, ranking, any_word = broader, self.engine.search(broader, query), True
        return self._result_page(query, structured, ranking, any_word)

    def reconcile(
        self, *, rebuild: bool = False, report_progress: Callable[[Progress], None] = lambda progress: None
    ) -> ReconcileReport:
        """Make the index equal to the corpus; see Ingestion.reconcile."""
        return self.ingestion.reconcile(
            self.engine, self._load_vocabulary, rebuild=rebuild, report_progress=report_progress
        )

    def statistics(self, versions: dict[str, str]) -> Statistics:
        """The state of corpus and index; what was never read counts as pending, not as refused."""
        difference = self.ingestion.difference(self.engine, self._load_vocabulary)
        return Statistics(
            documents=self.engine.document_count(),
            pages=self.engine.page_total(),
            pending=len(difference.added) + len(difference.changed) + len(difference.withdrawn),
            refused={fault.location: fault.message for fault in difference.refused},
            index_bytes=self.engine.size_bytes(),
            fingerprint=self.engine.fingerprint(),
            is_current=self.engine.is_current(),
            versions=versions,
        )

    def forget_refused_texts(self) -> None:
        """Let the next reconcile try refused files again."""
        self._texts.forget_refused()

    def close(self) -> None:
        """Stop the worker processes and let go of the index."""
        self.ingestion.close()
        self.engine.close()

    def document(self, document_id: DocumentId) -> Document:
        """A published document with its pages, read from the corpus, not from the index.

        Raises:
            DocumentNotFound: there is none, or it is not published, or its file cannot be read as a document.
        """
        file = self.corpus.find(document_id)
        document = self.ingestion.read(file, self.vocabulary) if file else None
        if document is None or document.metadata.status is not Status.PUBLISHED:
            raise DocumentNotFound(f"There is no published document {document_id!r}.")
        return document

    def metadata(self, document_id: DocumentId) -> Metadata | None:
        """What is stated about a published document, None if there is none: for links to related documents."""
        file = self.corpus.find(document_id)
        metadata = self.corpus.metadata(file, self.vocabulary)[0] if file else None
        return metadata if metadata is not None and metadata.status is Status.PUBLISHED else None

    def search_within(self, document: Document, text: str) -> tuple[Snippet, ...]:
        """A snippet for each page of the document that holds a word of the text, in page order."""
        maker = self._snippet_maker(self._analyze(Query(text=text), MatchMode.ANY_WORD))
        snippets = []
        for page in document.pages:
            language = document.page_language(page)
            if maker.matches(page.text, language):
                snippets.append(maker.snippet(page.text, language, page_number=page.number, label=page.label))
        return tuple(snippets)

    def matches_by_page(self, document: Document, text: str) -> dict[int, tuple[Match, ...]]:
        """Where the words of a text stand on each page of the document; only pages with a match."""
        maker = self._snippet_maker(self._analyze(Query(text=text), MatchMode.ANY_WORD))
        found = {page.number: maker.matches(page.text, document.page_language(page)) for page in document.pages}
        return {number: matches for number, matches in found.items() if matches}

    def _analyze(self, query: Query, mode: MatchMode) -> StructuredQuery:
        if len(query.text) > self._preferences.query_characters:
            raise QueryTooLong(f"A search may have {self._preferences.query_characters} characters at most.")
        return analyze_query(query.text, mode, FieldWeights(title=self._preferences.title_weight))

    def _snippet_maker(self, structured: StructuredQuery) -> SnippetMaker:
        return SnippetMaker(positive_leaves(structured), self._preferences.snippet_characters)

    def _result_page(self, query: Query, structured: StructuredQuery, ranking: Ranking, any_word: bool) -> ResultPage:
        maker = self._snippet_maker(structured)
        return ResultPage(
            query=query,
            total=ranking.total,
            hits=tuple(self._hit(document, maker) for document in ranking.documents),
            facets=ranking.facets,
            any_word=any_word and ranking.total > 0,
            correction=self._correction(query.text) if any_word or ranking.total == 0 else None,
            unknown_filters=tuple(f for f in query.filters if not self._is_known(f)),
            relaxations=self._relaxations(structured, query) if ranking.total == 0 else (),
        )

    def _hit(self, ranked: RankedDocument, maker: SnippetMaker) -> Hit:
        record = read_record(ranked.record)
        return Hit(
            id=ranked.id,
            metadata=record.metadata,
            media_type=record.media_type,
            score=ranked.score,
            snippet=self._hit_snippet(ranked, record, maker),
            page_count=ranked.page_count,
        )

    def _hit_snippet(self, ranked: RankedDocument, record: Record, maker: SnippetMaker) -> Snippet:
        """A passage of the best page; the summary where no page matches or the page's text is not at hand."""
        page = self._texts.page(record.text_hash, ranked.page_number) if ranked.page_number else None
        metadata = record.metadata
        if page is None or not page.text.strip():
            return maker.snippet(metadata.summary or metadata.title, metadata.language)
        own = page.language in set(Language)
        language = Language(page.language) if own else metadata.language
        return maker.snippet(page.text, language, page_number=page.number, label=page.label)

    def _is_known(self, condition: Filter) -> bool:
        if condition.value == NOT_STATED:
            return True
        if FACETS_BY_ID[condition.facet].source is FacetSource.VOCABULARY:
            return self.vocabulary.concept(condition.facet, condition.value) is not None
        return self.engine.facet_value_exists(condition.facet, condition.value)

    def _relaxations(self, structured: StructuredQuery, query: Query) -> tuple[Relaxation, ...]:
        relaxed: list[tuple[Filter | YearRange, Query]] = [(f, query.without_filter(f)) for f in query.filters]
        if query.years:
            relaxed.append((query.years, dataclasses.replace(query, years=YearRange())))
        return tuple(Relaxation(removed, self.engine.count(structured, without)) for removed, without in relaxed)

    def _correction(self, text: str) -> str | None:
        """The text with each word that no document holds replaced by the likeliest known one."""
        corrected, end = [], 0
        for token in tokenize(text):
            corrected.append(text[end : token.start])
            corrected.append(self._corrected_word(token.text))
            end = token.end
        result = "".join(corrected) + text[end:]
        return result if result != text else None

    def _corrected_word(self, word: str) -> str:
        best: tuple[int, int, str] | None = None
        for language in Language:
            token = analyzer_for(language).analyze(word)[0]
            if any(self.engine.has_term(name(language), token.term) for name in (body_terms, title_terms)):
                return word
        if len(word) <= _SHORTEST_CORRECTED:
            return word
        for language in Language:
            for similar in self.engine.similar_terms(spellings(language), word.lower(), limit=1):
                candidate = (similar.distance, -similar.document_frequency, similar.term)
                best = min(best, candidate) if best else candidate
        return best[2] if best else word
