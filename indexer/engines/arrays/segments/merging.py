"""Postings of several segments -> those of one, array by array and a few million postings at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.inverter import Postings, place_type
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned, pair_type
from indexer.storage.ragged import Whole, cumulated, ranges

_PIECE_TERMS = 1 << 16
_PIECE_POSTINGS = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A segment's field on its way into another segment.

    `new_numbers` holds each document's new number, -1 for a deleted one; they lie above those of the part before.
    `release_pages` is called now and then, so that what was read does not stay in memory.
    """

    postings: Postings
    new_numbers: Whole
    release_pages: Callable[[], None]


@dataclass(frozen=True, slots=True)
class MergedPiece:
    """The merged postings of some consecutive terms; see Postings."""

    documents: Unsigned
    pairs: Unsigned
    places: Unsigned
    posting_counts: Whole
    place_counts: Whole


class FieldMerge:
    """The merge of one field: what is small is made at once, postings piece by piece."""

    def __init__(self, parts: Sequence[Part], size: int) -> None:
        self._parts = parts
        self.terms = sorted(set().union(*(part.postings.terms for part in parts)))
        places = {term: place for place, term in enumerate(self.terms)}
        self._term_places = [
            np.fromiter((places[t] for t in part.postings.terms), dtype=np.int64, count=len(part.postings.terms))
            for part in parts
        ]
        self.lengths = np.zeros(size, dtype=np.uint32)
        extents = np.zeros(size, dtype=np.int64)
        for part in parts:
            is_kept = part.new_numbers >= 0
            self.lengths[part.new_numbers[is_kept]] = part.postings.lengths[is_kept]
            extents[part.new_numbers[is_kept]] = np.diff(part.postings.bases)[is_kept]
        self.bases = cumulated(extents)
        self.place_type = place_type(int(self.bases[-1]))
        self._number_pairs()

    def _number_pairs(self) -> None:
        keys = [
            (part.postings.pair_frequencies.astype(np.uint64) << np.uint64(32)) | part.postings.pair_lengths
            for part in self._parts
        ]
        distinct, numbers = np.unique(np.concatenate(keys), return_inverse=True)
        self.pair_frequencies = (distinct >> np.uint64(32)).astype(np.uint32)
        self.pair_lengths = (distinct & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        self.pair_type = pair_type(len(distinct))
        bounds = np.cumsum([len(key) for key in keys])[:-1]
        self._new_pairs = np.split(numbers.astype(self.pair_type), bounds)

    def counts(self) -> tuple[int, int]:
        """How many postings and how many places are kept."""
        postings = places = 0
        for part in self._parts:
            kept = part.postings
            for start in range(0, len(kept.documents), _PIECE_POSTINGS):
                piece = slice(start, start + _PIECE_POSTINGS)
                is_kept = part.new_numbers[kept.documents[piece]] >= 0
                postings += int(np.count_nonzero(is_kept))
                part.release_pages()
                if kept.has_positions:
                    places += int(kept.pair_frequencies[kept.pairs[piece]][is_kept].sum(dtype=np.int64))
        return postings, places

    def pieces(self) -> Iterator[MergedPiece]:
        """The postings in the order of the terms."""
        totals = np.zeros(len(self.terms), dtype=np.int64)
        for places, part in zip(self._term_places, self._parts, strict=True):
            totals[places] += np.diff(part.postings.pointers)
        ends = np.cumsum(totals)
        first = 0
        while first < len(self.terms):
            begun = int(ends[first - 1]) if first else 0
            last = int(np.searchsorted(ends, begun + _PIECE_POSTINGS, side="right"))
            last = min(max(last, first + 1), first + _PIECE_TERMS, len(self.terms))
            yield self._piece(first, last)
            first = last

    def _piece(self, first: int, last: int) -> MergedPiece:
        taken = [self._taken(number, first, last) for number in range(len(self._parts))]
        terms, documents, pairs, frequencies, places = (
            np.concatenate([piece[column] for piece in taken]) for column in range(5)
        )
        order = np.argsort(terms, kind="stable")  # a radix sort, for the type has 16 bits
        if len(places):
            places = places[ranges(cumulated(frequencies)[:-1][order], frequencies[order])]
        count = last - first
        place_counts = np.bincount(terms, weights=frequencies, minlength=count) if len(places) else np.zeros(count)
        return MergedPiece(
            documents=documents[order].astype(np.uint32),
            pairs=pairs[order],
            places=places.astype(self.place_type),
            posting_counts=np.bincount(terms, minlength=count),
            place_counts=place_counts.astype(np.int64),
        )

    def _taken(self, number: int, first: int, last: int) -> tuple[NDArray[np.generic], ...]:
        """(term, new document, pair, frequency) by posting and the places of one part, without what was deleted."""
        part, term_places = self._parts[number], self._term_places[number]
        postings = part.postings
        begin, end = np.searchsorted(term_places, (first, last))
        counts = np.diff(postings.pointers[begin : end + 1])
        piece = slice(int(postings.pointers[begin]), int(postings.pointers[end]))
        old = postings.documents[piece]
        documents = part.new_numbers[old]
        is_kept = documents >= 0
        terms = np.repeat((term_places[begin:end] - first).astype(np.uint16), counts)[is_kept]
        frequencies = postings.pair_frequencies[postings.pairs[piece]].astype(np.int64)
        places = np.zeros(0, dtype=np.int64)
        if postings.has_positions:
            shifts = np.where(is_kept, self.bases[documents] - postings.bases[old], 0)
            span = slice(int(postings.place_pointers[begin]), int(postings.place_pointers[end]))
            places = postings.places[span].astype(np.int64)
            places += np.repeat(shifts, frequencies)
            places = places[np.repeat(is_kept, frequencies)]
        pairs = self._new_pairs[number][postings.pairs[piece]]
        return terms, documents[is_kept], pairs[is_kept], frequencies[is_kept], places
