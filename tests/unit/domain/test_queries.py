"""Searches as values: filters, years, and what equal searches are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import (
    AXES,
    DECADE,
    FACETS,
    Filter,
    Query,
    YearRange,
    axis_facet,
    choose_only,
    free_axis,
)
from indexer.domain.errors import UnknownAxis, UnknownField
from indexer.domain.queries.cross_tabulation import check_axes
from tests.saying import raises_saying
from tests.unit.test_search_url import FILTERS, QUERIES

PUBLIC, PRIVATE = Filter("sector", "public"), Filter("sector", "private")
NOT_PUBLIC = Filter("sector", "public", is_excluded=True)


def test_a_filter_needs_a_facet_that_exists() -> None:
    with raises_saying(UnknownField, r"no facet 'colour'.*kind, sector, goal"):
        Filter("colour", "red")


@given(st.lists(FILTERS, max_size=6))
def test_the_order_of_filters_and_repetition_make_no_other_search(filters: list[Filter]) -> None:
    query = Query(filters=tuple(filters))

    assert query == Query(filters=tuple(reversed(filters))) == Query(filters=(*filters, *filters))
    assert hash(query) == hash(Query(filters=tuple(reversed(filters))))


def test_what_is_both_chosen_and_excluded_counts_as_chosen() -> None:
    assert Query(filters=(NOT_PUBLIC, PUBLIC)).filters == (PUBLIC,)


def test_a_filter_replaces_its_own_opposite() -> None:
    query = Query(filters=(PUBLIC, PRIVATE), page_number=4)

    turned = query.with_filter(NOT_PUBLIC)

    assert turned.chosen("sector") == ("private",)
    assert turned.excluded("sector") == ("public",)
    assert turned.page_number == 1
    assert turned.with_filter(PUBLIC).filters == query.filters


def test_chosen_values_are_those_of_one_facet_only() -> None:
    query = Query(filters=(PUBLIC, Filter("goal", "experiment"), Filter("goal", "public", is_excluded=True)))

    assert query.chosen("goal") == ("experiment",)
    assert query.excluded("goal") == ("public",)
    assert query.chosen("phase") == query.excluded("sector") == ()


@given(QUERIES)
def test_without_any_filter_only_the_text_and_its_order_are_left(query: Query) -> None:
    free = query.without_any_filter()

    assert not free.is_restricted
    assert (free.text, free.sort, free.page_number) == (query.text, query.sort, 1)


@given(QUERIES, FILTERS)
def test_removing_a_filter_leaves_the_others(query: Query, removed: Filter) -> None:
    assert set(query.without_filter(removed).filters) == set(query.filters) - {removed}


@pytest.mark.parametrize(
    ("years", "inside", "outside"),
    [
        (YearRange(2010, 2012), (2010, 2011, 2012), (2009, 2013)),
        (YearRange(2010), (2010, 2999), (2009,)),
        (YearRange(None, 2012), (1000, 2012), (2013,)),
        (YearRange(2010, 2010), (2010,), (2009, 2011)),
        (YearRange(2012, 2010), (), (2009, 2010, 2011, 2012, 2013)),
        (YearRange(), (), (2010,)),
    ],
    ids=["both", "open-end", "open-beginning", "one-year", "turned-round", "none"],
)
def test_a_range_of_years_holds_both_its_ends(
    years: YearRange, inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    assert all(years.contains(year) for year in inside)
    assert not any(years.contains(year) for year in outside)


@pytest.mark.parametrize(
    ("query", "is_restricted"),
    [
        (Query(), False),
        (Query("skole"), False),
        (Query(filters=(NOT_PUBLIC,)), True),
        (Query(years=YearRange(None, 2000)), True),
    ],
    ids=["nothing", "text", "exclusion", "years"],
)
def test_only_filters_and_years_restrict(query: Query, is_restricted: bool) -> None:
    assert query.is_restricted is is_restricted


def test_every_facet_is_an_axis_and_so_is_the_decade() -> None:
    assert {*AXES} == {facet.id for facet in FACETS} | {DECADE}
    assert axis_facet(DECADE) == "year"
    assert all(axis_facet(facet.id) == facet.id for facet in FACETS)


@pytest.mark.parametrize(
    ("axes", "named"),
    [
        (("sector", "sector"), "choose two different facets"),
        (("year", DECADE), "choose two different facets"),
        (("sector", "colour"), "no axis 'colour'"),
        (("", "sector"), "no axis ''"),
    ],
    ids=["the-same", "years-twice", "unknown", "empty"],
)
def test_axes_that_cannot_be_crossed_say_why(axes: tuple[str, str], named: str) -> None:
    with raises_saying(UnknownAxis, named):
        check_axes(*axes)


@given(QUERIES, st.sampled_from(AXES))
def test_a_freed_axis_keeps_what_is_excluded_and_every_other_facet(query: Query, axis: str) -> None:
    facet = axis_facet(axis)

    free = free_axis(query, axis)

    assert free.chosen(facet) == ()
    assert free.excluded(facet) == query.excluded(facet)
    assert [f for f in free.filters if f.facet != facet] == [f for f in query.filters if f.facet != facet]
    assert free.years == (YearRange() if facet == "year" else query.years)


@given(QUERIES, st.sampled_from([axis for axis in AXES if axis != DECADE]))
def test_a_click_chooses_its_value_alone(query: Query, axis: str) -> None:
    asked = choose_only(query, axis, "public")

    assert asked.chosen(axis) == ("public",)
    assert choose_only(asked, axis, "public") == asked


@pytest.mark.parametrize(
    ("value", "years", "chosen"),
    [("1990", YearRange(1990, 1999), ()), ("not-stated", YearRange(), ("not-stated",))],
)
def test_a_decade_is_ten_years_and_no_decade_the_missing_year(
    value: str, years: YearRange, chosen: tuple[str, ...]
) -> None:
    asked = choose_only(Query(years=YearRange(2001, 2003)), DECADE, value)

    assert (asked.years, asked.chosen("year")) == (years, chosen)
