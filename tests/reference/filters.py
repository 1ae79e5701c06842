"""Filters and facet counts by the words of the port alone, document by document."""

from __future__ import annotations

from dataclasses import replace

from indexer import FACETS, Filter, Query, YearRange
from indexer.engines.analyzed_document import AnalyzedDocument


def passes(document: AnalyzedDocument, query: Query) -> bool:
    """Whether a document passes the filters of a query."""
    return document.is_public and all(_facet_passes(document, query, facet.id) for facet in FACETS)


def expected_counts(matching: list[AnalyzedDocument], query: Query) -> dict[str, dict[str, int]]:
    """By facet, the count of every value that some document of the answer has, or that the query names."""
    counts = {}
    for facet in FACETS:
        named = {*query.chosen(facet.id), *query.excluded(facet.id)}
        values = named | {v for d in matching for v in d.facet_values.get(facet.id, ())}
        found = {value: sum(passes(d, _clicked(query, facet.id, value)) for d in matching) for value in values}
        counts[facet.id] = {value: count for value, count in found.items() if count or value in named}
    return counts


def _clicked(query: Query, facet: str, value: str) -> Query:
    """The query when a value alone is chosen in its facet."""
    kept = tuple(f for f in query.filters if f.facet != facet or f.is_excluded)
    years = YearRange() if facet == "year" else query.years
    return replace(query, filters=(*kept, Filter(facet, value)), years=years)


def _facet_passes(document: AnalyzedDocument, query: Query, facet: str) -> bool:
    values = set(document.facet_values.get(facet, ()))
    if values & set(query.excluded(facet)):
        return False
    is_ranged = facet == "year" and bool(query.years)
    if not query.chosen(facet) and not is_ranged:
        return True
    in_range = is_ranged and document.year is not None and query.years.contains(document.year)
    return bool(values & set(query.chosen(facet))) or in_range
