"""Tokens -> postings, by sorting arrays: one field of one segment at a time.

A posting is a document with the number of times it holds a term (its frequency) and where (positions). Postings lie
term after term in the order of the terms' bytes, documents rising within a term, positions rising within a document.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Unsigned = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a field.

    Attributes:
        terms: in byte order, all different.
        pointers: int64[len(terms) + 1]; the postings of term i are those from pointers[i] to pointers[i + 1].
        documents, frequencies: uint32 per posting.
        positions: uint32 per occurrence, in the order of the postings; empty for a field without positions.
    """

    terms: list[bytes]
    pointers: Whole
    documents: Unsigned
    frequencies: Unsigned
    positions: Unsigned


class FieldInverter:
    """Collects the tokens of a field, document by document."""

    def __init__(self, has_positions: bool) -> None:
        self._has_positions = has_positions
        self._numbers: dict[str, int] = {}
        self._tokens = array("I")
        self._positions = array("I")
        self._documents = array("I")
        self._lengths = array("I")

    def add(self, document: int, terms: Sequence[str], positions: Iterable[int]) -> None:
        """Add a document's tokens in text order; document numbers must rise."""
        numbers = self._numbers
        self._tokens.extend([numbers.setdefault(term, len(numbers)) for term in terms])
        if self._has_positions:
            self._positions.extend(positions)
        self._documents.append(document)
        self._lengths.append(len(terms))

    def lengths(self, size: int) -> Unsigned:
        """Number of tokens by document number, 0 where the field is empty; shape (size,)."""
        lengths = np.zeros(size, dtype=np.uint32)
        lengths[np.frombuffer(self._documents, dtype=np.uint32)] = np.frombuffer(self._lengths, dtype=np.uint32)
        return lengths

    def postings(self) -> Postings:
        """Everything that was added, sorted."""
        encoded = [term.encode() for term in self._numbers]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        tokens = ranks[np.frombuffer(self._tokens, dtype=np.uint32)]
        documents = np.frombuffer(self._documents, dtype=np.uint32).astype(np.int64)
        of_token = np.repeat(documents, np.frombuffer(self._lengths, dtype=np.uint32))
        by_term = np.argsort(tokens, kind="stable")
        tokens, of_token = tokens[by_term], of_token[by_term]
        is_first = np.ones(len(tokens), dtype=np.bool_)
        is_first[1:] = (tokens[1:] != tokens[:-1]) | (of_token[1:] != of_token[:-1])
        starts = np.flatnonzero(is_first)
        document_counts = np.bincount(tokens[starts], minlength=len(order))
        positions = np.frombuffer(self._positions, dtype=np.uint32)[by_term] if self._has_positions else _EMPTY
        return Postings(
            terms=[encoded[number] for number in order],
            pointers=cumulated(document_counts),
            documents=of_token[starts].astype(np.uint32),
            frequencies=np.diff(np.append(starts, len(tokens))).astype(np.uint32),
            positions=positions,
        )


def merged_postings(parts: Sequence[tuple[Postings, Whole]]) -> Postings:
    """The postings of several segments as one.

    Each part comes with its documents' new numbers, by old number, -1 for a document that was deleted. The new
    numbers of a part lie above those of the part before it.
    """
    terms = sorted({term for postings, _ in parts for term in postings.terms})
    places = {term: place for place, term in enumerate(terms)}
    kept_terms, kept_documents, kept_frequencies, kept_positions = [], [], [], []
    for postings, new_numbers in parts:
        of_posting = np.repeat(
            np.fromiter((places[term] for term in postings.terms), dtype=np.int64, count=len(postings.terms)),
            np.diff(postings.pointers),
        )
        documents = new_numbers[postings.documents]
        is_kept = documents >= 0
        if len(postings.positions):
            kept_positions.append(postings.positions[np.repeat(is_kept, postings.frequencies)])
        kept_terms.append(of_posting[is_kept])
        kept_documents.append(documents[is_kept])
        kept_frequencies.append(postings.frequencies[is_kept])
    of_posting = np.concatenate([*kept_terms, np.zeros(0, dtype=np.int64)])
    frequencies = np.concatenate([*kept_frequencies, _EMPTY])
    order = np.argsort(of_posting, kind="stable")
    positions = np.concatenate([*kept_positions, _EMPTY])
    if len(positions):
        positions = positions[ranges(cumulated(frequencies)[:-1][order], frequencies[order])]
    counts = np.bincount(of_posting, minlength=len(terms))
    used = np.flatnonzero(counts)
    return Postings(
        terms=[terms[place] for place in used],
        pointers=cumulated(counts[used]),
        documents=np.concatenate([*kept_documents, np.zeros(0, dtype=np.int64)])[order].astype(np.uint32),
        frequencies=frequencies[order],
        positions=positions,
    )


def ranges(starts: Whole, lengths: NDArray[np.integer]) -> Whole:
    """The numbers start, start + 1, … of each (start, length), one range after the other."""
    lengths = lengths.astype(np.int64)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    numbers: Whole = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - lengths), lengths)
    return numbers


def cumulated(counts: NDArray[np.integer]) -> Whole:
    """0 and the running sums: int64, one longer than the counts."""
    sums = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=sums[1:])
    return sums


_EMPTY = np.zeros(0, dtype=np.uint32)
