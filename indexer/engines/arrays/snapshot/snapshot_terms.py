"""The terms of a snapshot: postings, positions and lexicons over all its segments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.segments.lexicon import counted_terms, frequencies_by_term, terms_with_prefix
from indexer.engines.arrays.snapshot.made_once import MadeOnce
from indexer.engines.arrays.snapshot.snapshot_segments import SnapshotSegments
from indexer.engines.arrays.structures.bitsets import DocNumbers, Mask, Scores
from indexer.engines.arrays.structures.term_postings import TermPostings
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned
from indexer.storage.ragged import Int64Array

# What is read of the file for a posting and for an occurrence, about.
_BYTES_PER_POSTING, _BYTES_PER_PLAIN_POSTING, _BYTES_PER_OCCURRENCE = 2, 6, 2


class _Held(NamedTuple):
    """A segment with a term: its field, the numbers of its first document and pair, the ordinal of the term."""

    postings: FieldPostings
    doc_base: int
    first_pair: int
    ordinal: int


class SnapshotTerms:
    """Every field's terms; `segments` are those of the snapshot."""

    def __init__(self, segments: SnapshotSegments) -> None:
        self._segments = segments
        self._frequencies = MadeOnce[dict[str, int]]()

    def postings(self, field: str, term: str) -> TermPostings:
        """The postings of a term; empty if nothing holds it."""
        found = list(self._holding(field, term))
        if not found:
            return _NOTHING
        postings = _FoundPostings(found)
        bytes_per_posting = _BYTES_PER_PLAIN_POSTING if found[0][0].is_plain else _BYTES_PER_POSTING
        self._segments.count_read(bytes_per_posting * len(postings.documents))
        return postings

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

    def positions_in(self, field: str, term: str, doc_numbers: DocNumbers) -> Int64Array:
        """Every position of a term in some documents (rising) as document << 32 | position, rising."""
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

    def term_counts(self, field: str, is_wanted: Mask) -> tuple[list[str], DocNumbers, Int64Array, Scores]:
        """Of wanted documents, their terms; and parallel document numbers, ordinals of terms, and frequencies."""
        return counted_terms(self._segments.fields(field), is_wanted)

    def _holding(self, field: str, term: str) -> Iterator[_Held]:
        encoded = term.encode()
        first_pair = 0
        for segment, doc_base in self._segments.parts:
            postings = segment.fields.get(field)
            if postings is not None:
                if (ordinal := postings.terms.ordinal(encoded)) is not None:
                    yield _Held(postings, doc_base, first_pair, ordinal)
                # Pairs are numbered on from segment to segment, as in the table of the whole field.
                first_pair += len(postings.pairs)


class _FoundPostings:
    """See TermPostings; of at least one segment."""

    def __init__(self, found: Sequence[_Held]) -> None:
        self._found = found
        self._documents = [held.postings.documents(held.ordinal) for held in found]
        # In the first segment, and so after a rebuild, what was read is the answer as it lies in the file.
        self.documents = _joined(
            [
                own.astype(np.uint32) + np.uint32(held.doc_base) if held.doc_base else own
                for held, own in zip(found, self._documents, strict=True)
            ]
        )

    @property
    def tf_length_pairs(self) -> Unsigned:
        """See TermPostings."""
        pairs = []
        for held, own in zip(self._found, self._documents, strict=True):
            numbers = held.postings.pair_numbers(held.ordinal, own)
            end = held.first_pair + len(held.postings.pairs)
            pairs.append(_moved(numbers, end, held.first_pair) if held.first_pair else numbers)
        return _joined(pairs)

    def by_length(self, of_lengths: Callable[[Unsigned], Scores]) -> Scores:
        """See TermPostings."""
        found = []
        for held, own in zip(self._found, self._documents, strict=True):
            pairs = held.postings.pairs_by_document
            found.append(of_lengths(pairs.different_lengths).take(pairs.length_ordinals.take(own)))
        return found[0] if len(found) == 1 else np.concatenate(found)

    @property
    def frequencies(self) -> Unsigned:
        """See TermPostings."""
        return _joined([held.postings.frequencies(held.ordinal) for held in self._found])


class _NoPostings:
    """See TermPostings; where nothing holds a term."""

    documents: Unsigned = np.zeros(0, dtype=np.uint32)
    tf_length_pairs: Unsigned = np.zeros(0, dtype=np.uint16)
    frequencies: Unsigned = np.zeros(0, dtype=np.uint32)

    def by_length(self, of_lengths: Callable[[Unsigned], Scores]) -> Scores:
        """See TermPostings."""
        return np.zeros(0)


def _joined(parts: Sequence[Unsigned]) -> Unsigned:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _moved(numbers: Unsigned, end: int, distance: int) -> Unsigned:
    """Pair numbers moved up, in the shortest type for numbers below `end`: postings that are kept are made of them."""
    kind = np.uint16 if end <= 1 << 16 else np.uint32
    moved: Unsigned = numbers.astype(kind)
    moved += kind(distance)
    return moved


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
_NOTHING = _NoPostings()
