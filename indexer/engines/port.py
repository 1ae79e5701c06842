"""What an index can be asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.cross_tabulation import Crossing
from indexer.domain.queries.query import Query
from indexer.domain.queries.results import Facet
from indexer.domain.queries.structured_query import Alternative, Leaf, StructuredQuery
from indexer.engines.analyzed_document import AnalyzedDocument


@dataclass(frozen=True, slots=True)
class RankedDocument:
    """A document of the answer.

    Attributes:
        page_number: the page that matches best, None if only the title does.
        places: where that page holds what was searched, as places among its words as they were analysed, from 0,
            rising; None if the engine cannot tell.
    """

    id: DocumentId
    record: str
    score: float
    page_count: int
    page_number: int | None
    is_translated: bool = False
    places: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """One page of the answer and the counts of every facet over the whole answer."""

    total: int
    documents: tuple[RankedDocument, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a part of a query found in a document; `alternative` is None for phrases and prefixes."""

    leaf: Leaf
    alternative: Alternative | None
    score: float


@dataclass(frozen=True, slots=True)
class AnalysisBasis:
    """What the analysis takes from the corpus itself: the counts of its Danish words, in how many documents."""

    documents: int = 0
    danish_word_counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often terms stand in documents, as triples: `frequencies[i]` times `terms[term_places[i]]` in a document.

    `document_places[i]` is that document's place in PublicDocuments.ids. The triples are unique, in no order.
    """

    terms: Sequence[str]
    document_places: npt.NDArray[np.int64]
    term_places: npt.NDArray[np.int64]
    frequencies: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PublicDocuments:
    """All public documents of one committed state.

    Attributes:
        state: what `SearchEngine.state` gives for that state.
        ids, records: parallel, by id.
        term_counts: by each field that was asked for.
    """

    state: object
    ids: Sequence[DocumentId]
    records: Sequence[str]
    term_counts: Mapping[str, TermCounts]


class SearchEngine(Protocol):
    """An index that can be written in batches and searched.

    A search sees one committed state. Every method raises EngineUnavailable when the index cannot be used.
    """

    def search(self, structured: StructuredQuery, query: Query) -> Ranking:
        """Evaluate the tree under the query's filters, order and page; only public documents take part.

        Past the last page the ranking holds no documents. Ties are broken by document id.
        """

    def count(self, structured: StructuredQuery, query: Query) -> int:
        """The total that `search` would give, without ranking."""

    def is_current(self) -> bool:
        """Whether the index was made by what is running now; a fresh place is not current."""

    def basis(self) -> AnalysisBasis:
        """What the documents of the index were analysed by; an empty one if there is no index."""

    def rebuilding(self, basis: AnalysisBasis) -> AbstractContextManager[SearchEngine]:
        """A new index beside the one that serves, checked and swapped in when the block ends without an exception.

        An unfinished one of the same making is taken up again. The old index is kept for one rollback.
        """

    def writing(self) -> AbstractContextManager[None]:
        """Hold the place of the only writer.

        Raises:
            IndexLocked: another process holds it and does not let go within the time limit.
        """

    def indexed_documents(self) -> dict[DocumentId, str]:
        """Content hash by document id, public or not: the state to reconcile with."""

    def apply(self, additions: Iterable[AnalyzedDocument], removals: Iterable[DocumentId]) -> None:
        """Add or replace and remove documents in one commit: all of it or nothing.

        Called while `writing` is held.
        """

    def has_term(self, field: str, term: str) -> bool:
        """Whether some document holds the term in the field."""

    def document_frequencies(self, field: str) -> Mapping[str, int]:
        """Every term of a field with the number of documents that hold it; not to be changed."""

    def explain(self, structured: StructuredQuery, document_id: DocumentId) -> tuple[Contribution, ...]:
        """What each part of the tree found in a public document, in the order of the tree; empty if nothing."""

    def state(self) -> object:
        """Something that is equal while the committed state is the same."""

    def cross(self, structured: StructuredQuery, query: Query, row_axis: str, column_axis: str) -> Crossing:
        """The counts of two axes crossed: each is the total that `search` gives for the two values chosen.

        Raises:
            UnknownAxis: the axes cannot be crossed.
        """

    def public_documents(self, fields: Sequence[str]) -> PublicDocuments:
        """Every public document with its record and the terms of some fields, in one batch."""

    def matching_ids(self, structured: StructuredQuery, query: Query | None = None) -> tuple[DocumentId, ...]:
        """The ids of all public documents that match and pass the filters of a query, sorted."""

    def facet_value_exists(self, facet: str, value: str) -> bool:
        """Whether some public document carries the value."""

    def document_count(self) -> int:
        """Documents in the index, public or not."""

    def page_total(self) -> int:
        """Pages of all documents in the index."""

    def close(self) -> None:
        """Let go of what is kept open; the engine may be used again."""

    def size_bytes(self) -> int:
        """Bytes that the index takes on disk; 0 if there is none."""

    def fingerprint(self) -> str:
        """Identity of what made the index; "" if there is none."""
