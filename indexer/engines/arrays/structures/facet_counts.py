"""Counts of every facet value over a set of documents.

Facets with few values ("packed") are counted together, in the cheapest of three ways: over a small set, by the value
numbers that stand in each document's row; over a middling one, by numbers for the combinations of values that occur;
over a large one, by bits of each value and the set. Facets with many values ("listed") are counted one by one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.structures.bitsets import Bits, DocNumbers, DocumentSet, Mask, bits_at, bits_of, word_count
from indexer.engines.arrays.structures.facet_values import (
    MAX_PACKED_VALUES,
    FacetArrays,
    NumberedFacet,
    joint_codes,
    numbered_facet,
)
from indexer.storage.ragged import cumulated, ranges

Counts = npt.NDArray[np.int64]

# Measured on one machine; they decide which way is taken, not what comes out.
_MAX_SMALL_SET = 320
_NANOSECONDS_PER_BIT_WORD = 0.95
_NANOSECONDS_PER_CODE = 1.8
_NANOSECONDS_PER_CELL = 0.07
_NANOSECONDS_PER_PAIR = 8.0
_NANOSECONDS_ANYHOW = 5000
_MAX_VALUES_AS_BITS = 128
# A mask takes an eighth of a byte a document; more values than these are rarely filtered by.
_MAX_CACHED_MASKS = 256


class FacetCounts:
    """How many documents carry each value."""

    __slots__ = ("_counter", "_own", "_packed")

    def __init__(self, counter: FacetCounter, packed: Counts, own: dict[str, Counts]) -> None:
        """`own` are the counts of single facets, which go before those of all packed ones."""
        self._counter = counter
        self._packed = packed
        self._own = own

    def __getitem__(self, facet: str) -> Counts:
        own = self._own.get(facet)
        return self._packed[self._counter.slices[facet]] if own is None else own

    def replaced(self, counts: dict[str, Counts]) -> FacetCounts:
        """The same with other counts of some facets."""
        return FacetCounts(self._counter, self._packed, self._own | counts)

    def by_value(self) -> dict[str, dict[str, int]]:
        """Every value's count by facet."""
        packed = iter(self._packed.tolist())
        found = {name: dict(zip(values, packed, strict=False)) for name, values in self._counter.layout}
        for name, counts in self._own.items():
            found[name] = dict(zip(self._counter.values[name], counts.tolist(), strict=True))
        return found


