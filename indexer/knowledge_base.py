"""The knowledge base: everything that the site and the command line can ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from indexer.comparison import Comparer, NamedActors
from indexer.corpus_store.port import CorpusStore
from indexer.domain.documents.facets import counted_values
from indexer.domain.documents.hit_record import read_record
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.vocabulary import RECORD_SCHEMES, Vocabulary
from indexer.domain.queries.cross_tabulation import CrossTabulation
from indexer.domain.queries.query import Filter, Query
from indexer.domain.queries.results import ResultPage, Statistics
from indexer.engines.port import SearchEngine
from indexer.extraction.port import TextSource
from indexer.ingestion.document_pictures import DocumentPictures
from indexer.ingestion.forget_orders import ForgetOrders
from indexer.ingestion.published_documents import PublishedDocuments
from indexer.ingestion.reconcile import Ingestion
from indexer.ingestion.report import Progress, ReconcileReport
from indexer.ingestion.shown_documents import ShownDocuments
from indexer.search.autocomplete import Suggestions
from indexer.search.explanation import ExplainedTerm, explained_term
from indexer.search.passages.document_passages import DocumentPassages
from indexer.search.result_pages import ResultPages
from indexer.search.retrieval import Retrieval

SNIPPET_CHARACTERS = 240


class KnowledgeBase:
    """One corpus and its index; safe to use from several threads.

    Attributes:
        documents: published documents as the corpus holds them.
        passages: what is shown of a document where words were searched.
        pictures: what pages of documents look like, and what is said of their downloads.
        comparer: which documents are comparable, and what is stated about all public ones.
        suggestions: what the beginning of a search may become.
        shown: since when each public document is as it is, and which are public no more.
        corpus, texts, engine, ingestion, retrieval: what all of it is made of.
    """

    def __init__(
        self,
        *,
        corpus: CorpusStore,
        texts: TextSource,
        pictures: DocumentPictures,
        ingestion: Ingestion,
        retrieval: Retrieval,
        comparer: Comparer,
        shown: ShownDocuments,
        load_vocabulary: Callable[[], Vocabulary],
        forget_orders: ForgetOrders,
        snippet_characters: int = SNIPPET_CHARACTERS,
    ) -> None:
        self.corpus = corpus
        self.texts = texts
        self.pictures = pictures
        self.engine: SearchEngine = retrieval.engine
        self.ingestion = ingestion
        self.retrieval = retrieval
        self.comparer = comparer
        self.shown = shown
        self.documents = PublishedDocuments(corpus, ingestion, load_vocabulary)
        self.passages = DocumentPassages(retrieval, snippet_characters)
        self.suggestions = Suggestions(retrieval.knowledge)
        self.result_pages = ResultPages(texts, snippet_characters)
        self._load_vocabulary = load_vocabulary
        self._forget_orders = forget_orders

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary as the file says now."""
        return self._load_vocabulary()

    def search(self, query: Query, related_listed: int = 0) -> ResultPage:
        """Return one page of hits, most relevant first; ties by document id.

        An empty text matches every document that passes the filters. A word that nothing in the index answers is
        corrected at once (`is_corrected`), unless the query is literal. Documents that are about the text are counted;
        those that only hold it are related (`related_total`), and are counted too where the query wants them. Where
        nothing is counted, `nearest` holds what comes near. So many related documents are listed (`related`) where the
        last counted one stands, unless they are counted.

        Raises:
            QueryTooLong: the text exceeds the configured number of characters.
            EngineUnavailable: the index cannot be read.
        """
        return self.result_pages.page(self.retrieval.retrieve(query, related_listed))

    def count(self, query: Query) -> int:
        """The total that `search` gives, without ranking."""
        return self.retrieval.count(query)

    def records(self, query: Query) -> Iterator[tuple[DocumentId, Metadata]]:
        """What is stated about every document of an answer, in its order; fetched in batches, so it may be large."""
        for ranked in self.retrieval.every_document(query):
            yield ranked.id, read_record(ranked.record).metadata

    def explain(self, query: Query, document_id: DocumentId) -> tuple[ExplainedTerm, ...]:
        """What each part of the query found in a public document and how much it added; empty if nothing did."""
        by_words = (explained_term(found) for found in self.retrieval.explain(query, document_id))
        return (*by_words, *self.retrieval.explain_beyond_words(query, document_id))

    def cross_tabulate(self, query: Query, row_axis: str, column_axis: str) -> CrossTabulation:
        """The counts of two axes crossed under a query; see Retrieval.cross_tabulate."""
        return self.cross_tabulate_narrowed(query, row_axis, column_axis, ())[0]

    def cross_tabulate_narrowed(
        self, query: Query, row_axis: str, column_axis: str, *narrower: tuple[Filter, ...]
    ) -> list[CrossTabulation]:
        """The same with each of some sets of filters added; see Retrieval.cross_tabulate."""
        return self.retrieval.cross_tabulate(query, row_axis, column_axis, *narrower)

    def named_actors(self, query: Query) -> NamedActors:
        """The libraries and partners that the documents of an answer name."""
        if not (query.text.strip() or query.is_restricted):
            return self.comparer.named_actors()
        return self.comparer.named_actors(self.retrieval.matching_ids(query))

    def reconcile(
        self, *, rebuild: bool = False, report_progress: Callable[[Progress], None] = lambda progress: None
    ) -> ReconcileReport:
        """Make the index equal to the corpus, see Ingestion.reconcile, and the kept texts to both.

        What was deleted for good is forgotten: a new index is built, for the old one holds its words, and goes too.
        """
        orders = self._forget_orders.waiting()
        if orders:
            self.engine.writer.forget_former()
        report = self.ingestion.reconcile(
            self.engine, self._load_vocabulary, rebuild=rebuild or bool(orders), report_progress=report_progress
        )
        if orders:
            self.engine.writer.forget_former()
            _forget_texts(self, {each for order in orders for each in order.text_hashes})
            self._forget_orders.done(orders)
        if report.has_changes or not self.ingestion.texts.is_tidy():
            self.ingestion.texts.tidy(self.engine.writer.indexed_documents())
            self.pictures.tidy()
        # After the commit: what was shown is what the index held, whatever the corpus has become meanwhile.
        if report.has_changes or self.shown.is_behind(self.engine.statistics.document_count()):
            _note_shown(self, self._load_vocabulary())
        return report

    def statistics(self, versions: dict[str, str]) -> Statistics:
        """The state of corpus and index; what was never read counts as pending, not as refused."""
        difference = self.ingestion.difference(self.engine, self._load_vocabulary)
        index = self.engine.statistics
        return Statistics(
            documents=index.document_count(),
            pages=index.page_total(),
            pending=len(difference.added) + len(difference.changed) + len(difference.withdrawn),
            refused={fault.location: fault.message for fault in difference.refused},
            index_bytes=index.size_bytes(),
            fingerprint=index.fingerprint(),
            is_current=self.engine.writer.is_current(),
            versions=versions,
        )

    def close(self) -> None:
        """Stop the worker processes, and let go of the index and the kept texts."""
        self.ingestion.close()
        self.pictures.close()
        self.engine.close()


def _forget_texts(base: KnowledgeBase, text_hashes: set[str]) -> None:
    """Texts and pictures of files that are gone; those that another document holds as well stay."""
    unused = text_hashes - {each for file in base.corpus.files()[0] for each in file.text_hashes}
    base.texts.prune(unused)
    base.pictures.remove(unused)


def _note_shown(knowledge_base: KnowledgeBase, vocabulary: Vocabulary) -> None:
    public = knowledge_base.engine.searcher().public_documents(())
    knowledge_base.shown.note(
        dict(zip(public.ids, public.records, strict=True)),
        lambda metadata: _with_ids(counted_values(metadata, vocabulary), vocabulary),
        knowledge_base.documents.withdrawn,
    )


def _with_ids(values: Mapping[str, tuple[str, ...]], vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """The values of facets without those that are plain names: of a document that is gone no words are to be kept."""
    records = {facet: vocabulary.records(facet) for facet in RECORD_SCHEMES}
    return {
        facet: tuple(value for value in found if facet not in records or value in records[facet])
        for facet, found in values.items()
    }
