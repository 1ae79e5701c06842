"""What BM25 needs of a field as a whole: its average length, and the pairs of frequency and length that occur in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.two_texts import LANGUAGE_FACET, counts_texts
from indexer.engines.arrays.snapshot.made_once import MadeOnce
from indexer.engines.arrays.snapshot.snapshot_segments import SnapshotSegments
from indexer.engines.arrays.structures.bitsets import DocNumbers, Scores, doc_numbers_of
from indexer.engines.arrays.structures.facet_counts import FacetCounter
from indexer.engines.arrays.structures.term_postings import TfLengthTable
from indexer.storage.ragged import Int64Array


class FieldStatistics:
    """The statistics of every field, deleted documents among them; `segments` are those of the snapshot."""

    def __init__(self, segments: SnapshotSegments, size: int, facets: Callable[[], FacetCounter]) -> None:
        """`size` is that of the snapshot, and so are the facets."""
        self._segments, self._size, self._facets = segments, size, facets
        self._tables = MadeOnce[TfLengthTable]()
        self._averages = MadeOnce[float]()

    @cached_property
    def with_two_texts(self) -> DocNumbers:
        """The documents with a text in each language, rising."""
        masks = [self._facets().mask(LANGUAGE_FACET, language.value) for language in Language]
        return doc_numbers_of(np.bitwise_and.reduce(masks))

    @property
    def text_count(self) -> int:
        """The texts of all documents: what rarity is reckoned by."""
        return self._size + len(self.with_two_texts)

    def tf_length_table(self, field: str) -> TfLengthTable:
        """What TermPostings.tf_length_pairs refers to."""

        def make() -> TfLengthTable:
            pairs = [segment.fields[field].pairs for segment, _ in self._segments.parts]
            average = self.average_length(field)
            return TfLengthTable(
                np.concatenate([_NO_SCORES, *(each.frequencies for each in pairs)]),
                np.concatenate([_NO_SCORES, *(each.lengths / average for each in pairs)]),
            )

        return self._tables.get(field, make)

    def relative_length(self, field: str, doc_numbers: DocNumbers) -> Scores:
        """The relative length of a field of some documents (rising), 0 where it is empty; see TfLengthTable."""
        average = self.average_length(field)
        if len(self._segments) == 1:
            return self._segments.parts[0][0].fields[field].lengths.take(doc_numbers) / average
        lengths = np.zeros(len(doc_numbers))
        for segment, doc_base in self._segments.parts:
            first, last = doc_numbers.searchsorted((doc_base, doc_base + segment.size))
            lengths[first:last] = segment.fields[field].lengths[doc_numbers[first:last] - doc_base]
        return lengths / average

    def total_lengths(self, fields: Iterable[str]) -> Int64Array:
        """How many terms each document has in some fields together."""
        totals = [np.zeros(segment.size, dtype=np.int64) for segment, _ in self._segments.parts]
        for total, (segment, _) in zip(totals, self._segments.parts, strict=True):
            for field in fields:
                total += segment.fields[field].lengths
        return np.concatenate([_NONE, *totals])

    def average_length(self, field: str) -> float:
        """The average length of a field over the texts that have it, see `counts_texts`; 1 if none has."""

        def make() -> float:
            lengths = [segment.fields[field].lengths for segment, _ in self._segments.parts]
            filled = sum(int(np.count_nonzero(each)) for each in lengths)
            total = sum(int(each.sum(dtype=np.int64)) for each in lengths)
            texts = filled + (len(self.with_two_texts) if counts_texts(field) else 0)
            return total / texts if filled else 1.0

        return self._averages.get(field, make)


_NONE: Int64Array = np.zeros(0, dtype=np.int64)
_NO_SCORES: Scores = np.zeros(0)
