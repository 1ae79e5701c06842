"""What an index can be asked, and what it answers.

An engine has three sides: searchers, each over one committed state; the one writer; and statistics. Nothing here says
that the index is near: every method raises EngineUnavailable when the index cannot be used or does not answer within a
stated time, those that write or hand over a whole collection within a longer one. The engine that committed shows it at
once; other processes see it within a stated glance. How an index lies on disks, and how damages are told, is each
engine's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.cross_tabulation import CrossTabulation
from indexer.domain.queries.query import Query
from indexer.domain.queries.results import Facet
from indexer.domain.queries.structured_query import Alternative, Leaf, StructuredQuery
from indexer.engines.analyzed_document import AnalyzedDocument


@dataclass(frozen=True, slots=True)
class RankingParameters:
    """Constants of BM25, and how many terms a prefix stands for at most."""

    k1: float = 1.2
    b: float = 0.75
    prefix_expansions: int = 200


@dataclass(frozen=True, slots=True)
class RankedDocument:
    """A document of the answer.

    Attributes:
        page_number: the page that matches best, None if only the title does.
        positions: where that page holds what was searched, counted among its words as they were analysed, from 0,
            rising; None if the engine cannot tell.
    """

    id: DocumentId
    record: str
    score: float
    page_count: int
    page_number: int | None
    is_translated: bool = False
    positions: tuple[int, ...] | None = None


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
    """How often terms stand in documents, as triples: `frequencies[i]` times `terms[term_ordinals[i]]` in a document.

    `document_ordinals[i]` is that document's ordinal in PublicDocuments.ids. The triples are unique, in no order.
    """

    terms: Sequence[str]
    document_ordinals: npt.NDArray[np.int64]
    term_ordinals: npt.NDArray[np.int64]
    frequencies: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PublicDocuments:
    """Public documents of one committed state.

    Attributes:
        ids, records: parallel, by id.
        term_counts: by each field that was asked for.
    """

    ids: Sequence[DocumentId]
    records: Sequence[str]
    term_counts: Mapping[str, TermCounts]


class IndexSearcher(Protocol):
    """One committed state, searched; it stays as it is while newer ones are committed. Threads may share it."""

    @property
    def state(self) -> object:
        """Equal for searchers of the same committed state."""

    @property
    def basis(self) -> AnalysisBasis:
        """What the documents of the index were analysed by, and queries must be."""

    def search(self, structured: StructuredQuery, query: Query) -> Ranking:
        """Evaluate the tree under the query's filters, order and page; only public documents take part.

        Past the last page the ranking holds no documents. Ties are broken by document id. Scores are those of the
        formulas that the tree's parts cite; documents whose scores differ by less than a millionth may stand in either
        order. Frequencies are those of the live documents, or also of replaced ones until the engine cleans up.
        """

    def count(self, structured: StructuredQuery, query: Query) -> int:
        """The total that `search` would give, without ranking."""

    def counts(self, structured: StructuredQuery, queries: Sequence[Query]) -> list[int]:
        """The totals of one tree under several filters; the tree is evaluated once."""

    def cross_tabulate(
        self, structured: StructuredQuery, query: Query, row_axis: str, column_axis: str
    ) -> CrossTabulation:
        """The counts of two axes crossed: each is the total that `search` gives for the two values chosen.

        Raises:
            UnknownAxis: the axes cannot be crossed.
        """

    def explain(self, structured: StructuredQuery, document_id: DocumentId) -> tuple[Contribution, ...]:
        """What each part of the tree found in a public document, in the order of the tree; empty if nothing."""

    def matching_ids(self, structured: StructuredQuery, query: Query | None = None) -> tuple[DocumentId, ...]:
        """The ids of all public documents that match and pass the filters of a query, sorted."""

    def public_versions(self) -> Mapping[DocumentId, str]:
        """The content hash of every public document, by id and in that order.

        In states with an equal `basis`, documents with equal hashes are equal, whatever was committed in between.
        """

    def public_documents(self, fields: Sequence[str], ids: Collection[DocumentId] | None = None) -> PublicDocuments:
        """The public documents among some ids, or all, with their records and the terms of some fields, in one batch.

        What is not read is not paid for: a few documents of many are given in the time that they take.
        """

    def has_term(self, field: str, term: str) -> bool:
        """Whether some document holds the term in the field."""

    def document_frequencies(self, field: str) -> Mapping[str, int]:
        """Every term of a field with the number of documents that hold it; not to be changed."""


class IndexWriter(Protocol):
    """The one writer of an index, and what it must know to decide what to write."""

    def writing(self) -> AbstractContextManager[None]:
        """Hold the place of the only writer.

        Raises:
            IndexLocked: another process holds it and does not let go within the time limit.
        """

    def apply(self, additions: Iterable[AnalyzedDocument], removals: Iterable[DocumentId]) -> None:
        """Add or replace and remove documents in one commit, while `writing` is held.

        A wrong document stops the batch before anything of it can be seen, and searchers see all of a batch or nothing.
        Where writer or index die in between, each document is the old or the new one, whole, until the next
        reconciliation, which goes by content hash.
        """

    def rebuilding(self, basis: AnalysisBasis) -> AbstractContextManager[SearchEngine]:
        """A new index beside the one that serves, checked and swapped in when the block ends without an exception.

        An unfinished one of the same making is taken up again. The old index is kept for one rollback.
        """

    def forget_former(self) -> None:
        """Remove every index but the one that serves, while `writing` is not held: they hold words that must go."""

    def indexed_documents(self) -> dict[DocumentId, str]:
        """Content hash by document id, public or not: the state to reconcile with; empty if there is no index."""

    def is_current(self) -> bool:
        """Whether the index was made by what is running now; a fresh place is not current."""

    def is_whole(self) -> bool:
        """Whether every file of the index is what was written; a fresh place is not whole."""


class IndexStatistics(Protocol):
    """What an index holds; nothing where there is none."""

    def document_count(self) -> int:
        """Documents in the index, public or not."""

    def page_total(self) -> int:
        """Pages of all documents in the index."""

    def size_bytes(self) -> int:
        """Bytes that the index takes on disks; 0 if there is none."""

    def fingerprint(self) -> str:
        """Identity of what made the index; "" if there is none."""

    def committed_at(self) -> float:
        """When the index that serves changed last, in seconds since 1970; 0 if there is none."""

    def cache_lookups(self) -> tuple[int, int]:
        """How often what a query needs was kept in memory, and how often it was made, since this process began."""


class SearchEngine(Protocol):
    """An index that can be searched, and written in batches."""

    @property
    def writer(self) -> IndexWriter:
        """The writing side."""

    @property
    def statistics(self) -> IndexStatistics:
        """What the index holds."""

    def searcher(self) -> IndexSearcher:
        """A searcher of the newest committed state.

        Raises:
            EngineUnavailable: there is no index, or it cannot be read.
            IndexOutdated: another version laid it out.
        """

    def close(self) -> None:
        """Let go of what is kept open; the engine may be used again."""
