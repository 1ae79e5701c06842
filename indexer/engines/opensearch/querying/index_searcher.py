"""One committed state, searched on the cluster."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.cross_tabulation import CrossTabulation
from indexer.domain.queries.fields import SPELLING_FIELDS, TEXT_FIELDS
from indexer.domain.queries.query import Query, SortOrder
from indexer.domain.queries.structured_query import StructuredQuery
from indexer.engines.opensearch.cluster import Deadline, Json
from indexer.engines.opensearch.documents import counted
from indexer.engines.opensearch.layout import MOST_RESULTS, counts_field, terms_field
from indexer.engines.opensearch.preferences import ClusterPreferences
from indexer.engines.opensearch.querying.best_pages import BestPage, best_pages, explain
from indexer.engines.opensearch.querying.cross_tabulation import cross_tabulate
from indexer.engines.opensearch.querying.filters import conditions, counted_facets, facet_aggregations
from indexer.engines.opensearch.querying.scores import IN_ORDER, TreeScores
from indexer.engines.opensearch.querying.sets import EVERYTHING, PUBLIC, all_of
from indexer.engines.opensearch.querying.term_statistics import KeptStatistics, LookupCounts
from indexer.engines.opensearch.querying.value_lists import combinations
from indexer.engines.opensearch.view import Asked, View
from indexer.engines.port import AnalysisBasis, Contribution, PublicDocuments, RankedDocument, Ranking, TermCounts

_ORDERS: Mapping[SortOrder, list[Json]] = {
    SortOrder.RELEVANCE: IN_ORDER,
    SortOrder.NEWEST: [{"published": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
    SortOrder.TITLE: [{"title_key": "asc"}, {"id": "asc"}],
}
_AT_ONCE = 1000
_MOST_IDS = 10_000


class Questions:
    """Questions to one committed state, each with the moment by which it is answered, and what their trees need."""

    def __init__(self, view: View, preferences: ClusterPreferences, lookups: LookupCounts) -> None:
        self._view = view
        self._preferences = preferences
        self._statistics = KeptStatistics(lookups)

    def about(self, structured: StructuredQuery) -> tuple[Asked, TreeScores]:
        """A question about a tree."""
        asked = self.quick()
        ranking = self._preferences.ranking
        statistics = self._statistics.prepared(asked, (structured,), ranking.prefix_expansions)
        return asked, TreeScores(asked, statistics, ranking)

    def quick(self) -> Asked:
        """A question that somebody waits for."""
        return self._view.asked(Deadline(self._preferences.searching_seconds))

    def whole(self) -> Asked:
        """A question about the whole collection, which takes as long as it is large."""
        return self._view.asked(Deadline(self._preferences.writing_seconds))


class OpenSearchSearcher:
    """See IndexSearcher."""

    def __init__(self, view: View, preferences: ClusterPreferences, lookups: LookupCounts) -> None:
        self.questions = Questions(view, preferences, lookups)
        self.basis: AnalysisBasis = view.basis
        self._frequencies: dict[str, Mapping[str, int]] = {}
        self.state: object = (view.index, view.commit)

    def search(self, structured: StructuredQuery, query: Query) -> Ranking:
        """See IndexSearcher.search."""
        asked, scores = self.questions.about(structured)
        first = (query.page_number - 1) * query.page_size
        size = max(0, min(query.page_size, MOST_RESULTS - first))
        (answer,) = asked.search(
            {
                "query": {"bool": {"must": [scores.scored(structured)], "filter": [PUBLIC]}},
                # Not in the query: a facet is counted as if nothing were chosen in it.
                "post_filter": all_of(conditions(query)),
                "aggs": facet_aggregations(query),
                # Hits behind its window are refused by the cluster; how many there are is asked all the same.
                "from": first if size else 0,
                "size": size,
                "sort": _ORDERS[query.sort],
                "track_scores": True,
                "track_total_hits": True,
                "_source": ["id", "record", "page_count"],
            }
        )
        hits = answer["hits"]["hits"]
        pages = best_pages(asked, scores, structured, [hit["_source"]["id"] for hit in hits])
        documents = tuple(_ranked(hit, pages.get(hit["_source"]["id"], BestPage())) for hit in hits)
        matching = all_of([scores.sets.matched(structured), PUBLIC])
        facets = counted_facets(query, answer["aggregations"], matching, asked)
        return Ranking(answer["hits"]["total"]["value"], documents, facets)

    def count(self, structured: StructuredQuery, query: Query) -> int:
        """See IndexSearcher.count."""
        return self.counts(structured, (query,))[0]

    def counts(self, structured: StructuredQuery, queries: Sequence[Query]) -> list[int]:
        """See IndexSearcher.counts."""
        asked, scores = self.questions.about(structured)
        each = {str(number): {"filter": all_of(conditions(query))} for number, query in enumerate(queries)}
        (answer,) = asked.search(
            {"query": _public(scores, structured), "size": 0, "track_total_hits": False, "aggs": each}
        )
        return [answer["aggregations"][number]["doc_count"] for number in each]

    def cross_tabulate(
        self, structured: StructuredQuery, query: Query, row_axis: str, column_axis: str
    ) -> CrossTabulation:
        """See IndexSearcher.cross_tabulate."""
        asked, scores = self.questions.about(structured)
        return cross_tabulate(asked, _public(scores, structured), query, row_axis, column_axis)

    def explain(self, structured: StructuredQuery, document_id: DocumentId) -> tuple[Contribution, ...]:
        """See IndexSearcher.explain."""
        asked, scores = self.questions.about(structured)
        return tuple(explain(asked, scores, structured, document_id))

    def matching_ids(self, structured: StructuredQuery, query: Query | None = None) -> tuple[DocumentId, ...]:
        """See IndexSearcher.matching_ids."""
        asked, scores = self.questions.about(structured)
        documents = all_of([_public(scores, structured), *conditions(query or Query())])
        return tuple(DocumentId(hit["sort"][0]) for hit in every_document(asked, documents, ()))

    def public_versions(self) -> Mapping[DocumentId, str]:
        """See IndexSearcher.public_versions."""
        hits = every_document(self.questions.whole(), PUBLIC, ["id", "hash"])
        return {DocumentId(hit["_source"]["id"]): hit["_source"]["hash"] for hit in hits}

    def public_documents(self, fields: Sequence[str], ids: Collection[DocumentId] | None = None) -> PublicDocuments:
        """See IndexSearcher.public_documents.

        Raises:
            KeyError: counts of a field without positions are asked for.
        """
        for field in fields:
            if field not in TEXT_FIELDS:
                raise KeyError(field)
        asked, stored = self.questions.whole(), [counts_field(field) for field in fields]
        hits = [hit for some in _public_among(ids) for hit in every_document(asked, some, ["id", "record"], stored)]
        return PublicDocuments(
            ids=[DocumentId(hit["_source"]["id"]) for hit in hits],
            records=[hit["_source"]["record"] for hit in hits],
            term_counts={field: _term_counts(hits, counts_field(field)) for field in fields},
        )

    def has_term(self, field: str, term: str) -> bool:
        """See IndexSearcher.has_term."""
        return _exists(self.questions.quick(), {"term": {field: term}})

    def document_frequencies(self, field: str) -> Mapping[str, int]:
        """See IndexSearcher.document_frequencies; not of a field without positions that holds no spellings.

        Raises:
            KeyError: it is such a field.
        """
        if field not in (*TEXT_FIELDS, *SPELLING_FIELDS):
            raise KeyError(field)
        if field not in self._frequencies:
            listed = combinations([terms_field(field)], EVERYTHING, self.questions.whole())
            self._frequencies[field] = {term: count for (term,), count in listed}
        return self._frequencies[field]


def every_document(asked: Asked, documents: Json, sources: Sequence[str], stored: Sequence[str] = ()) -> Iterator[Json]:
    """Every document of a query by id, with some of what is kept of it."""
    body: Json = {
        "query": documents,
        "size": _AT_ONCE,
        "sort": [{"id": "asc"}],
        "_source": [*sources],
        "track_total_hits": False,
    }
    if stored:
        body["stored_fields"] = [*stored]
    while True:
        (answer,) = asked.search(body)
        hits = answer["hits"]["hits"]
        yield from hits
        if len(hits) < _AT_ONCE:
            return
        body = {**body, "search_after": hits[-1]["sort"]}


def _public_among(ids: Collection[DocumentId] | None) -> Iterator[Json]:
    """The public documents among some ids, or all, as queries one after the other: each takes so many ids at most."""
    if ids is None:
        yield PUBLIC
        return
    listed = sorted(ids)
    for first in range(0, len(listed), _MOST_IDS):
        yield all_of([PUBLIC, {"terms": {"id": listed[first : first + _MOST_IDS]}}])


def _public(scores: TreeScores, structured: StructuredQuery) -> Json:
    return all_of([scores.sets.matched(structured), PUBLIC])


def _exists(asked: Asked, documents: Json) -> bool:
    (answer,) = asked.search({"query": documents, "size": 0, "track_total_hits": 1})
    return bool(answer["hits"]["total"]["value"])


def _ranked(hit: Json, page: BestPage) -> RankedDocument:
    return RankedDocument(
        id=DocumentId(hit["_source"]["id"]),
        record=hit["_source"]["record"],
        score=hit["_score"],
        page_count=hit["_source"]["page_count"],
        page_number=page.number,
        is_translated=page.is_translated,
        positions=page.positions,
    )


def _term_counts(hits: Sequence[Json], field: str) -> TermCounts:
    found = [
        (document, term, count)
        for document, hit in enumerate(hits)
        for text in hit.get("fields", {}).get(field, ())
        for term, count in counted(text)
    ]
    # In an order of their own, so that what is made of them is the same for the same documents.
    terms = sorted({term for _, term, _ in found})
    ordinals = {term: ordinal for ordinal, term in enumerate(terms)}
    triples = [(document, ordinals[term], count) for document, term, count in found]
    documents, numbers, counts = np.array(triples, dtype=np.int64).reshape(-1, 3).T
    return TermCounts(terms, documents, numbers, counts.astype(np.float64))
