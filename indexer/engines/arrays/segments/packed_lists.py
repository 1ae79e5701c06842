"""The packed postings of one field of one segment, term after term: documents, frequencies and positions."""

from __future__ import annotations

import numpy as np

from indexer.engines.arrays.segments.postings_pieces import PostingsPiece, rising_of
from indexer.engines.arrays.segments.slots import LONG_TERM_POSTINGS, Slots, slots_of
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned
from indexer.storage.array_file import ArrayFile
from indexer.storage.packed_arrays import packed_array
from indexer.storage.packed_numbers import BLOCK
from indexer.storage.ragged import Int64Array, cumulated, is_new, ranges

_ONE = np.uint32(1)


class PackedLists:
    """Unpacks postings from one slot up to another; safe to share between threads."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        """`prefix` begins the names of the field's arrays."""
        self._document_steps = packed_array(file, f"{prefix}documents")
        self._frequencies = packed_array(file, f"{prefix}frequencies")
        self._position_steps = packed_array(file, f"{prefix}positions")
        self._block_documents: Unsigned = file.get(f"{prefix}block_documents")
        self._block_occurrences: Unsigned = file.get(f"{prefix}block_occurrences")

    @property
    def has_positions(self) -> bool:
        """Whether the positions of terms are known."""
        return bool(len(self._position_steps))

    def piece(self, slots: Slots) -> PostingsPiece:
        """All postings of some consecutive terms."""
        if not len(slots.counts):
            return PostingsPiece(slots.counts, _NONE, _NONE, _NONE)
        begin, firsts = int(slots.starts[0]), cumulated(slots.counts)[:-1]
        steps = slots.gathered(self._document_steps.range(begin, slots.end), begin)
        steps += _ONE
        steps[firsts] -= _ONE
        frequencies = slots.gathered(self.frequencies(begin, slots.end), begin)
        position_steps = _NONE
        if self.has_positions:
            first = self._first_occurrence(begin)
            counts = np.add.reduceat(frequencies, firsts, dtype=np.int64)
            positions = slots_of(counts, slots.counts >= LONG_TERM_POSTINGS, first)
            position_steps = positions.gathered(self._position_steps.range(first, positions.end), first)
        return PostingsPiece(slots.counts, rising_of(steps, firsts, slots.counts), frequencies, position_steps)

    def documents(self, first: int, last: int) -> Unsigned:
        """The documents of one term, rising."""
        documents = self._document_steps.range(first, last)
        documents[1:] += _ONE
        return np.cumsum(documents, dtype=np.uint32, out=documents)

    def frequencies(self, first: int, last: int) -> Unsigned:
        """How often each document holds the term."""
        frequencies = self._frequencies.range(first, last)
        frequencies += _ONE
        return frequencies

    def positions(self, first: int, last: int) -> Int64Array:
        """Every occurrence of one term as document << 32 | position, rising; none in a field without positions."""
        if not self.has_positions:
            return _NO_POSITIONS
        frequencies = self.frequencies(first, last)
        begin = self._first_occurrence(first)
        steps = self._position_steps.range(begin, begin + int(frequencies.sum(dtype=np.int64)))
        return _positions(self.documents(first, last), frequencies, steps)

    def positions_in(self, first: int, last: int, wanted: Int64Array) -> Int64Array:
        """The same in some documents (rising)."""
        if not self.has_positions:
            return _NO_POSITIONS
        documents, frequencies, occurrences = self._near(first, last, wanted)
        found = documents.searchsorted(wanted.astype(np.uint32))
        found = found[documents.take(found, mode="clip") == wanted] if len(documents) else found[:0]
        counts = frequencies[found]
        steps = self._position_steps.at(ranges(occurrences[found], counts))
        return _positions(documents[found], counts, steps)

    def _near(self, first: int, last: int, wanted: Int64Array) -> tuple[Unsigned, Unsigned, Int64Array]:
        """(document, frequency, slot of the first occurrence) by posting of a term, near the documents at least."""
        if last - first < LONG_TERM_POSTINGS:
            frequencies = self.frequencies(first, last)
            occurrences = cumulated(frequencies)[:-1] + self._first_occurrence(first)
            return self.documents(first, last), frequencies, occurrences
        # A document can only be in the first block whose next one begins behind it.
        begin, end = first // BLOCK, (last - 1) // BLOCK + 1
        blocks = self._block_documents[begin + 1 : end].searchsorted(wanted.astype(np.uint32))
        blocks = blocks[is_new(blocks)] + begin
        documents = self._document_steps.blocks(blocks)
        firsts = documents[:, 0].copy()
        documents += _ONE
        documents[:, 0] += self._block_documents[blocks]
        if len(blocks) and blocks[0] == begin:
            documents[0, 0] = firsts[0]  # what a term begins with is no step
        np.cumsum(documents, axis=1, dtype=np.uint32, out=documents)
        frequencies = self._frequencies.blocks(blocks)
        frequencies += _ONE
        occurrences = np.cumsum(frequencies, axis=1, dtype=np.int64)
        occurrences -= frequencies
        occurrences += self._block_occurrences[blocks].astype(np.int64)[:, None]
        kept = slice(0, documents.size - (end * BLOCK - last if len(blocks) and blocks[-1] == end - 1 else 0))
        return documents.ravel()[kept], frequencies.ravel()[kept], occurrences.ravel()[kept]

    def _first_occurrence(self, posting: int) -> int:
        """The slot of a posting's first occurrence."""
        block = posting // BLOCK
        before = self.frequencies(block * BLOCK, posting)
        return int(self._block_occurrences[block]) + int(before.sum(dtype=np.int64))


def _positions(documents: Unsigned, frequencies: Unsigned, steps: Unsigned) -> Int64Array:
    """The steps of whole postings -> document << 32 | position."""
    bases = documents.astype(np.int64)
    bases <<= _POSITION_BITS
    if len(steps) == len(bases):
        bases += steps
        return bases
    positions = np.cumsum(steps, dtype=np.int64)
    ends = np.cumsum(frequencies, dtype=np.int64)
    # What was summed up before a posting is taken off again: its steps begin anew.
    bases[1:] -= positions[ends[:-1] - 1]
    positions += np.repeat(bases, frequencies)
    return positions


_POSITION_BITS = 32
_NONE: Unsigned = np.zeros(0, dtype=np.uint32)
_NO_POSITIONS: Int64Array = np.zeros(0, dtype=np.int64)
