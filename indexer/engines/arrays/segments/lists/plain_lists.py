"""Postings that lie in the file as they are used: mapped, and never copied; for fields without positions.

Their slots are their ordinals: terms follow each other without a gap.
"""

from __future__ import annotations

import numpy as np

from indexer.engines.arrays.segments.lists.postings_pieces import PostingsPiece
from indexer.engines.arrays.segments.lists.slots import Slots
from indexer.engines.arrays.structures.tf_length_pairs import PairNumbers, TfLengthPairs, Unsigned
from indexer.storage.array_file import ArrayFile, ArrayFileWriter
from indexer.storage.packed_arrays import PackedArrayWriter
from indexer.storage.ragged import IntArray

# What is numbered, read and written at a time.
_PIECE_POSTINGS = 1 << 20
_MAX_SHORT = 1 << 16


def document_type(size: int) -> type[np.uint16] | type[np.uint32]:
    """The type that numbers so many documents."""
    return np.uint16 if size <= _MAX_SHORT else np.uint32


class PlainLists:
    """Reads postings from one slot up to another; safe to share between threads."""

    has_positions = False

    def __init__(self, file: ArrayFile, prefix: str, pairs: TfLengthPairs) -> None:
        """`prefix` begins the names of the field's arrays; `pairs` are those of the field."""
        self._documents: Unsigned = file.get(f"{prefix}documents")
        self._pair_numbers: Unsigned = file.get(f"{prefix}pair_numbers")
        self._pairs = pairs

    def documents(self, first: int, last: int) -> Unsigned:
        """See PackedLists.documents."""
        return self._documents[first:last]

    def frequencies(self, first: int, last: int) -> Unsigned:
        """See PackedLists.frequencies."""
        return self._pairs.frequencies.take(self._pair_numbers[first:last])

    def pair_numbers(self, first: int, last: int) -> Unsigned:
        """The number of each posting's pair of frequency and length."""
        return self._pair_numbers[first:last]

    def piece(self, slots: Slots) -> PostingsPiece:
        """See PackedLists.piece."""
        first = int(slots.starts[0]) if len(slots.starts) else 0
        documents = self.documents(first, slots.end).astype(np.uint32)
        return PostingsPiece(slots.counts, documents, self.frequencies(first, slots.end), _NONE)

    def positions(self, first: int, last: int) -> Unsigned:
        """See PackedLists.positions."""
        return _NONE

    def positions_near(self, first: int, last: int, begins: IntArray, ends: IntArray | None = None) -> Unsigned:
        """See PackedLists.positions_near."""
        return _NONE


class PlainListsWriter:
    """Writes the postings of a field; what comes waits until it is known how much it is."""

    def __init__(self, file: ArrayFileWriter, arrays: PackedArrayWriter, prefix: str) -> None:
        """`prefix` begins the names of the field's arrays."""
        self._file = file
        self._prefix = prefix
        self._documents = arrays.spool()
        self._frequencies = arrays.spool()

    def add(self, piece: PostingsPiece) -> None:
        """Add the postings of the next terms."""
        self._documents.write(np.ascontiguousarray(piece.documents, dtype="<u4").data)
        self._frequencies.write(np.ascontiguousarray(piece.frequencies, dtype="<u4").data)

    def finish(self, pairs: TfLengthPairs, lengths: Unsigned) -> None:
        """Write everything, numbered by the pairs of the field; `lengths` by document."""
        count = self._documents.tell() // 4
        numbers = PairNumbers(pairs, lengths)
        names = f"{self._prefix}documents", f"{self._prefix}pair_numbers"
        self._file.reserve(names[0], document_type(len(lengths)), count)
        self._file.reserve(names[1], numbers.type, count)
        for spool in (self._documents, self._frequencies):
            spool.seek(0)
        for _ in range(0, count, _PIECE_POSTINGS):
            documents, frequencies = (
                np.frombuffer(spool.read(4 * _PIECE_POSTINGS), dtype="<u4")
                for spool in (self._documents, self._frequencies)
            )
            self._file.append(names[0], documents)
            self._file.append(names[1], numbers.numbers(documents, frequencies))
        self._documents.close()
        self._frequencies.close()


_NONE: Unsigned = np.zeros(0, dtype=np.uint32)
