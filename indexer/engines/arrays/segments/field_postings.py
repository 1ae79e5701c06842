"""The postings of one field of one segment, unpacked as they are asked for."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from indexer.engines.arrays.segments.field_terms import FieldTerms
from indexer.engines.arrays.segments.packed_lists import PackedLists
from indexer.engines.arrays.segments.postings_pieces import PostingsPiece
from indexer.engines.arrays.structures.tf_length_pairs import PairNumbers, TfLengthPairs, Unsigned
from indexer.storage.array_file import ArrayFile
from indexer.storage.packed_arrays import packed_array
from indexer.storage.ragged import Int64Array


class FieldPostings:
    """The postings of a field; safe to share between threads.

    What is made of all terms or documents at once is made when it is first asked for, and stays.
    """

    def __init__(self, file: ArrayFile, number: int, size: int) -> None:
        """`number` of the field in the file; `size` is the number of documents of the segment."""
        self._file = file
        self._prefix = f"{number}."
        self.size = size
        self.terms = FieldTerms(file, self._prefix)

    @cached_property
    def lists(self) -> PackedLists:
        """The postings by their slots."""
        return PackedLists(self._file, self._prefix)

    @cached_property
    def lengths(self) -> Unsigned:
        """By document the tokens of the field, 0 where it is empty."""
        lengths = packed_array(self._file, f"{self._prefix}lengths").all()
        return lengths if len(lengths) else np.zeros(self.size, dtype=np.uint32)

    @cached_property
    def pairs(self) -> TfLengthPairs:
        """The pairs of frequency and length; their numbers are their ordinals."""
        columns = (packed_array(self._file, f"{self._prefix}pair_{name}").all() for name in ("frequencies", "lengths"))
        return TfLengthPairs(*columns)

    @cached_property
    def pair_numbers(self) -> PairNumbers:
        """Finds the numbers of pairs."""
        return PairNumbers(self.pairs, self.lengths)

    def documents(self, ordinal: int) -> Unsigned:
        """The documents with a term, rising."""
        return self.lists.documents(*self.terms.bounds(ordinal))

    def frequencies(self, ordinal: int) -> Unsigned:
        """How often each document with a term holds it."""
        return self.lists.frequencies(*self.terms.bounds(ordinal))

    def positions(self, ordinal: int) -> Int64Array:
        """Every occurrence of a term as document << 32 | position, rising."""
        return self.lists.positions(*self.terms.bounds(ordinal))

    def positions_in(self, ordinal: int, wanted: Int64Array) -> Int64Array:
        """The same in some documents (rising)."""
        return self.lists.positions_in(*self.terms.bounds(ordinal), wanted)

    def piece(self, first: int, last: int) -> PostingsPiece:
        """All postings of the terms from one ordinal up to another."""
        return self.lists.piece(self.terms.slots(first, last))
