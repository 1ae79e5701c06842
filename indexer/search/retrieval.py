"""A query -> its answer as documents and counts, each on one committed state."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.queries.cross_tabulation import CrossTabulation
from indexer.domain.queries.query import Filter, Query, SortOrder
from indexer.domain.queries.query_syntax import parse_query
from indexer.domain.queries.semantic_proximity import Meaning
from indexer.domain.queries.structured_query import AllOf, IsAbout, MatchDocuments, Origin, StructuredQuery
from indexer.engines.port import Contribution, IndexSearcher, RankedDocument, Ranking, SearchEngine
from indexer.search.by_meaning import WEIGHT
from indexer.search.explanation import ExplainedTerm, stated_values
from indexer.search.index_knowledge import IndexKnowledge, KnowledgeSource
from indexer.search.interpretation import (
    Interpretation,
    InterpretationPreferences,
    interpret,
    make_tree,
)
from indexer.search.query_language import text_language
from indexer.search.trees import MatchMode, QueryOptions


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A query with what was searched for it, its ranking, and what both come from.

    Attributes:
        related_total: how many documents that pass the filters are related without being counted.
        related: the first of them, where they are asked for and the page ends with the last counted one.
        nearest: what is listed where nothing is counted.
    """

    query: Query
    interpretation: Interpretation
    ranking: Ranking
    knowledge: IndexKnowledge
    related_total: int = 0
    related: tuple[RankedDocument, ...] = ()
    nearest: tuple[RankedDocument, ...] = ()


class Retrieval:
    """Queries over one index; safe to use from several threads."""

    def __init__(
        self,
        engine: SearchEngine,
        knowledge: KnowledgeSource,
        preferences: InterpretationPreferences,
        meaning: Meaning | None = None,
    ) -> None:
        """Without `meaning` everything is by words."""
        self.engine = engine
        self.knowledge = knowledge
        self.meaning = meaning
        self.preferences = preferences

    def retrieve(self, query: Query, related_listed: int = 0) -> Retrieved:
        """The answer to a query as documents; see KnowledgeBase.search.

        Raises:
            QueryTooLong: the text exceeds the configured number of characters.
            EngineUnavailable: the index cannot be read.
        """
        knowledge, interpretation = _interpreted(self, query)
        searcher = knowledge.searcher
        related_total = searcher.count(interpretation.related, query) if interpretation.related is not None else 0
        ranking = searcher.search(interpretation.tree(query), query)
        # In an order that was chosen, related documents stand where it puts them.
        if query.related and related_total and query.sort is SortOrder.RELEVANCE:
            documents = _counted_first(searcher, interpretation, query, ranking.total - related_total)
            ranking = dataclasses.replace(ranking, documents=documents)
        nearest: tuple[RankedDocument, ...] = ()
        if not ranking.total and query.text.strip():
            # What is near is one short list, whatever page and order were asked for.
            first_page = dataclasses.replace(query, page_number=1, sort=SortOrder.RELEVANCE)
            nearest = searcher.search(interpretation.ordered(interpretation.nearest), first_page).documents
        related = _first_related(searcher, interpretation, query, ranking.total, related_listed if related_total else 0)
        return Retrieved(query, interpretation, ranking, knowledge, related_total, related, nearest)

    def interpret(self, query: Query) -> Interpretation:
        """What is searched for a query; see interpretation.interpret."""
        return _interpreted(self, query)[1]

    def count(self, query: Query) -> int:
        """The total of the answer, without ranking."""
        knowledge, interpretation = _interpreted(self, query)
        return knowledge.searcher.count(interpretation.tree(query), query)

    def matching_ids(self, query: Query) -> tuple[DocumentId, ...]:
        """The ids of all documents of the answer, sorted."""
        knowledge, interpretation = _interpreted(self, query)
        return knowledge.searcher.matching_ids(interpretation.tree(query), query)

    def ranked_ids(self, query: Query) -> list[str]:
        """The ids of the first page of all that comes near, by the ranking alone.

        Whether a document is counted is measured by sets (`evaluation/set_judgements.py`); where pages list related
        documents, they list the counted ones before them.
        """
        knowledge, interpretation = _interpreted(self, query)
        found = knowledge.searcher.search(interpretation.ordered(interpretation.nearest), query).documents
        return [document.id for document in found]

    def successor(self, document_id: DocumentId) -> DocumentId | None:
        """The public document that a merged one was taken into, None if there is none."""
        knowledge = self.knowledge.newest()
        return knowledge.part("successors", lambda: _successors(knowledge)).get(document_id)

    def every_document(self, query: Query, batch: int = 500) -> Iterator[RankedDocument]:
        """All documents of the answer in its order, of one state, fetched in batches."""
        knowledge, interpretation = _interpreted(self, query)
        trees = [interpretation.tree(query)]
        # As the pages list them: related documents after all of the counted ones.
        if query.related and interpretation.related_tree is not None and query.sort is SortOrder.RELEVANCE:
            trees = [interpretation.tree(dataclasses.replace(query, related=False)), interpretation.related_tree]
        for tree in trees:
            yield from _all_pages(knowledge.searcher, tree, dataclasses.replace(query, page_size=batch))

    def cross_tabulate(
        self, query: Query, row_axis: str, column_axis: str, *narrower: tuple[Filter, ...]
    ) -> list[CrossTabulation]:
        """The counts of two axes crossed under a query, with each of some sets of filters added to its own.

        Each count equals the total of its click.

        Raises:
            UnknownAxis: the axes cannot be crossed.
        """
        knowledge, interpretation = _interpreted(self, query)
        queries = (dataclasses.replace(query, filters=(*query.filters, *added)) for added in narrower)
        cross_tabulate = knowledge.searcher.cross_tabulate
        return [cross_tabulate(interpretation.tree(query), asked, row_axis, column_axis) for asked in queries]

    def explain(self, query: Query, document_id: DocumentId) -> tuple[Contribution, ...]:
        """What each part of the query found in a public document and how much it added; empty if nothing did."""
        knowledge = self.knowledge.newest()
        # Without meaning: it found no word that could be told.
        interpretation = interpret(query, knowledge, self.preferences)
        return knowledge.searcher.explain(interpretation.ranking, document_id)

    def explain_beyond_words(self, query: Query, document_id: DocumentId) -> tuple[ExplainedTerm, ...]:
        """The concepts and names that a public document states and is counted for, and how near it is in meaning.

        Nearness is told of documents that are related by it, or that state something.
        """
        knowledge, found = _interpreted(self, query)
        searcher, language = knowledge.searcher, found.options.language
        stated = [
            ExplainedTerm(found.text, f"{facet}={value}", Origin.STATED, language, 1.0, 0.0)
            for facet, value in dict.fromkeys(stated_values(found.counted))
            if searcher.count(
                AllOf((MatchDocuments((document_id,)), IsAbout(((),), ((facet, value),), share=1.0))), Query()
            )
        ]
        proximity = found.proximity
        if proximity is None or not (stated or document_id in proximity.related):
            return tuple(stated)
        (nearness,) = proximity.of([document_id])
        by_meaning = ExplainedTerm(found.text, "", Origin.MEANING, language, float(nearness), WEIGHT * float(nearness))
        return (*stated, by_meaning)

    def tree(self, text: str, *, language: Language | None = None) -> tuple[StructuredQuery, IndexKnowledge]:
        """The tree that a text as it is typed ranks by, with what it was made by: what is marked in a document."""
        knowledge = self.knowledge.newest()
        across = Query().across
        options = QueryOptions(language or text_language(text, across, knowledge), MatchMode.ANY_PART, across)
        return make_tree(parse_query(text), options, knowledge, self.preferences), knowledge


