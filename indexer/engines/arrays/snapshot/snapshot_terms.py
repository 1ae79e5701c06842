"""The terms of a snapshot: postings, positions and lexicons over all its segments."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indexer.engines.arrays.segments.lexicon import counted_terms, frequencies_by_term, terms_with_prefix
from indexer.engines.arrays.segments.segment import FieldPostings
from indexer.engines.arrays.snapshot.made_once import MadeOnce
from indexer.engines.arrays.snapshot.snapshot_segments import SnapshotSegments
from indexer.engines.arrays.structures.bitsets import DocNumbers, Mask, Scores
from indexer.engines.arrays.structures.term_postings import Occurrences, TermPostings
from indexer.storage.ragged import Int64Array, ranges

# 32 bits for the document, 16 for the pair of frequency and length.
_BYTES_PER_POSTING = 6


class SnapshotTerms:
    """Every field's terms; `segments` are those of the snapshot."""

    def __init__(self, segments: SnapshotSegments) -> None:
        self._segments = segments
        self._frequencies = MadeOnce[dict[str, int]]()

    def postings(self, field: str, term: str) -> TermPostings:
        """The postings of a term; empty if nothing holds it."""
        found = list(self._holding(field, term))
        # After a rebuild there is one segment: its arrays are the answer as they lie in the file.
        if len(found) == 1 and len(self._segments) == 1:
            postings, _, _, ordinal = found[0]
            first, last = postings.bounds(ordinal)
            self._segments.count_read(_BYTES_PER_POSTING * (last - first))
            return TermPostings(postings.arrays.documents[first:last], postings.arrays.tf_length_pairs[first:last])
        documents, pairs = [_NONE], [_NONE]
        for postings, doc_base, first_pair, ordinal in found:
            first, last = postings.bounds(ordinal)
            self._segments.count_read(_BYTES_PER_POSTING * (last - first))
            documents.append(postings.arrays.documents[first:last] + np.int64(doc_base))
            pairs.append(postings.arrays.tf_length_pairs[first:last] + np.int64(first_pair))
        return TermPostings(np.concatenate(documents), np.concatenate(pairs))

    def document_frequency(self, field: str, term: str) -> int:
        """How many documents hold a term, deleted ones among them."""
        count = 0
        for postings, _, _, ordinal in self._holding(field, term):
            first, last = postings.bounds(ordinal)
            count += last - first
        return count

    def occurrences(self, field: str, term: str) -> dict[int, Occurrences]:
        """Where a term stands, by the number of each segment's first document."""
        found = {}
        for postings, doc_base, _, ordinal in self._holding(field, term):
            first, last = postings.bounds(ordinal)
            positions = postings.occurrences(ordinal)
            self._segments.count_read(positions.nbytes)
            found[doc_base] = Occurrences(postings.arrays.position_bases, positions, last - first)
        return found

    def positions_in(self, field: str, term: str, doc_numbers: DocNumbers) -> Int64Array:
        """The positions of a term in some documents (rising) as document << 32 | position, rising."""
        found = [_NONE]
        for doc_base, occurrences in self.occurrences(field, term).items():
            bases, positions = occurrences.position_bases, occurrences.positions
            first, last = doc_numbers.searchsorted((doc_base, doc_base + len(bases) - 1))
            own = doc_numbers[first:last] - doc_base
            # Keys of the list's own type: with another, searchsorted would copy the whole list first.
            starts = positions.searchsorted(bases[own].astype(positions.dtype))
            counts = positions.searchsorted(bases[own + 1].astype(positions.dtype)) - starts
            in_document = positions[ranges(starts, counts)].astype(np.int64) - np.repeat(bases[own], counts)
            found.append((np.repeat(own + doc_base, counts) << 32) | in_document)
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

    def _holding(self, field: str, term: str) -> Iterator[tuple[FieldPostings, int, int, int]]:
        """By segment with the term: its field, the numbers of its first document and pair, the ordinal of the term."""
        encoded = term.encode()
        first_pair = 0
        for segment, doc_base in self._segments.parts:
            postings = segment.fields.get(field)
            if postings is not None:
                if (ordinal := postings.ordinal(encoded)) is not None:
                    yield postings, doc_base, first_pair, ordinal
                # Pairs are numbered on from segment to segment, as in the table of the whole field.
                first_pair += len(postings.arrays.pair_lengths)


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
