"""The terms of a snapshot: postings, positions and lexicons over all its segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.segments.lexicon import counted_terms, frequencies_by_term, terms_with_prefix
from indexer.engines.arrays.snapshot.made_once import MadeOnce
from indexer.engines.arrays.snapshot.snapshot_segments import SnapshotSegments
from indexer.engines.arrays.structures.bitsets import DocNumbers, Scores
from indexer.engines.arrays.structures.term_postings import TermPostings
from indexer.storage.ragged import Int64Array

# What is read of the file for a posting and for an occurrence, about.
_BYTES_PER_POSTING, _BYTES_PER_OCCURRENCE = 2, 2


class SnapshotTerms:
    """Every field's terms; `segments` are those of the snapshot."""

    def __init__(self, segments: SnapshotSegments) -> None:
        self._segments = segments
        self._frequencies = MadeOnce[dict[str, int]]()

    def postings(self, field: str, term: str) -> TermPostings:
        """The postings of a term; empty if nothing holds it."""
        documents: list[npt.NDArray[np.integer[Any]]] = []
        pairs: list[npt.NDArray[np.integer[Any]]] = []
        for postings, doc_base, first_pair, ordinal in self._holding(field, term):
            own = postings.documents(ordinal)
            self._segments.count_read(_BYTES_PER_POSTING * len(own))
            numbers = postings.pair_numbers.numbers(own, postings.frequencies(ordinal))
            is_only = len(self._segments) == 1
            documents.append(own if is_only else own + np.int64(doc_base))
            pairs.append(numbers if is_only else numbers + np.int64(first_pair))
        if len(documents) == 1:
            return TermPostings(documents[0], pairs[0])
        return TermPostings(np.concatenate([_NONE, *documents]), np.concatenate([_NONE, *pairs]))

    def document_frequency(self, field: str, term: str) -> int:
        """How many documents hold a term, deleted ones among them."""
        holding = self._holding(field, term)
        return sum(int(postings.terms.document_frequencies[ordinal]) for postings, _, _, ordinal in holding)

    def holding_all(self, field: str, terms: Sequence[str]) -> Iterator[tuple[FieldPostings, int, list[int]]]:
        """By segment that has all terms: its field, the number of its first document, the ordinals of the terms."""
        encoded = [term.encode() for term in terms]
        for postings, doc_base in self._segments.fields(field):
            ordinals = [ordinal for term in encoded if (ordinal := postings.terms.ordinal(term)) is not None]
            if len(ordinals) == len(encoded):
                yield postings, doc_base, ordinals

    def positions(self, field: str, term: str) -> Int64Array:
        """Every position of a term as document << 32 | position, rising."""
        found = [_NONE]
        for postings, doc_base, _, ordinal in self._holding(field, term):
            found.append(postings.positions(ordinal) + (doc_base << 32))
            self._segments.count_read(_BYTES_PER_OCCURRENCE * len(found[-1]))
        return np.concatenate(found)

    def positions_in(self, field: str, term: str, doc_numbers: DocNumbers) -> Int64Array:
        """The same in some documents (rising)."""
        found = [_NONE]
        for postings, doc_base, _, ordinal in self._holding(field, term):
            first, last = doc_numbers.searchsorted((doc_base, doc_base + postings.size))
            if first < last:
                positions = postings.positions_in(ordinal, doc_numbers[first:last] - doc_base)
                self._segments.count_read(_BYTES_PER_OCCURRENCE * len(positions))
                found.append(positions + (doc_base << 32))
        return np.concatenate(found)

    def expand_prefix(self, field: str, prefix: str, limit: int) -> list[str]:
        """Terms that begin with the prefix, in order, at most `limit` of them."""
        return terms_with_prefix(self._segments.fields(field), prefix, limit)

    def document_frequencies(self, field: str) -> dict[str, int]:
        """Every term of a field with the number of documents that hold it, deleted ones among them."""
        return self._frequencies.get(field, lambda: frequencies_by_term(self._segments.fields(field)))

    def term_counts(self, field: str) -> tuple[list[str], DocNumbers, Int64Array, Scores]:
        """All of a field: its terms; and parallel document numbers, ordinals of terms, and frequencies."""
        return counted_terms(self._segments.fields(field))

    def _holding(self, field: str, term: str) -> Iterator[tuple[FieldPostings, int, int, int]]:
        """By segment with the term: its field, the numbers of its first document and pair, the ordinal of the term."""
        encoded = term.encode()
        first_pair = 0
        for segment, doc_base in self._segments.parts:
            postings = segment.fields.get(field)
            if postings is not None:
                if (ordinal := postings.terms.ordinal(encoded)) is not None:
                    yield postings, doc_base, first_pair, ordinal
                # Pairs are numbered on from segment to segment, as in the table of the whole field.
                first_pair += len(postings.pairs)


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
