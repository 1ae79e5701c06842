"""Small values of the domain: languages of pages, labels, facets, pages of results."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import (
    Concept,
    Document,
    DocumentId,
    Extraction,
    Facet,
    FacetValue,
    Language,
    Metadata,
    Page,
    Query,
    ResultPage,
    Scheme,
    ValueState,
    Vocabulary,
    say,
)
from indexer.domain.documents.extraction import Refusal
from tests.builders import a_document, a_vocabulary

DANISH, ENGLISH = Language.DANISH, Language.ENGLISH


@pytest.mark.parametrize("language", Language)
def test_a_title_is_in_the_documents_own_language_or_in_the_other(language: Language) -> None:
    metadata = Metadata("Eget", language, "case", title_other="Other", summary="Om", summary_other="About")

    assert (metadata.title_in(language), metadata.title_in(language.other)) == ("Eget", "Other")
    assert (metadata.summary_in(language), metadata.summary_in(language.other)) == ("Om", "About")


def test_what_is_stated_in_one_language_is_not_lent_to_the_other() -> None:
    metadata = Metadata("Eget", DANISH, "case", summary="Om")

    assert metadata.title_in(ENGLISH) == metadata.summary_in(ENGLISH) == ""


@pytest.mark.parametrize(
    ("stated", "language"),
    [("", DANISH), ("en", ENGLISH), ("da", DANISH), ("sv", DANISH), ("nonsense", DANISH)],
)
def test_a_page_in_a_language_that_is_not_ours_is_read_as_the_document(stated: str, language: Language) -> None:
    document: Document = a_document("a", "Tekst", language="da")

    assert document.page_language(Page(1, "Tekst", language=stated)) is language


def test_a_page_of_an_extraction_has_its_own_language_or_the_files() -> None:
    extraction = Extraction("text/plain", "plain", language="sv")

    assert extraction.page_language(Page(1, "", language="no")) == "no"
    assert extraction.page_language(Page(1, "")) == "sv"


def test_a_refusal_speaks_the_readers_language() -> None:
    message = Refusal("empty").message

    assert say(message, DANISH).startswith("Filen er tom.")
    assert say(message, ENGLISH).startswith("The file is empty.")


def a_hierarchy(**broader: tuple[str, ...]) -> Vocabulary:
    concepts = {key: Concept("phase", key, {DANISH: key.upper()}, broader=above) for key, above in broader.items()}
    return Vocabulary({"phase": Scheme("phase", {}, {}, concepts)})


@pytest.mark.parametrize(
    ("broader", "asked", "found"),
    [
        ({"a": ("b",), "b": ("c",), "c": ()}, ("a",), ("a", "b", "c")),
        ({"a": ("c",), "b": ("c",), "c": ()}, ("a", "b"), ("a", "b", "c")),
        ({"a": ("b",), "b": ("a",)}, ("a",), ("a", "b")),
        ({"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}, ("a",), ("a", "b", "c", "d")),
        ({"a": ()}, ("x", "a"), ("x", "a")),
        ({"a": ()}, (), ()),
    ],
    ids=["chain", "shared", "circle", "two-ways-up", "unknown-stays", "nothing"],
)
def test_broader_concepts_are_added_once_from_narrow_to_broad(
    broader: dict[str, tuple[str, ...]], asked: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert a_hierarchy(**broader).with_broader("phase", asked) == found


def test_an_unknown_concept_is_called_by_its_id() -> None:
    vocabulary = a_hierarchy(a=())

    assert vocabulary.label("phase", "a", DANISH) == "A"
    assert vocabulary.label("phase", "a", ENGLISH) == "a"
    assert vocabulary.label("phase", "b", DANISH) == vocabulary.label("no-scheme", "b", DANISH) == "b"
    assert vocabulary.concept("no-scheme", "a") is vocabulary.concept("phase", "b") is None


def test_a_concept_is_told_by_its_label_synonyms_and_hidden_words_each_once() -> None:
    concept = Concept(
        "subject",
        "cycling",
        {DANISH: "Cykling"},
        synonyms={DANISH: ("cykelsport", "Cykling"), ENGLISH: ("bikes",)},
        hidden={DANISH: ("cykel", "")},
    )

    assert concept.telling(DANISH) == ("Cykling", "cykelsport", "cykel")
    assert concept.telling(ENGLISH) == ("bikes",)


def test_every_concept_of_every_scheme_is_given() -> None:
    vocabulary = a_vocabulary()

    assert {(c.scheme, c.id) for c in vocabulary.concepts()} == {
        (scheme.id, key) for scheme in vocabulary.schemes.values() for key in scheme.concepts
    }


def a_result(total: int, page_size: int = 20, *facets: Facet) -> ResultPage:
    return ResultPage(Query(page_size=page_size), total, (), facets)


@given(st.integers(0, 10_000), st.integers(1, 100))
def test_there_are_just_enough_pages_for_all_hits_and_never_none(total: int, page_size: int) -> None:
    pages = a_result(total, page_size).page_count

    assert pages >= 1
    assert pages * page_size >= total
    assert pages == 1 or (pages - 1) * page_size < total


def test_a_facet_that_was_not_counted_is_empty() -> None:
    sector = Facet("sector", (FacetValue("public", 3),))
    result = a_result(3, 20, sector)

    assert result.facet("sector") is sector
    assert result.facet(DocumentId("goal")) == Facet("goal", ())


def test_chosen_and_excluded_values_are_counted_together() -> None:
    states = (ValueState.SELECTED, ValueState.AVAILABLE, ValueState.EXCLUDED)
    facet = Facet("sector", tuple(FacetValue(state.value, 1, state) for state in states))

    assert facet.selected_count == 2
