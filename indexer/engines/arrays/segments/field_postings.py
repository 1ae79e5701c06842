"""The postings of one field of one segment, unpacked as they are asked for."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from indexer.engines.arrays.segments.field_documents import FieldDocuments
from indexer.engines.arrays.segments.field_terms import FieldTerms
from indexer.engines.arrays.segments.lists.packed_lists import PackedLists
from indexer.engines.arrays.segments.lists.plain_lists import PlainLists
from indexer.engines.arrays.segments.lists.postings_pieces import PostingsPiece
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned
from indexer.storage.array_file import ArrayFile
from indexer.storage.ragged import Int64Array, IntArray, ranges

_POSITION_BITS = 32
_NO_POSITIONS: Int64Array = np.zeros(0, dtype=np.int64)


class FieldPostings(FieldDocuments):
    """The postings of a field; safe to share between threads."""

    def __init__(self, file: ArrayFile, number: int, size: int, *, is_plain: bool) -> None:
        """`number` of the field in the file; `size` is the number of documents of the segment."""
        super().__init__(file, f"{number}.", size)
        self.is_plain = is_plain
        self.terms = FieldTerms(file, self._prefix, is_plain=is_plain)

    @cached_property
    def lists(self) -> PackedLists | PlainLists:
        """The postings by their slots."""
        return self._plain_lists if self.is_plain else PackedLists(self._file, self._prefix, self.position_bases)

    @cached_property
    def _plain_lists(self) -> PlainLists:
        return PlainLists(self._file, self._prefix, self.pairs)

    @cached_property
    def document_frequencies(self) -> dict[str, int]:
        """Every term with the number of documents that hold it; made once, for the states that share the segment."""
        counts = self.terms.document_frequencies.tolist()
        return dict(zip((term.decode() for term in self.terms), counts, strict=True))

    def pair_numbers(self, ordinal: int, documents: Unsigned) -> Unsigned:
        """The number of the pair of each of the documents with a term, which are given."""
        first, last = self.terms.bounds(ordinal)
        if self.is_plain:
            return self._plain_lists.pair_numbers(first, last)
        return self.pairs_by_document.numbers(documents, self.lists.frequencies(first, last))

    def documents(self, ordinal: int) -> Unsigned:
        """The documents with a term, rising."""
        return self.lists.documents(*self.terms.bounds(ordinal))

    def frequencies(self, ordinal: int) -> Unsigned:
        """How often each document with a term holds it."""
        return self.lists.frequencies(*self.terms.bounds(ordinal))

    def positions(self, ordinal: int) -> IntArray:
        """Every occurrence of a term, rising: its position counted on from document to document."""
        return self.lists.positions(*self.terms.bounds(ordinal))

    def positions_near(self, ordinal: int, keys: Int64Array) -> IntArray:
        """Some of these, rising: at least all that are among the keys (rising)."""
        return self.lists.positions_near(*self.terms.bounds(ordinal), keys)

    def positions_in(self, ordinal: int, wanted: Int64Array) -> Int64Array:
        """Every occurrence in some documents (rising) as document << 32 | position, rising."""
        if not self.lists.has_positions:
            return _NO_POSITIONS
        begins, ends = self.position_bases[wanted], self.position_bases[wanted + 1]
        near = self.lists.positions_near(*self.terms.bounds(ordinal), begins, ends)
        # Keys of the list's own type: with another, searchsorted would copy the whole list first.
        starts = near.searchsorted(begins.astype(near.dtype, copy=False))
        counts = near.searchsorted(ends.astype(near.dtype, copy=False)) - starts
        found = near.take(ranges(starts, counts)).astype(np.int64)
        found += np.repeat((wanted << _POSITION_BITS) - begins, counts)
        return found

    def piece(self, first: int, last: int) -> PostingsPiece:
        """All postings of the terms from one ordinal up to another."""
        return self.lists.piece(self.terms.slots(first, last))
