"""Tokens -> postings, by sorting arrays: one field of one segment at a time.

A posting is a document with the number of times it holds a term (its frequency) and where (places). Postings lie term
after term in the order of the terms' bytes, documents rising within a term, places rising within a document. What
BM25 needs of a posting is its pair of frequency and field length; postings hold the number of that pair.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Unsigned = NDArray[np.unsignedinteger[Any]]

_MOST_TABLE = 1 << 24
_SORTING_BYTES_PER_TOKEN = 88
_BYTES_PER_TERM = 250


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a field.

    Attributes:
        terms: in byte order, all different.
        pointers: int64[len(terms) + 1]; the postings of term i are those from pointers[i] to pointers[i + 1].
        documents: uint32 per posting.
        pairs: uint16 or uint32 per posting: the number of its pair.
        pair_frequencies, pair_lengths: uint32 per pair of frequency and length of the field.
        place_pointers: int64[len(terms) + 1]; the places of term i are those from place_pointers[i] on.
        places: uint32 or uint64 per occurrence, in the order of the postings: the position, behind all positions of
            the documents before; empty for a field without positions.
        bases: int64[documents + 1]; places of document d lie from bases[d] up to bases[d + 1].
        lengths: uint32 per document: tokens of the field, 0 where it is empty.
    """

    terms: Sequence[bytes]
    pointers: Whole
    documents: Unsigned
    pairs: Unsigned
    pair_frequencies: Unsigned
    pair_lengths: Unsigned
    place_pointers: Whole
    places: Unsigned
    bases: Whole
    lengths: Unsigned

    @property
    def has_positions(self) -> bool:
        """Whether the places of terms are known."""
        return bool(len(self.places))


