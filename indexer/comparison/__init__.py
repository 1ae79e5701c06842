"""How comparable two documents are, and why: features as arrays per index state, scored with numpy."""

from indexer.comparison.actors import Actor, NamedActors
from indexer.comparison.comparer import Comparer

__all__ = ["Actor", "Comparer", "NamedActors"]
