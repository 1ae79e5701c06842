"""Filters, and the counts of facet values over what passes them, as the cluster aggregates them.

OR within a facet, AND between facets, exclusion, not stated, and a range of years as one more chosen value of "year".
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.domain.documents.facets import FACETS
from indexer.domain.queries.query import Query
from indexer.domain.queries.results import Facet, FacetValue, ValueState
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.layout import YEAR_NUMBER_FIELD, facet_field
from indexer.engines.opensearch.querying.sets import all_of, any_of
from indexer.engines.opensearch.querying.value_lists import values_aggregation, values_counts
from indexer.engines.opensearch.view import Asked

_FREE = "free"


def conditions(query: Query, without: str | None = None) -> list[Json]:
    """What documents must be to pass the filters of a query, those of one facet left out of account."""
    facets = (facet.id for facet in FACETS if facet.id != without)
    return [one for facet in facets for one in (*_chosen(query, facet), *_not_excluded(query, facet))]


def facet_aggregations(query: Query) -> Json:
    """What counts all facets over the documents of a tree before they are filtered."""
    conditioned = [facet.id for facet in FACETS if _is_conditioned(query, facet.id)]
    free = {facet.id: values_aggregation(facet_field(facet.id)) for facet in FACETS if facet.id not in conditioned}
    asked: Json = {_FREE: {"filter": all_of(conditions(query)), "aggs": free}} if free else {}
    for facet in conditioned:
        own = values_aggregation(facet_field(facet))
        asked[facet] = {"filter": all_of(_facet_conditions(query, facet)), "aggs": {facet: own}}
        for number, value in enumerate(query.excluded(facet)):
            asked[f"{facet}/{number}"] = {"filter": all_of(_excluded_value(query, facet, value))}
    return asked


def counted_facets(query: Query, answered: Json, matching: Json, asked: Asked) -> tuple[Facet, ...]:
    """Every facet as `facet_aggregations` of the query were answered over the matching documents; see FacetValue."""
    return tuple(_counted(query, facet.id, answered, matching, asked) for facet in FACETS)


def _counted(query: Query, facet: str, answered: Json, matching: Json, asked: Asked) -> Facet:
    group = answered[facet if _is_conditioned(query, facet) else _FREE]
    within = all_of([matching, *_facet_conditions(query, facet)])
    counts = values_counts(group[facet], facet_field(facet), within, asked)
    states = dict.fromkeys(query.chosen(facet), ValueState.SELECTED)
    for number, value in enumerate(query.excluded(facet)):
        states[value] = ValueState.EXCLUDED
        counts[value] = answered[f"{facet}/{number}"]["doc_count"]
    counts = dict.fromkeys(states, 0) | counts
    shown = (
        FacetValue(value, count, states.get(value, ValueState.AVAILABLE))
        for value, count in counts.items()
        if count or value in states
    )
    return Facet(facet, tuple(sorted(shown, key=lambda value: (-value.count, value.id))))


def _is_conditioned(query: Query, facet: str) -> bool:
    return bool(query.chosen(facet) or query.excluded(facet) or (facet == "year" and query.years))


def _facet_conditions(query: Query, facet: str) -> list[Json]:
    """What a document must be to be counted in a facet: what is chosen there is left out of account."""
    return [*conditions(query, without=facet), *_not_excluded(query, facet)]


def _excluded_value(query: Query, facet: str, value: str) -> list[Json]:
    """The same for a value that is excluded, as if it alone were chosen."""
    holding = {"term": {facet_field(facet): value}}
    return [*conditions(query, without=facet), *_not_excluded(query, facet, spared=value), holding]


def _chosen(query: Query, facet: str) -> Iterator[Json]:
    found: list[Json] = []
    if values := query.chosen(facet):
        found.append({"terms": {facet_field(facet): [*values]}})
    if facet == "year" and query.years:
        bounds = {"gte": query.years.first, "lte": query.years.last}
        within = {end: year for end, year in bounds.items() if year is not None}
        found.append({"range": {YEAR_NUMBER_FIELD: within}})
    if found:
        yield any_of(found)


def _not_excluded(query: Query, facet: str, spared: str | None = None) -> Iterator[Json]:
    if values := [value for value in query.excluded(facet) if value != spared]:
        yield {"bool": {"must_not": [{"terms": {facet_field(facet): values}}]}}
