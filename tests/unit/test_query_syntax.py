from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.query import Across
from indexer.domain.queries.query_syntax import (
    AndExpression,
    NotExpression,
    OrExpression,
    PhraseExpression,
    WordExpression,
    parse_query,
)
from indexer.search.trees import MatchMode
from tests.builders import a_tree

A, B = WordExpression("a"), WordExpression("b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", AndExpression(())),
        ("a b", AndExpression((A, B))),
        ("a OR b", OrExpression((A, B))),
        ("a ELLER b", OrExpression((A, B))),
        ("a -b", AndExpression((A, NotExpression(B)))),
        ('"a b"', PhraseExpression("a b")),
        ("»a b«", PhraseExpression("a b")),
        ("title:a", WordExpression("a", in_title=True)),
        ("titel:a", WordExpression("a", in_title=True)),
        ("a*", WordExpression("a", is_prefix=True)),
        ("(a OR b) -a", AndExpression((OrExpression((A, B)), NotExpression(A)))),
        ("a-b", WordExpression("a-b")),
    ],
)
def test_each_operator_is_read(text: str, expected: object) -> None:
    assert parse_query(text) == expected


@pytest.mark.parametrize("text", ["(", ")", '"', "-", "*", "OR", "OR OR", "a OR", "title:", "((a)", "-(", "((((" * 50])
def test_broken_syntax_is_forgiven(text: str) -> None:
    parse_query(text)


@given(st.text(max_size=80) | st.text(alphabet='ab "()-*:ORtitle»«', max_size=60))
def test_whatever_is_typed_is_understood_and_nothing_raises(text: str) -> None:
    for mode in MatchMode:
        for language in Language:
            for across in Across:
                a_tree(text, language, mode, across)


@pytest.mark.parametrize(
    "quoted",
    ['"åben skole"', "»åben skole«", "«åben skole»", "„åben skole“", "“åben skole”", "”åben skole”", "‘åben skole’"],
)
def test_every_pair_of_quotation_marks_makes_a_phrase(quoted: str) -> None:
    assert parse_query(f"{quoted} cd'er") == AndExpression((PhraseExpression("åben skole"), WordExpression("cd'er")))
