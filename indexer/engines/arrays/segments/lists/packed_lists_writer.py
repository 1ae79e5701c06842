"""Packs the postings of one field as they come."""

from __future__ import annotations

import numpy as np

from indexer.engines.arrays.segments.lists.postings_pieces import PostingsPiece, steps_of
from indexer.engines.arrays.segments.lists.slots import (
    LONG_TERM_POSTINGS,
    Mask,
    Slots,
    is_counted_on,
    slots_of,
    width_groups,
)
from indexer.engines.arrays.structures.tf_length_pairs import TfLengthPairs, Unsigned
from indexer.storage.array_file import ArrayFileWriter
from indexer.storage.packed_arrays import PackedArrayWriter
from indexer.storage.packed_numbers import BLOCK
from indexer.storage.ragged import Int64Array, cumulated, ranges

_MAX_UINT32 = (1 << 32) - 1


class PackedListsWriter:
    """Writes the postings of a field."""

    def __init__(self, file: ArrayFileWriter, arrays: PackedArrayWriter, prefix: str, extents: Int64Array) -> None:
        """`prefix` begins the names of the field's arrays; for `extents` see FieldSource."""
        self._extents = extents
        self._bases = cumulated(extents)
        self._file = file
        self._arrays = arrays
        self._prefix = prefix
        self._documents = arrays.stream()
        self._frequencies = arrays.stream()
        self._positions = arrays.stream()
        self._block_occurrences = [_NONE]
        self._block_positions: list[tuple[Int64Array, Int64Array]] = []
        self._posting_end = self._occurrence_end = 0

    def add(self, piece: PostingsPiece) -> None:
        """Add the postings of the next terms."""
        if not len(piece.documents):
            return
        counts = piece.document_frequencies[piece.document_frequencies > 0]
        is_long = counts >= LONG_TERM_POSTINGS
        firsts = cumulated(counts)[:-1]
        steps = steps_of(piece.documents, firsts)
        # Of a term no document comes twice: the least step is 1, and is not written.
        steps -= np.uint32(1)
        steps[firsts] += np.uint32(1)
        begin = self._posting_end
        slots = slots_of(counts, is_long, begin)
        groups = width_groups(slots, is_long, begin)
        self._documents.add(slots.spread(steps, begin), groups)
        self._frequencies.add(slots.spread(piece.frequencies - np.uint32(1), begin), groups)
        self._posting_end = slots.end
        if len(piece.positions):
            self._add_positions(piece, slots, np.add.reduceat(piece.frequencies, firsts, dtype=np.int64), is_long)

    def _add_positions(self, piece: PostingsPiece, postings: Slots, counts: Int64Array, is_long: Mask) -> None:
        """Add the positions, and note what stands before each block of postings that begins here."""
        slots = slots_of(counts, is_long, self._occurrence_end)
        groups = width_groups(slots, is_long, self._occurrence_end)
        steps = steps_of(piece.positions, cumulated(piece.frequencies)[:-1])
        if is_long.any() and is_counted_on(self._bases):
            self._count_on(piece, postings.counts, slots, is_long, steps)
        self._positions.add(slots.spread(steps, self._occurrence_end), groups)
        self._occurrence_end = slots.end
        # A block begins with a posting, never in a gap: what is before it lies in the term, or has no meaning.
        begin = int(postings.starts[0])
        blocks = np.arange(-(-begin // BLOCK), -(-postings.end // BLOCK)) * BLOCK
        terms = postings.starts.searchsorted(blocks, side="right") - 1
        inside = blocks - postings.starts[terms]
        occurrences = cumulated(piece.frequencies)
        firsts = cumulated(postings.counts)[terms]
        self._block_occurrences.append(slots.starts[terms] + occurrences[firsts + inside] - occurrences[firsts])

    def _count_on(
        self, piece: PostingsPiece, postings: Int64Array, slots: Slots, is_long: Mask, steps: Unsigned
    ) -> None:
        """Let positions of long terms count on from document to document, and note where each block of them begins."""
        is_held = np.repeat(is_long, postings)
        frequencies = piece.frequencies[is_held]
        is_occurrence = np.repeat(is_long, slots.counts)
        places = np.repeat(self._bases[piece.documents[is_held]], frequencies)
        places += piece.positions[is_occurrence]
        counts = slots.counts[is_long]
        firsts = cumulated(counts)[:-1]
        before = np.empty_like(places)
        before[1:] = places[:-1]
        before[firsts] = places[firsts]
        steps[is_occurrence] = places - before
        blocks = -(-counts // BLOCK)
        inside = ranges(np.zeros_like(blocks), blocks)
        self._block_positions.append(
            (
                np.repeat(slots.starts[is_long] // BLOCK, blocks) + inside,
                before[np.repeat(firsts, blocks) + inside * BLOCK],
            )
        )

    def finish(self, pairs: TfLengthPairs, lengths: Unsigned) -> None:
        """Write everything; pairs and lengths are found again by the documents."""
        self._arrays.add_stream(f"{self._prefix}documents", self._documents)
        self._arrays.add_stream(f"{self._prefix}frequencies", self._frequencies)
        if self._occurrence_end:
            self._arrays.add_stream(f"{self._prefix}positions", self._positions)
            self._arrays.add(f"{self._prefix}extents", self._extents)
            kind = np.uint32 if self._occurrence_end <= _MAX_UINT32 else np.uint64
            self._file.add(f"{self._prefix}block_occurrences", np.concatenate(self._block_occurrences).astype(kind))
            block_positions = np.zeros(-(-self._occurrence_end // BLOCK), dtype=np.uint32)
            for blocks, places in self._block_positions:
                block_positions[blocks] = places
            self._file.add(f"{self._prefix}block_positions", block_positions)


_NONE = np.zeros(0, dtype=np.int64)
