"""What documents must be about to be counted for a text, as a tree that its operators compose as sets.

A conjunction of words asks for places that mean all of them; groups, prefixes and titles are sets that are met, joined
and taken away. Nothing here depends on how many documents answer, so that A B lies within A, A OR B is the union of
both, and A -B is A without B. Several words that are one name are one thing, like a phrase, and are told to the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from indexer.domain.queries.fields import TITLE_FIELDS
from indexer.domain.queries.query_syntax import AndExpression, Expression, NotExpression, OrExpression
from indexer.domain.queries.structured_query import AllOf, AnyOf, IsAbout, MatchAll, StructuredQuery, Wordings
from indexer.search.trees.asked import Group
from indexer.search.trees.query_options import CountingRule
from indexer.search.trees.word_meanings import WordMeanings

T = TypeVar("T")
_ANY_PLACE = 0.0
# The words of a title are together, however long it is.
_TITLE_WORDS = 100
_NOTHING: tuple[Wordings, ...] = ((),)


class CountedTree:
    """Makes the tree of an expression; None stands for "asks for nothing"."""

    def __init__(self, words: WordMeanings, rule: CountingRule) -> None:
        self._words = words
        self._rule = rule

    def tree(self, expression: Expression) -> StructuredQuery | None:
        """The tree of an expression."""
        match expression:
            case AndExpression(operands):
                return self._conjunction(operands)
            case OrExpression(operands):
                trees = [tree for operand in operands if (tree := self.tree(operand)) is not None]
                return AnyOf(tuple(trees)) if trees else None
            case _:
                return self._conjunction((expression,))

    def titled(self, expression: Expression) -> StructuredQuery | None:
        """The documents whose titles name all the words of an expression; None where it is more than words."""
        asked = self._words.read(expression.operands if isinstance(expression, AndExpression) else (expression,))
        if asked.special or asked.others or not asked.groups:
            return None
        return _in_titles(_distinct(group.meaning for group in asked.groups))

    def _conjunction(self, operands: Sequence[Expression]) -> StructuredQuery | None:
        asked = self._words.read(operands)
        required = [*asked.special]
        excluded: list[StructuredQuery] = []
        for other in asked.others:
            is_excluded = isinstance(other, NotExpression)
            tree = self.tree(other.operand if isinstance(other, NotExpression) else other)
            if tree is not None:
                (excluded if is_excluded else required).append(tree)
        groups = asked.groups or asked.stop_words
        if groups:
            required.insert(0, self._about(groups))
        if not required and not excluded:
            return None
        if len(required) == 1 and not excluded:
            return required[0]
        return AllOf(tuple(required) or (MatchAll(),), excluded=tuple(excluded))

    def _about(self, groups: Sequence[Group]) -> StructuredQuery:
        """Documents in which all of it is dense or named in a title, or that state it.

        Of several things a document may state one and be about each of the others.
        """
        meanings = tuple(dict.fromkeys(group.meaning for group in groups))
        found: list[StructuredQuery] = [self._dense(meanings), _in_titles(meanings)]
        by_meaning = [[group for group in groups if group.meaning == meaning] for meaning in meanings]
        if len(meanings) == 1:
            return AnyOf((*found, *self._stated(groups), *self._hinted(groups)))
        for one in by_meaning:
            if stated := self._stated(one):
                others = (self._about(other) for other in by_meaning if other is not one)
                found.append(AllOf((AnyOf(tuple(stated)), *others)))
        return AnyOf(tuple(found))

    def _stated(self, groups: Sequence[Group]) -> list[StructuredQuery]:
        """Documents that state one thing: a concept that is called so, or a name."""
        stated = _distinct(value for group in groups for value in group.stated)
        named = _distinct(value for group in groups for value in group.named)
        about = IsAbout(_NOTHING, stated, share=self._rule.share)
        return [tree for tree in (about, IsAbout(_NOTHING, named, share=1.0)) if tree.stated]

    def _hinted(self, groups: Sequence[Group]) -> list[StructuredQuery]:
        """Documents that state what the words only hint at, and hold the words as well, if only once."""
        hinted = _distinct(value for group in groups for value in group.hinted if value not in group.stated)
        holding = IsAbout((groups[0].meaning,), density=_ANY_PLACE)
        return [AllOf((IsAbout(_NOTHING, hinted, share=1.0), holding))] if hinted else []

    def _dense(self, meanings: tuple[Wordings, ...]) -> StructuredQuery:
        return IsAbout(meanings, (), self._rule.density, self._rule.near)


def _in_titles(meanings: tuple[Wordings, ...]) -> StructuredQuery:
    """The documents that name all of it in a title."""
    return IsAbout(tuple(map(_wordings_in_titles, meanings)), density=_ANY_PLACE, near=_TITLE_WORDS)


def _wordings_in_titles(meaning: Wordings) -> Wordings:
    fields = ((one, tuple(field for field in one.fields if field in TITLE_FIELDS)) for one in meaning)
    return tuple(replace(one, fields=titles) for one, titles in fields if titles)


def _distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
