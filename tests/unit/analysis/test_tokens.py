"""Where words begin and end, and which spellings are one word."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.token_filters import drop_accents, fold, normalize
from indexer.analysis.tokens import token_texts, tokenize, words_of

LETTERS = st.text(alphabet="abcæøåÆØÅäöüéèçñßðþœłǿ '’-.,0129\n\u0301\u030a", max_size=40)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n\t", []),
        ("børn og unge", ["børn", "og", "unge"]),
        ("(skole)!", ["skole"]),
        ("it-systemer", ["it", "systemer"]),
        ("cd'er", ["cd'er"]),
        ("library’s", ["library’s"]),
        ("'citat'", ["citat"]),
        ("snake_case", ["snake", "case"]),
        ("0-3 år", ["0", "3", "år"]),
        ("1.000", ["1", "000"]),
        ("A\u030arhus", ["A\u030arhus"]),
        ("cafe\u0301en", ["cafe\u0301en"]),
        ("H2O", ["H2O"]),
        ("mail@bib.dk", ["mail", "bib", "dk"]),
        ("Москва", ["Москва"]),
        ("–—…", []),
    ],
    ids=[
        "nothing", "blanks", "plain", "punctuation", "hyphen", "apostrophe", "curly-apostrophe", "quotes", "underscore",
        "range", "thousands", "ring-of-its-own", "accent-of-its-own", "digits-inside", "address", "cyrillic", "dashes",
    ],
)  # fmt: skip
def test_words_are_runs_of_letters_and_digits(text: str, words: list[str]) -> None:
    assert token_texts(text) == words


@given(LETTERS)
def test_a_token_stands_where_its_offsets_say(text: str) -> None:
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text


@given(LETTERS)
def test_tokens_come_in_order_and_never_overlap(text: str) -> None:
    tokens = [*tokenize(text)]

    assert all(one.end <= other.start for one, other in itertools.pairwise(tokens))


@given(LETTERS)
def test_nothing_but_letters_and_digits_belongs_to_words(text: str) -> None:
    inside = sum(len(word) for word in token_texts(text))
    letters = sum(character.isalnum() for character in text)

    assert letters <= inside <= len(text)


@given(LETTERS)
def test_the_quick_ways_to_words_agree(text: str) -> None:
    assert words_of(text)[0] == token_texts(text) == [token.text for token in tokenize(text)]


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("århus", "aarhus"),
        ("ærø", "aeroe"),
        ("göteborg", "goeteborg"),
        ("västerås", "vaesteraas"),
        ("straße", "strasse"),
        ("reykjavík", "reykjavik"),
        ("þórshöfn", "thorshoefn"),
        ("norðurlandið", "nordurlandid"),
        ("œuvre", "oeuvre"),
        ("łódź", "lodz"),
        ("français", "francais"),
        ("español", "espanol"),
        ("bog", "bog"),
        ("ǿ", "oe"),
        ("ǽ", "ae"),
    ],
)
def test_letters_are_folded_as_they_are_typed_without_them(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text(max_size=20))
def test_folding_again_changes_nothing(word: str) -> None:
    once = fold(normalize(word))

    assert fold(once) == once


@given(st.text(alphabet="abcæøåéü", max_size=12))
def test_capitals_and_composition_make_no_difference(word: str) -> None:
    apart = unicodedata.normalize("NFD", word)

    assert normalize(word.upper()) == normalize(word) == normalize(apart)


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("café", "cafe"),
        ("blåbærgrød", "blåbærgrød"),
        ("göteborg", "göteborg"),
        ("ångström", "ångström"),
        ("naïv", "naiv"),
    ],
)
def test_only_foreign_accents_are_dropped_before_stemming(word: str, plain: str) -> None:
    assert drop_accents(word) == plain
