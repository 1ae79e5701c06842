"""One committed state, searched."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.cross_tabulation import CrossTabulation
from indexer.domain.queries.query import Query, SortOrder
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.memory.best_page import best_page, contributions
from indexer.engines.memory.committed_state import CommittedState
from indexer.engines.memory.cross_tabulation import cross_tabulate
from indexer.engines.memory.evaluation import SCORE_DIGITS, Evaluation, Evaluator
from indexer.engines.memory.filters import counted_facets, passes
from indexer.engines.port import (
    Contribution,
    PublicDocuments,
    RankedDocument,
    Ranking,
    RankingParameters,
    TermCounts,
)


class MemorySearcher:
    """See IndexSearcher."""

    def __init__(self, committed: CommittedState, parameters: RankingParameters) -> None:
        self._committed = committed
        self._evaluator = Evaluator(committed, parameters)
        self.state: object = committed.number
        self.basis = committed.basis

    def search(self, structured: StructuredQuery, query: Query) -> Ranking:
        """See IndexSearcher.search."""
        found = self._evaluator.evaluate(structured)
        matching = _matching(self._committed, found)
        passing = [document for document in matching if passes(document, query)]
        passing.sort(key=lambda document: (_order(document, query.sort, found.scores[document.id]), document.id))
        first = (query.page_number - 1) * query.page_size
        shown = passing[first : first + query.page_size]
        documents = tuple(_ranked(self._evaluator, document, structured, found) for document in shown)
        return Ranking(len(passing), documents, counted_facets(matching, query))

    def count(self, structured: StructuredQuery, query: Query) -> int:
        """See IndexSearcher.count."""
        return len(self.matching_ids(structured, query))

    def counts(self, structured: StructuredQuery, queries: Sequence[Query]) -> list[int]:
        """See IndexSearcher.counts."""
        return [self.count(structured, query) for query in queries]

    def cross_tabulate(
        self, structured: StructuredQuery, query: Query, row_axis: str, column_axis: str
    ) -> CrossTabulation:
        """See IndexSearcher.cross_tabulate."""
        return cross_tabulate(
            _matching(self._committed, self._evaluator.evaluate(structured)), query, row_axis, column_axis
        )

    def explain(self, structured: StructuredQuery, document_id: DocumentId) -> tuple[Contribution, ...]:
        """See IndexSearcher.explain."""
        if document_id not in self._committed.public:
            return ()
        return tuple(contributions(self._evaluator, structured, document_id))

    def matching_ids(self, structured: StructuredQuery, query: Query | None = None) -> tuple[DocumentId, ...]:
        """See IndexSearcher.matching_ids."""
        matching = _matching(self._committed, self._evaluator.evaluate(structured))
        return tuple(document.id for document in matching if passes(document, query or Query()))

    def public_versions(self) -> Mapping[DocumentId, str]:
        """See IndexSearcher.public_versions."""
        return {document.id: document.content_hash for document in self._committed.public.values()}

    def public_documents(self, fields: Sequence[str], ids: Collection[DocumentId] | None = None) -> PublicDocuments:
        """See IndexSearcher.public_documents."""
        public = self._committed.public
        chosen = [document for document in public.values() if ids is None or document.id in ids]
        return PublicDocuments(
            ids=[document.id for document in chosen],
            records=[document.record for document in chosen],
            term_counts={name: _term_counts(self._committed, name, chosen) for name in fields},
        )

    def has_term(self, field: str, term: str) -> bool:
        """See IndexSearcher.has_term."""
        return bool(self._committed.postings(field, term))

    def document_frequencies(self, field: str) -> Mapping[str, int]:
        """See IndexSearcher.document_frequencies."""
        return {term: len(held) for term, held in self._committed.fields[field].terms.items()}


def _matching(committed: CommittedState, found: Evaluation) -> list[AnalyzedDocument]:
    """The public documents of an evaluation, by id."""
    return [document for document in committed.public.values() if document.id in found.scores]


def _ranked(
    evaluator: Evaluator, document: AnalyzedDocument, structured: StructuredQuery, found: Evaluation
) -> RankedDocument:
    page_number, positions = best_page(evaluator, structured, document)
    return RankedDocument(
        id=document.id,
        record=document.record,
        score=found.scores[document.id],
        page_count=document.page_count,
        page_number=page_number,
        is_translated=document.id in found.translated,
        positions=positions,
    )


def _order(document: AnalyzedDocument, sort: SortOrder, score: float) -> tuple[float, str]:
    """What a document is sorted by before its id; the newest first, those without a date last."""
    if sort is SortOrder.TITLE:
        return 0.0, document.title_key
    if sort is SortOrder.NEWEST:
        return (float("inf") if document.published is None else -document.published), ""
    return -round(score, SCORE_DIGITS), ""


def _term_counts(committed: CommittedState, field: str, chosen: Sequence[AnalyzedDocument]) -> TermCounts:
    ordinals = {document.id: ordinal for ordinal, document in enumerate(chosen)}
    terms = list(committed.fields[field].terms)
    triples = [
        (ordinals[document_id], term_ordinal, posting.frequency)
        for term_ordinal, term in enumerate(terms)
        for document_id, posting in committed.postings(field, term).items()
        if document_id in ordinals
    ]
    documents, term_ordinals, frequencies = np.array(triples, dtype=np.int64).reshape(-1, 3).T
    return TermCounts(terms, documents, term_ordinals, frequencies.astype(np.float64))
