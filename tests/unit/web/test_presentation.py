"""Pieces of pages: marks, sections, places, years, panels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from indexer import (
    Facet,
    FacetValue,
    Filter,
    KnowledgeBase,
    Language,
    Match,
    Metadata,
    Origin,
    Page,
    Query,
    ResultPage,
    ValueState,
    YearRange,
)
from web.search.facet_panel import chips, histogram, panel_facets, shortened, undated
from web.site.facet_names import years_label
from web.site.language import date, decimal, number, translate, translate_count
from web.site.presentation import body_text, facet_url, mark, place, section_html, where, years


@pytest.fixture(params=["da", "en"])
def language(small_site: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with small_site.test_request_context(f"/{request.param}/"):
        yield request.param


@pytest.fixture
def danish(small_site: Flask) -> Iterator[None]:
    with small_site.test_request_context("/da/"):
        yield


def a_case(**values: object) -> Metadata:
    return Metadata("Titel", Language.DANISH, "case", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"year_start": 2009, "year_end": 2012}, "2009–2012"),
        ({"year_start": 2009, "year_end": 2009}, "2009"),
        ({"year_start": 2009}, "2009"),
        ({"year_start": 2009, "outcome": "running"}, "2009–"),
        ({"year_end": 2012}, "–2012"),
        ({}, ""),
    ],
    ids=["both", "one-year", "no-end", "running", "no-beginning", "none"],
)
def test_years_are_written_short(values: dict[str, object], shown: str) -> None:
    assert years(a_case(**values)) == shown


@pytest.mark.parametrize(
    ("range_", "danish_label", "english_label"),
    [
        (YearRange(2001, 2003), "2001–2003", "2001–2003"),
        (YearRange(2001, 2001), "2001", "2001"),
        (YearRange(2001), "fra 2001", "from 2001"),
        (YearRange(None, 2003), "til 2003", "to 2003"),
    ],
)
def test_a_range_of_years_has_a_name(language: str, range_: YearRange, danish_label: str, english_label: str) -> None:
    assert years_label(range_) == (danish_label if language == "da" else english_label)


def test_places_are_named_in_the_language_of_the_page(language: str) -> None:
    case = a_case(municipalities=("Ærø",), countries=("DK", "SE"), libraries=("A", "B"), year_start=2001)

    countries = "Danmark, Sverige" if language == "da" else "Denmark, Sweden"
    assert place(case) == f"Ærø, {countries}"
    assert where(case) == f"A, B · Ærø, {countries} · 2001"
    assert where(a_case()) == ""


@pytest.mark.parametrize(
    ("value", "danish_text", "english_text"),
    [("2012-06-26", "26. juni 2012", "26 June 2012"), ("2001-01-01", "1. januar 2001", "1 January 2001"), ("", "", "")],
)
def test_dates_are_written_out(language: str, value: str, danish_text: str, english_text: str) -> None:
    assert date(value) == (danish_text if language == "da" else english_text)


@pytest.mark.parametrize(
    ("value", "danish_text", "english_text"), [(0.5, "0,5", "0.5"), (1.256, "1,26", "1.26"), (3.0, "3", "3")]
)
def test_decimals_have_two_places_at_most(language: str, value: float, danish_text: str, english_text: str) -> None:
    assert decimal(value) == (danish_text if language == "da" else english_text)


@pytest.mark.parametrize(("count", "word"), [(0, "dokumenter"), (1, "dokument"), (2, "dokumenter"), (1001, "1.001")])
def test_one_is_told_from_many(danish: None, count: int, word: str) -> None:
    text = translate_count("{count} dokument", "{count} dokumenter", count)

    assert word in text.split()
    assert text.startswith(number(count))


def test_a_text_without_a_translation_stays_danish(language: str) -> None:
    assert translate("Findes {name} ikke i kataloget", name="x") == "Findes x ikke i kataloget"


@given(st.text(max_size=30), st.lists(st.integers(0, 30), max_size=6, unique=True))
def test_marking_changes_nothing_but_the_marks(text: str, ends: list[int]) -> None:
    bounds = sorted(end for end in ends if end <= len(text))
    matches = [Match(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]

    marked = mark(text, matches)

    assert marked.count("<mark ") == len(matches)
    assert marked.replace('<mark class="exact">', "").replace("</mark>", "") == escape(text)


def test_a_mark_says_how_it_answers() -> None:
    assert mark("a <b>", [Match(2, 5, Origin.STEM)]) == 'a <mark class="stem">&lt;b&gt;</mark>'


def test_the_heading_of_a_page_is_not_shown_twice() -> None:
    page = Page(1, "Mål\nTekst om mål", label="Mål")

    assert body_text(page, [Match(0, 3), Match(4, 9)]) == '<mark class="exact">Tekst</mark> om mål'
    assert body_text(Page(1, "Målet er nået", label="Mål"), []) == "Målet er nået"


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        ("# A", "<h2>A</h2>"),
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
        ("[x](../cases/bogbus.md)", '<p><a href="/da/documents/bogbus" rel="noopener">x</a></p>'),
        ("[x](bogbus.md#trin)", '<p><a href="/da/documents/bogbus#trin" rel="noopener">x</a></p>'),
        ("[x](https://a.example/b)", '<p><a href="https://a.example/b" rel="noopener">x</a></p>'),
        ("[x](/etc/passwd)", '<p><a rel="noopener">x</a></p>'),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("![x](a.png)", "<p></p>"),
    ],
    ids=["heading", "marks", "document", "fragment", "web", "path", "boxes", "script", "image"],
)
def test_a_section_is_html_of_few_tags(danish: None, markup: str, html: str) -> None:
    assert section_html(Page(1, "", markup=markup)).strip() == html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example"])
def test_no_link_of_a_section_runs_script_or_leaves_unseen(danish: None, address: str) -> None:
    html = section_html(Page(1, "", markup=f"[x]({address})"))

    assert "href" not in html


def test_a_wide_table_can_be_scrolled_by_keyboard(danish: None) -> None:
    table = "| a |\n|---|\n| b |"
    html = section_html(Page(1, "", label="Roller", markup=f"{table}\n\nTekst\n\n{table}"))

    assert 'tabindex="0" role="region" aria-label="Tabel: Roller"' in html and 'aria-label="Tabel: Roller (2)"' in html
    assert html.count("<div") == html.count("</div>") == 2


def test_a_facet_value_leads_to_a_search_in_the_language_of_the_page(language: str) -> None:
    assert facet_url("library", "Ærø & Fyn") == f"/{language}/search?library=%C3%86r%C3%B8+%26+Fyn"
    assert facet_url("sector", "public", Language.ENGLISH) == "/en/search?sector=public"


def a_result(*values: FacetValue, facet: str = "library", query: Query = Query()) -> ResultPage:
    return ResultPage(query, 9, (), (Facet(facet, values),))


def test_a_panel_shows_the_most_frequent_and_the_rest_in_alphabetical_order(
    danish: None, small_library: KnowledgeBase
) -> None:
    values = [
        FacetValue(name, count) for name, count in zip(("Aa", "Zoo", "Øst", "Bo", "Ask"), (1, 9, 1, 8, 1), strict=True)
    ]
    result = a_result(*values, FacetValue("not-stated", 4))

    panel = panel_facets(result, small_library.vocabulary, Language.DANISH, 2)[0]

    assert [value.label for value in panel.shown] == ["Zoo", "Bo", "Ikke angivet"]
    assert [value.label for value in panel.more] == ["Ask", "Øst", "Aa"]
    assert (panel.name, panel.is_open, panel.selected_count) == ("Bibliotek", False, 0)


def test_one_value_too_many_is_shown_all_the_same(danish: None, small_library: KnowledgeBase) -> None:
    values = [FacetValue(name, 1) for name in ("a", "b", "c")]

    panel = panel_facets(a_result(*values), small_library.vocabulary, Language.DANISH, 2)[0]

    assert (len(panel.shown), panel.more) == (3, ())


def test_a_group_is_open_when_something_in_its_rest_is_chosen(danish: None, small_library: KnowledgeBase) -> None:
    values = [*(FacetValue(f"a{n}", 9) for n in range(4)), FacetValue("z", 0, ValueState.SELECTED)]

    panel = panel_facets(a_result(*values), small_library.vocabulary, Language.DANISH, 2)[0]

    assert (panel.is_open, panel.selected_count) == (True, 1)
    assert [value.is_selected for value in panel.more] == [False, False, True]


def test_a_long_rest_waits_until_it_is_asked_for_but_what_is_chosen_stays(
    danish: None, small_library: KnowledgeBase
) -> None:
    values = [*(FacetValue(f"a{n:02}", 9) for n in range(30)), FacetValue("z", 0, ValueState.SELECTED)]
    panel = panel_facets(a_result(*values), small_library.vocabulary, Language.DANISH, 2)[0]

    short, whole = shortened(panel, None), shortened(panel, panel.id)

    assert [value.id for value in short.more] == ["z"]
    assert len(short.shown) + len(short.more) + short.left_out == len(values)
    assert (len(whole.more), whole.left_out, whole.is_open) == (29, 0, True)


@pytest.mark.parametrize(
    ("counts", "bars"),
    [
        ({"2001": 4, "2003": 1}, [(2001, 4, 100), (2002, 0, 0), (2003, 1, 25)]),
        ({"2001": 4}, []),
        ({"2001": 4, "2005": 0}, []),
        ({"not-stated": 4, "2001": 1}, []),
        ({}, []),
    ],
    ids=["gap", "one-year", "nought", "not-stated", "none"],
)
def test_a_histogram_has_a_bar_for_every_year_between(counts: dict[str, int], bars: list[tuple[int, int, int]]) -> None:
    result = a_result(*(FacetValue(year, count) for year, count in counts.items()), facet="year")

    assert [(bar.year, bar.count, bar.height) for bar in histogram(result)] == bars


def test_a_bar_says_whether_its_year_is_chosen() -> None:
    years_chosen = Query(years=YearRange(2002))
    result = a_result(FacetValue("2001", 1), FacetValue("2002", 1), facet="year", query=years_chosen)

    assert [bar.is_inside for bar in histogram(result)] == [False, True]
    assert undated(result).count == 0
    assert undated(a_result(FacetValue("not-stated", 7), facet="year")).count == 7


def test_chips_name_every_condition_in_the_order_of_the_address(danish: None, small_library: KnowledgeBase) -> None:
    query = Query("x", (Filter("country", "DK", True), Filter("sector", "public")), YearRange(2001), page_number=3)

    found = chips(query, small_library.vocabulary, Language.DANISH)

    assert [(chip.name, chip.label, chip.is_excluded) for chip in found] == [
        ("Sektor", "Den offentlige sektor", False), ("Land", "Danmark", True), ("Startår", "fra 2001", False),
    ]  # fmt: skip
    assert [chip.remove_url for chip in found] == [
        "?q=x&-country=DK&from=2001", "?q=x&sector=public&from=2001", "?q=x&sector=public&-country=DK",
    ]  # fmt: skip