class FacetCounter:
    """Counts the values of all facets of a snapshot."""

    def __init__(self, facets: dict[str, FacetArrays], size: int) -> None:
        self.size = size
        self.facets = facets
        self.values: dict[str, tuple[str, ...]] = {name: arrays.values for name, arrays in facets.items()}
        by_name = {name: numbered_facet(arrays, size) for name, arrays in facets.items()}
        # Facets with the fewest values are packed first, so that most facets find room.
        packed: dict[str, NumberedFacet] = {}
        room = MAX_PACKED_VALUES
        for name in sorted(facets, key=lambda name: len(facets[name].values)):
            one = by_name[name]
            if one is not None and len(facets[name].values) <= room:
                packed[name] = one
                room -= len(facets[name].values)
        self._listed = {n: _ListedFacet(arrays, size) for n, arrays in facets.items() if n not in packed}
        self._masks: dict[tuple[str, str], Bits] = {}
        self.slices: dict[str, slice] = {}
        self._width = 0
        for name in packed:
            self.slices[name] = slice(self._width, self._width + len(facets[name].values))
            self._width = self.slices[name].stop
        self.layout = [(name, facets[name].values) for name in packed if facets[name].values]
        self._pack(packed)

    def _pack(self, packed: dict[str, NumberedFacet]) -> None:
        self._bits: Bits = np.zeros((self._width, word_count(self.size)), dtype=np.uint64)
        rows = [np.zeros((self.size, 0), dtype=np.uint16)]
        for name, facet in packed.items():
            first = self.slices[name].start
            for number, holders in enumerate(self.facets[name].by_value()):
                self._bits[first + number] = bits_of(holders, self.size)
            rows.append(
                np.where(facet.slots >= 0, facet.slots + np.int16(first), np.int16(self._width)).astype(np.uint16)
            )
        self._rows = np.concatenate(rows, axis=1)
        single = []
        for name, facet in packed.items():
            holds = np.zeros((len(facet.holds), self._width), dtype=np.bool_)
            holds[:, self.slices[name]] = facet.holds
            single.append((facet.of_document, holds))
        self._codes, self._holds = joint_codes(single, self._width, self.size)

    def count(self, found: DocumentSet) -> Counts:
        """Documents of the set by value, over all packed facets."""
        count = found.count
        if count <= _MAX_SMALL_SET:
            # The last column of the counts is the padding of documents with fewer values than others.
            rows = self._rows.take(found.doc_numbers, axis=0)
            return np.bincount(rows.ravel(), minlength=self._width + 1)[: self._width]
        by_bits = self._bits.size * _NANOSECONDS_PER_BIT_WORD
        by_codes = count * self._codes.shape[1] * _NANOSECONDS_PER_CODE + self._holds.size * _NANOSECONDS_PER_CELL
        by_codes += _NANOSECONDS_ANYHOW
        if not found.is_sparse:
            by_codes += self.size * 0.4  # its numbers must be unpacked first
        return self._by_bits(found.bits) if by_bits < by_codes else self._by_combinations(found.doc_numbers)

    def counts(self, found: DocumentSet) -> FacetCounts:
        """Documents of the set by facet and value."""
        return FacetCounts(self, self.count(found), {name: one.count(found) for name, one in self._listed.items()})

    def facet_counts(self, name: str, found: DocumentSet) -> Counts:
        """Documents of the set by value of one facet."""
        if name in self._listed:
            return self._listed[name].count(found)
        if found.count <= _MAX_SMALL_SET:
            return self.count(found)[self.slices[name]]
        return _popcounts(self._bits[self.slices[name]], found.bits)

    def mask(self, facet: str, value: str) -> Bits:
        """The documents that carry a value."""
        known = self._masks.get((facet, value))
        if known is None:
            values = self.values.get(facet, ())
            if facet in self.slices and value in values:
                known = self._bits[self.slices[facet].start + values.index(value)]
            else:
                holders = self.facets[facet].holders(value) if facet in self.facets else _NONE
                known = bits_of(holders, self.size)
            if value in values and len(self._masks) < _MAX_CACHED_MASKS:
                self._masks[facet, value] = known
        return known

    def _by_bits(self, bits: Bits) -> Counts:
        return _popcounts(self._bits, bits)

    def _by_combinations(self, doc_numbers: DocNumbers) -> Counts:
        codes = self._codes.take(doc_numbers, axis=0).ravel()
        # A float product: numpy hands those to BLAS, and its own loops over whole numbers are far slower.
        of_combination = np.bincount(codes, minlength=self._holds.shape[1])
        counts: Counts = self._holds.dot(of_combination.astype(self._holds.dtype)).astype(np.int64)
        return counts


class _ListedFacet:
    """A facet with many values, or with many of few in one document, as the years of a partnership."""

    def __init__(self, arrays: FacetArrays, size: int) -> None:
        order = np.argsort(arrays.documents, kind="stable")
        self._value_numbers = arrays.value_numbers[order]
        self._documents = arrays.documents[order]
        self._offsets = cumulated(np.bincount(self._documents, minlength=size))
        self._width = len(arrays.values)
        rows = arrays.by_value() if self._width <= _MAX_VALUES_AS_BITS else []
        self._bits: Bits = np.array([bits_of(holders, size) for holders in rows], dtype=np.uint64)
        self._pairs_per_document = len(self._documents) / max(1, size)

    def count(self, found: DocumentSet) -> Counts:
        by_pairs = found.count * self._pairs_per_document * _NANOSECONDS_PER_PAIR
        if self._bits.size and self._bits.size * _NANOSECONDS_PER_BIT_WORD < by_pairs:
            return _popcounts(self._bits, found.bits)
        # One pass over all pairs is cheaper than gathering the rows of more than a quarter of the documents.
        if found.count * 4 > found.size:
            held: Mask = bits_at(found.bits, self._documents)
            return np.bincount(self._value_numbers[held], minlength=self._width)
        doc_numbers = found.doc_numbers
        starts = self._offsets.take(doc_numbers)
        ordinals = ranges(starts, self._offsets.take(doc_numbers + 1) - starts)
        return np.bincount(self._value_numbers.take(ordinals), minlength=self._width)


def _popcounts(rows: Bits, bits: Bits) -> Counts:
    counts: Counts = np.add.reduce(np.bitwise_count(rows & bits), axis=1, dtype=np.uint32).astype(np.int64)
    return counts


_NONE = np.zeros(0, dtype=np.int64)
