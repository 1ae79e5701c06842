"""A visitor's text -> a tree over index terms, in the text's own language and, by translation, in the other.

Stop words never decide; when a query has no other words, they do. Phrases, prefixes and title: are looked up as they
stand, in both languages.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.domain.queries.query import Across
from indexer.domain.queries.query_syntax import Expression
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    AnyOf,
    MatchAll,
    MatchWord,
    Near,
    Origin,
    StructuredQuery,
)
from indexer.search.trees.other_language import OtherLanguageTree
from indexer.search.trees.own_language import OwnLanguageTree
from indexer.search.trees.query_options import QueryOptions
from indexer.search.trees.tree_builder import TreeSources


def query_tree(expression: Expression, options: QueryOptions, sources: TreeSources) -> StructuredQuery:
    """The tree for an expression; MatchAll if it asks for nothing."""
    own = _with_nearness(OwnLanguageTree(sources, options).tree(expression) or MatchAll(), sources.weights.nearness)
    if options.across is Across.OFF or isinstance(own, MatchAll):
        return own
    other = OtherLanguageTree(sources, options).tree(expression) or MatchAll()
    if options.across is Across.ONLY:
        return other
    return AcrossLanguages(own, other, sources.weights.other_language)


def _with_nearness(tree: StructuredQuery, weight: float) -> StructuredQuery:
    """The tree of some words with its best documents rising where the words stand together."""
    if not isinstance(tree, AllOf):
        return tree
    operands = tree.required
    if len(operands) == 1 and isinstance(operands[0], AnyOf):
        operands = operands[0].operands
    words = tuple(word for operand in operands if (word := _typed_word(operand)) is not None)
    return Near(tree, words, weight) if len(words) > 1 and weight else tree


def _typed_word(operand: StructuredQuery) -> MatchWord | None:
    """The word that an operand stands for, without its synonyms; None for phrases, prefixes and parts."""
    if isinstance(operand, AnyOf) and operand.operands:
        operand = operand.operands[0]
    if not isinstance(operand, MatchWord) or operand.alternatives[0].origin is not Origin.STEM:
        return None
    return replace(operand, alternatives=operand.alternatives[:1])
