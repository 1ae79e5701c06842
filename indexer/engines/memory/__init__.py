"""An engine of dictionaries and sets: for tests and small collections that need no disk, and to read the port by.

It answers by the definitions in the port's words; what makes an engine fast belongs to the others.
"""

from indexer.engines.memory.engine import MemoryEngine

__all__ = ["MemoryEngine"]
