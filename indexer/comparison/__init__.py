"""How comparable two documents are, and why: features as arrays per index state, scored with numpy."""

from indexer.comparison.comparer import Comparer

__all__ = ["Comparer"]
