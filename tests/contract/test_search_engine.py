"""What every SearchEngine must do, checked against a brute-force reading of the same documents."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import FACETS, NOT_STATED, Filter, Query, YearRange
from indexer.domain.documents.document import Document
from indexer.domain.documents.facets import stated_values
from indexer.domain.errors import EngineUnavailable, IndexOutdated
from indexer.domain.queries.structured_query import MatchAll
from indexer.engines.port import AnalysisBasis
from indexer.engines.whoosh import EnginePreferences, WhooshEngine
from tests.builders import GOALS, SECTORS, a_document, a_tree, a_vocabulary, analyzed

WORDS = ("skole", "museum", "festival")


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return make_engine(tmp_path)


def make_engine(folder: Path) -> WhooshEngine:
    engine = WhooshEngine(folder / "index", {"analysis": "test"}, EnginePreferences())
    with engine.writing(), engine.rebuilding(AnalysisBasis()):
        pass
    return engine


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    count = draw(st.integers(1, 12))
    return [
        a_document(
            f"d{number:02}",
            *draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)),
            sectors=draw(some(SECTORS)),
            goals=draw(some(GOALS)),
            phases=draw(some(("01-scoping",))),
            year_start=draw(st.none() | st.integers(2008, 2011)),
        )
        for number in range(count)
    ]


FILTERS = st.lists(
    st.builds(Filter, st.just("sector"), st.sampled_from((*SECTORS, NOT_STATED, "gone")), st.booleans())
    | st.builds(Filter, st.just("goal"), st.sampled_from((*GOALS, NOT_STATED)), st.booleans())
    | st.builds(Filter, st.just("phase"), st.sampled_from(("stage-prepare", NOT_STATED)), st.booleans())
    | st.builds(Filter, st.just("year"), st.sampled_from(("2009", NOT_STATED)), st.booleans()),
    max_size=4,
).map(tuple)
YEARS = st.builds(YearRange, st.none() | st.integers(2008, 2011), st.none() | st.integers(2008, 2011))
QUERIES = st.builds(Query, st.sampled_from(("", *WORDS, "skole -museum", "skole OR festival")), FILTERS, YEARS)


def values_of(document: Document, facet: str) -> tuple[str, ...]:
    stated = stated_values(document.metadata)[facet]
    return a_vocabulary().with_broader(facet, stated) or (NOT_STATED,)


def brute_force(found: list[Document], query: Query) -> set[str]:
    """The documents that pass, by the words of the design alone."""

    def text_passes(document: Document) -> bool:
        words = {page.text for page in document.pages}
        match query.text:
            case "":
                return True
            case "skole -museum":
                return "skole" in words and "museum" not in words
            case "skole OR festival":
                return bool(words & {"skole", "festival"})
            case word:
                return word in words

    def facet_passes(document: Document, facet: str) -> bool:
        values = set(values_of(document, facet))
        if values & set(query.excluded(facet)):
            return False
        year = document.metadata.year_start
        in_range = facet == "year" and bool(query.years) and year is not None and query.years.contains(year)
        is_free = not query.chosen(facet) and not (facet == "year" and query.years)
        return is_free or bool(values & set(query.chosen(facet))) or in_range

    return {d.id for d in found if text_passes(d) and all(facet_passes(d, facet.id) for facet in FACETS)}


def structured(query: Query) -> object:
    return a_tree(query.text)


@pytest.fixture(scope="module")
def places() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.lists(QUERIES, min_size=1, max_size=4))
def test_totals_and_counts_are_what_brute_force_finds(
    places: Path, found: list[Document], queries: list[Query]
) -> None:
    with tempfile.TemporaryDirectory(dir=places) as folder:
        engine = make_engine(Path(folder))
        half = len(found) // 2
        engine.apply([analyzed(document) for document in found[:half]], ())
        engine.apply([analyzed(document) for document in found[half:]], ())
        for query in queries:
            tree = structured(query)
            ranking = engine.search(tree, query)

            assert {hit.id for hit in ranking.documents} == brute_force(found, query)
            assert ranking.total == len(brute_force(found, query))
            for facet in ranking.facets:
                for value in facet.values:
                    alone = tuple(f for f in query.filters if f.facet != facet.id or f.is_excluded)
                    years = YearRange() if facet.id == "year" else query.years
                    clicked = replace(query, filters=(*alone, Filter(facet.id, value.id)), years=years)
                    assert engine.count(tree, clicked) == value.count == len(brute_force(found, clicked))


def test_a_replaced_document_is_found_once_and_by_its_new_words(engine: WhooshEngine) -> None:
    engine.apply([analyzed(a_document("a", "skole"))], ())
    engine.apply([analyzed(a_document("a", "museum"))], ())

    assert engine.count(structured(Query("museum")), Query()) == 1
    assert engine.count(structured(Query("skole")), Query()) == 0
    assert engine.document_count() == 1


def test_a_removed_document_is_gone_from_hits_and_counts(engine: WhooshEngine) -> None:
    engine.apply([analyzed(a_document("a")), analyzed(a_document("b"))], ())
    engine.apply((), ["a"])

    ranking = engine.search(MatchAll(), Query())

    assert [hit.id for hit in ranking.documents] == ["b"]
    assert ranking.facets[0].values[0].count == 1


def test_drafts_are_in_the_index_but_never_in_an_answer(engine: WhooshEngine) -> None:
    draft = a_document("a", "hemmelig")
    engine.apply([analyzed(replace(draft, metadata=replace(draft.metadata, status="draft")))], ())

    ranking = engine.search(MatchAll(), Query())

    assert ranking.total == 0
    assert all(not facet.values for facet in ranking.facets)
    assert engine.document_count() == 1


def test_the_page_with_most_of_the_words_is_named(engine: WhooshEngine) -> None:
    engine.apply([analyzed(a_document("a", "skole", "intet", "skole og museum"))], ())

    assert engine.search(structured(Query("skole museum")), Query()).documents[0].page_number == 3


@pytest.mark.parametrize(
    ("query", "places"),
    [("skoler", (1, 3)), ('"åben skole"', (2, 3)), ("museum", (4,))],
    ids=["stem", "phrase", "word"],
)
def test_the_places_of_what_was_searched_are_counted_on_its_page(
    engine: WhooshEngine, query: str, places: tuple[int, ...]
) -> None:
    engine.apply([analyzed(a_document("a", "Intet.", "En skole, åben skole; museum", summary="Åben skole"))], ())

    found = engine.search(structured(Query(query)), Query()).documents[0]

    assert (found.page_number, found.places) == (2, places)


def test_no_phrase_reaches_across_pages(engine: WhooshEngine) -> None:
    engine.apply([analyzed(a_document("a", "åben", "skole")), analyzed(a_document("b", "en åben skole"))], ())

    ranking = engine.search(structured(Query('"åben skole"')), Query())

    assert [hit.id for hit in ranking.documents] == ["b"]


def test_past_the_last_page_there_are_no_hits(engine: WhooshEngine) -> None:
    engine.apply([analyzed(a_document("a"))], ())

    ranking = engine.search(MatchAll(), Query(page_number=2))

    assert (ranking.total, ranking.documents) == (1, ())


def test_a_failed_batch_leaves_the_index_as_it_was_and_unlocked(engine: WhooshEngine) -> None:
    engine.apply([analyzed(a_document("a", "skole"))], ())
    broken = replace(analyzed(a_document("b")), fields={"no_such_field": analyzed(a_document("b")).fields["body_da"]})

    with pytest.raises(Exception):
        engine.apply([analyzed(a_document("c")), broken], ())
    engine.apply([analyzed(a_document("d"))], ())

    assert set(engine.indexed_documents()) == {"a", "d"}


def test_without_an_index_searching_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="no-index"):
        WhooshEngine(tmp_path, {}, EnginePreferences()).search(MatchAll(), Query())


def test_an_index_of_another_layout_is_never_opened(engine: WhooshEngine, tmp_path: Path) -> None:
    made_by = tmp_path / "index" / "index-0001" / "made-by.json"
    made_by.write_text(made_by.read_text().replace("whoosh", "other"))

    with pytest.raises(IndexOutdated):
        engine.search(MatchAll(), Query())


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh leaves a file it cannot read open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_damaged_index_is_named_and_not_deleted(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.apply([analyzed(a_document("a"))], ())
    segment = next((tmp_path / "index" / "index-0001").glob("*.arr"))
    segment.write_bytes(segment.read_bytes()[: segment.stat().st_size // 2])

    with pytest.raises(EngineUnavailable, match="index-damaged"):
        WhooshEngine(tmp_path / "index", {"analysis": "test"}, EnginePreferences()).search(MatchAll(), Query())
    assert segment.exists()
