"""What a visitor types: every expression can be typed, and typing it gives it back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.domain.queries.query_syntax import (
    MAX_DEPTH,
    AndExpression,
    Expression,
    NotExpression,
    OrExpression,
    PhraseExpression,
    WordExpression,
    parse_query,
)

WORDS = st.sampled_from(("skole", "bibliotek", "it-café", "0-3", "c#", "år"))
A, B, C = WordExpression("a"), WordExpression("b"), WordExpression("c")
NOTHING = AndExpression(())

LEAVES = st.builds(WordExpression, WORDS, st.booleans(), st.booleans()) | st.builds(
    PhraseExpression, st.lists(WORDS, min_size=1, max_size=3).map(" ".join), st.booleans()
)


def several(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    operands = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(AndExpression, operands) | st.builds(OrExpression, operands) | st.builds(NotExpression, inner)


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(LEAVES, several, max_leaves=8)


def as_typed(expression: Expression) -> str:
    """The expression as a visitor would type it, with parentheses wherever they are allowed."""
    match expression:
        case WordExpression(text, in_title, is_prefix):
            return f"{'titel:' if in_title else ''}{text}{'*' if is_prefix else ''}"
        case PhraseExpression(text, in_title):
            return f'{"title:" if in_title else ""}"{text}"'
        case NotExpression(operand):
            return f"-({as_typed(operand)})"
        case AndExpression(operands):
            return f"({' '.join(map(as_typed, operands))})"
        case OrExpression(operands):
            return f"({' OR '.join(map(as_typed, operands))})"


@given(EXPRESSIONS)
def test_whatever_can_be_meant_can_be_typed(expression: Expression) -> None:
    assert parse_query(as_typed(expression)) == expression


@given(EXPRESSIONS)
def test_the_danish_words_for_or_and_and_mean_the_same(expression: Expression) -> None:
    english = as_typed(expression)

    assert parse_query(english.replace(" OR ", " ELLER ")) == expression
    assert parse_query(english.replace("title:", "TITEL:").replace("titel:", "Title:")) == expression


@given(EXPRESSIONS, EXPRESSIONS)
def test_words_typed_side_by_side_are_wanted_together(one: Expression, other: Expression) -> None:
    together = AndExpression((one, other))

    assert parse_query(f"{as_typed(one)} {as_typed(other)}") == together
    assert parse_query(f"{as_typed(one)} AND {as_typed(other)}") == together
    assert parse_query(f"{as_typed(one)} OG {as_typed(other)}") == together


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a b OR c", OrExpression((AndExpression((A, B)), C))),
        ("a or b", AndExpression((A, WordExpression("or"), B))),
        ("a og b", AndExpression((A, WordExpression("og"), B))),
        ("a OR OR b", OrExpression((A, B))),
        ("OR a", A),
        ("a AND", A),
        ("--a", NotExpression(WordExpression("-a"))),
        ("a - b", AndExpression((A, B))),
        ("a -", A),
        ("-", NOTHING),
        ("a-b -c", AndExpression((WordExpression("a-b"), NotExpression(C)))),
        ("(-a)", NotExpression(A)),
        ("-()", NOTHING),
        ("()", NOTHING),
        ("((a))", A),
        ("a) b", AndExpression((A, B))),
        ("(a b", AndExpression((A, B))),
        ('"a b', AndExpression((A, B))),
        ('""', NOTHING),
        ('"…"', NOTHING),
        ("“a b”", PhraseExpression("a b")),
        ("a**", WordExpression("a", is_prefix=True)),
        ("*", NOTHING),
        ("*a", WordExpression("*a")),
        ("title: a", AndExpression((WordExpression("title:"), A))),
        ("title:title:a", WordExpression("a", in_title=True)),
        ("-title:a", NotExpression(WordExpression("a", in_title=True))),
        ("subtitle:a", WordExpression("subtitle:a")),
        ("a\u00a0b\n\tc", AndExpression((A, B, C))),
        ("& a §", A),
    ],
    ids=repr,
)
def test_what_is_no_operator_is_a_word_or_nothing(typed: str, meant: Expression) -> None:
    assert parse_query(typed) == meant


@pytest.mark.parametrize("depth", [1, MAX_DEPTH, MAX_DEPTH + 1, 500])
def test_parentheses_may_be_nested_without_end(depth: int) -> None:
    assert parse_query("(" * depth + "a" + ")" * depth) == A


@given(st.text(alphabet='ab "()-*:»«', max_size=40))
def test_every_word_that_was_typed_is_looked_for(typed: str) -> None:
    def words(expression: Expression) -> str:
        match expression:
            case WordExpression(text) | PhraseExpression(text):
                return text
            case NotExpression(operand):
                return words(operand)
            case AndExpression(operands) | OrExpression(operands):
                return "".join(map(words, operands))

    found = words(parse_query(typed))

    assert [c for c in found if c in "ab"] == [c for c in typed if c in "ab"]
