"""How comparable two documents are, and why: features as arrays per index state, scored with numpy."""

from indexer.comparison.comparer import Comparer
from indexer.comparison.organisations import Actor, NamedActors

__all__ = ["Actor", "Comparer", "NamedActors"]
