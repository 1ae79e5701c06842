"""Where words stand in the documents of a page: few documents of many, asked for again with every page and filter."""

from __future__ import annotations

from indexer.engines.arrays.scoring.postings.postings_cache import PostingsCache
from indexer.engines.arrays.snapshot.snapshot_terms import SnapshotTerms
from indexer.engines.arrays.structures.bitsets import DocNumbers
from indexer.storage.ragged import Int64Array, ranges

# To read the positions of a page costs about this share of what it costs to score a word anew.
_COST = 0.25
_BYTES_OF_OBJECTS = 512
_POSITION_BITS = 32


class TermPositions:
    """Reads positions on one snapshot, and keeps those that are asked for again."""

    def __init__(self, terms: SnapshotTerms, cache: PostingsCache) -> None:
        self._terms = terms
        self._cache = cache

    def positions_in(self, field: str, term: str, doc_numbers: DocNumbers) -> Int64Array:
        """See SnapshotTerms.positions_in."""
        key = ("positions", field, term)
        kept = self._cache.get(key)
        if not isinstance(kept, _KeptPositions):
            kept = _KeptPositions()
            self._cache.put(key, kept)
            return self._terms.positions_in(field, term, doc_numbers)
        positions = kept.positions
        if positions is None:
            positions = self._terms.positions(field, term)
            kept.keep(positions)
        if not len(positions):
            return positions
        starts = positions.searchsorted(doc_numbers << _POSITION_BITS)
        counts = positions.searchsorted((doc_numbers + 1) << _POSITION_BITS) - starts
        return positions.take(ranges(starts, counts))


class _KeptPositions:
    """All positions of a term, read when they are asked for a second time; see KeptForQueries."""

    cost = _COST

    def __init__(self) -> None:
        self.positions: Int64Array | None = None
        self.value_per_byte = self.priority = 0.0

    @property
    def bytes_held(self) -> int:
        """Memory that they take now."""
        return _BYTES_OF_OBJECTS + (0 if self.positions is None else self.positions.nbytes)

    def keep(self, positions: Int64Array) -> None:
        """Keep the positions, which are worth less by the byte the more they are."""
        self.positions = positions
        self.value_per_byte = self.cost / self.bytes_held
