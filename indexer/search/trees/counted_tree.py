"""What documents must be about to be counted for a text, as a tree that its operators compose as sets.

A conjunction of words asks for places that mean all of them; groups, prefixes and titles are sets that are met, joined
and taken away. Nothing here depends on how many documents answer, so that A B lies within A, A OR B is the union of
both, and A -B is A without B. Several words that are one name are one thing, like a phrase, and are told to the reader.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.domain.queries.query_syntax import AndExpression, Expression, NotExpression, OrExpression
from indexer.domain.queries.structured_query import AllOf, AnyOf, IsAbout, MatchAll, StructuredQuery
from indexer.search.trees.query_options import CountingRule
from indexer.search.trees.word_meanings import WordMeanings


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
        meanings = tuple(dict.fromkeys(group.meaning for group in groups))
        if meanings:
            # What is stated decides for one thing; of two, a document may state one and lack the other.
            stated = dict.fromkeys(value for group in groups for value in group.stated) if len(meanings) == 1 else ()
            rule = self._rule
            about: StructuredQuery = IsAbout(meanings, tuple(stated), rule.density, rule.near, rule.share)
            named = tuple(value for group in groups for value in group.named) if len(meanings) == 1 else ()
            required.insert(0, AnyOf((about, IsAbout(((),), named, share=1.0))) if named else about)
        if not required and not excluded:
            return None
        if len(required) == 1 and not excluded:
            return required[0]
        return AllOf(tuple(required) or (MatchAll(),), excluded=tuple(excluded))
