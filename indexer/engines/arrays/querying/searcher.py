"""A tree, filters, an order and a page -> the documents of the page, the total and the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.domain.queries.query import Query, SortOrder
from indexer.domain.queries.structured_query import Near, Rescored, ScoredBy, StructuredQuery
from indexer.engines.arrays.querying.filters import FilterMasks, disjunctive_counts
from indexer.engines.arrays.scoring.planner import Planner
from indexer.engines.arrays.scoring.postings.bm25 import Bm25
from indexer.engines.arrays.scoring.postings.postings_cache import LookupCounts, PostingsCache
from indexer.engines.arrays.scoring.scorer import Scorer
from indexer.engines.arrays.scoring.top_docs import TopDocs
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import Bits, DocNumbers, DocumentSet, Probe, bits_at
from indexer.engines.arrays.structures.facet_counts import FacetCounts
from indexer.engines.port import RankingParameters

# The beginning of an order, where a page of a frequent word is found; further on, ever larger pieces are gone through.
_SCANNED_FIRST = 512


@dataclass(slots=True)
class SearchResult:
    """An answer in document numbers.

    Attributes:
        page: the documents of the page in their order, with scores.
        counts: by facet and value number, over all matches; see FacetCounter.values.
    """

    scorer: Scorer
    total: int
    page: TopDocs
    counts: FacetCounts


class Searcher:
    """Searches one snapshot; safe to share between threads."""

    def __init__(
        self,
        snapshot: IndexSnapshot,
        parameters: RankingParameters,
        cache_megabytes: int,
        lookups: LookupCounts | None = None,
    ) -> None:
        """`lookups` counts on over the searchers of several snapshots."""
        self.snapshot = snapshot
        self.cache = PostingsCache(cache_megabytes << 20, lookups)
        self.planner = Planner(Bm25(snapshot, parameters, self.cache))
        self._probes: dict[str, Probe] = {}

    def search(self, structured: StructuredQuery, query: Query) -> SearchResult:
        """A page of the answer; the counts of a facet ignore what is chosen in it (see filters)."""
        if not query.filters and not query.years:
            return self.search_within(structured, query, self.planner.public)
        masks = FilterMasks(self.snapshot, query, self.planner.public)
        found = self.search_within(structured, query, masks.passing())
        counts = disjunctive_counts(self.snapshot, masks, found.scorer.matches(), found.counts)
        return SearchResult(found.scorer, found.total, found.page, counts)

    def search_within(self, structured: StructuredQuery, query: Query, passing: Bits | None) -> SearchResult:
        """A page of the answer within some documents (None for all), and the counts over them; filters are ignored."""
        scorer = self.planner.scorer(structured)
        matches = scorer.matches_within(passing)
        postings = scorer.own_postings
        # To count a frequent word costs more than the rest of its search: what is counted stays with its postings.
        if passing is self.planner.public and postings is not None and postings.is_dense:
            if postings.counts is None:
                postings.counts = self.snapshot.facets.counts(matches)
            counts = postings.counts
        else:
            counts = self.snapshot.facets.counts(matches)
        return SearchResult(scorer, matches.count, self._page(scorer, matches, passing, query), counts)

    def matches(self, structured: StructuredQuery, query: Query) -> DocumentSet:
        """The documents of the answer."""
        passing = FilterMasks(self.snapshot, query, self.planner.public).passing()
        return self.planner.scorer(_without_order(structured)).matches_within(passing)

    def totals(self, structured: StructuredQuery, queries: Sequence[Query]) -> list[int]:
        """How many documents answer under the filters of each query."""
        found = self.planner.scorer(_without_order(structured)).matches()
        each = (FilterMasks(self.snapshot, query, self.planner.public).passing() for query in queries)
        return [found.count if passing is None else found.restricted_to(passing).count for passing in each]

    def _page(self, scorer: Scorer, matches: DocumentSet, passing: Bits | None, query: Query) -> TopDocs:
        first = (query.page_number - 1) * query.page_size
        last = min(first + query.page_size, matches.count)
        if first >= last:
            return TopDocs(_NONE, np.zeros(0))
        if query.sort is SortOrder.RELEVANCE and not scorer.is_unscored:
            top = scorer.top_k_candidates(passing, last).top_k(last, self.snapshot.id_ranks)
            return TopDocs(top.doc_numbers[first:last], top.scores[first:last])
        doc_numbers = self._first_in_order(_ORDERS.get(query.sort, "by_id"), matches, last)[first:]
        if scorer.is_unscored:
            return TopDocs(doc_numbers, np.zeros(len(doc_numbers)))
        rising = np.sort(doc_numbers)
        scores = scorer.scores_at(rising)
        return TopDocs(doc_numbers, scores[rising.searchsorted(doc_numbers)])

    def _first_in_order(self, name: str, matches: DocumentSet, count: int) -> DocNumbers:
        """The first matching documents of an order of all; there are at least so many."""
        order: DocNumbers = getattr(self.snapshot, name)
        if (probe := self._probes.get(name)) is None:
            probe = self._probes[name] = Probe(order[:_SCANNED_FIRST])
        doc_numbers = probe.doc_numbers.take(probe.ordinals(matches.bits)[:count])
        start, step = _SCANNED_FIRST, 4 * _SCANNED_FIRST
        while len(doc_numbers) < count:
            piece = order[start : start + step]
            found = piece[bits_at(matches.bits, piece)][: count - len(doc_numbers)]
            doc_numbers = np.concatenate((doc_numbers, found))
            start, step = start + step, step * 4
        return doc_numbers


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
_ORDERS = {SortOrder.TITLE: "by_title", SortOrder.NEWEST: "by_publication"}


def _without_order(query: StructuredQuery) -> StructuredQuery:
    """What decides which documents match: to look for the best ones first takes most of a search."""
    while isinstance(query, Near | Rescored | ScoredBy):
        query = query.documents if isinstance(query, ScoredBy) else query.operand
    return query
