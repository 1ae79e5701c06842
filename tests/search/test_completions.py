"""What may be meant by the beginning of a search."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import KnowledgeBase, Language, Suggestion, SuggestionKind


def suggested(library: KnowledgeBase, typed: str, language: Language = Language.DANISH) -> tuple[Suggestion, ...]:
    return library.suggestions.suggest(typed, language)


def texts(found: tuple[Suggestion, ...], kind: SuggestionKind) -> list[str]:
    return [suggestion.text for suggestion in found if suggestion.kind is kind]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("bogb", "Bogbussen kører ud"),
        ("BOGBUSSEN K", "Bogbussen kører ud"),
        ("kører", "Bogbussen kører ud"),
        ("korer", "Bogbussen kører ud"),
        ("åben", "Åben skole på Ærø"),
        ("aaben", "Åben skole på Ærø"),
        ("aben", "Åben skole på Ærø"),
        ("ærø", "Åben skole på Ærø"),
        ("aero", "Åben skole på Ærø"),
        ("laboratori", "Datalaboratoriet"),
        ("cafe", "Lektiecafé"),
    ],
)
def test_a_title_is_suggested_however_its_letters_are_typed(
    small_library: KnowledgeBase, typed: str, title: str
) -> None:
    assert title in texts(suggested(small_library, typed), SuggestionKind.TITLE)


@pytest.mark.parametrize(
    ("typed", "scheme", "concept"),
    [
        ("frivil", "partner-type", "volunteers"),
        ("volunt", "partner-type", "volunteers"),
        ("afdæk", "phase", "01-scoping"),
        ("den private", "sector", "private"),
        ("erhvervsl", "sector", "private"),
    ],
    ids=["danish", "english", "folded", "two-words", "synonym"],
)
def test_a_concept_is_suggested_by_any_of_its_names(
    small_library: KnowledgeBase, typed: str, scheme: str, concept: str
) -> None:
    assert (scheme, concept) in {(s.scheme, s.target) for s in suggested(small_library, typed)}


def test_words_of_three_documents_are_suggested_and_rarer_ones_are_not(small_library: KnowledgeBase) -> None:
    assert "bøger" in texts(suggested(small_library, "bøg"), SuggestionKind.TERM)
    assert texts(suggested(small_library, "kriminalf"), SuggestionKind.TERM) == []


def test_the_readers_language_comes_first(small_library: KnowledgeBase) -> None:
    danish = suggested(small_library, "homework", Language.DANISH)
    english = suggested(small_library, "homework", Language.ENGLISH)

    assert english[0].language is Language.ENGLISH
    assert {s.target for s in danish} & {s.target for s in english}


@settings(max_examples=30)
@given(st.text(alphabet="abefikorstæøå -", max_size=8), st.sampled_from(Language))
def test_suggestions_are_few_and_each_leads_somewhere_once(
    small_library: KnowledgeBase, typed: str, language: Language
) -> None:
    found = suggested(small_library, typed, language)

    assert len(found) <= 8
    assert len({s.text.casefold() for s in found}) == len(found)
    kinds = [s.kind for s in found]
    assert kinds == sorted(kinds, key=[SuggestionKind.CONCEPT, SuggestionKind.TERM, SuggestionKind.TITLE].index)
    for suggestion in found:
        assert suggestion.target
        assert bool(suggestion.scheme) is (suggestion.kind is SuggestionKind.CONCEPT)


@pytest.mark.parametrize("typed", ["", "b", " b ", "-", "hemmelig", "kvantespr"])
def test_nothing_is_suggested_for_a_letter_or_from_a_draft(small_library: KnowledgeBase, typed: str) -> None:
    assert suggested(small_library, typed) == ()


def test_no_more_are_given_than_were_asked_for(small_library: KnowledgeBase) -> None:
    assert len(small_library.suggestions.suggest("bi", Language.DANISH, limit=2)) == 2
