"""A query -> its answer as documents and counts, each on one committed state."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.domain.documents.hit_record import read_record
from indexer.domain.documents.metadata import DocumentId, Language
from indexer.domain.queries.cross_tabulation import CrossTabulation
from indexer.domain.queries.proximity import Meaning
from indexer.domain.queries.query import Filter, Query
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.port import Contribution, IndexSearcher, RankedDocument, Ranking, SearchEngine
from indexer.search.by_meaning import with_meaning
from indexer.search.index_knowledge import IndexKnowledge, KnowledgeSource
from indexer.search.interpretation import (
    Interpretation,
    InterpretationPreferences,
    interpret,
    interpret_words,
    make_tree,
)
from indexer.search.query_language import text_language
from indexer.search.trees import MatchMode, QueryOptions


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A query with what was searched for it, its ranking, and what both come from."""

    query: Query
    interpretation: Interpretation
    ranking: Ranking
    knowledge: IndexKnowledge


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
        self._preferences = preferences

    def retrieve(self, query: Query) -> Retrieved:
        """The answer to a query as documents; see KnowledgeBase.search.

        Raises:
            QueryTooLong: the text exceeds the configured number of characters.
            EngineUnavailable: the index cannot be read.
        """
        knowledge, interpretation = self._interpreted(query)
        ranking = knowledge.searcher.search(interpretation.tree, query)
        return Retrieved(query, interpretation, ranking, knowledge)

    def interpret(self, query: Query) -> Interpretation:
        """What is searched for a query; see interpretation.interpret."""
        return self._interpreted(query)[1]

    def count(self, query: Query) -> int:
        """The total of the answer, without ranking."""
        knowledge, interpretation = self._interpreted(query)
        return knowledge.searcher.count(interpretation.tree, query)

    def matching_ids(self, query: Query) -> tuple[DocumentId, ...]:
        """The ids of all documents of the answer, sorted."""
        knowledge, interpretation = self._interpreted(query)
        return knowledge.searcher.matching_ids(interpretation.tree, query)

    def ranked_ids(self, query: Query) -> list[str]:
        """The ids of one page of the answer, best first."""
        return [document.id for document in self.retrieve(query).ranking.documents]

    def successor(self, document_id: DocumentId) -> DocumentId | None:
        """The public document that a merged one was taken into, None if there is none."""
        knowledge = self.knowledge.newest()
        return knowledge.part("successors", lambda: _successors(knowledge.searcher)).get(document_id)

    def every_document(self, query: Query, batch: int = 500) -> Iterator[RankedDocument]:
        """All documents of the answer in its order, of one state, fetched in batches."""
        knowledge, interpretation = self._interpreted(query)
        for page_number in itertools.count(1):
            asked = dataclasses.replace(query, page_number=page_number, page_size=batch)
            documents = knowledge.searcher.search(interpretation.tree, asked).documents
            yield from documents
            if len(documents) < batch:
                return

    def cross_tabulate(
        self, query: Query, row_axis: str, column_axis: str, *narrower: tuple[Filter, ...]
    ) -> list[CrossTabulation]:
        """The counts of two axes crossed under a query, with each of some sets of filters added to its own.

        Each count equals the total of its click.

        Raises:
            UnknownAxis: the axes cannot be crossed.
        """
        knowledge, interpretation = self._interpreted(query)
        queries = (dataclasses.replace(query, filters=(*query.filters, *added)) for added in narrower)
        cross_tabulate = knowledge.searcher.cross_tabulate
        return [cross_tabulate(interpretation.tree, asked, row_axis, column_axis) for asked in queries]

    def explain(self, query: Query, document_id: DocumentId) -> tuple[Contribution, ...]:
        """What each part of the query found in a public document and how much it added; empty if nothing did."""
        knowledge = self.knowledge.newest()
        interpretation = interpret_words(query, knowledge, self._preferences)
        return knowledge.searcher.explain(interpretation.tree, document_id)

    def tree(
        self, text: str, *, language: Language | None = None, mode: MatchMode = MatchMode.ANY_PART
    ) -> tuple[StructuredQuery, IndexKnowledge]:
        """The tree of a text as it is typed, with what it was made by: what is marked in a document."""
        knowledge = self.knowledge.newest()
        across = Query().across
        options = QueryOptions(language or text_language(text, across, knowledge), mode, across)
        return make_tree(text, options, knowledge, self._preferences), knowledge

    def _interpreted(self, query: Query) -> tuple[IndexKnowledge, Interpretation]:
        knowledge = self.knowledge.newest()
        by_words = interpret(query, knowledge, self._preferences)
        return knowledge, with_meaning(by_words, query, knowledge, self.meaning)


def _successors(searcher: IndexSearcher) -> Mapping[DocumentId, DocumentId]:
    public = searcher.public_documents(())
    metadata = (read_record(record).metadata for record in public.records)
    return {old: new for new, stated in zip(public.ids, metadata, strict=True) for old in stated.replaces}
