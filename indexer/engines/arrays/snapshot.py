"""One committed state of an index as arrays, over all its segments.

Nothing in it changes, so all threads share it. Document numbers count through the segments, deleted documents too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np

from indexer.domain.documents.facets import FACETS
from indexer.engines.arrays.segments.lexicon import counted_terms, frequencies_by_term, terms_with_prefix
from indexer.engines.arrays.segments.schema import ID_FIELD, PUBLIC_FIELD, TITLE_KEY_FIELD, facet_field
from indexer.engines.arrays.segments.segment import FieldPostings, SegmentPostings
from indexer.engines.arrays.segments.sort_orders import facet_of, ranks_of
from indexer.engines.arrays.structures.bitsets import Mask, Numbers, Scores
from indexer.engines.arrays.structures.facet_counts import FacetCounter
from indexer.engines.arrays.structures.term_postings import Occurrences, PairTable, TermPostings
from indexer.storage.ragged import ranges

Made = TypeVar("Made")


class SnapshotPart(NamedTuple):
    """An open segment, the number of its first document, and which of its documents (from 0) were deleted."""

    postings: SegmentPostings
    base: int
    deleted: Numbers


class Generation:
    """The arrays of one committed state; what costs is made once, on first use."""

    def __init__(self, identity: tuple[str, int | None], size: int, parts: Iterable[SnapshotPart]) -> None:
        self.identity = identity
        self._segments: list[tuple[SegmentPostings, int]] = []
        self.size = size
        self.is_live: Mask = np.ones(size, dtype=np.bool_)
        for part in parts:
            self._segments.append((part.postings, part.base))
            self.is_live[part.base + part.deleted] = False
        self._averages: dict[str, float] = {}
        self._touched = 0
        self._made: dict[tuple[str, str], object] = {}
        self._lock = threading.RLock()

    @cached_property
    def is_public(self) -> Mask:
        """Live documents that anyone may see."""
        public = np.zeros(self.size, dtype=np.bool_)
        public[self.postings(PUBLIC_FIELD, "yes").documents] = True
        return public & self.is_live

    @cached_property
    def years(self) -> Numbers:
        """The year of each document, NO_YEAR where none is stated."""
        return self._values("year")

    @cached_property
    def page_counts(self) -> Numbers:
        """The number of pages of each document."""
        return self._values("pages")

    @cached_property
    def id_ranks(self) -> Numbers:
        """The place of each document in the order of ids."""
        return self._ranks(ID_FIELD)

    @cached_property
    def by_id(self) -> Numbers:
        """All documents in the order of ids."""
        return np.argsort(self.id_ranks, kind="stable")

    @cached_property
    def by_title(self) -> Numbers:
        """All documents in Danish alphabetical order of titles, ties by id."""
        return np.lexsort((self.id_ranks, self._ranks(TITLE_KEY_FIELD)))

    @cached_property
    def by_year(self) -> Numbers:
        """All documents, newest first, those that state no year last, ties by id."""
        return np.lexsort((self.id_ranks, -self.years))

    @cached_property
    def facets(self) -> FacetCounter:
        """All facets that the index has values of."""
        with self._lock:
            arrays = {facet.id: facet_of(self._fields(facet_field(facet.id))) for facet in FACETS}
            return FacetCounter(arrays, self.size)

    def postings(self, field: str, term: str) -> TermPostings:
        """The postings of a term; empty if nothing holds it."""
        found = list(self._places(field, term))
        if len(found) == 1 and len(self._segments) == 1:
            postings, _, _, place = found[0]
            first, last = postings.bounds(place)
            self._touch(6 * (last - first))
            return TermPostings(postings.arrays.documents[first:last], postings.arrays.pairs[first:last])
        documents, pairs = [_NONE], [_NONE]
        for postings, base, first_pair, place in found:
            first, last = postings.bounds(place)
            self._touch(6 * (last - first))
            documents.append(postings.arrays.documents[first:last] + np.int64(base))
            pairs.append(postings.arrays.pairs[first:last] + np.int64(first_pair))
        return TermPostings(np.concatenate(documents), np.concatenate(pairs))

    def document_frequency(self, field: str, term: str) -> int:
        """How many documents hold a term, deleted ones among them."""
        count = 0
        for postings, _, _, place in self._places(field, term):
            first, last = postings.bounds(place)
            count += last - first
        return count

    def pair_table(self, field: str) -> PairTable:
        """What TermPostings.pairs refers to."""

        def make() -> PairTable:
            fields = [segment.fields[field].arrays for segment, _ in self._segments]
            average = self.average_length(field)
            return PairTable(
                np.concatenate([_NO_SCORES, *(arrays.pair_frequencies for arrays in fields)]),
                np.concatenate([_NO_SCORES, *(arrays.pair_lengths / average for arrays in fields)]),
            )

        return self._once(field, "pairs", make)

    def relative_length(self, field: str, numbers: Numbers) -> Scores:
        """The relative length of a field of some documents (rising), 0 where it is empty; see PairTable."""
        average = self.average_length(field)
        if len(self._segments) == 1:
            return self._segments[0][0].fields[field].arrays.lengths.take(numbers) / average
        lengths = np.zeros(len(numbers))
        for segment, base in self._segments:
            first, last = numbers.searchsorted((base, base + segment.size))
            lengths[first:last] = segment.fields[field].arrays.lengths[numbers[first:last] - base]
        return lengths / average

    def average_length(self, field: str) -> float:
        """The average length of a field over the documents that have it; 1 if none has."""
        average = self._averages.get(field)
        if average is None:
            fields = [segment.fields[field].arrays for segment, _ in self._segments]
            filled = sum(int(np.count_nonzero(arrays.lengths)) for arrays in fields)
            total = sum(int(arrays.lengths.sum(dtype=np.int64)) for arrays in fields)
            average = self._averages[field] = total / filled if filled else 1.0
        return average

    def occurrences(self, field: str, term: str) -> dict[int, Occurrences]:
        """Where a term stands, by the number of each segment's first document."""
        found = {}
        for postings, base, _, place in self._places(field, term):
            first, last = postings.bounds(place)
            places = postings.occurrences(place)
            self._touch(places.nbytes)
            found[base] = Occurrences(postings.arrays.bases, places, last - first)
        return found

    def places_of(self, field: str, term: str, documents: Numbers) -> Numbers:
        """The places of a term in some documents (rising) as document << 32 | position, rising."""
        found = [_NONE]
        for base, occurrences in self.occurrences(field, term).items():
            bases, places = occurrences.bases, occurrences.places
            first, last = documents.searchsorted((base, base + len(bases) - 1))
            own = documents[first:last] - base
            starts = places.searchsorted(bases[own].astype(places.dtype))
            counts = places.searchsorted(bases[own + 1].astype(places.dtype)) - starts
            positions = places[ranges(starts, counts)].astype(np.int64) - np.repeat(bases[own], counts)
            found.append((np.repeat(own + base, counts) << 32) | positions)
        return np.concatenate(found)

    def expand_prefix(self, field: str, prefix: str, limit: int) -> list[str]:
        """Terms that begin with the prefix, in order, at most `limit` of them."""
        return terms_with_prefix(self._fields(field), prefix, limit)

    def document_frequencies(self, field: str) -> dict[str, int]:
        """Every term of a field with the number of documents that hold it, deleted ones among them."""
        return self._once(field, "lexicon", lambda: frequencies_by_term(self._fields(field)))

    def term_counts(self, field: str) -> tuple[list[str], Numbers, Numbers, Scores]:
        """All of a field: its terms; and parallel document numbers, places of terms, and frequencies."""
        return counted_terms(self._fields(field))

    def text(self, name: str, number: int) -> str:
        """A text that is kept with a document."""
        segment, base = next((s, b) for s, b in reversed(self._segments) if b <= number)
        return segment.text(name, number - base)

    def texts(self, name: str, numbers: Numbers) -> list[str]:
        """A text that is kept with each of some documents; the numbers rise."""
        bounds = np.searchsorted(numbers, [base for _, base in self._segments] + [self.size]).tolist()
        found: list[str] = []
        for (segment, base), first, last in zip(self._segments, bounds[:-1], bounds[1:], strict=True):
            found += segment.texts(name, numbers[first:last] - base)
        return found

    def _places(self, field: str, term: str) -> Iterator[tuple[FieldPostings, int, int, int]]:
        """By segment with the term: its field, the numbers of its first document and pair, the place of the term."""
        encoded = term.encode()
        first_pair = 0
        for segment, base in self._segments:
            postings = segment.fields.get(field)
            if postings is not None:
                if (place := postings.place(encoded)) is not None:
                    yield postings, base, first_pair, place
                first_pair += len(postings.arrays.pair_lengths)

    def _fields(self, name: str) -> list[tuple[FieldPostings, int]]:
        """A field of each segment that has it, with the number of the segment's first document."""
        return [(segment.fields[name], base) for segment, base in self._segments if name in segment.fields]

    def _values(self, name: str) -> Numbers:
        return np.concatenate([_NONE, *(segment.values(name) for segment, _ in self._segments)])

    def _ranks(self, field: str) -> Numbers:
        return ranks_of(self._fields(field), self.size)

    def _touch(self, nbytes: int) -> None:
        """Count what is read of the mapped files, and let go of it now and then."""
        self._touched += nbytes + _READ_AROUND
        if self._touched > _MOST_TOUCHED + _MOST_TOUCHED_EACH * self.size:
            self._touched = 0
            for segment, _ in self._segments:
                segment.release_pages()

    def _once(self, field: str, kind: str, make: Callable[[], Made]) -> Made:
        found = self._made.get((field, kind))
        if found is None:
            with self._lock:
                found = self._made.get((field, kind))
                if found is None:
                    found = self._made[field, kind] = make()
        return found  # type: ignore[return-value]  # the key says what was made


_MOST_TOUCHED, _MOST_TOUCHED_EACH = 16 << 20, 64
"""Bytes read of the mapped files, anyhow and by document, before pages are let go; the system keeps them at hand."""
_READ_AROUND = 1 << 19
"""What becomes resident around a read, about: the system maps up to two megabytes at once."""
_NONE: Numbers = np.zeros(0, dtype=np.int64)
_NO_SCORES: Scores = np.zeros(0)
