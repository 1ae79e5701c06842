"""What one field of one segment knows of each document: how long it is, and where its positions lie."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from indexer.engines.arrays.structures.tf_length_pairs import PairNumbers, TfLengthPairs, Unsigned
from indexer.storage.array_file import ArrayFile
from indexer.storage.packed_arrays import packed_array
from indexer.storage.ragged import Int64Array, IntArray, compact, cumulated


class FieldDocuments:
    """The columns of a field; each is unpacked when it is first asked for, and stays."""

    def __init__(self, file: ArrayFile, prefix: str, size: int) -> None:
        """`prefix` begins the names of the field's arrays; `size` is the number of documents of the segment."""
        self._file = file
        self._prefix = prefix
        self.size = size

    @property
    def extents(self) -> Int64Array:
        """By document how many positions it takes up; see FieldSource.extents."""
        bases = self.position_bases
        return np.diff(bases).astype(np.int64) if len(bases) > 1 else np.zeros(self.size, dtype=np.int64)

    @cached_property
    def position_bases(self) -> IntArray:
        """Where the positions of each document begin among those of all, and where the last ones end.

        Of a field without positions a single 0; 32 bits, where these are enough.
        """
        return compact(cumulated(packed_array(self._file, f"{self._prefix}extents").all()))

    @cached_property
    def lengths(self) -> Unsigned:
        """By document the tokens of the field, 0 where it is empty."""
        # A field that no document of the segment has is not written at all.
        lengths = packed_array(self._file, f"{self._prefix}lengths").all()
        return lengths if len(lengths) else np.zeros(self.size, dtype=np.uint32)

    @cached_property
    def pairs(self) -> TfLengthPairs:
        """The pairs of frequency and length; their numbers are their ordinals."""
        columns = (packed_array(self._file, f"{self._prefix}pair_{name}").all() for name in ("frequencies", "lengths"))
        return TfLengthPairs(*columns)

    @cached_property
    def pairs_by_document(self) -> PairNumbers:
        """Finds the numbers of pairs."""
        return PairNumbers(self.pairs, self.lengths)
