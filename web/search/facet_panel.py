"""Facet -> what the panel shows: labels, counts, links, and what is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer import (
    FACETS,
    NOT_STATED,
    Facet,
    FacetValue,
    Language,
    Query,
    ResultPage,
    ValueState,
    Vocabulary,
    YearRange,
    danish_sort_key,
    facet_explanation,
    facet_value_label,
)
from web.site.facet_names import facet_name, years_label
from web.site.urls.search_url import NearbySearches, query_string

_MOST_FOLDED = 5
"""Values that a page brings along folded: a hundred libraries in every page would be most of its weight."""


@dataclass(frozen=True, slots=True)
class PanelValue:
    """A row of the panel; `exclude_url` leads to the results without the documents that have the value.

    Attributes:
        depth: how many values it lies below, where the group is a tree.
    """

    id: str
    label: str
    count: int
    is_selected: bool
    is_excluded: bool
    exclude_url: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PanelFacet:
    """A group of the panel: the first values by count, the rest in alphabetical order; `left_out` are on request."""

    id: str
    name: str
    explanation: str
    shown: tuple[PanelValue, ...]
    more: tuple[PanelValue, ...]
    selected_count: int
    is_open: bool
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """A year with the number of documents, and whether it lies in the chosen range."""

    year: int
    count: int
    height: int
    is_inside: bool
    url: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter above the results, with the link that removes it."""

    name: str
    label: str
    is_excluded: bool
    remove_url: str


def value_label(vocabulary: Vocabulary, facet_id: str, value: str, language: Language) -> str:
    """What a facet value is called."""
    return facet_value_label(vocabulary, facet_id, value, language)


def panel_facets(
    result: ResultPage, vocabulary: Vocabulary, language: Language, shown_values: int
) -> tuple[PanelFacet, ...]:
    """The groups of the panel in the order of the schema; the years have a group of their own."""
    panel = []
    reading = _Reading(vocabulary, language, NearbySearches(result.query))
    for field in FACETS:
        facet = result.facet(field.id)
        is_shown = (field.is_listed and field.id != "year") or facet.selected_count
        if is_shown and facet.values:
            panel.append(_panel_facet(facet, reading, shown_values))
    return tuple(panel)


def shortened(facet: PanelFacet, unfolded: str | None) -> PanelFacet:
    """The group as a page shows it: open if it was asked for, else without what is too much to fold away."""
    if facet.id == unfolded:
        return replace(facet, is_open=True)
    if len(facet.more) <= _MOST_FOLDED:
        return facet
    chosen = tuple(row for row in facet.more if row.is_selected or row.is_excluded)
    return replace(facet, more=chosen, left_out=len(facet.more) - len(chosen))


def chosen_years(panel: Iterable[PanelFacet]) -> tuple[PanelValue, ...]:
    """The single years that are chosen or left out: the others are bars, and "not stated" has a row of its own."""
    rows = (row for facet in panel if facet.id == "year" for row in facet.shown + facet.more)
    return tuple(row for row in rows if (row.is_selected or row.is_excluded) and row.id != NOT_STATED)


def histogram(result: ResultPage) -> tuple[HistogramBar, ...]:
    """A bar for every year from the first to the last that has a document; empty with fewer than two years."""
    counts = {int(v.id): v.count for v in result.facet("year").values if v.id.isdigit() and v.count}
    if len(counts) < 2:
        return ()
    highest = max(counts.values())
    bars = []
    searches = NearbySearches(result.query)
    for year in range(min(counts), max(counts) + 1):
        count = counts.get(year, 0)
        inside = not result.query.years or result.query.years.contains(year)
        bars.append(HistogramBar(year, count, round(100 * count / highest), inside, searches.in_year(year)))
    return tuple(bars)


def undated(result: ResultPage) -> FacetValue:
    """The value "not stated" of the years."""
    values = {value.id: value for value in result.facet("year").values}
    return values.get(NOT_STATED, FacetValue(NOT_STATED, 0))


def chips(query: Query, vocabulary: Vocabulary, language: Language) -> tuple[Chip, ...]:
    """Every filter of the query, in the order of its address."""
    found = []
    for condition in sorted(query.filters, key=lambda f: ([facet.id for facet in FACETS].index(f.facet), f)):
        label = value_label(vocabulary, condition.facet, condition.value, language)
        url = query_string(query.without_filter(condition))
        found.append(Chip(facet_name(condition.facet), label, condition.is_excluded, url))
    if query.years:
        without = replace(query, years=YearRange(), page_number=1)
        found.append(Chip(facet_name("year"), years_label(query.years), False, query_string(without)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the labels and links of all rows depend on."""

    vocabulary: Vocabulary
    language: Language
    searches: NearbySearches


def _panel_facet(facet: Facet, reading: _Reading, shown_values: int) -> PanelFacet:
    rows = [_panel_value(facet.id, value, reading) for value in facet.values]
    stated = [row for row in rows if row.id != NOT_STATED]
    stated.sort(key=lambda row: (-row.count, _sort_key(row.label)))
    not_stated = [row for row in rows if row.id == NOT_STATED]
    # One value more is shown as well: folded, it would take as much room.
    shown = stated if len(stated) <= shown_values + 1 else stated[:shown_values]
    more = sorted(stated[len(shown) :], key=lambda row: _sort_key(row.label))
    return PanelFacet(
        id=facet.id,
        name=facet_name(facet.id),
        explanation=facet_explanation(reading.vocabulary, facet.id, reading.language),
        shown=(*shown, *not_stated),
        more=tuple(more),
        selected_count=facet.selected_count,
        is_open=any(row.is_selected or row.is_excluded for row in more),
    )


def _panel_value(facet_id: str, value: FacetValue, reading: _Reading) -> PanelValue:
    label = value_label(reading.vocabulary, facet_id, value.id, reading.language)
    return PanelValue(
        id=value.id,
        label=label,
        count=value.count,
        is_selected=value.state is ValueState.SELECTED,
        is_excluded=value.state is ValueState.EXCLUDED,
        exclude_url=reading.searches.excluding(facet_id, value.id),
    )


# The labels of facets return on every page.
_sort_key = lru_cache(maxsize=10_000)(danish_sort_key)