class FieldInverter:
    """Collects the tokens of a field, document by document."""

    def __init__(self, has_positions: bool) -> None:
        self._has_positions = has_positions
        self._numbers = _Numbering()
        self._tokens = array("I")
        self._positions = array("I")
        self._documents = array("I")
        self._lengths = array("I")

    @property
    def bytes_held(self) -> int:
        """Memory taken so far."""
        return 8 * len(self._tokens) + _BYTES_PER_TERM * len(self._numbers)

    @property
    def bytes_to_sort(self) -> int:
        """Memory that `postings` takes for a while."""
        return _SORTING_BYTES_PER_TOKEN * len(self._tokens)

    def add(self, document: int, terms: Sequence[str], positions: Iterable[int]) -> None:
        """Add a document's tokens in text order; document numbers must rise."""
        self._tokens.extend(map(self._numbers.__getitem__, terms))
        if self._has_positions:
            self._positions.extend(positions)
        self._documents.append(document)
        self._lengths.append(len(terms))

    def postings(self, size: int) -> Postings:
        """Everything that was added, sorted; `size` is the number of documents of the segment."""
        terms, ranks = self._numbers.sorted()
        documents = np.frombuffer(self._documents, dtype=np.uint32)
        token_counts = np.frombuffer(self._lengths, dtype=np.uint32)
        lengths = np.zeros(size, dtype=np.uint32)
        lengths[documents] = token_counts
        of_token = np.repeat(documents, token_counts)
        keys = ranks[np.frombuffer(self._tokens, dtype=np.uint32)] << np.uint64(32)
        keys |= np.arange(len(keys), dtype=np.uint64)
        keys.sort()
        tokens, order = (keys >> np.uint64(32)).astype(np.uint32), (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
        del keys
        places, bases = self._places(of_token, lengths)
        of_token = of_token[order]
        is_first = np.ones(len(tokens), dtype=np.bool_)
        is_first[1:] = (tokens[1:] != tokens[:-1]) | (of_token[1:] != of_token[:-1])
        starts = np.flatnonzero(is_first)
        frequencies = np.diff(np.append(starts, len(tokens))).astype(np.uint32)
        documents = of_token[starts]
        pairs, pair_frequencies, pair_lengths = numbered_pairs(frequencies, lengths[documents])
        return Postings(
            terms=terms,
            pointers=cumulated(np.bincount(tokens[starts], minlength=len(terms))),
            documents=documents,
            pairs=pairs,
            pair_frequencies=pair_frequencies,
            pair_lengths=pair_lengths,
            place_pointers=cumulated(np.bincount(tokens, minlength=len(terms))),
            places=places[order] if self._has_positions else places,
            bases=bases,
            lengths=lengths,
        )

    def _places(self, of_token: Unsigned, lengths: Unsigned) -> tuple[Unsigned, Whole]:
        """The place of each token in the order of the text, and where each document's places begin.

        A place is left free behind each document, so that no phrase reaches into the next.
        """
        extents = np.zeros(len(lengths), dtype=np.int64)
        positions = np.frombuffer(self._positions, dtype=np.uint32)
        if not self._has_positions or not len(positions):
            return np.zeros(0, dtype=np.uint32), cumulated(extents)
        last = np.cumsum(np.frombuffer(self._lengths, dtype=np.uint32), dtype=np.int64) - 1
        extents[np.frombuffer(self._documents, dtype=np.uint32)] = positions[last].astype(np.int64) + 2
        bases = cumulated(extents)
        kind = place_type(int(bases[-1]))
        return bases.astype(kind)[of_token] + positions.astype(kind), bases


class _Numbering(dict[str, int]):
    """Numbers for terms in the order of their first appearance."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number

    def sorted(self) -> tuple[list[bytes], NDArray[np.uint64]]:
        """The terms in byte order, and the place of each number's term among them."""
        encoded = [term.encode() for term in self]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        ranks = np.empty(len(order), dtype=np.uint64)
        ranks[order] = np.arange(len(order), dtype=np.uint64)
        return [encoded[number] for number in order], ranks


def numbered_pairs(frequencies: Unsigned, lengths: Unsigned) -> tuple[Unsigned, Unsigned, Unsigned]:
    """(pair number by posting, frequency by pair, length by pair); pairs are sorted."""
    highest, longest = int(frequencies.max(initial=0)), int(lengths.max(initial=0))
    if (highest + 1) * (longest + 1) > max(_MOST_TABLE, 4 * len(lengths)):
        keys = (frequencies.astype(np.uint64) << np.uint64(32)) | lengths
        distinct, numbers = np.unique(keys, return_inverse=True)
        kind = pair_type(len(distinct))
        halves = distinct >> np.uint64(32), distinct & np.uint64(0xFFFFFFFF)
        return numbers.astype(kind), halves[0].astype(np.uint32), halves[1].astype(np.uint32)
    places = frequencies.astype(np.int64) * (longest + 1) + lengths
    is_used = np.zeros((highest + 1) * (longest + 1), dtype=np.bool_)
    is_used[places] = True
    used = np.flatnonzero(is_used)
    numbers = (np.cumsum(is_used, dtype=np.int64) - 1)[places]
    return (
        numbers.astype(pair_type(len(used))),
        (used // (longest + 1)).astype(np.uint32),
        (used % (longest + 1)).astype(np.uint32),
    )


def pair_type(pairs: int) -> type[np.unsignedinteger[Any]]:
    """The type that numbers so many pairs."""
    return np.uint16 if pairs <= 1 << 16 else np.uint32


def place_type(places: int) -> type[np.unsignedinteger[Any]]:
    """The type that holds every place below this one."""
    return np.uint32 if places < 1 << 32 else np.uint64


def ranges(starts: NDArray[Any], lengths: NDArray[Any]) -> Whole:
    """The numbers start, start + 1, … of each (start, length), one range after the other."""
    lengths = lengths.astype(np.int64)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Whole = np.arange(total, dtype=np.int64)
    numbers += np.repeat(starts.astype(np.int64) - (ends - lengths), lengths)
    return numbers


def cumulated(counts: NDArray[Any]) -> Whole:
    """0 and the running sums: int64, one longer than the counts."""
    sums = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=sums[1:])
    return sums
