"""The embedded engine: Whoosh 2.7.4 stores the index, numpy evaluates the queries."""

from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.index_place import EnginePreferences

__all__ = ["EnginePreferences", "WhooshEngine"]
