"""URL <-> Query, and the links that add or remove a filter.

Canonical: q, then each facet in the order of the schema (chosen values, then excluded ones as -facet), from, to, sort,
across, related, spelling, page; values sorted, defaults left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from werkzeug.datastructures import MultiDict

from indexer import FACETS, Across, Filter, Query, SortOrder, YearRange, incoming_line

_HIGHEST_PAGE = 100_000
_WHOLE = re.compile(r"[0-9]{1,8}")
_FACET_ORDER = {facet.id: place for place, facet in enumerate(FACETS)}


@dataclass(frozen=True, slots=True)
class UrlSearch:
    """A query read from an address; `faults` are (parameter, value) that could not be understood."""

    query: Query
    faults: tuple[tuple[str, str], ...] = ()


def read_search(
    parameters: MultiDict[str, str],
    page_size: int,
    page_size_limit: int,
    value_named: Callable[[str, str], str] = lambda facet, name: "",
) -> UrlSearch:
    """The search that an address asks for; parameters of others are left alone, faults are named.

    `value_named` gives the id that a name, or the id of what was replaced, means in a facet; "" for none.
    """
    faults: list[tuple[str, str]] = []

    def whole_number(name: str, lowest: int, highest: int) -> int | None:
        text = parameters.get(name, "").strip()
        if not text:
            return None
        if _WHOLE.fullmatch(text) and lowest <= int(text) <= highest:
            return int(text)
        faults.append((name, text))
        return None

    def one_of(name: str, default: str, allowed: Collection[str]) -> str:
        text = parameters.get(name, "") or default
        if text in allowed:
            return text
        faults.append((name, text))
        return default

    query = Query(
        text=" ".join(parameters.get("q", "").replace("\0", " ").split()),
        filters=tuple(
            one for one in _asked_filters(parameters, value_named) if one.value
        ),  # one of signs alone is none
        years=YearRange(whole_number("from", 1000, 2999), whole_number("to", 1000, 2999)),
        sort=SortOrder(one_of("sort", SortOrder.RELEVANCE.value, set(SortOrder))),
        page_number=whole_number("page", 1, _HIGHEST_PAGE) or 1,
        page_size=whole_number("limit", 1, page_size_limit) or page_size,
        across=Across(one_of("across", Across.ON.value, set(Across))),
        related=one_of("related", "0", {"0", "1"}) == "1",
        is_literal=one_of("spelling", "corrected", {"corrected", "literal"}) == "literal",
    )
    return UrlSearch(query, tuple(faults))


def _asked_filters(parameters: MultiDict[str, str], value_named: Callable[[str, str], str]) -> Iterator[Filter]:
    for facet in FACETS:
        for sign in ("", "-"):
            for value in filter(None, map(incoming_line, parameters.getlist(f"{sign}{facet.id}"))):
                yield Filter(facet.id, value_named(facet.id, value) or value, is_excluded=bool(sign))


PARAMETERS: tuple[str, ...] = (
    "q",
    *(f"{sign}{facet.id}" for facet in FACETS for sign in ("", "-")),
    *("from", "to", "sort", "across", "related", "spelling", "page"),
)
"""The names of the canonical parameters, in their order."""


def search_parameters(query: Query) -> list[tuple[str, str]]:
    """The canonical parameters of a query, in order."""
    return [*_text(query), *_filters(query.filters), *_years(query.years), *_settings(query)]


def query_string(query: Query) -> str:
    """The canonical query string with its "?"; "" for the search for everything."""
    return _written(search_parameters(query))


def facet_query_string(facet: str, value: str) -> str:
    """The query string of the search for all documents with a facet value."""
    return f"?{facet}={quoted(value)}"


def keeping(address: str, more: str) -> str:
    """An address with further parameters, which begin with "&" or are ""."""
    return address + (more if "?" in address or not more else f"?{more[1:]}")


class NearbySearches:
    """Query strings of searches that differ from one in a single condition, made from the pieces that they share.

    They are what `query_string` gives for the first page of those searches.
    """

    def __init__(self, query: Query) -> None:
        self._query = query
        self._facet = ""
        self._chosen: tuple[str, ...] = ()
        self._excluded: tuple[str, ...] = ()
        self._before = self._after = ""
        settings = _settings(replace(query, page_number=1))
        self._rest = [*_years(query.years), *settings]
        self._before_years = _opened([*_text(query), *_filters(query.filters)])
        self._after_years = _continued(settings)

    def excluding(self, facet: str, value: str) -> str:
        """The search without the documents that have the value."""
        if facet != self._facet:
            self._cut_at(facet)
        if self._excluded or value in self._chosen:
            return query_string(self._query.with_filter(Filter(facet, value, is_excluded=True)))
        return f"{self._before}-{facet}={quoted(value)}{self._after}"

    def in_year(self, year: int) -> str:
        """The search within one year instead of its own range."""
        return f"{self._before_years}from={year}&to={year}{self._after_years}"

    def _cut_at(self, facet: str) -> None:
        """Write what stands before and after the excluded values of a facet."""
        query, order = self._query, _FACET_ORDER[facet]
        before = _filters(f for f in query.filters if _FACET_ORDER[f.facet] <= order)
        after = _filters(f for f in query.filters if _FACET_ORDER[f.facet] > order)
        self._facet, self._chosen, self._excluded = facet, query.chosen(facet), query.excluded(facet)
        self._before = _opened([*_text(query), *before])
        self._after = _continued([*after, *self._rest])


@lru_cache(maxsize=5_000)
def quoted(value: str) -> str:
    """A value as it is written in a query string; remembered, for the values of facets return on every page."""
    return quote_plus(value)


def _written(parameters: list[tuple[str, str]]) -> str:
    return f"?{urlencode(parameters)}" if parameters else ""


def _opened(parameters: list[tuple[str, str]]) -> str:
    """The beginning of a query string that goes on."""
    return f"?{urlencode(parameters)}&" if parameters else "?"


def _continued(parameters: list[tuple[str, str]]) -> str:
    """The end of a query string that has begun."""
    return f"&{urlencode(parameters)}" if parameters else ""


def _text(query: Query) -> list[tuple[str, str]]:
    return [("q", query.text)] if query.text else []


def _filters(filters: Iterable[Filter]) -> list[tuple[str, str]]:
    ordered = sorted(filters, key=lambda f: (_FACET_ORDER[f.facet], f.is_excluded, f.value))
    return [(f"-{f.facet}" if f.is_excluded else f.facet, f.value) for f in ordered]


def _years(years: YearRange) -> list[tuple[str, str]]:
    ends = (("from", years.first), ("to", years.last))
    return [(name, str(year)) for name, year in ends if year is not None]


def _settings(query: Query) -> list[tuple[str, str]]:
    parameters = []
    if query.sort is not SortOrder.RELEVANCE:
        parameters.append(("sort", query.sort.value))
    if query.across is not Across.ON:
        parameters.append(("across", query.across.value))
    if query.related:
        parameters.append(("related", "1"))
    if query.is_literal:
        parameters.append(("spelling", "literal"))
    if query.page_number > 1:
        parameters.append(("page", str(query.page_number)))
    return parameters
