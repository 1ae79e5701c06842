"""One committed state as the port asks for it; what a damaged file raises becomes one error of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.cross_tabulation import CrossTabulation
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.arrays.querying.best_pages import explain
from indexer.engines.arrays.querying.cross_tabulation import cross_tabulate
from indexer.engines.arrays.querying.public_documents import read_public_documents, read_public_versions
from indexer.engines.arrays.querying.ranking import ranking
from indexer.engines.arrays.querying.searcher import Searcher
from indexer.engines.arrays.segments.schema import ID_FIELD
from indexer.engines.arrays.snapshot.index_snapshot import IndexSnapshot
from indexer.engines.port import AnalysisBasis, Contribution, PublicDocuments, Ranking
from indexer.engines.whoosh.errors import translated


class WhooshSearcher:
    """See IndexSearcher."""

    def __init__(self, arrays: Searcher, basis: AnalysisBasis) -> None:
        """`arrays` is what answers."""
        self.arrays = arrays
        self.basis = basis
        self._snapshot = arrays.snapshot

    @property
    def state(self) -> object:
        """See IndexSearcher.state."""
        return self._snapshot.identity

    def search(self, structured: StructuredQuery, query: Query) -> Ranking:
        """See IndexSearcher.search."""
        with _checked(self._snapshot):
            return ranking(self.arrays, structured, query)

    def count(self, structured: StructuredQuery, query: Query) -> int:
        """See IndexSearcher.count."""
        with _checked(self._snapshot):
            return self.arrays.matches(structured, query).count

    def counts(self, structured: StructuredQuery, queries: Sequence[Query]) -> list[int]:
        """See IndexSearcher.counts."""
        with _checked(self._snapshot):
            return self.arrays.totals(structured, queries)

    def cross_tabulate(
        self, structured: StructuredQuery, query: Query, row_axis: str, column_axis: str
    ) -> CrossTabulation:
        """See IndexSearcher.cross_tabulate."""
        with _checked(self._snapshot):
            return cross_tabulate(self.arrays, structured, query, (row_axis, column_axis))

    def explain(self, structured: StructuredQuery, document_id: DocumentId) -> tuple[Contribution, ...]:
        """See IndexSearcher.explain."""
        with _checked(self._snapshot):
            found = self._snapshot.terms.postings(ID_FIELD, document_id).documents.tolist()
            numbers = [number for number in found if self._snapshot.is_public[number]]
            if not numbers:
                return ()
            return tuple(Contribution(*part) for part in explain(self.arrays.planner, structured, numbers[0]))

    def matching_ids(self, structured: StructuredQuery, query: Query | None = None) -> tuple[DocumentId, ...]:
        """See IndexSearcher.matching_ids."""
        with _checked(self._snapshot):
            found = self.arrays.matches(structured, query or Query()).doc_numbers
            return tuple(sorted(map(DocumentId, self._snapshot.texts("id", found))))

    def public_versions(self) -> Mapping[DocumentId, str]:
        """See IndexSearcher.public_versions."""
        with _checked(self._snapshot):
            return read_public_versions(self._snapshot)

    def public_documents(self, fields: Sequence[str], ids: Collection[DocumentId] | None = None) -> PublicDocuments:
        """See IndexSearcher.public_documents."""
        with _checked(self._snapshot):
            return read_public_documents(self._snapshot, fields, ids)

    def has_term(self, field: str, term: str) -> bool:
        """See IndexSearcher.has_term."""
        with translated():
            return self._snapshot.terms.document_frequency(field, term) > 0

    def document_frequencies(self, field: str) -> Mapping[str, int]:
        """See IndexSearcher.document_frequencies."""
        with translated():
            return self._snapshot.terms.document_frequencies(field)


@contextmanager
def _checked(snapshot: IndexSnapshot) -> Iterator[None]:
    """An answer counts if nothing was written to the files while it was made: they are mapped, not copied."""
    with translated():
        yield
        snapshot.check_unwritten()
