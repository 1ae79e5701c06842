"""What documents must hold to be related to a text, though they may not be about it: all of it, in any way, anywhere.

That is a word in passing, the words of an expression or the parts of a compound apart, a concept that the words only
hint at or that many state. Operators compose as in counted_tree; what is excluded is what is counted for it, in both.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.domain.queries.query_syntax import AndExpression, Expression, NotExpression, OrExpression
from indexer.domain.queries.structured_query import (
    AllOf,
    Alternative,
    AnyOf,
    IsAbout,
    MatchAll,
    MatchPhrase,
    MatchWord,
    StructuredQuery,
    Wording,
    Wordings,
)
from indexer.search.trees.asked import Group
from indexer.search.trees.counted_tree import CountedTree
from indexer.search.trees.word_meanings import WordMeanings


class RelatedTree:
    """Makes the tree of an expression; None stands for "asks for nothing"."""

    def __init__(self, words: WordMeanings, counted: CountedTree) -> None:
        self._words = words
        self._counted = counted

    def tree(self, expression: Expression) -> StructuredQuery | None:
        """The tree of an expression."""
        match expression:
            case OrExpression(operands):
                trees = [tree for operand in operands if (tree := self.tree(operand)) is not None]
                return AnyOf(tuple(trees)) if trees else None
            case NotExpression():
                return self._counted.tree(expression)
            case AndExpression(operands):
                return self._conjunction(operands)
            case _:
                return self._conjunction((expression,))

    def _conjunction(self, operands: Sequence[Expression]) -> StructuredQuery | None:
        asked = self._words.read(operands)
        # Where nothing but stop words was typed, they are what is meant.
        groups = asked.groups or asked.stop_words
        inner = [self.tree(one) for one in asked.others if not isinstance(one, NotExpression)]
        excluded = tuple(excluded_trees(AndExpression(tuple(operands)), self._counted))
        required = (
            *(_held(group) for group in groups),
            *asked.special,
            *(tree for tree in inner if tree is not None),
        )
        if not required and not excluded:
            return None
        return AllOf(required or (MatchAll(),), excluded=excluded)


def _held(group: Group) -> StructuredQuery:
    """Documents that hold a group's wordings in any way, or carry what it hints at."""
    meaning = (*group.meaning, *group.apart)
    single = tuple(wording for wording in meaning if len(wording.terms) == 1)
    found: list[StructuredQuery] = []
    if single:
        found.append(MatchWord(group.text, tuple(Alternative(one.terms[0], _weighed(one)) for one in single)))
    found += [_all_terms(wording) for wording in meaning if len(wording.terms) > 1]
    if group.hinted:
        nothing: Wordings = ()
        # However many carry the value: what is related may be much.
        found.append(IsAbout((nothing,), group.hinted, share=1.0))
    return AnyOf(tuple(found))


def _all_terms(wording: Wording) -> StructuredQuery:
    """Documents with every term of a wording, side by side where they must be."""
    if not wording.reach:
        return AnyOf(tuple(MatchPhrase(name, wording.terms) for name in wording.fields))
    return AllOf(
        tuple(
            MatchWord(term, (Alternative(term, _weighed(wording, ordinal)),))
            for ordinal, term in enumerate(wording.terms)
        )
    )


def _weighed(wording: Wording, ordinal: int = 0) -> tuple[tuple[str, float], ...]:
    return tuple((name, 1.0) for name in dict.fromkeys(wording.field_of(ordinal, field) for field in wording.fields))


def excluded_trees(expression: Expression, counted: CountedTree) -> list[StructuredQuery]:
    """What is counted for each thing that an expression excludes from all of it."""
    operands = expression.operands if isinstance(expression, AndExpression) else (expression,)
    trees = (counted.tree(one.operand) for one in operands if isinstance(one, NotExpression))
    return [tree for tree in trees if tree is not None]


def without_exclusions(expression: Expression) -> Expression:
    """What an expression asks for, without what it excludes: what its answer is ranked by."""
    match expression:
        case NotExpression():
            return AndExpression(())
        case AndExpression(operands):
            return AndExpression(_filled(operands))
        case OrExpression(operands):
            filled = _filled(operands)
            return OrExpression(filled) if filled else AndExpression(())
        case _:
            return expression


def _filled(operands: Sequence[Expression]) -> tuple[Expression, ...]:
    left = (without_exclusions(operand) for operand in operands)
    return tuple(one for one in left if one != AndExpression(()))
