"""One field on its way into the file of a segment."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.lists.packed_lists_writer import PackedListsWriter
from indexer.engines.arrays.segments.lists.plain_lists import PlainListsWriter
from indexer.engines.arrays.segments.lists.postings_pieces import FieldColumns, FieldSource
from indexer.engines.arrays.structures.tf_length_pairs import TfLengthPairs, filled_pairs
from indexer.storage.array_file import ArrayFileWriter
from indexer.storage.packed_arrays import PackedArrayWriter


class FieldWriter:
    """Writes the arrays of a field, whose names begin with `prefix`."""

    def __init__(self, file: ArrayFileWriter, arrays: PackedArrayWriter, prefix: str) -> None:
        self._file = file
        self._arrays = arrays
        self._prefix = prefix

    def write(self, source: FieldSource, *, is_plain: bool) -> None:
        """Write a field; `is_plain` says how its postings lie."""
        lists: PlainListsWriter | PackedListsWriter
        if is_plain:
            lists = PlainListsWriter(self._file, self._arrays, self._prefix)
        else:
            lists = PackedListsWriter(self._file, self._arrays, self._prefix, source.extents)
        document_frequencies = [_NONE]
        for piece in source.pieces():
            document_frequencies.append(piece.document_frequencies)
            lists.add(piece)
        counts = np.concatenate(document_frequencies)
        columns = source.columns
        if counts.any():
            lists.finish(self._write_columns(counts, columns), columns.lengths)

    def _write_columns(self, counts: NDArray[np.int64], columns: FieldColumns) -> TfLengthPairs:
        """Write all but the postings; terms that have no posting are left out."""
        used = counts.nonzero()[0]
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
        return pairs

    def _add(self, name: str, numbers: NDArray[np.integer[Any]]) -> None:
        self._arrays.add(f"{self._prefix}{name}", numbers)


_NONE = np.zeros(0, dtype=np.int64)
