"""The knowledge base: everything that the site and the command line can ask."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.comparison import Comparer, NamedActors
from indexer.comparison.model import Comparable, ComparisonWeights, Situation
from indexer.corpus_store.port import CorpusStore
from indexer.domain.documents.document import Document
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.facets import FACETS_BY_ID, NOT_STATED, FacetSource
from indexer.domain.documents.hit_record import Record, read_record
from indexer.domain.documents.metadata import DocumentId, Language, Metadata, Status
from indexer.domain.documents.near_duplicates import Duplicate
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import DocumentNotFound
from indexer.domain.queries.cross_tabulation import Crossing
from indexer.domain.queries.fields import field_language
from indexer.domain.queries.query import Filter, Query, Words, YearRange
from indexer.domain.queries.results import Hit, Match, Relaxation, ResultPage, Snippet, Statistics
from indexer.domain.queries.structured_query import MatchWord, Origin, StructuredQuery, positive_leaves
from indexer.engines.port import RankedDocument, SearchEngine
from indexer.extraction.port import TextSource
from indexer.ingestion.document_analysis import places_in_text
from indexer.ingestion.duplicate_finder import DuplicateFinder
from indexer.ingestion.reconcile import Ingestion, Progress, ReconcileReport
from indexer.search.autocomplete import Suggestions
from indexer.search.explanation import ExplainedTerm, explained_term
from indexer.search.retrieval import Retrieval, Retrieved
from indexer.search.snippets import SnippetMaker


@dataclass(frozen=True, slots=True)
class SearchPreferences:
    """What config.toml says about searching; units are in the names."""

    snippet_characters: int = 240


class KnowledgeBase:
    """Search, documents and vocabulary over one corpus; safe to use from several threads."""

    def __init__(
        self,
        *,
        engine: SearchEngine,
        corpus: CorpusStore,
        texts: TextSource,
        ingestion: Ingestion,
        retrieval: Retrieval,
        comparer: Comparer,
        load_vocabulary: Callable[[], Vocabulary],
        preferences: SearchPreferences = SearchPreferences(),
    ) -> None:
        self.engine = engine
        self.corpus = corpus
        self.ingestion = ingestion
        self.duplicates = DuplicateFinder(corpus, texts)
        self.retrieval = retrieval
        self.suggestions = Suggestions(engine, load_vocabulary)
        self.comparer = comparer
        self._texts = texts
        self._load_vocabulary = load_vocabulary
        self._preferences = preferences

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary as the file says now."""
        return self._load_vocabulary()

    def search(self, query: Query) -> ResultPage:
        """Return one page of hits, most relevant first; ties by document id.

        An empty text matches every document that passes the filters. A word that nothing in the index answers is
        corrected at once (`is_corrected`), unless the query is literal. When no document holds all words, those that
        hold some are shown and `any_word` says so.

        Raises:
            QueryTooLong: the text exceeds the configured number of characters.
            EngineUnavailable: the index cannot be read.
        """
        return self._result_page(self.retrieval.retrieve(query))

    def comparable(
        self, document_id: DocumentId, *, limit: int, first: int = 0, weights: ComparisonWeights | None = None
    ) -> tuple[Comparable, ...]:
        """The documents most comparable with a published one; see Comparer.comparable."""
        return self.comparer.comparable(document_id, limit=limit, first=first, weights=weights)

    def fitting(
        self, situation: Situation, *, limit: int, first: int = 0, weights: ComparisonWeights | None = None
    ) -> tuple[Comparable, ...]:
        """The collection ordered by how well it fits a situation; see Comparer.fitting."""
        return self.comparer.fitting(situation, limit=limit, first=first, weights=weights)

    @property
    def comparison_weights(self) -> ComparisonWeights:
        """How much each aspect counts where a reader says nothing else."""
        return self.comparer.preferences.weights

    def cross(self, query: Query, row_axis: str, column_axis: str) -> Crossing:
        """The counts of two axes crossed under a query; see Retrieval.cross."""
        return self.retrieval.cross(query, row_axis, column_axis)

    def cross_narrowed(
        self, query: Query, row_axis: str, column_axis: str, *narrower: tuple[Filter, ...]
    ) -> list[Crossing]:
        """The crossing under a query with each of some sets of filters added; see Retrieval.cross_narrowed."""
        return self.retrieval.cross_narrowed(query, row_axis, column_axis, *narrower)

    def count(self, query: Query) -> int:
        """The total that `search` gives, without ranking."""
        return self.engine.count(self.retrieval.settle(query).tree, query)

    def public_records(self) -> Mapping[DocumentId, Metadata]:
        """What is stated about every public document, by id; kept in memory."""
        return self.comparer.collection().metadata

    def named_actors(self, query: Query) -> NamedActors:
        """The libraries and partners that the documents of an answer name."""
        if not (query.text.strip() or query.is_restricted):
            return self.comparer.named_actors()
        return self.comparer.named_actors(self.engine.matching_ids(self.retrieval.settle(query).tree, query))

    def records(self, query: Query) -> Iterator[tuple[DocumentId, Metadata]]:
        """What is stated about every document of an answer, in its order; fetched in batches, so it may be large."""
        for ranked in self.retrieval.every_document(query):
            yield ranked.id, read_record(ranked.record).metadata

    def explain(self, query: Query, document_id: DocumentId) -> tuple[ExplainedTerm, ...]:
        """What each part of the query found in a public document and how much it added; empty if nothing did."""
        return tuple(explained_term(found) for found in self.retrieval.explain(query, document_id))

    def reconcile(
        self, *, rebuild: bool = False, report_progress: Callable[[Progress], None] = lambda progress: None
    ) -> ReconcileReport:
        """Make the index equal to the corpus, see Ingestion.reconcile, and the kept texts to both."""
        report = self.ingestion.reconcile(
            self.engine, self._load_vocabulary, rebuild=rebuild, report_progress=report_progress
        )
        if report.has_changes or not self.ingestion.texts.is_tidy():
            self.ingestion.texts.tidy(self.engine.indexed_documents())
        return report

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
        """Stop the worker processes, and let go of the index and the kept texts."""
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
            raise DocumentNotFound("no-such-published-document", id=document_id)
        return document

    def metadata(self, document_id: DocumentId) -> Metadata | None:
        """What is stated about a published document, None if there is none: for links to related documents."""
        file = self.corpus.find(document_id)
        metadata = self.corpus.metadata(file, self.vocabulary)[0] if file else None
        return metadata if metadata is not None and metadata.status is Status.PUBLISHED else None

    def search_within(self, document: Document, text: str) -> tuple[Snippet, ...]:
        """A snippet for each page of the document that holds a word of the text, in page order."""
        maker = self._maker_for(text)
        snippets = []
        for page in document.pages:
            language = document.page_language(page)
            if maker.matches(page.text, language):
                snippets.append(maker.snippet(page.text, language, page_number=page.number, label=page.label))
        return tuple(snippets)

    def matches_by_page(self, document: Document, text: str) -> dict[int, tuple[Match, ...]]:
        """Where the words of a text stand on each page of the document; only pages with a match."""
        maker = self._maker_for(text)
        found = {page.number: maker.matches(page.text, document.page_language(page)) for page in document.pages}
        return {number: matches for number, matches in found.items() if matches}

    def _maker_for(self, text: str) -> SnippetMaker:
        return self._snippet_maker(self.retrieval.tree(Query(text=text, words=Words.ANY), text))

    def _snippet_maker(self, structured: StructuredQuery) -> SnippetMaker:
        analyzers = self.retrieval.understanding.analyzers()
        return SnippetMaker(positive_leaves(structured), self._preferences.snippet_characters, analyzers)

    def _result_page(self, found: Retrieved) -> ResultPage:
        query, ranking, settled = found.query, found.ranking, found.settled
        maker = self._snippet_maker(settled.tree)
        return ResultPage(
            query=query,
            total=ranking.total,
            hits=tuple(self._hit(document, maker) for document in ranking.documents),
            facets=ranking.facets,
            any_word=settled.any_word and ranking.total > 0,
            all_words_total=settled.all_words_total,
            loose_phrases=settled.loose_phrases and ranking.total > 0,
            correction=settled.correction,
            is_corrected=settled.correction is not None and not query.is_literal,
            synonyms=self._synonyms(settled.tree),
            unknown_filters=tuple(f for f in query.filters if not self._is_known(f)),
            relaxations=self._relaxations(settled.tree, query) if ranking.total == 0 else (),
        )

    def _hit(self, ranked: RankedDocument, maker: SnippetMaker) -> Hit:
        record = read_record(ranked.record)
        snippet = self._hit_snippet(ranked, record, maker)
        return Hit(
            id=ranked.id,
            metadata=record.metadata,
            media_type=record.media_type,
            score=ranked.score,
            snippet=snippet,
            page_count=ranked.page_count,
            found_via=_found_via(snippet, record.metadata, maker) if ranked.is_translated else (),
        )

    def _hit_snippet(self, ranked: RankedDocument, record: Record, maker: SnippetMaker) -> Snippet:
        """A passage of the best page; the summary where no page matches or the page's text is not at hand."""
        page = self._texts.page(record.text_hash, ranked.page_number) if ranked.page_number else None
        metadata = record.metadata
        if page is None or not page.text.strip():
            return maker.snippet(metadata.summary or metadata.title, metadata.language)
        own = page.language in set(Language)
        language = Language(page.language) if own else metadata.language
        places = None if ranked.places is None else places_in_text(page, ranked.places)
        return maker.snippet(page.text, language, page_number=page.number, label=page.label, places=places)

    def _is_known(self, condition: Filter) -> bool:
        if condition.value == NOT_STATED:
            return True
        if FACETS_BY_ID[condition.facet].source is FacetSource.VOCABULARY:
            return self.vocabulary.concept(condition.facet, condition.value) is not None
        return self.engine.facet_value_exists(condition.facet, condition.value)

    def _synonyms(self, tree: StructuredQuery) -> tuple[str, ...]:
        """The other names that a tree searches for, as the vocabulary writes them."""
        name = self.retrieval.understanding.synonym_name
        found = (
            name(field_language(alternative.fields[0][0]), alternative.term, self.vocabulary)
            for leaf in positive_leaves(tree)
            if isinstance(leaf, MatchWord)
            for alternative in leaf.alternatives
            if alternative.origin is Origin.SYNONYM
        )
        return tuple(dict.fromkeys(found))

    def _relaxations(self, structured: StructuredQuery, query: Query) -> tuple[Relaxation, ...]:
        relaxed: list[tuple[Filter | YearRange, Query]] = [(f, query.without_filter(f)) for f in query.filters]
        if query.years:
            relaxed.append((query.years, dataclasses.replace(query, years=YearRange())))
        return tuple(Relaxation(removed, self.engine.count(structured, without)) for removed, without in relaxed)


