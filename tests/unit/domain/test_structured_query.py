"""Trees of terms: which of their leaves may be marked, and how they are named."""

from __future__ import annotations

import pytest

from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    Alternative,
    AnyOf,
    Leaf,
    MatchAll,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    StructuredQuery,
    leaf_fields,
    leaf_text,
    positive_leaves,
)


def word(text: str, *fields: str) -> MatchWord:
    return MatchWord(text, tuple(Alternative(text, ((field, 1.0),)) for field in fields or ("body_da",)))


SCHOOL, CITY, GIRL = word("skole"), word("by"), word("pige")
PHRASE, PREFIX = MatchPhrase("body_words_da", ("åben", "skole")), MatchPrefix("title_words_da", "bib")


@pytest.mark.parametrize(
    ("query", "leaves"),
    [
        (SCHOOL, [SCHOOL]),
        (MatchAll(), []),
        (AnyOf((SCHOOL, PHRASE)), [SCHOOL, PHRASE]),
        (AnyOf(()), []),
        (AllOf((SCHOOL,), (CITY,), (GIRL,)), [SCHOOL, CITY]),
        (AllOf((AllOf((SCHOOL,), excluded=(CITY,)), PREFIX)), [SCHOOL, PREFIX]),
        (Near(AnyOf((SCHOOL, CITY)), (SCHOOL, CITY), 0.5), [SCHOOL, CITY]),
        (AcrossLanguages(SCHOOL, CITY, 0.6), [SCHOOL, CITY]),
        (AcrossLanguages(AllOf((), excluded=(GIRL,)), MatchAll(), 0.6), []),
    ],
    ids=["leaf", "all", "any", "any-of-nothing", "excluded", "excluded-inside", "near", "across", "nothing-positive"],
)
def test_only_what_a_document_may_hold_is_marked(query: StructuredQuery, leaves: list[Leaf]) -> None:
    assert [*positive_leaves(query)] == leaves


@pytest.mark.parametrize(
    ("leaf", "fields", "text"),
    [
        (word("skole", "body_da", "title_da", "body_da"), ("body_da", "title_da"), "skole"),
        (PHRASE, ("body_words_da",), '"åben skole"'),
        (PREFIX, ("title_words_da",), "bib*"),
    ],
    ids=["word", "phrase", "prefix"],
)
def test_a_leaf_names_its_fields_once_and_itself_as_it_would_be_typed(
    leaf: Leaf, fields: tuple[str, ...], text: str
) -> None:
    assert leaf_fields(leaf) == fields
    assert leaf_text(leaf) == text
