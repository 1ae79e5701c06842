"""Postings of several segments -> those of one, array by array and a few million postings at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.inverter import Postings, position_type
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned, pair_number_type
from indexer.storage.ragged import Int64Array, cumulated, ranges

# Terms of a piece are numbered in 16 bits, which numpy sorts by counting; postings are held to some tens of megabytes.
_PIECE_TERMS = 1 << 16
_PIECE_POSTINGS = 1 << 20


@dataclass(frozen=True, slots=True)
class MergeSource:
    """A segment's field on its way into another segment.

    `new_numbers` holds each document's new number, -1 for a deleted one; they lie above those of the source before.
    `release_pages` is called now and then, so that what was read does not stay in memory.
    """

    postings: Postings
    new_numbers: Int64Array
    release_pages: Callable[[], None]


@dataclass(frozen=True, slots=True)
class MergedPiece:
    """The merged postings of some consecutive terms; see Postings."""

    documents: Unsigned
    tf_length_pairs: Unsigned
    positions: Unsigned
    posting_counts: Int64Array
    position_counts: Int64Array


class FieldMerge:
    """The merge of one field: what is small is made at once, postings piece by piece."""

    def __init__(self, sources: Sequence[MergeSource], size: int) -> None:
        self._sources = sources
        self.terms = sorted(set().union(*(source.postings.terms for source in sources)))
        ordinals = {term: ordinal for ordinal, term in enumerate(self.terms)}
        self._term_ordinals = [
            np.fromiter((ordinals[t] for t in source.postings.terms), dtype=np.int64, count=len(source.postings.terms))
            for source in sources
        ]
        self.lengths = np.zeros(size, dtype=np.uint32)
        extents = np.zeros(size, dtype=np.int64)
        for source in sources:
            is_kept = source.new_numbers >= 0
            self.lengths[source.new_numbers[is_kept]] = source.postings.lengths[is_kept]
            extents[source.new_numbers[is_kept]] = np.diff(source.postings.position_bases)[is_kept]
        self.position_bases = cumulated(extents)
        self.position_type = position_type(int(self.position_bases[-1]))
        self._number_pairs()

    def _number_pairs(self) -> None:
        # Sources number their pairs by themselves; the merged segment numbers those of all, each once.
        keys = [
            (source.postings.pair_frequencies.astype(np.uint64) << np.uint64(32)) | source.postings.pair_lengths
            for source in self._sources
        ]
        distinct, numbers = np.unique(np.concatenate(keys), return_inverse=True)
        self.pair_frequencies = (distinct >> np.uint64(32)).astype(np.uint32)
        self.pair_lengths = (distinct & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        self.pair_number_type = pair_number_type(len(distinct))
        bounds = np.cumsum([len(key) for key in keys])[:-1]
        self._new_pair_numbers = np.split(numbers.astype(self.pair_number_type), bounds)

    def counts(self) -> tuple[int, int]:
        """How many postings and how many positions are kept."""
        # Counted before anything is written, for a file reserves room for its arrays one behind the other.
        postings = positions = 0
        for source in self._sources:
            kept = source.postings
            for start in range(0, len(kept.documents), _PIECE_POSTINGS):
                piece = slice(start, start + _PIECE_POSTINGS)
                is_kept = source.new_numbers[kept.documents[piece]] >= 0
                postings += int(np.count_nonzero(is_kept))
                source.release_pages()
                if kept.has_positions:
                    positions += int(kept.pair_frequencies[kept.tf_length_pairs[piece]][is_kept].sum(dtype=np.int64))
        return postings, positions

    def pieces(self) -> Iterator[MergedPiece]:
        """The postings in the order of the terms."""
        totals = np.zeros(len(self.terms), dtype=np.int64)
        for ordinals, source in zip(self._term_ordinals, self._sources, strict=True):
            totals[ordinals] += np.diff(source.postings.offsets)
        ends = np.cumsum(totals)
        first = 0
        while first < len(self.terms):
            begun = int(ends[first - 1]) if first else 0
            last = int(np.searchsorted(ends, begun + _PIECE_POSTINGS, side="right"))
            last = min(max(last, first + 1), first + _PIECE_TERMS, len(self.terms))
            yield self._piece(first, last)
            first = last

    def _piece(self, first: int, last: int) -> MergedPiece:
        kept = [self._kept_postings(number, first, last) for number in range(len(self._sources))]
        terms, documents, tf_length_pairs, frequencies, positions = (
            np.concatenate([piece[column] for piece in kept]) for column in range(5)
        )
        order = np.argsort(terms, kind="stable")  # a radix sort, for the type has 16 bits
        count = last - first
        position_counts: NDArray[Any] = np.zeros(count)
        if len(positions):
            positions = positions[ranges(cumulated(frequencies)[:-1][order], frequencies[order])]
            position_counts = np.bincount(terms, weights=frequencies, minlength=count)
        return MergedPiece(
            documents=documents[order].astype(np.uint32),
            tf_length_pairs=tf_length_pairs[order],
            positions=positions.astype(self.position_type),
            posting_counts=np.bincount(terms, minlength=count),
            position_counts=position_counts.astype(np.int64),
        )

    def _kept_postings(self, number: int, first: int, last: int) -> tuple[NDArray[np.generic], ...]:
        """(term, new document, pair, frequency) by posting and the positions of a source, without what was deleted."""
        source, term_ordinals = self._sources[number], self._term_ordinals[number]
        postings = source.postings
        begin, end = np.searchsorted(term_ordinals, (first, last))
        counts = np.diff(postings.offsets[begin : end + 1])
        piece = slice(int(postings.offsets[begin]), int(postings.offsets[end]))
        old = postings.documents[piece]
        documents = source.new_numbers[old]
        is_kept = documents >= 0
        terms = np.repeat((term_ordinals[begin:end] - first).astype(np.uint16), counts)[is_kept]
        frequencies = postings.pair_frequencies[postings.tf_length_pairs[piece]].astype(np.int64)
        positions = np.zeros(0, dtype=np.int64)
        if postings.has_positions:
            shifts = np.where(is_kept, self.position_bases[documents] - postings.position_bases[old], 0)
            span = slice(int(postings.position_offsets[begin]), int(postings.position_offsets[end]))
            positions = postings.positions[span].astype(np.int64)
            positions += np.repeat(shifts, frequencies)
            positions = positions[np.repeat(is_kept, frequencies)]
        tf_length_pairs = self._new_pair_numbers[number][postings.tf_length_pairs[piece]]
        return terms, documents[is_kept], tf_length_pairs[is_kept], frequencies[is_kept], positions
