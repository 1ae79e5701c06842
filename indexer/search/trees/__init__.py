"""A visitor's text -> a tree over index terms: one module a language side, what they share, and how a text is read.

Nothing here asks an index; what an index knows of terms comes as TermEvidence.
"""

from indexer.search.trees.counted_tree import CountedTree
from indexer.search.trees.query_options import CountingRule, MatchMode, QueryOptions, QueryWeights
from indexer.search.trees.query_tree import query_tree
from indexer.search.trees.related_tree import RelatedTree, excluded_trees, without_exclusions
from indexer.search.trees.tree_builder import TermEvidence, TreeSources
from indexer.search.trees.word_meanings import WordMeanings

__all__ = [
    "CountedTree",
    "CountingRule",
    "MatchMode",
    "QueryOptions",
    "QueryWeights",
    "RelatedTree",
    "TermEvidence",
    "TreeSources",
    "WordMeanings",
    "excluded_trees",
    "query_tree",
    "without_exclusions",
]
