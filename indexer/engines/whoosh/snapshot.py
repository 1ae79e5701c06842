"""One committed state of an index, read through Whoosh and kept as arrays.

Arrays depend on nothing but the generation, so they are shared by all threads; Whoosh's readers are not, so each
request opens its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader, TermNotFound

from indexer.domain.schema import FACETS
from indexer.engines.whoosh.schema import ID_FIELD, facet_field

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Made = TypeVar("Made")

_CACHED_POSTINGS = 20_000_000
"""Postings kept per generation (12 bytes each at most)."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Documents with a term, rising, and how often it stands in each."""

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
            return np.zeros(0, dtype=np.int64)
        holders: Numbers = self.documents[self.value_numbers == self.values.index(value)]
        return holders


@dataclass(frozen=True, slots=True)
class DocumentArrays:
    """What filtering and sorting need, by document number; deleted documents are not public."""

    ids: tuple[str, ...]
    is_live: Mask
    is_public: Mask
    years: Numbers
    title_ranks: Numbers
    id_ranks: Numbers
    page_counts: Numbers
    facets: dict[str, FacetArrays]


class Generation:
    """The shared arrays of one committed state; each is made once, on first use."""

    def __init__(self, identity: tuple[str, int | None]) -> None:
        self.identity = identity
        self.documents: DocumentArrays | None = None
        self.lengths: dict[str, Scores] = {}
        self.spellings: dict[str, dict[str, int]] = {}
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._kept = 0
        self.lock = threading.RLock()

    def postings(self, key: tuple[str, str], make: Callable[[], Postings]) -> Postings:
        """The postings of a (field, term), made if they are not kept; the least used are dropped."""
        with self.lock:
            found = self._postings.get(key)
            if found is not None:
                self._postings.move_to_end(key)
                return found
        made = make()
        with self.lock:
            if key not in self._postings:
                self._postings[key] = made
                self._kept += len(made.documents)
            while self._kept > _CACHED_POSTINGS and len(self._postings) > 1:
                self._kept -= len(self._postings.popitem(last=False)[1].documents)
        return made


class Snapshot:
    """A request's view of one generation."""

    def __init__(self, generation: Generation, reader: IndexReader) -> None:
        self._generation = generation
        self.reader = reader

    @property
    def documents(self) -> DocumentArrays:
        """The arrays of all documents."""
        generation = self._generation
        with generation.lock:
            if generation.documents is None:
                generation.documents = _read_documents(self.reader)
            return generation.documents

    @property
    def size(self) -> int:
        """Document numbers run below this; deleted documents count."""
        return len(self.documents.ids)

    def postings(self, field: str, term: str) -> Postings:
        """The live documents with a term in a field."""
        return self._generation.postings((field, term), lambda: _read_postings(self.reader, field, term))

    def lengths(self, field: str) -> Scores:
        """Length of the field by document number, in terms, as Whoosh rounds it."""
        generation = self._generation
        with generation.lock:
            if field not in generation.lengths:
                reader = self.reader
                made = (reader.doc_field_length(number, field) for number in range(self.size))
                generation.lengths[field] = np.fromiter(made, dtype=np.float64, count=self.size)
            return generation.lengths[field]

    def average_length(self, field: str) -> float:
        """Mean length of the field over all documents, deleted ones included, as Whoosh counts."""
        return float(self.reader.field_length(field) / max(1, self.size)) or 1.0

    def document_frequency(self, field: str, term: str) -> int:
        """Number of documents with a term, deleted ones included, as Whoosh counts."""
        return int(self.reader.doc_frequency(field, term.encode()))

    def inverse_document_frequency(self, field: str, term: str) -> float:
        """ln(N / (df + 1)) + 1, as in Whoosh's BM25F."""
        return log(self.size / (self.document_frequency(field, term) + 1)) + 1

    def positions(self, field: str, term: str, documents: Numbers) -> dict[int, list[int]]:
        """Positions of a term in the named documents (rising numbers) that hold it."""
        found: dict[int, list[int]] = {}
        try:
            matcher = self.reader.postings(field, term.encode())
        except TermNotFound:
            return found
        for number in documents.tolist():
            if not matcher.is_active():
                break
            if matcher.id() < number:
                matcher.skip_to(number)
            if matcher.is_active() and matcher.id() == number:
                found[number] = matcher.value_as("positions")
        return found

    def expand_prefix(self, field: str, prefix: str, limit: int) -> list[str]:
        """Terms that begin with the prefix, in order, at most `limit` of them."""
        terms: list[str] = []
        for term in self.reader.expand_prefix(field, prefix.encode()):
            terms.append(term.decode())
            if len(terms) == limit:
                break
        return terms

    def spellings(self, field: str) -> dict[str, int]:
        """Every term of a field with its document frequency."""
        generation = self._generation
        with generation.lock:
            if field not in generation.spellings:
                reader = self.reader
                terms = reader.lexicon(field) if field in reader.indexed_field_names() else ()
                generation.spellings[field] = {t.decode(): int(reader.doc_frequency(field, t)) for t in terms}
            return generation.spellings[field]

    def stored(self, number: int) -> dict[str, object]:
        """The stored fields of a document."""
        return dict(self.reader.stored_fields(number))


def _read_postings(reader: IndexReader, field: str, term: str) -> Postings:
    numbers: list[int] = []
    weights: list[float] = []
    try:
        matcher = reader.postings(field, term.encode())
    except TermNotFound:
        return Postings(np.zeros(0, dtype=np.int64), np.zeros(0))
    while matcher.is_active():
        numbers.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return Postings(np.array(numbers, dtype=np.int64), np.array(weights))


def _read_documents(reader: IndexReader) -> DocumentArrays:
    size = reader.doc_count_all()
    stored = [reader.stored_fields(number) for number in range(size)]
    ids = tuple(str(fields[ID_FIELD]) for fields in stored)
    live = np.fromiter((not reader.is_deleted(number) for number in range(size)), dtype=np.bool_, count=size)
    public = np.zeros(size, dtype=np.bool_)
    public[_read_postings(reader, "public", "yes").documents] = True
    titles = _column(reader, "title_key", size)
    years = np.array(_column(reader, "year", size), dtype=np.int64)
    return DocumentArrays(
        ids=ids,
        is_live=live,
        is_public=public & live,
        years=years,
        title_ranks=_ranks(titles),
        id_ranks=_ranks(list(ids)),
        page_counts=np.array(_column(reader, "pages", size), dtype=np.int64),
        facets={facet.id: _read_facet(reader, facet.id) for facet in FACETS},
    )


def _column(reader: IndexReader, name: str, size: int) -> list[object]:
    if size == 0:
        return []
    column = reader.column_reader(name)
    return [column[number] for number in range(size)]


def _ranks(keys: list[object]) -> Numbers:
    """The place of each key in sorted order; equal keys share a place."""
    places = {key: place for place, key in enumerate(sorted(set(keys)))}  # type: ignore[type-var]  # all of one type
    return np.array([places[key] for key in keys], dtype=np.int64)


def _read_facet(reader: IndexReader, facet: str) -> FacetArrays:
    name = facet_field(facet)
    terms = list(reader.lexicon(name)) if name in reader.indexed_field_names() else []
    values = tuple(term.decode() for term in terms)
    holders = [_read_postings(reader, name, value).documents for value in values]
    numbers = [np.full(len(documents), i, dtype=np.int64) for i, documents in enumerate(holders)]
    empty = np.zeros(0, dtype=np.int64)
    return FacetArrays(values, np.concatenate([*holders, empty]), np.concatenate([*numbers, empty]))