def _found_via(snippet: Snippet, metadata: Metadata, maker: SnippetMaker) -> tuple[str, ...]:
    """The words that stand for the typed ones, as the document writes them: of the passage, else of the title."""
    found = [snippet.text[match.start : match.end].lower() for match in snippet.matches]
    if not found:
        for language in Language:
            title = metadata.title_in(language)
            found += [title[match.start : match.end].lower() for match in maker.matches(title, language)]
    return tuple(dict.fromkeys(found))[:3]


def extract_upload(knowledge_base: KnowledgeBase, path: Path) -> Extraction:
    """The text of a file that is not in the corpus yet, with language, title guess, notes, or a refusal.

    The file is read in a worker process and within its limits, so this may be called while a request is answered; it
    returns within 20 seconds and never raises for a bad file. Name the file as the visitor did: the ending `.md`
    makes a text Markdown, and a web page named `.pdf` is refused as a failed download.
    """
    return knowledge_base.ingestion.texts.extract(path)


def find_duplicates(
    knowledge_base: KnowledgeBase, subject: Document | Extraction, *, text_hash: str = ""
) -> tuple[Duplicate, ...]:
    """Documents of the corpus with the same or nearly the same text; see DuplicateFinder.like."""
    return knowledge_base.duplicates.like(subject, text_hash)
