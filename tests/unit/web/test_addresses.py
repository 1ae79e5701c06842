"""Addresses of searches: canonical, forgiving, and the same search again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer import Across, Filter, Query, SortOrder, YearRange
from tests.unit.test_search_url import QUERIES
from web.site.urls.paging import asked_page
from web.site.urls.search_url import PARAMETERS, query_string, read_search, search_parameters


def read(**parameters: str | list[str]) -> Query:
    return read_search(MultiDict({name.replace("_", "-"): value for name, value in parameters.items()}), 20, 100).query


def faults(**parameters: str) -> tuple[tuple[str, str], ...]:
    return read_search(MultiDict(parameters), 20, 100).faults


@pytest.mark.parametrize(
    ("query", "address"),
    [
        (Query(), ""),
        (Query("åben skole"), "?q=%C3%A5ben+skole"),
        (Query(filters=(Filter("goal", "b"), Filter("sector", "c"))), "?sector=c&goal=b"),
        (Query(filters=(Filter("goal", "b"), Filter("goal", "a"))), "?goal=a&goal=b"),
        (Query(filters=(Filter("goal", "a", True), Filter("goal", "b"))), "?goal=b&-goal=a"),
        (Query(years=YearRange(2001, 2002)), "?from=2001&to=2002"),
        (Query(years=YearRange(None, 2002)), "?to=2002"),
        (Query(sort=SortOrder.TITLE), "?sort=title"),
        (Query(across=Across.OFF), "?across=off"),
        (Query(related=True), "?related=1"),
        (Query("x", is_literal=True), "?q=x&spelling=literal"),
        (Query(page_number=3), "?page=3"),
        (
            Query("a&b=c", (Filter("library", "Ærø & Fyn"),), YearRange(1999), SortOrder.NEWEST, 2),
            "?q=a%26b%3Dc&library=%C3%86r%C3%B8+%26+Fyn&from=1999&sort=newest&page=2",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_search_has_one_address(query: Query, address: str) -> None:
    assert query_string(query) == address


@given(QUERIES)
def test_parameters_stand_in_their_fixed_order(query: Query) -> None:
    names = [name for name, _ in search_parameters(query)]

    assert names == sorted(names, key=PARAMETERS.index)


@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        ({"q": "  åben\n\t skole \0"}, Query("åben skole")),
        ({"sector": ["a", " b ", "", "a"]}, Query(filters=(Filter("sector", "a"), Filter("sector", "b")))),
        ({"from": "", "to": " 2002 "}, Query(years=YearRange(None, 2002))),
        ({"limit": "50"}, Query(page_size=50)),
        ({"page": "0007"}, Query(page_number=7)),
        ({"utm_source": "x", "labels": "en"}, Query()),
        ({"sort": ""}, Query()),
        ({"spelling": "literal"}, Query(is_literal=True)),
    ],
    ids=["blanks", "values", "empty", "limit", "noughts", "of-others", "nothing", "literal"],
)
def test_what_is_untidy_is_read_as_it_was_meant(parameters: dict[str, str | list[str]], query: Query) -> None:
    found = read_search(MultiDict(parameters), 20, 100)

    assert (found.query, found.faults) == (query, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"), ("page", "-1"), ("page", "1.5"), ("page", "٣"), ("page", "100001"), ("page", "9" * 400),
        ("from", "999"), ("from", "3000"), ("to", "nu"), ("limit", "101"), ("limit", "0"), ("sort", "oldest"),
        ("across", "yes"), ("related", "some"), ("spelling", "wrong"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_and_the_default_taken(name: str, value: str) -> None:
    assert faults(**{name: value}) == ((name, value),)
    assert read_search(MultiDict({name: value}), 20, 100).query == Query()


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("1", 1), ("7", 7), ("0", 1), ("-3", 1), ("x", 1), ("٣", 1), ("999999", 100_000), ("1234567", 1)],
)
def test_a_list_has_a_page_for_whatever_is_asked(asked: str, page: int) -> None:
    assert asked_page(MultiDict({"page": asked} if asked else {})) == page


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=12), max_size=6))
def test_any_address_is_a_search_and_its_canonical_address_the_same_search(parameters: dict[str, str]) -> None:
    query = read_search(MultiDict(parameters), 20, 100).query

    again = read_search(MultiDict(search_parameters(query)), 20, 100)

    assert (again.query, again.faults) == (query, ())
