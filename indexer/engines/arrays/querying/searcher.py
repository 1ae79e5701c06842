"""A tree, filters, an order and a page -> the documents of the page, the total and the counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.domain.queries.query import Query, SortOrder
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.arrays.querying.filters import Conditions, disjunctive_counts
from indexer.engines.arrays.scoring.bm25 import WordRows
from indexer.engines.arrays.scoring.planner import Executor
from indexer.engines.arrays.scoring.postings_cache import RowCache
from indexer.engines.arrays.scoring.scorer import Plan
from indexer.engines.arrays.scoring.top_docs import BestDocuments
from indexer.engines.arrays.snapshot import Generation
from indexer.engines.arrays.structures.bitsets import Bits, DocumentSet, Numbers, Probe, tested
from indexer.engines.arrays.structures.facet_counts import FacetCounts
from indexer.engines.port import RankingParameters

_SCANNED_FIRST = 512


@dataclass(slots=True)
class Found:
    """An answer in document numbers.

    Attributes:
        best: the documents of the page in their order, with scores.
        counts: by facet and value number, over all matches; see FacetCounter.values.
    """

    plan: Plan
    total: int
    best: BestDocuments
    counts: FacetCounts


class Searcher:
    """Searches one generation; safe to share between threads."""

    def __init__(self, generation: Generation, parameters: RankingParameters, cache_megabytes: int) -> None:
        self.generation = generation
        self.cache = RowCache(cache_megabytes << 20)
        self.executor = Executor(WordRows(generation, parameters, self.cache))
        self._probes: dict[str, Probe] = {}

    def search(self, structured: StructuredQuery, query: Query) -> Found:
        """A page of the answer; the counts of a facet ignore what is chosen in it (see filtering)."""
        if not query.filters and not query.years:
            return self.restricted(structured, query, self.executor.public)
        conditions = Conditions(self.generation, query, self.executor.public)
        found = self.restricted(structured, query, conditions.all())
        counts = disjunctive_counts(self.generation, conditions, found.plan.matches(), found.counts)
        return Found(found.plan, found.total, found.best, counts)

    def restricted(self, structured: StructuredQuery, query: Query, passing: Bits | None) -> Found:
        """A page of the answer within some documents (None for all), and the counts over them; filters are ignored."""
        plan = self.executor.plan(structured)
        matches = plan.matches_within(passing)
        if passing is self.executor.public and (row := plan.row) is not None and row.is_dense:
            if row.counts is None:
                row.counts = self.generation.facets.counts(matches)
            counts = row.counts
        else:
            counts = self.generation.facets.counts(matches)
        return Found(plan, matches.count, self._page(plan, matches, passing, query), counts)

    def matches(self, structured: StructuredQuery, query: Query) -> DocumentSet:
        """The documents of the answer."""
        passing = Conditions(self.generation, query, self.executor.public).all()
        return self.executor.plan(structured).matches_within(passing)

    def _page(self, plan: Plan, matches: DocumentSet, passing: Bits | None, query: Query) -> BestDocuments:
        first = (query.page_number - 1) * query.page_size
        last = min(first + query.page_size, matches.count)
        if first >= last:
            return BestDocuments(_NONE, np.zeros(0))
        generation = self.generation
        if query.sort is SortOrder.RELEVANCE and not plan.is_flat:
            contenders = plan.contenders(passing, last)
            best = contenders.first(last, generation.id_ranks)
            return BestDocuments(best.numbers[first:last], best.scores[first:last])
        numbers = self._first_in_order(_ORDERS.get(query.sort, "by_id"), matches, last)[first:]
        if plan.is_flat:
            return BestDocuments(numbers, np.zeros(len(numbers)))
        rising = np.sort(numbers)
        scores = plan.scores_at(rising)
        return BestDocuments(numbers, scores[rising.searchsorted(numbers)])

    def _first_in_order(self, name: str, matches: DocumentSet, count: int) -> Numbers:
        """The first matching documents of an order of all; there are at least so many."""
        order: Numbers = getattr(self.generation, name)
        if (probe := self._probes.get(name)) is None:
            probe = self._probes[name] = Probe(order[:_SCANNED_FIRST])
        numbers = probe.numbers.take(probe.places(matches.bits)[:count])
        start, step = _SCANNED_FIRST, 4 * _SCANNED_FIRST
        while len(numbers) < count:
            piece = order[start : start + step]
            numbers = np.concatenate((numbers, piece[tested(matches.bits, piece)][: count - len(numbers)]))
            start, step = start + step, step * 4
        return numbers


_NONE: Numbers = np.zeros(0, dtype=np.int64)
_ORDERS = {SortOrder.TITLE: "by_title", SortOrder.NEWEST: "by_year"}
