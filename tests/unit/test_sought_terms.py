"""Where a text answers a query: found anywhere in it, or looked up at the places that an index knows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.tokens import words_of
from indexer.domain.documents.metadata import Language
from indexer.domain.queries.structured_query import Origin, positive_leaves
from indexer.search.passages.highlighter import Answer
from indexer.search.passages.snippets import SnippetMaker, _best_run, _Found
from indexer.search.trees import MatchMode
from tests.builders import ANALYZERS, a_tree

TEXT = "En samarbejdsaftale. Aftalerne om bøger og bogen; skoler, åben skole, åbne skoler og en åben skole til."


def a_maker(query: str, mode: MatchMode = MatchMode.ALL_WORDS) -> SnippetMaker:
    return SnippetMaker(positive_leaves(a_tree(query, mode=mode)), 240, ANALYZERS)


def marked(query: str, places: list[int] | None = None) -> list[tuple[str, str]]:
    snippet = a_maker(query).snippet(TEXT, Language.DANISH, positions=places)
    return [(snippet.text[m.start : m.end], m.origin.value) for m in snippet.matches]


def places_of(*words: str) -> list[int]:
    return [place for place, word in enumerate(words_of(TEXT)[0]) if word in words]


def test_exact_words_other_forms_and_phrases_are_told_apart() -> None:
    assert marked("skole") == [
        ("skoler", "stem"), ("skole", "exact"), ("skoler", "stem"), ("skole", "exact"),
    ]  # fmt: skip
    assert marked('"åben skole"') == [("åben", "exact"), ("skole", "exact")] * 2


@pytest.mark.parametrize(
    ("query", "words"),
    [("skole", ("skoler", "skole")), ('"åben skole"', ("åben", "skole")), ("bogen", ("bøger", "bogen"))],
)
def test_known_places_give_the_same_marks(query: str, words: tuple[str, ...]) -> None:
    everywhere = marked(query)

    assert everywhere
    assert marked(query, places_of(*words)) == everywhere


@pytest.mark.parametrize("places", [[0], [2, 6], [500], [3, 500]], ids=str)
def test_places_of_another_text_are_not_believed(places: list[int]) -> None:
    assert marked("skole", places) == marked("skole")


def test_a_prefix_and_a_title_are_looked_for_in_the_whole_text() -> None:
    assert marked("skol*", [10]) == marked("skol*") != []
    assert marked("titel:skole", []) == marked("titel:skole") != []


def test_no_place_is_no_mark() -> None:
    assert marked("skole", []) == []


@given(st.text(alphabet="abzæøåéABÆØÅ019 _-.,;:'’\n\u0301\u030a\u0332ß", max_size=60))
def test_words_are_those_of_the_plain_pattern(text: str) -> None:
    plain = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*|['’][^\W_]+)*")

    words, starts = words_of(text)

    assert list(zip(words, starts, strict=True)) == [(m.group(), m.start()) for m in plain.finditer(text)]


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from("abc")), min_size=1, max_size=25), st.integers(1, 120))
def test_the_best_run_is_the_one_with_most_words_then_most_matches_then_the_first(
    gaps: list[tuple[int, str]], size: int
) -> None:
    found, start = [], 0
    for gap, word in gaps:
        start += gap
        found.append(_Found(start, start + 1, Answer(word, Origin.EXACT)))
    values = []
    for first, match in enumerate(found):
        inside = [f for f in found[first:] if f.start < match.start + size] or [match]
        values.append((len({f.answer.word for f in inside}), len(inside), -first))

    _, count, place = max(values)

    assert _best_run(found, size) == (-place, -place + count - 1)
