"""What a result page is made of by shared pieces is what the plain way gives."""

from __future__ import annotations

import pytest
from babel.numbers import format_decimal
from flask import Flask, render_template, url_for
from hypothesis import given
from hypothesis import strategies as st

from indexer import DocumentId, Filter, KnowledgeBase, Query, YearRange
from indexer.config import Config
from tests.unit.test_search_url import FILTERS, QUERIES
from web import create_app
from web.search.facet_panel import PanelValue
from web.search.facet_rows import facet_rows
from web.site.language import catalogue, english_texts, number
from web.site.urls.addresses import DocumentAddresses, page_address
from web.site.urls.search_url import NearbySearches, facet_query_string, query_string

HOSTILE = "<b>&\"'{name}{0}%s\ue000</b>"


@pytest.fixture
def app(place: Config, knowledge_base: KnowledgeBase) -> Flask:
    return create_app(place.path, knowledge_base)


@given(QUERIES, st.lists(FILTERS, min_size=1, max_size=6))
def test_the_searches_nearby_have_their_canonical_addresses(query: Query, asked: list[Filter]) -> None:
    nearby = NearbySearches(query)
    for condition in asked:
        facet, value = condition.facet, condition.value
        without = query_string(query.with_filter(Filter(facet, value, is_excluded=True)))
        assert nearby.excluding(facet, value) == without
        assert facet_query_string(facet, value) == query_string(Query(filters=(Filter(facet, value),)))


@given(QUERIES, st.integers(1000, 2999))
def test_a_year_has_its_canonical_address(query: Query, year: int) -> None:
    whole = Query(
        text=query.text, filters=query.filters, years=YearRange(year, year), sort=query.sort, page_size=query.page_size
    )

    assert NearbySearches(query).in_year(year) == query_string(whole)


@pytest.mark.parametrize("value", [0, 7, 999, 1000, -12345, 1234567])
@pytest.mark.parametrize("language", ["da", "en"])
def test_numbers_are_written_as_babel_writes_them(app: Flask, language: str, value: int) -> None:
    with app.test_request_context(f"/{language}/"):
        assert number(value) == format_decimal(value, locale=language)


def test_the_english_texts_are_those_of_the_catalogue() -> None:
    assert english_texts()["Søg"] == catalogue().get("Søg").string


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("text", ["", "børn & unge", HOSTILE])
def test_documents_have_the_addresses_of_url_for(app: Flask, language: str, text: str) -> None:
    with app.test_request_context(f"/{language}/search", base_url="http://localhost/below"):
        addresses = DocumentAddresses(text)
        for document_id in ("a-b_c.d", "æø å", "x;y=z@+!", "-"):
            asked = {"q": text} if text else {}
            assert addresses(DocumentId(document_id)) == url_for(
                "document_pages.document", document_id=document_id, language=language, **asked
            )
        assert page_address("search_pages.results") == url_for("search_pages.results", language=language)
        assert page_address("export_pages.export", form="csv").startswith("/below/")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("facet_id", ["sector", "library"])
@pytest.mark.parametrize(("is_selected", "is_excluded"), [(False, False), (True, False), (False, True)])
def test_rows_are_what_their_template_gives(
    app: Flask, language: str, facet_id: str, is_selected: bool, is_excluded: bool
) -> None:
    values = [
        PanelValue(text, f"{text} navn", count, is_selected, is_excluded, f"?q={text}&-{facet_id}=1", depth)
        for text, count, depth in ((HOSTILE, 1234, 0), ("roligt", 1, 2))
    ]
    with app.test_request_context(f"/{language}/search"):
        rows = facet_rows(facet_id, values)
        plain = [
            render_template(
                "search/facet_row.html",
                facet_id=facet_id,
                id=value.id,
                label=value.label,
                count=number(value.count),
                url=value.exclude_url,
                is_selected=is_selected,
                is_excluded=is_excluded,
                depth=value.depth,
            )
            for value in values
        ]

    assert "<b>" not in rows
    assert rows == "".join(plain)
