"""Filters, years and counts over a collection that can be counted by hand."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import (
    AXES,
    DECADE,
    FACETS,
    NOT_STATED,
    Filter,
    KnowledgeBase,
    Metadata,
    Query,
    SortOrder,
    ValueState,
    YearRange,
    choose_only,
)
from indexer.domain.documents.dates import seconds
from tests.search.asking import ask, ids
from tests.small_library import DRAFT, PUBLIC

FIELDS = {
    "kind": lambda m: (m.kind,),
    "sector": lambda m: m.sectors,
    "goal": lambda m: m.goals,
    "partner-type": lambda m: m.partner_types,
    "country": lambda m: m.countries,
    "municipality": lambda m: m.municipalities,
    "library": lambda m: m.libraries,
    "partner": lambda m: m.partners,
    "language": lambda m: (m.language.value,),
    "outcome": lambda m: (m.outcome,) if m.outcome else (),
    "year": lambda m: tuple(map(str, range(m.year_start, (m.year_end or m.year_start) + 1))) if m.year_start else (),
}


def values_of(metadata: Metadata, facet: str) -> tuple[str, ...]:
    return FIELDS[facet](metadata) or (NOT_STATED,)


def all_values(library: KnowledgeBase, facet: str) -> Counter[str]:
    return Counter(value for m in library.comparer.public_records().values() for value in values_of(m, facet))


def test_everything_but_the_draft_is_found_by_asking_for_nothing(small_library: KnowledgeBase) -> None:
    assert ids(ask(small_library)) == set(PUBLIC)
    assert DRAFT not in small_library.comparer.public_records()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (("sector=private",), {"cykelfest", "data-lab"}),
        (
            ("sector=private", "sector=civil-society"),
            {"bogbus", "cykelfest", "data-lab", "english-club", "homework-uk"},
        ),
        (("sector=private", "goal=new-competencies"), {"data-lab"}),
        (("sector=civil-society", "-partner-type=volunteers"), set()),
        (("goal=experiment", "-country=GB"), {"cykelfest", "data-lab"}),
        (("sector=not-stated",), {"guide-aftale", "oldfund"}),
        (("sector=not-stated", "sector=private"), {"guide-aftale", "oldfund", "cykelfest", "data-lab"}),
        (("-kind=case",), {"guide-aftale", "oldfund", "rapport"}),
        (("-kind=case", "-kind=guide", "-kind=report"), {"oldfund"}),
        (("phase=stage-establish",), {"bogbus", "guide-aftale"}),
        (("-phase=stage-establish", "-phase=not-stated"), {"aaben-skole"}),
        (("form=cooperation",), {"aaben-skole", "guide-aftale"}),
        (("subject=children-and-young-people",), {"aaben-skole", "bogbus", "homework-uk"}),
        (("country=SE",), {"data-lab"}),
        (("municipality=Odense", "-library=Odense Centralbibliotek"), {"data-lab"}),
        (("partner=Læsepatruljen",), {"aaben-skole"}),
        (("outcome=not-stated", "kind=case"), {"data-lab", "english-club", "fengsel", "museet"}),
        (("language=en",), {"english-club", "homework-uk"}),
        (("year=2015",), {"cykelfest", "museet"}),
        (("year=2015", "year=2009"), {"cykelfest", "museet", "aaben-skole", "english-club"}),
        (("sector=nowhere",), set()),
        (("-sector=nowhere",), set(PUBLIC)),
    ],
    ids=lambda value: " ".join(sorted(value)),
)  # fmt: skip
def test_filters_mean_or_within_a_facet_and_and_between_facets(
    small_library: KnowledgeBase, filters: tuple[str, ...], found: set[str]
) -> None:
    assert ids(ask(small_library, "", *filters)) == found


@pytest.mark.parametrize(
    ("years", "filters", "found"),
    [
        (YearRange(2015, 2016), (), {"cykelfest", "museet", "rapport"}),
        (YearRange(None, 2000), (), {"oldfund"}),
        (YearRange(2018), (), {"guide-aftale", "data-lab"}),
        (YearRange(2011, 2011), (), {"aaben-skole", "bogbus"}),
        (YearRange(2000, 1990), (), set()),
        (YearRange(2018), ("year=1998",), {"guide-aftale", "data-lab", "oldfund"}),
        (YearRange(2018), ("year=not-stated",), {"guide-aftale", "data-lab", "fengsel"}),
        (YearRange(2015, 2016), ("-year=2015",), {"rapport"}),
        (YearRange(2015, 2016), ("sector=public",), {"museet", "rapport"}),
    ],
    ids=[
        "both",
        "until",
        "since",
        "meanwhile",
        "turned-round",
        "or-a-year",
        "or-none",
        "but-not-a-year",
        "and-a-sector",
    ],
)
def test_a_range_of_years_is_one_more_chosen_year(
    small_library: KnowledgeBase, years: YearRange, filters: tuple[str, ...], found: set[str]
) -> None:
    assert ids(ask(small_library, "", *filters, years=years)) == found


@pytest.mark.parametrize("facet", FIELDS)
def test_every_count_is_the_number_of_documents_that_say_so(small_library: KnowledgeBase, facet: str) -> None:
    counted = {value.id: value.count for value in ask(small_library).facet(facet).values}

    assert counted == all_values(small_library, facet)


@pytest.mark.parametrize("facet", FIELDS)
def test_values_come_most_frequent_first(small_library: KnowledgeBase, facet: str) -> None:
    values = ask(small_library).facet(facet).values

    assert [(-v.count, v.id) for v in values] == sorted((-v.count, v.id) for v in values)


def test_facets_come_in_the_order_of_the_schema(small_library: KnowledgeBase) -> None:
    assert [facet.id for facet in ask(small_library).facets] == [facet.id for facet in FACETS]


SOME_FILTERS = st.lists(
    st.sampled_from(
        ("sector=public", "sector=private", "-sector=civil-society", "goal=new-users", "-goal=experiment",
         "goal=not-stated", "country=DK", "-country=GB", "kind=case", "-kind=report", "year=2015", "-year=2009",
         "language=da")
    ),
    max_size=4,
)  # fmt: skip


@settings(max_examples=25)
@given(st.sampled_from(("", "biblioteket", "frivillige -skolen")), SOME_FILTERS, st.data())
def test_a_count_is_the_total_of_choosing_its_value_alone(
    small_library: KnowledgeBase, text: str, filters: list[str], data: st.DataObject
) -> None:
    result = ask(small_library, text, *filters)
    facet = data.draw(st.sampled_from([facet for facet in result.facets if facet.values]))
    value = data.draw(st.sampled_from(facet.values))

    alone = choose_only(result.query, facet.id, value.id)

    assert small_library.count(alone) == value.count


@settings(max_examples=25)
@given(SOME_FILTERS, st.sampled_from(tuple(FIELDS)))
def test_choosing_and_excluding_a_value_share_out_the_documents(
    small_library: KnowledgeBase, filters: list[str], facet: str
) -> None:
    query = Query(filters=ask(small_library, "", *(f for f in filters if facet not in f)).query.filters)
    for value in all_values(small_library, facet):
        chosen = small_library.count(query.with_filter(Filter(facet, value)))
        excluded = small_library.count(query.with_filter(Filter(facet, value, is_excluded=True)))
        assert chosen + excluded == small_library.count(query)


def test_the_state_of_a_value_says_whether_it_is_chosen(small_library: KnowledgeBase) -> None:
    sector = ask(small_library, "", "sector=public", "-sector=private").facet("sector")

    assert {value.id: value.state for value in sector.values} == {
        "public": ValueState.SELECTED, "private": ValueState.EXCLUDED, "civil-society": ValueState.AVAILABLE,
        NOT_STATED: ValueState.AVAILABLE,
    }  # fmt: skip


def test_a_filter_that_nothing_knows_is_named_and_a_rare_one_is_not(small_library: KnowledgeBase) -> None:
    result = ask(small_library, "", "library=Nowhere", "sector=no-sector", "goal=reach-existing-users", "year=2015")

    assert {f.value for f in result.unknown_filters} == {"Nowhere", "no-sector"}


def test_without_results_every_condition_says_what_it_costs(small_library: KnowledgeBase) -> None:
    result = ask(small_library, "", "sector=private", "goal=new-users", years=YearRange(2020))

    assert result.total == 0
    assert {str(getattr(r.removed, "facet", "years")): r.total for r in result.relaxations} == {
        "sector": 0, "goal": 1, "years": 0,
    }  # fmt: skip


def expected_cell(library: KnowledgeBase, row_axis: str, row: str, column_axis: str, column: str) -> int:
    def has(metadata: Metadata, axis: str, value: str) -> bool:
        if axis == DECADE and value != NOT_STATED:
            return any(year[:3] == value[:3] for year in values_of(metadata, "year"))
        return value in values_of(metadata, "year" if axis == DECADE else axis)

    records = library.comparer.public_records().values()
    return sum(has(m, row_axis, row) and has(m, column_axis, column) for m in records)


PAIRS = [
    pair
    for pair in itertools.permutations((*(axis for axis in AXES if axis in FIELDS), DECADE), 2)
    if not {"year", DECADE} >= set(pair)
]


@pytest.mark.parametrize("axes", PAIRS[::6], ids="-".join)
def test_crossed_counts_are_what_counting_by_hand_gives(small_library: KnowledgeBase, axes: tuple[str, str]) -> None:
    crossing = small_library.cross_tabulate(Query(), *axes)

    pairs = set(itertools.product(crossing.row_counts, crossing.column_counts))
    expected = {(r, c): expected_cell(small_library, axes[0], r, axes[1], c) for r, c in pairs}
    assert dict(crossing.counts) == {pair: count for pair, count in expected.items() if count}


def test_crossing_the_other_way_round_turns_the_table(small_library: KnowledgeBase) -> None:
    there = small_library.cross_tabulate(Query("biblioteket"), "sector", "goal")
    back = small_library.cross_tabulate(Query("biblioteket"), "goal", "sector")

    assert {(c, r): n for (r, c), n in there.counts.items()} == dict(back.counts)
    assert (there.row_counts, there.column_counts) == (back.column_counts, back.row_counts)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        (SortOrder.NEWEST, lambda hit: (-(seconds(hit.metadata.published) or 0), hit.id)),
        (SortOrder.RELEVANCE, lambda hit: (-hit.score, hit.id)),
    ],
    ids=["newest", "relevance"],
)
def test_hits_are_in_the_order_that_was_asked_for(small_library: KnowledgeBase, sort: SortOrder, key: object) -> None:
    hits = ask(small_library, "biblioteket OR frivillige", sort=sort).hits

    assert len(hits) > 3
    assert list(hits) == sorted(hits, key=key)  # type: ignore[arg-type]


def test_titles_are_in_danish_order(small_library: KnowledgeBase) -> None:
    titles = [hit.metadata.title for hit in ask(small_library, sort=SortOrder.TITLE).hits]

    assert titles[:3] == ["Bibliotek bag tremmer", "Bogbussen kører ud", "Cykelfest med virksomheder"]
    assert titles[-2:] == ["Sådan skriver I en samarbejdsaftale", "Åben skole på Ærø"]


@pytest.mark.parametrize("page_size", [1, 3, 4, 11, 50])
def test_pages_share_out_the_answer_without_gap_or_repetition(small_library: KnowledgeBase, page_size: int) -> None:
    whole = [hit.id for hit in ask(small_library, "biblioteket").hits]
    first = ask(small_library, "biblioteket", page_size=page_size)

    pages = [
        ask(small_library, "biblioteket", page_size=page_size, page_number=number).hits
        for number in range(1, first.page_count + 2)
    ]

    assert [hit.id for page in pages for hit in page] == whole
    assert pages[-1] == ()


def test_all_records_of_an_answer_come_in_its_order(small_library: KnowledgeBase) -> None:
    query = Query("biblioteket", sort=SortOrder.TITLE, page_size=2)

    records = [document_id for document_id, _ in small_library.records(query)]

    assert records == [hit.id for hit in ask(small_library, "biblioteket", sort=SortOrder.TITLE).hits]
