"""One committed state of an index as arrays, over all its segments.

Nothing in it changes, so all threads share it. Document numbers count through the segments, deleted documents too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader

from indexer.domain.schema import FACETS
from indexer.engines.whoosh.codec import open_segment_postings, postings_path
from indexer.engines.whoosh.inversion import ranges
from indexer.engines.whoosh.schema import ID_FIELD, PUBLIC_FIELD, TITLE_KEY_FIELD, facet_field
from indexer.engines.whoosh.segment_postings import FieldPostings, SegmentPostings

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class TermPostings:
    """Documents with a term, rising, and how often it stands in each; deleted documents are among them."""

    documents: Numbers
    frequencies: Scores


@dataclass(frozen=True, slots=True)
class FacetArrays:
    """A facet as pairs of document and value: `values[value_numbers[i]]` is a value of `documents[i]`."""

    values: tuple[str, ...]
    documents: Numbers
    value_numbers: Numbers

    def holders(self, value: str) -> Numbers:
        """The documents that carry a value."""
        if value not in self.values:
            return _NONE
        holders: Numbers = self.documents[self.value_numbers == self.values.index(value)]
        return holders


class Generation:
    """The arrays of one committed state; what costs is made once, on first use."""

    def __init__(self, identity: tuple[str, int | None], reader: IndexReader) -> None:
        self.identity = identity
        self._segments: list[tuple[SegmentPostings, int]] = []
        self.size = int(reader.doc_count_all())
        self.is_live: Mask = np.ones(self.size, dtype=np.bool_)
        for leaf, base in reader.leaf_readers():
            if leaf.doc_count_all():
                postings = open_segment_postings(postings_path(leaf.storage(), leaf.segment()))
                self._segments.append((postings, base))
                self.is_live[base + np.fromiter(leaf.segment().deleted_docs(), dtype=np.int64)] = False
        self._made: dict[tuple[str, str], object] = {}
        self._lock = threading.RLock()

    @property
    def is_public(self) -> Mask:
        """Live documents that anyone may see."""

        def make() -> Mask:
            public = np.zeros(self.size, dtype=np.bool_)
            public[self.postings(PUBLIC_FIELD, "yes").documents] = True
            return public & self.is_live

        return self._once("", "public", make)

    @property
    def years(self) -> Numbers:
        """The year of each document, NO_YEAR where none is stated."""
        return self._once("year", "values", lambda: self._values("year"))

    @property
    def page_counts(self) -> Numbers:
        """The number of pages of each document."""
        return self._once("pages", "values", lambda: self._values("pages"))

    @property
    def id_ranks(self) -> Numbers:
        """The place of each document in the order of ids."""
        return self._once(ID_FIELD, "ranks", lambda: self._ranks(ID_FIELD))

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of each document, deleted ones among them."""

        def make() -> tuple[str, ...]:
            names = [""] * self.size
            held = self._facet(ID_FIELD)
            for number, place in zip(held.documents.tolist(), held.value_numbers.tolist(), strict=True):
                names[number] = held.values[place]
            return tuple(names)

        return self._once(ID_FIELD, "ids", make)

    @property
    def title_ranks(self) -> Numbers:
        """The place of each document in Danish alphabetical order of titles."""
        return self._once(TITLE_KEY_FIELD, "ranks", lambda: self._ranks(TITLE_KEY_FIELD))

    def facet(self, facet: str) -> FacetArrays:
        """All values of a facet."""
        return self._once(facet, "facet", lambda: self._facet(facet_field(facet)))

    def facets(self) -> dict[str, FacetArrays]:
        """Every facet by its id."""
        return {facet.id: self.facet(facet.id) for facet in FACETS}

    def postings(self, field: str, term: str) -> TermPostings:
        """The postings of a term; empty if nothing holds it."""
        documents, frequencies = [_NONE], [np.zeros(0)]
        for postings, base, place in self._places(field, term):
            first, last = postings.bounds(place)
            documents.append(postings.documents[first:last] + np.int64(base))
            frequencies.append(postings.frequencies[first:last].astype(np.float64))
        return TermPostings(np.concatenate(documents), np.concatenate(frequencies))

    def positions(self, field: str, term: str, documents: Numbers) -> dict[int, list[int]]:
        """Where a term stands in some documents, rising; documents without it are left out."""
        found: dict[int, list[int]] = {}
        for postings, base, place in self._places(field, term):
            first, last = postings.bounds(place)
            own = postings.documents[first:last] + np.int64(base)
            wanted = np.flatnonzero(np.isin(own, documents, assume_unique=True))
            if not len(wanted) or not postings.has_positions:
                continue
            pointers = postings.position_pointers
            starts, ends = pointers[first + wanted], pointers[first + wanted + 1]
            for number, start, end in zip(own[wanted].tolist(), starts.tolist(), ends.tolist(), strict=True):
                found[number] = postings.positions[start:end].tolist()
        return found

    def occurrences(self, field: str, term: str) -> npt.NDArray[np.uint64]:
        """Every place of a term as document << 32 | position, rising."""
        found = [np.zeros(0, dtype=np.uint64)]
        for postings, base, place in self._places(field, term):
            first, last = postings.bounds(place)
            frequencies = postings.frequencies[first:last]
            documents = np.repeat(postings.documents[first:last] + np.uint64(base), frequencies)
            start = int(postings.position_pointers[first])
            positions = postings.positions[start : start + len(documents)].astype(np.uint64)
            found.append((documents.astype(np.uint64) << np.uint64(32)) | positions)
        return np.concatenate(found)

    def places_of(self, field: str, term: str, documents: Numbers) -> Numbers:
        """The places of a term in some documents (rising) as document << 32 | position, rising."""
        found = [_NONE]
        for postings, base, place in self._places(field, term):
            if not postings.has_positions:
                continue
            first, last = postings.bounds(place)
            own = postings.documents[first:last] + np.int64(base)
            wanted = np.flatnonzero(np.isin(own, documents, assume_unique=True))
            counts = postings.frequencies[first:last][wanted]
            positions = postings.positions[ranges(postings.position_pointers[first + wanted], counts)]
            found.append((np.repeat(own[wanted], counts) << 32) | positions)
        return np.concatenate(found)

    def relative_lengths(self, field: str) -> Scores:
        """Each document's length divided by the average of those that have the field; 0 where it is empty."""

        def make() -> Scores:
            lengths = np.zeros(self.size)
            for segment, base in self._segments:
                if field in segment.fields:
                    lengths[base : base + segment.size] = segment.fields[field].lengths
            filled = np.count_nonzero(lengths)
            return lengths / (lengths.sum() / filled) if filled else lengths

        return self._once(field, "lengths", make)

    def expand_prefix(self, field: str, prefix: str, limit: int) -> list[str]:
        """Terms that begin with the prefix, in order, at most `limit` of them."""
        wanted = prefix.encode()
        terms: set[bytes] = set()
        for segment, _ in self._segments:
            postings = segment.fields.get(field)
            if postings is not None:
                first = postings.first_place(wanted)
                for place in range(first, min(first + limit, len(postings))):
                    term = postings.term(place)
                    if not term.startswith(wanted):
                        break
                    terms.add(term)
        return [term.decode() for term in sorted(terms)[:limit]]

    def document_frequencies(self, field: str) -> dict[str, int]:
        """Every term of a field with the number of documents that hold it, deleted ones among them."""

        def make() -> dict[str, int]:
            found: dict[str, int] = {}
            for segment, _ in self._segments:
                postings = segment.fields.get(field)
                if postings is not None:
                    for term, count in zip(postings.terms(), np.diff(postings.pointers).tolist(), strict=True):
                        name = term.decode()
                        found[name] = found.get(name, 0) + count
            return found

        return self._once(field, "lexicon", make)

    def term_counts(self, field: str) -> tuple[list[str], Numbers, Numbers, Scores]:
        """All of a field: its terms; and parallel document numbers, places of terms, and frequencies."""
        places: dict[bytes, int] = {}
        documents, terms, frequencies = [_NONE], [_NONE], [np.zeros(0)]
        for segment, base in self._segments:
            postings = segment.fields.get(field)
            if postings is not None:
                own = np.fromiter((places.setdefault(t, len(places)) for t in postings.terms()), dtype=np.int64)
                documents.append(postings.documents + np.int64(base))
                terms.append(np.repeat(own, np.diff(postings.pointers)))
                frequencies.append(postings.frequencies.astype(np.float64))
        names = [term.decode() for term in places]
        return names, np.concatenate(documents), np.concatenate(terms), np.concatenate(frequencies)

    def _places(self, field: str, term: str) -> Iterator[tuple[FieldPostings, int, int]]:
        encoded = term.encode()
        for segment, base in self._segments:
            postings = segment.fields.get(field)
            if postings is not None and (place := postings.place(encoded)) is not None:
                yield postings, base, place

    def _values(self, name: str) -> Numbers:
        return np.concatenate([_NONE, *(segment.document_values(name) for segment, _ in self._segments)])

    def _ranks(self, field: str) -> Numbers:
        """The place of each document's only term among all terms of the field."""
        fields = [(segment.fields[field], base) for segment, base in self._segments]
        places = {term: place for place, term in enumerate(sorted({term for f, _ in fields for term in f.terms()}))}
        ranks = np.zeros(self.size, dtype=np.int64)
        for postings, base in fields:
            own = np.fromiter((places[term] for term in postings.terms()), dtype=np.int64, count=len(postings))
            ranks[postings.documents + np.int64(base)] = np.repeat(own, np.diff(postings.pointers))
        return ranks

    def _facet(self, field: str) -> FacetArrays:
        values: dict[bytes, int] = {}
        documents, numbers = [_NONE], [_NONE]
        for segment, base in self._segments:
            postings = segment.fields[field]
            own = np.fromiter((values.setdefault(t, len(values)) for t in postings.terms()), dtype=np.int64)
            documents.append(postings.documents + np.int64(base))
            numbers.append(np.repeat(own, np.diff(postings.pointers)))
        return FacetArrays(tuple(v.decode() for v in values), np.concatenate(documents), np.concatenate(numbers))

    def _once(self, field: str, kind: str, make: Callable[[], Made]) -> Made:
        with self._lock:
            if (field, kind) not in self._made:
                self._made[field, kind] = make()
            return self._made[field, kind]  # type: ignore[return-value]  # the key says what was made


def phrase_occurrences(generation: Generation, field: str, terms: tuple[str, ...]) -> TermPostings:
    """Documents that hold the terms one after the other, and how often."""
    starts = generation.occurrences(field, terms[0])
    for offset, term in enumerate(terms[1:], start=1):
        others = generation.occurrences(field, term)
        starts = starts[np.isin(starts + np.uint64(offset), others, assume_unique=True)]
    documents, counts = np.unique((starts >> np.uint64(32)).astype(np.int64), return_counts=True)
    return TermPostings(documents, counts.astype(np.float64))


_NONE: Numbers = np.zeros(0, dtype=np.int64)
__all__ = ["FacetArrays", "Generation", "Mask", "Numbers", "Scores", "TermPostings", "phrase_occurrences", "ranges"]
