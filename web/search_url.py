"""URL <-> Query, and the links that add or remove a filter.

Canonical: q, then each facet in the order of the schema (chosen values, then excluded ones as -facet), from, to, sort,
across, words, spelling, page; values sorted, defaults left out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer import FACETS, Across, Filter, Query, SortOrder, Words, YearRange

_HIGHEST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class UrlSearch:
    """A query read from an address; `faults` are (parameter, value) that could not be understood."""

    query: Query
    faults: tuple[tuple[str, str], ...] = ()


def read_search(parameters: MultiDict[str, str], page_size: int, page_size_limit: int) -> UrlSearch:
    """The search that an address asks for; parameters of others are left alone, faults are named."""
    faults: list[tuple[str, str]] = []

    def whole_number(name: str, lowest: int, highest: int) -> int | None:
        text = parameters.get(name, "").strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 9 and lowest <= int(text) <= highest:
            return int(text)
        faults.append((name, text))
        return None

    def one_of(name: str, default: str, allowed: Collection[str]) -> str:
        text = parameters.get(name, "") or default
        if text in allowed:
            return text
        faults.append((name, text))
        return default

    filters = [
        Filter(facet.id, value.strip(), is_excluded=bool(sign))
        for facet in FACETS
        for sign in ("", "-")
        for value in parameters.getlist(f"{sign}{facet.id}")
        if value.strip()
    ]
    query = Query(
        text=" ".join(parameters.get("q", "").replace("\0", " ").split()),
        filters=tuple(filters),
        years=YearRange(whole_number("from", 1000, 2999), whole_number("to", 1000, 2999)),
        sort=SortOrder(one_of("sort", SortOrder.RELEVANCE.value, set(SortOrder))),
        page_number=whole_number("page", 1, _HIGHEST_PAGE) or 1,
        page_size=whole_number("limit", 1, page_size_limit) or page_size,
        across=Across(one_of("across", Across.ON.value, set(Across))),
        words=Words(one_of("words", Words.AUTO.value, set(Words))),
        is_literal=one_of("spelling", "corrected", {"corrected", "literal"}) == "literal",
    )
    return UrlSearch(query, tuple(faults))


PARAMETERS: tuple[str, ...] = (
    "q",
    *(f"{sign}{facet.id}" for facet in FACETS for sign in ("", "-")),
    *("from", "to", "sort", "across", "words", "spelling", "page"),
)
"""The names of the canonical parameters, in their order."""


def search_parameters(query: Query) -> list[tuple[str, str]]:
    """The canonical parameters of a query, in order."""
    parameters = [("q", query.text)] if query.text else []
    filtered = {condition.facet for condition in query.filters}
    for facet in FACETS:
        if facet.id not in filtered:
            continue
        parameters += [(facet.id, value) for value in query.chosen(facet.id)]
        parameters += [(f"-{facet.id}", value) for value in query.excluded(facet.id)]
    if query.years.first is not None:
        parameters.append(("from", str(query.years.first)))
    if query.years.last is not None:
        parameters.append(("to", str(query.years.last)))
    if query.sort is not SortOrder.RELEVANCE:
        parameters.append(("sort", query.sort.value))
    if query.across is not Across.ON:
        parameters.append(("across", query.across.value))
    if query.words is not Words.AUTO:
        parameters.append(("words", query.words.value))
    if query.is_literal:
        parameters.append(("spelling", "literal"))
    if query.page_number > 1:
        parameters.append(("page", str(query.page_number)))
    return parameters


def query_string(query: Query) -> str:
    """The canonical query string with its "?"; "" for the search for everything."""
    parameters = search_parameters(query)
    return f"?{urlencode(parameters)}" if parameters else ""
