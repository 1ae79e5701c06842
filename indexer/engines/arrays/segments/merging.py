"""Postings of several segments -> those of one, a few million postings at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.segments.lists.postings_pieces import FieldColumns, PostingsPiece, runs_of
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned, joined_pairs
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

    postings: FieldPostings
    new_numbers: Int64Array
    release_pages: Callable[[], None]


class FieldMerge:
    """The merge of one field into a segment of `size` documents; a FieldSource."""

    def __init__(self, sources: Sequence[MergeSource], size: int) -> None:
        self._sources = sources
        terms = sorted(set().union(*(source.postings.terms for source in sources)))
        ordinals = {term: ordinal for ordinal, term in enumerate(terms)}
        self._term_ordinals = [
            np.fromiter((ordinals[t] for t in source.postings.terms), dtype=np.int64, count=len(source.postings.terms))
            for source in sources
        ]
        lengths = np.zeros(size, dtype=np.uint32)
        self.extents = np.zeros(size, dtype=np.int64)
        for source in sources:
            is_kept = source.new_numbers >= 0
            self.extents[source.new_numbers[is_kept]] = source.postings.extents[is_kept]
            lengths[source.new_numbers[is_kept]] = source.postings.lengths[is_kept]
        # Pairs of deleted documents alone may stay: a table of pairs may hold some that no posting has.
        self.columns = FieldColumns(terms, lengths, joined_pairs([s.postings.pairs for s in sources]))

    def pieces(self) -> Iterator[PostingsPiece]:
        """See FieldSource.pieces."""
        totals = np.zeros(len(self.columns.terms), dtype=np.int64)
        for ordinals, source in zip(self._term_ordinals, self._sources, strict=True):
            totals[ordinals] += source.postings.terms.document_frequencies
        for first, last in runs_of(cumulated(totals), _PIECE_POSTINGS, _PIECE_TERMS):
            yield self._piece(first, last)
            # What a piece was read from is not read again; left alone, all of all segments would become resident.
            for source in self._sources:
                source.release_pages()

    def _piece(self, first: int, last: int) -> PostingsPiece:
        kept = [self._kept_postings(number, first, last) for number in range(len(self._sources))]
        terms, documents, frequencies, positions = (
            np.concatenate([piece[column] for piece in kept]) for column in range(4)
        )
        order = np.argsort(terms, kind="stable")  # a radix sort, for the type has 16 bits
        if len(positions):
            positions = positions[ranges(cumulated(frequencies)[:-1][order], frequencies[order])]
        document_frequencies = np.bincount(terms, minlength=last - first)
        return PostingsPiece(document_frequencies, documents[order], frequencies[order], positions)

    def _kept_postings(self, number: int, first: int, last: int) -> tuple[Unsigned, ...]:
        """(term, new document, frequency) by posting and the position positions, without what was deleted."""
        source, term_ordinals = self._sources[number], self._term_ordinals[number]
        begin, end = np.searchsorted(term_ordinals, (first, last)).tolist()
        piece = source.postings.piece(begin, end)
        terms = np.repeat((term_ordinals[begin:end] - first).astype(np.uint16), piece.document_frequencies)
        documents = source.new_numbers[piece.documents]
        is_kept = documents >= 0
        numbered = documents.astype(np.uint32)
        if is_kept.all():
            return terms, numbered, piece.frequencies, piece.positions
        positions = piece.positions
        if len(positions):
            positions = positions[np.repeat(is_kept, piece.frequencies)]
        return terms[is_kept], numbered[is_kept], piece.frequencies[is_kept], positions
