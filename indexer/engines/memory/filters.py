"""Filters and facet counts, document by document.

OR within a facet, AND between facets, exclusion, not stated, and a range of years as one more chosen value of "year".
"""

from __future__ import annotations

from collections.abc import Collection

from indexer.domain.documents.facets import FACETS
from indexer.domain.queries.cross_tabulation import choose_only
from indexer.domain.queries.query import Query
from indexer.domain.queries.results import Facet, FacetValue, ValueState
from indexer.engines.analyzed_document import AnalyzedDocument


def passes(document: AnalyzedDocument, query: Query) -> bool:
    """Whether a document passes the filters of a query."""
    conditioned = {condition.facet for condition in query.filters} | ({"year"} if query.years else set())
    return document.is_public and all(_facet_passes(document, query, facet) for facet in conditioned)


def counted_facets(matching: Collection[AnalyzedDocument], query: Query) -> tuple[Facet, ...]:
    """Every facet with the values that some document of the answer has, or that the query names; see FacetValue."""
    return tuple(_counted(matching, query, facet.id) for facet in FACETS)


def _counted(matching: Collection[AnalyzedDocument], query: Query, facet: str) -> Facet:
    states = dict.fromkeys(query.chosen(facet), ValueState.SELECTED)
    states |= dict.fromkeys(query.excluded(facet), ValueState.EXCLUDED)
    values = {*states, *(value for document in matching for value in document.facet_values.get(facet, ()))}
    shown = []
    for value in values:
        clicked = choose_only(query, facet, value)
        count = sum(passes(document, clicked) for document in matching)
        if count or value in states:
            shown.append(FacetValue(value, count, states.get(value, ValueState.AVAILABLE)))
    return Facet(facet, tuple(sorted(shown, key=lambda value: (-value.count, value.id))))


def _facet_passes(document: AnalyzedDocument, query: Query, facet: str) -> bool:
    values = set(document.facet_values.get(facet, ()))
    if values & set(query.excluded(facet)):
        return False
    is_ranged = facet == "year" and bool(query.years)
    if not query.chosen(facet) and not is_ranged:
        return True
    return bool(values & set(query.chosen(facet))) or (is_ranged and _is_in_range(document, query))


def _is_in_range(document: AnalyzedDocument, query: Query) -> bool:
    years = (value for value in document.facet_values.get("year", ()) if value.isdigit())
    return any(query.years.contains(int(year)) for year in years)
