"""Danish alphabetical order."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import danish_sort_key

ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


@pytest.mark.parametrize(("one", "next_one"), [*itertools.pairwise(ALPHABET)])
def test_letters_follow_the_danish_alphabet(one: str, next_one: str) -> None:
    assert danish_sort_key(f"{one}zzz") < danish_sort_key(next_one)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("aarhus", "Århus"),
        ("AABENRAA", "åbenrå"),
        ("Malmö", "malmø"),
        ("Västerås", "væsterås"),
        ("Müller", "myller"),
        ("café", "Cafe"),
        ("»Bogen«", "bogen"),
        ("C-vitamin", "c vitamin"),
        ("snake_case", "snake case"),
        ("  to   ord ", "to ord"),
        ("A\u030a", "å"),
        ("007", "7"),
    ],
)
def test_what_sounds_alike_sorts_alike(one: str, same: str) -> None:
    assert danish_sort_key(one) == danish_sort_key(same)


@pytest.mark.parametrize(
    "titles",
    [
        ["Trin 1", "Trin 2", "Trin 10", "Trin 100"],
        ["2 byer", "10 byer", "Byer"],
        ["Bog", "Bog og café", "Bogbus"],
        ["Københavns bibliotek", "Køge"],
        ["Vestre", "Vindue", "Würth", "Ærø"],
        ["Zebra", "Æble", "Øl", "Ål"],
    ],
    ids=["steps", "digits-before-letters", "short-words-first", "ø-inside", "w-after-v", "after-z"],
)
def test_titles_are_in_order(titles: list[str]) -> None:
    assert sorted(titles, key=danish_sort_key) == titles


@given(st.integers(0, 10**11), st.integers(0, 10**11))
def test_numbers_sort_by_size_whatever_their_length(one: int, other: int) -> None:
    in_order = danish_sort_key(f"trin {one}") <= danish_sort_key(f"trin {other}")

    assert in_order == (one <= other)


@given(st.text(alphabet="abzæøåäöüé 019-.»«", max_size=30))
def test_capitals_and_blanks_around_a_text_do_not_move_it(text: str) -> None:
    assert danish_sort_key(f" {text.upper()} ") == danish_sort_key(text)
