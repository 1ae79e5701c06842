"""A visitor's text -> a tree over index terms: one module a language side, what they share, and how a text is read.

Nothing here asks an index; what an index knows of terms comes as TermEvidence.
"""

from indexer.search.trees.query_options import MatchMode, QueryOptions, QueryWeights
from indexer.search.trees.query_tree import query_tree
from indexer.search.trees.tree_builder import TermEvidence, TreeSources

__all__ = ["MatchMode", "QueryOptions", "QueryWeights", "TermEvidence", "TreeSources", "query_tree"]
