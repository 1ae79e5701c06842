"""Small collections and queries, and a brute-force reading of them by the words of the design alone."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from indexer import FACETS, NOT_STATED, Filter, Query, YearRange
from indexer.domain.documents.document import Document
from indexer.domain.documents.facets import stated_values
from tests.builders import GOALS, SECTORS, a_document, a_vocabulary

WORDS = ("skole", "museum", "festival")


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
            year_end=draw(st.none() | st.integers(2011, 2012)),
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
    return _values(document)[facet]


@cache
def _values(document: Document) -> dict[str, tuple[str, ...]]:
    stated = stated_values(document.metadata)
    return {facet: a_vocabulary().with_broader(facet, values) or (NOT_STATED,) for facet, values in stated.items()}


def years_of(document: Document) -> range:
    """The years in which a partnership ran."""
    stated = [year for year in (document.metadata.year_start, document.metadata.year_end) if year]
    return range(min(stated), max(stated) + 1) if stated else range(0)


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
        in_range = facet == "year" and any(query.years.contains(year) for year in years_of(document))
        is_free = not query.chosen(facet) and not (facet == "year" and query.years)
        return is_free or bool(values & set(query.chosen(facet))) or in_range

    return {d.id for d in found if text_passes(d) and all(facet_passes(d, facet.id) for facet in FACETS)}
