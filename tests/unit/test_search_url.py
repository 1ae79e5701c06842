from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer import FACETS, Filter, Query, SortOrder, YearRange
from web.site.urls.search_url import query_string, read_search

FILTERS = st.builds(
    Filter,
    facet=st.sampled_from([facet.id for facet in FACETS]),
    value=st.sampled_from(["public", "not-stated", "Lyngby-Taarbæk", "a&b=c"]),
    is_excluded=st.booleans(),
)
YEARS = st.none() | st.integers(1000, 2999)
QUERIES = st.builds(
    Query,
    text=st.text(alphabet='abæøå"-*&= ', max_size=20).map(lambda text: " ".join(text.split())),
    filters=st.lists(FILTERS, max_size=5).map(tuple),
    years=st.builds(YearRange, YEARS, YEARS),
    sort=st.sampled_from(SortOrder),
    page_number=st.integers(1, 50),
)


@given(QUERIES)
def test_a_query_survives_its_address(query: Query) -> None:
    parameters = MultiDict(parse_qsl(query_string(query).removeprefix("?")))

    assert read_search(parameters, 20, 100).query == query


def test_nonsense_in_an_address_is_named_and_skipped() -> None:
    found = read_search(MultiDict({"from": "abc", "page": "-1", "sort": "x", "utm_source": "y"}), 20, 100)

    assert dict(found.faults) == {"from": "abc", "page": "-1", "sort": "x"}
    assert found.query == Query()


@given(QUERIES, FILTERS)
def test_adding_and_removing_a_filter_returns_to_the_search_without_it(query: Query, added: Filter) -> None:
    assert added in query.with_filter(added).filters
    assert added not in query.with_filter(added).without_filter(added).filters
