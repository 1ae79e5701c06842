"""Postings between the analysed documents, other segments and the file: columns of whole terms, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from indexer.engines.arrays.structures.tf_length_pairs import TfLengthPairs, Unsigned
from indexer.storage.ragged import Int64Array


class SortedTerms(Protocol):
    """Terms in byte order, all different: a list, or mapped bytes that are cut when they are asked for."""

    def __len__(self) -> int: ...

    def __getitem__(self, ordinal: int, /) -> bytes: ...

    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class PostingsPiece:
    """The postings of some consecutive terms, term after term, documents rising within a term.

    Attributes:
        document_frequencies: per term: how many postings it has.
        documents: uint32 per posting.
        frequencies: per posting: how often the document holds the term, 1 or more.
        positions: uint32 per occurrence, in the order of the postings: where it stands in its document, rising within a
            posting. Empty without positions.
    """

    document_frequencies: Int64Array
    documents: Unsigned
    frequencies: Unsigned
    positions: Unsigned


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """What is kept of a field besides its postings.

    Attributes:
        terms: in byte order, all different.
        lengths: uint32 per document: tokens of the field, 0 where it is empty.
        pairs: every pair of frequency and length that a posting has.
    """

    terms: SortedTerms
    lengths: Unsigned
    pairs: TfLengthPairs


class FieldSource(Protocol):
    """What a field of a segment is written from."""

    @property
    def extents(self) -> Int64Array:
        """By document how many positions it takes up, one more than the last needs; 0 where it has none."""

    def pieces(self) -> Iterator[PostingsPiece]:
        """All postings, in the order of the terms; once."""

    @property
    def columns(self) -> FieldColumns:
        """Everything else, known when all pieces were taken."""


def runs_of(ends: Int64Array, most: int, most_lists: int | None = None) -> Iterator[tuple[int, int]]:
    """(first, the one behind the last) of consecutive lists that are one long one or `most` long together at most.

    `ends` are 0 and where each list ends.
    """
    count = len(ends) - 1
    first = 0
    while first < count:
        last = int(np.searchsorted(ends, int(ends[first]) + most, side="right")) - 1
        last = min(max(last, first + 1), count, first + (most_lists or count))
        yield first, last
        first = last


def extents_of(positions: Unsigned, documents: Unsigned, counts: Unsigned, size: int) -> Int64Array:
    """See FieldSource.extents; the positions are those of the documents' tokens, which are counted."""
    extents = np.zeros(size, dtype=np.int64)
    if len(positions):
        is_filled = counts > 0
        last = np.cumsum(counts[is_filled].astype(np.int64)) - 1
        # One more than the last position needs stays free behind each document: no phrase then reaches into the next.
        extents[documents[is_filled]] = positions[last].astype(np.int64) + 2
    return extents


def steps_of(rising: Unsigned, firsts: Int64Array) -> Unsigned:
    """Rising numbers -> the distance of each from the one before; those at `firsts` stay, and begin anew."""
    steps = rising.copy()
    steps[1:] -= rising[:-1]
    steps[firsts] = rising[firsts]
    return steps


def rising_of(steps: Unsigned, firsts: Int64Array, lengths: Int64Array) -> Unsigned:
    """The reverse of `steps_of`; `lengths` are those of the runs that begin at `firsts`, none of which is empty."""
    if len(firsts) == len(steps):
        return steps
    # Sums may overflow: what is subtracted has overflowed as often.
    rising: Unsigned = np.cumsum(steps, dtype=steps.dtype)
    rising -= np.repeat(rising[firsts] - steps[firsts], lengths)
    return rising
