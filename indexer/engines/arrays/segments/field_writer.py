"""One field on its way into the file of a segment: its postings are packed as they come."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.postings_pieces import FieldColumns, PostingsPiece, steps_of
from indexer.engines.arrays.segments.slots import LONG_TERM_POSTINGS, Mask, Slots, slots_of, width_groups
from indexer.engines.arrays.structures.tf_length_pairs import filled_pairs
from indexer.storage.array_file import ArrayFileWriter
from indexer.storage.packed_arrays import PackedArrayWriter
from indexer.storage.packed_numbers import BLOCK
from indexer.storage.ragged import Int64Array, cumulated

_MAX_UINT32 = (1 << 32) - 1


class FieldWriter:
    """Writes the arrays of a field, whose names begin with `prefix`."""

    def __init__(self, file: ArrayFileWriter, arrays: PackedArrayWriter, prefix: str) -> None:
        self._file = file
        self._arrays = arrays
        self._prefix = prefix
        self._documents = arrays.stream()
        self._frequencies = arrays.stream()
        self._positions = arrays.stream()
        self._document_frequencies = [_NONE]
        self._block_documents = [np.zeros(0, dtype=np.uint32)]
        self._block_occurrences = [_NONE]
        self._posting_end = self._occurrence_end = 0

    def add(self, piece: PostingsPiece) -> None:
        """Add the postings of the next terms."""
        self._document_frequencies.append(piece.document_frequencies)
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
        if len(piece.position_steps):
            self._add_positions(piece, slots, np.add.reduceat(piece.frequencies, firsts, dtype=np.int64), is_long)

    def _add_positions(self, piece: PostingsPiece, postings: Slots, counts: Int64Array, is_long: Mask) -> None:
        """Add the positions, and note what stands before each block of postings that begins here."""
        slots = slots_of(counts, is_long, self._occurrence_end)
        groups = width_groups(slots, is_long, self._occurrence_end)
        self._positions.add(slots.spread(piece.position_steps, self._occurrence_end), groups)
        self._occurrence_end = slots.end
        # A block begins with a posting, never in a gap: what is before it lies in the term, or has no meaning.
        begin = int(postings.starts[0])
        blocks = np.arange(-(-begin // BLOCK), -(-postings.end // BLOCK)) * BLOCK
        terms = postings.starts.searchsorted(blocks, side="right") - 1
        inside = blocks - postings.starts[terms]
        ordinals = cumulated(postings.counts)[terms] + inside
        occurrences = cumulated(piece.frequencies)
        before_term = occurrences[cumulated(postings.counts)[terms]]
        self._block_documents.append(piece.documents[np.maximum(ordinals - 1, 0)])
        self._block_occurrences.append(slots.starts[terms] + occurrences[ordinals] - before_term)

    def finish(self, columns: FieldColumns) -> None:
        """Write everything; terms that have no posting are left out."""
        counts = np.concatenate(self._document_frequencies)
        used = counts.nonzero()[0]
        if not len(used):
            return
        terms = list(columns.terms)
        if len(used) < len(terms):
            terms = [terms[ordinal] for ordinal in used.tolist()]
        self._file.add(f"{self._prefix}terms", np.frombuffer(b"".join(terms), dtype=np.uint8))
        pairs = filled_pairs(columns.pairs)
        self._add("term_lengths", np.fromiter(map(len, terms), dtype=np.uint32, count=len(terms)))
        self._add("document_frequencies", counts[used])
        self._add("lengths", columns.lengths)
        self._add("pair_frequencies", pairs.frequencies)
        self._add("pair_lengths", pairs.lengths)
        self._arrays.add_stream(f"{self._prefix}documents", self._documents)
        self._arrays.add_stream(f"{self._prefix}frequencies", self._frequencies)
        if self._occurrence_end:
            self._arrays.add_stream(f"{self._prefix}positions", self._positions)
            kind = np.uint32 if self._occurrence_end <= _MAX_UINT32 else np.uint64
            self._file.add(f"{self._prefix}block_documents", np.concatenate(self._block_documents))
            self._file.add(f"{self._prefix}block_occurrences", np.concatenate(self._block_occurrences).astype(kind))

    def _add(self, name: str, numbers: NDArray[np.integer[Any]]) -> None:
        self._arrays.add(f"{self._prefix}{name}", numbers)


_NONE = np.zeros(0, dtype=np.int64)
