from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import danish_sort_key
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.structured_query import Alternative, MatchWord
from indexer.search.passages.snippets import SnippetMaker
from tests.builders import ANALYZERS


def a_leaf(term: str) -> MatchWord:
    return MatchWord(term, (Alternative(term, (("body_da", 1.0),)),))


@pytest.mark.parametrize("spelling", ["Århus", "aarhus", "AARHUS", "A\u030arhus"])
def test_every_spelling_of_aarhus_is_one_word(spelling: str) -> None:
    assert ANALYZERS[Language.DANISH].analyze(spelling)[0].word == "aarhus"


def test_a_danish_plural_finds_the_singular() -> None:
    singular, plural = ANALYZERS[Language.DANISH].analyze("bibliotek bibliotekerne")

    assert singular.term == plural.term


def test_danish_letters_come_after_z_and_aa_counts_as_å() -> None:
    places = ["Ålborg", "Zoo", "Aarhus", "Ærø", "Øland", "Assens"]

    assert sorted(places, key=danish_sort_key) == ["Assens", "Zoo", "Ærø", "Øland", "Ålborg", "Aarhus"]


def test_numbers_in_titles_sort_by_size() -> None:
    assert sorted(["Trin 10", "Trin 2"], key=danish_sort_key) == ["Trin 2", "Trin 10"]


def test_a_snippet_is_cut_around_the_matches() -> None:
    text = "Indledning uden ordet. " * 30 + "Her står frivillige med navn. " + "Slutning. " * 30
    maker = SnippetMaker([a_leaf(ANALYZERS[Language.DANISH].analyze("frivillige")[0].term)], 120, ANALYZERS)

    snippet = maker.snippet(text, Language.DANISH)

    assert [snippet.text[m.start : m.end] for m in snippet.matches] == ["frivillige"]
    assert len(snippet.text) < 200


@given(st.text(max_size=600), st.integers(min_value=50, max_value=300))
def test_matches_lie_within_the_snippet(text: str, size: int) -> None:
    words = [token.term for token in ANALYZERS[Language.DANISH].analyze(text)][:3]
    snippet = SnippetMaker([a_leaf(word) for word in words], size, ANALYZERS).snippet(text, Language.DANISH)

    assert snippet.text in text
    assert all(0 <= match.start < match.end <= len(snippet.text) for match in snippet.matches)


@pytest.mark.parametrize("spelling", ["lektiecafe", "Lektiecafé", "LEKTIECAFÉ", "lektiecafe\u0301"])
def test_an_accent_makes_no_difference(spelling: str) -> None:
    assert ANALYZERS[Language.DANISH].analyze(spelling)[0].term == "lektiecaf"