def _interpreted(retrieval: Retrieval, query: Query) -> tuple[IndexKnowledge, Interpretation]:
    knowledge = retrieval.knowledge.newest()
    return knowledge, interpret(query, knowledge, retrieval.preferences, retrieval.meaning)


def _counted_first(
    searcher: IndexSearcher, interpretation: Interpretation, query: Query, counted_total: int
) -> tuple[RankedDocument, ...]:
    """The documents of a page of counted and related ones, the counted ones before the others."""
    first = (query.page_number - 1) * query.page_size
    found = searcher.search(interpretation.tree(dataclasses.replace(query, related=False)), query).documents
    wanted = first + query.page_size - counted_total
    if wanted <= 0 or interpretation.related_tree is None:
        return found
    asked = dataclasses.replace(query, page_number=1, page_size=wanted)
    return found + searcher.search(interpretation.related_tree, asked).documents[max(0, first - counted_total) :]


def _first_related(
    searcher: IndexSearcher, interpretation: Interpretation, query: Query, total: int, count: int
) -> tuple[RankedDocument, ...]:
    """So many related documents behind the last counted one; none on pages before it, or among counted ones."""
    is_last_page = (query.page_number - 1) * query.page_size < total <= query.page_number * query.page_size
    is_apart = not query.related and query.sort is SortOrder.RELEVANCE
    if not (count and is_last_page and is_apart) or interpretation.related_tree is None:
        return ()
    return searcher.search(
        interpretation.related_tree, dataclasses.replace(query, page_number=1, page_size=count)
    ).documents


def _all_pages(searcher: IndexSearcher, tree: StructuredQuery, query: Query) -> Iterator[RankedDocument]:
    for page_number in itertools.count(1):
        documents = searcher.search(tree, dataclasses.replace(query, page_number=page_number)).documents
        yield from documents
        if len(documents) < query.page_size:
            return


def _successors(knowledge: IndexKnowledge) -> Mapping[DocumentId, DocumentId]:
    return {old: new for new, known in knowledge.records.items() for old in known.record.metadata.replaces}
