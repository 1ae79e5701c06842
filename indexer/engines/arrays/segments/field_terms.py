"""The terms of one field of one segment: in byte order, found by bisection in their mapped bytes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.lists.slots import LONG_TERM_POSTINGS, Slots, slots_of
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned
from indexer.storage.array_file import ArrayFile
from indexer.storage.packed_arrays import packed_array
from indexer.storage.ragged import compact, cumulated

# Terms that were looked up are remembered: a binary search in mapped bytes makes two dozen small objects.
_MAX_KNOWN_ORDINALS = 100_000
_GUIDE_DISTANCE = 64
# More postings than a term can have.
_NEVER = 1 << 32


class FieldTerms:
    """A sequence of terms; a list of them would take several times the room."""

    def __init__(self, file: ArrayFile, prefix: str, *, is_plain: bool) -> None:
        """`prefix` begins the names of the field's arrays; of a plain one, no term begins a block."""
        self._longest = _NEVER if is_plain else LONG_TERM_POSTINGS
        self._file = file
        self._prefix = prefix
        self._view = file.view(f"{prefix}terms")
        self._known_ordinals: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._byte_offsets) - 1

    def __getitem__(self, ordinal: int) -> bytes:
        return bytes(self._view[int(self._byte_offsets[ordinal]) : int(self._byte_offsets[ordinal + 1])])

    def __iter__(self) -> Iterator[bytes]:
        # One copy of all bytes, cut in memory: quicker than a copy for each term out of the mapping.
        content, bounds = bytes(self._view), self._byte_offsets.tolist()
        return (content[start:end] for start, end in pairwise(bounds))

    def first_ordinal(self, term: bytes) -> int:
        """The ordinal of the first term that is not before this one."""
        # Among the terms at equal distances first, which are at hand: each other one is cut out of the mapping.
        guide = bisect_left(self._guides, term)
        return bisect_left(self, term, max(0, (guide - 1) * _GUIDE_DISTANCE), min(guide * _GUIDE_DISTANCE, len(self)))

    def ordinal(self, term: bytes) -> int | None:
        """The ordinal of a term among all terms of the field, None if the field lacks it."""
        ordinal = self._known_ordinals.get(term)
        if ordinal is None:
            ordinal = self.first_ordinal(term)
            if ordinal == len(self) or self[ordinal] != term:
                ordinal = -1  # that a term is missing is remembered too: queries ask for it in every field
            if len(self._known_ordinals) < _MAX_KNOWN_ORDINALS:
                self._known_ordinals[term] = ordinal
        return ordinal if ordinal >= 0 else None

    def bounds(self, ordinal: int) -> tuple[int, int]:
        """The slots of a term's postings, from the first up to the one behind the last."""
        first = int(self._starts[ordinal])
        return first, first + int(self.document_frequencies[ordinal])

    def slots(self, first: int, last: int) -> Slots:
        """The slots of the postings of the terms from one ordinal up to another."""
        counts = self.document_frequencies[first:last].astype(np.int64)
        starts = self._starts[first:last].astype(np.int64)
        return Slots(starts, counts, int(starts[-1] + counts[-1]) if len(starts) else 0)

    @cached_property
    def _guides(self) -> list[bytes]:
        return [self[ordinal] for ordinal in range(0, len(self), _GUIDE_DISTANCE)]

    @cached_property
    def document_frequencies(self) -> Unsigned:
        """By term how many documents hold it."""
        return packed_array(self._file, f"{self._prefix}document_frequencies").all()

    @cached_property
    def _starts(self) -> NDArray[np.integer[Any]]:
        counts = self.document_frequencies
        return compact(slots_of(counts, counts >= self._longest).starts)

    @cached_property
    def _byte_offsets(self) -> NDArray[np.integer[Any]]:
        return compact(cumulated(packed_array(self._file, f"{self._prefix}term_lengths").all()))
