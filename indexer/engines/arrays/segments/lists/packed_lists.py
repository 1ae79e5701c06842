"""The packed postings of one field of one segment, term after term: documents, frequencies and positions."""

from __future__ import annotations

import numpy as np

from indexer.engines.arrays.segments.lists.postings_pieces import PostingsPiece, rising_of
from indexer.engines.arrays.segments.lists.slots import LONG_TERM_POSTINGS, Slots, is_counted_on, slots_of
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned
from indexer.storage.array_file import ArrayFile
from indexer.storage.packed_arrays import packed_array
from indexer.storage.packed_numbers import BLOCK
from indexer.storage.ragged import Int64Array, IntArray, cumulated, is_new, ranges

_ONE = np.uint32(1)


class PackedLists:
    """Unpacks postings from one slot up to another; safe to share between threads."""

    def __init__(self, file: ArrayFile, prefix: str, position_bases: IntArray) -> None:
        """`prefix` begins the names of the field's arrays; `position_bases` are those of FieldPostings."""
        self._document_steps = packed_array(file, f"{prefix}documents")
        self._frequencies = packed_array(file, f"{prefix}frequencies")
        self._position_steps = packed_array(file, f"{prefix}positions")
        self._block_occurrences: Unsigned = file.get(f"{prefix}block_occurrences")
        self._block_positions: Unsigned = file.get(f"{prefix}block_positions")
        self._bases = position_bases
        self._is_counted_on = is_counted_on(position_bases)

    @property
    def has_positions(self) -> bool:
        """Whether the positions of terms are known."""
        return bool(len(self._position_steps))

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

    def positions(self, first: int, last: int) -> IntArray:
        """Every occurrence of one term, rising: its position counted on from document to document.

        None in a field without positions; 32 bits, where these are enough for all of the field.
        """
        if not self.has_positions:
            return _NONE
        if self._is_in_blocks(first, last):
            blocks, end = self._position_blocks(first, last)
            return self._unpacked(np.arange(*blocks), end)
        block = first // BLOCK
        frequencies = self.frequencies(block * BLOCK, last)
        begin = int(self._block_occurrences[block]) + int(frequencies[: first - block * BLOCK].sum(dtype=np.int64))
        frequencies = frequencies[first - block * BLOCK :]
        steps = self._position_steps.range(begin, begin + int(frequencies.sum(dtype=np.int64)))
        positions = rising_of(steps, cumulated(frequencies)[:-1], frequencies.astype(np.int64))
        positions = positions.astype(self._bases.dtype)
        positions += np.repeat(self._bases[self.documents(first, last)], frequencies)
        return positions

    def positions_near(self, first: int, last: int, begins: IntArray, ends: IntArray | None = None) -> IntArray:
        """Some of these, rising: at least all from each of `begins` up to its one of `ends`, or those that are begins.

        The intervals rise and do not meet.
        """
        if not self._is_in_blocks(first, last) or not self.has_positions:
            return self.positions(first, last)
        (begin, end), end_slot = self._position_blocks(first, last)
        # What stands before a block is the last position of the one before it.
        lasts = self._block_positions[begin + 1 : end]
        blocks = lasts.searchsorted(_keys(begins))
        if ends is not None:
            blocks = ranges(blocks, lasts.searchsorted(_keys(ends)) - blocks + 1)
        blocks = blocks[is_new(blocks)]
        blocks += begin
        if 2 * len(blocks) > end - begin:
            blocks = np.arange(begin, end)
        return self._unpacked(blocks, end_slot)

    def piece(self, slots: Slots) -> PostingsPiece:
        """All postings of some consecutive terms."""
        if not len(slots.counts):
            return PostingsPiece(slots.counts, _NONE, _NONE, _NONE)
        begin, firsts = int(slots.starts[0]), cumulated(slots.counts)[:-1]
        steps = slots.gathered(self._document_steps.range(begin, slots.end), begin)
        steps += _ONE
        steps[firsts] -= _ONE
        documents = rising_of(steps, firsts, slots.counts)
        frequencies = slots.gathered(self.frequencies(begin, slots.end), begin)
        if not self.has_positions:
            return PostingsPiece(slots.counts, documents, frequencies, _NONE)
        return PostingsPiece(slots.counts, documents, frequencies, self._piece_positions(slots, documents, frequencies))

    def _piece_positions(self, slots: Slots, documents: Unsigned, frequencies: Unsigned) -> Unsigned:
        """The positions of all postings of some terms in their documents."""
        is_long = slots.counts >= LONG_TERM_POSTINGS
        counts = np.add.reduceat(frequencies, cumulated(slots.counts)[:-1], dtype=np.int64)
        first = self._first_occurrence(int(slots.starts[0]))
        occurrences = slots_of(counts, is_long, first)
        steps = occurrences.gathered(self._position_steps.range(first, occurrences.end), first)
        positions = rising_of(steps, cumulated(frequencies)[:-1], frequencies.astype(np.int64))
        if self._is_counted_on and is_long.any():
            is_held, is_occurrence = np.repeat(is_long, slots.counts), np.repeat(is_long, counts)
            lengths = counts[is_long]
            places = rising_of(steps[is_occurrence], cumulated(lengths)[:-1], lengths).astype(np.int64)
            places += np.repeat(self._block_positions[occurrences.starts[is_long] // BLOCK].astype(np.int64), lengths)
            places -= np.repeat(self._bases[documents[is_held]], frequencies[is_held])
            positions[is_occurrence] = places
        return positions

    def _is_in_blocks(self, first: int, last: int) -> bool:
        """Whether each block of a term's positions can be unpacked for itself."""
        return self._is_counted_on and last - first >= LONG_TERM_POSTINGS

    def _position_blocks(self, first: int, last: int) -> tuple[tuple[int, int], int]:
        """(the first block of a long term's positions and the one behind the last, the slot behind the last one)."""
        begin = int(self._block_occurrences[first // BLOCK]) // BLOCK
        block = (last - 1) // BLOCK
        end = int(self._block_occurrences[block]) + int(self.frequencies(block * BLOCK, last).sum(dtype=np.int64))
        return (begin, -(-end // BLOCK)), end

    def _unpacked(self, blocks: Int64Array, end: int) -> Unsigned:
        """The positions in some blocks of a long term, whose last one lies before the slot `end`."""
        if not len(blocks):
            return _NONE
        first, last = int(blocks[0]), int(blocks[-1])
        if last - first + 1 == len(blocks):
            steps = self._position_steps.range(first * BLOCK, (last + 1) * BLOCK).reshape(-1, BLOCK)
        else:
            steps = self._position_steps.blocks(blocks)
        steps[:, 0] += self._block_positions[blocks]
        # In the type that they have: to sum up in another takes twenty times as long.
        positions = np.cumsum(steps, axis=1, dtype=np.uint32, out=steps).ravel()
        return positions[: len(positions) - max(0, (last + 1) * BLOCK - end)]

    def _first_occurrence(self, posting: int) -> int:
        """The slot of a posting's first occurrence."""
        block = posting // BLOCK
        before = self.frequencies(block * BLOCK, posting)
        return int(self._block_occurrences[block]) + int(before.sum(dtype=np.int64))


def _keys(places: IntArray) -> Unsigned:
    # Keys of the list's own type: with another, searchsorted would copy the whole list first.
    return np.maximum(places, 0).astype(np.uint32)


_NONE: Unsigned = np.zeros(0, dtype=np.uint32)
