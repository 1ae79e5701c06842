"""What the front page chooses and counts."""

from __future__ import annotations

import pytest

from indexer import DocumentId, KnowledgeBase, Language, Metadata, Vocabulary
from indexer.domain.documents.metadata import Source
from web.search.front_page import chosen_cases, ground_of


def a_case(
    country: str, year: int, *types: str, outcome: str = "running", language: Language = Language.DANISH
) -> Metadata:
    return Metadata(
        "Titel", language, "case", summary="Kort.", countries=(country,), year_start=year, partner_types=types,
        outcome=outcome,
    )  # fmt: skip


CASES = {
    DocumentId("old-home"): a_case("DK", 2001, "business"),
    DocumentId("young-home"): a_case("DK", 2020, "education"),
    DocumentId("same-picture"): a_case("DK", 2019, "education"),
    DocumentId("unknown-home"): a_case("DK", 2024, "volunteers", outcome="unknown"),
    DocumentId("abroad"): a_case("GB", 2025, "volunteers", language=Language.ENGLISH),
}


@pytest.fixture
def vocabulary(small_library: KnowledgeBase) -> Vocabulary:
    return small_library.vocabulary


def ids(vocabulary: Vocabulary, language: Language, wanted: tuple[str, ...] = (), count: int = 3) -> list[str]:
    return [each for each, _ in chosen_cases(CASES, vocabulary, language, wanted, count)]


def test_a_danish_page_begins_at_home_with_what_is_known_and_differs(vocabulary: Vocabulary) -> None:
    assert ids(vocabulary, Language.DANISH) == ["young-home", "old-home", "unknown-home"]


def test_an_english_page_begins_with_what_is_told_in_english(vocabulary: Vocabulary) -> None:
    assert ids(vocabulary, Language.ENGLISH)[0] == "abroad"


def test_what_curators_choose_stands_first_and_unknown_ids_are_passed_over(vocabulary: Vocabulary) -> None:
    assert ids(vocabulary, Language.DANISH, ("gone", "abroad"))[:2] == ["abroad", "young-home"]


def test_pictures_repeat_only_where_no_other_is_left(vocabulary: Vocabulary) -> None:
    assert ids(vocabulary, Language.DANISH, count=9)[3:] == ["same-picture", "abroad"]


def test_a_source_that_two_cases_name_is_counted_once() -> None:
    named = Source("Rapport", "https://example.org/r")
    cases = {
        DocumentId("a"): Metadata("A", Language.DANISH, "case", sources=(named, Source("Bog")), outcome="running"),
        DocumentId("b"): Metadata("B", Language.DANISH, "case", sources=(named,)),
        DocumentId("c"): Metadata("C", Language.DANISH, "case", outcome="unknown"),
    }

    ground = ground_of(cases)

    assert (ground.cases, ground.sources, ground.with_source, ground.unknown_outcome) == (3, 2, 2, 2)
