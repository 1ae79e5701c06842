"""An unfolded group of the panel as a tree: each value after what is broader, places under their countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from indexer import NOT_STATED, PLACE_SCHEME, Query, ResultPage, Scheme, choose_only, danish_sort_key
from web.search.facet_panel import PanelFacet, PanelValue, shortened
from web.site.context import page_vocabulary
from web.site.presentation import label
from web.site.urls.search_url import query_string

_COUNTRY, _HOME = "country", "DK"


@dataclass(frozen=True, slots=True)
class Branch:
    """Rows of a group, each as deep as it lies, under a heading.

    Attributes:
        name: of the heading, "" where there is none; `url` leads to all that belongs to it, `count` documents.
    """

    rows: tuple[PanelValue, ...]
    name: str = ""
    url: str = ""
    count: int = 0


def arranged(
    panel: Iterable[PanelFacet], unfolded: str | None, result: ResultPage
) -> tuple[list[PanelFacet], tuple[Branch, ...]]:
    """The groups as a page shows them, and the tree of the one that is asked for whole, empty where it is none."""
    groups, tree = [], tuple[Branch, ...]()
    for facet in panel:
        if facet.id == unfolded and (tree := branches(facet, result)):
            facet = replace(facet, shown=tuple(row for row in facet.shown if row.id == NOT_STATED), more=())
        groups.append(shortened(facet, unfolded))
    return groups, tree


def branches(facet: PanelFacet, result: ResultPage) -> tuple[Branch, ...]:
    """The values of a group as a tree; empty where none lies below another."""
    rows = {row.id: row for row in (*facet.shown, *facet.more) if row.id != NOT_STATED}
    below = _below(facet.id, rows)
    if facet.id == PLACE_SCHEME:
        return tuple(_lands(rows, below, result))
    ordered = tuple(_walked(below[""], below, 0))
    return (Branch(ordered),) if any(row.depth for row in ordered) else ()


Below = Mapping[str, list[PanelValue]]
"""The rows right below a value by its id, in alphabetical order; under "" those below none."""


def _below(facet_id: str, rows: Mapping[str, PanelValue]) -> Below:
    found: defaultdict[str, list[PanelValue]] = defaultdict(list)
    scheme = page_vocabulary().schemes.get(facet_id)
    for row in sorted(rows.values(), key=lambda one: danish_sort_key(one.label)):
        found[next(_broader(scheme, row.id, rows), "")].append(row)
    return found


def _broader(scheme: Scheme | None, concept_id: str, shown: Container[str]) -> Iterator[str]:
    """The broader concepts that are shown; one that is broader than itself, by a slip, is a beginning."""
    concept = scheme.concepts.get(concept_id) if scheme else None
    return (one for one in (concept.broader if concept else ()) if one in shown and one != concept_id)


def _walked(rows: Iterable[PanelValue], below: Below, depth: int) -> Iterator[PanelValue]:
    for row in rows:
        yield replace(row, depth=depth)
        yield from _walked(below.get(row.id, ()), below, depth + 1)


def _lands(rows: Mapping[str, PanelValue], below: Below, result: ResultPage) -> Iterator[Branch]:
    """A branch for each country, home first, and at the end one for names without a record."""
    places, countries = page_vocabulary().places, defaultdict[str, list[PanelValue]](list)
    for row in below.get("", ()):
        countries[places[row.id].country if row.id in places else ""].append(row)
    counts = {value.id: value.count for value in result.facet(_COUNTRY).values}
    names = {code: label(_COUNTRY, code) for code in countries if code}
    for code in sorted(countries, key=lambda one: (one != _HOME, not one, danish_sort_key(names.get(one, "")))):
        walked = tuple(_walked(countries[code], below, 0))
        yield Branch(walked, names.get(code, ""), _alone(result.query, code) if code else "", counts.get(code, 0))


def _alone(query: Query, country: str) -> str:
    """The search with this country alone: the count beside it ignores what else is chosen there."""
    return query_string(replace(choose_only(query, _COUNTRY, country), page_number=1))
