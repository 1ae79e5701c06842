"""Sets of documents: as rising numbers where they are few, as bits where they are many, made over on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

SPARSE_SHARE = 64
"""A set smaller than one document in so many is kept as numbers."""
MOST_BY_BITS = 1 << 17
"""In collections up to this size even small sets are met bit by bit: a word of 64 documents costs next to nothing."""
_FEW_WORDS = 256


class Probe:
    """Documents with their places in bits, to be looked up in many sets."""

    __slots__ = ("_own", "_words", "numbers")

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self._words = numbers >> 6
        self._own = _BIT.take(numbers & 63)

    def places(self, bits: Bits) -> Numbers:
        """Where in `numbers` those stand whose bit is set."""
        return (bits.take(self._words) & self._own).nonzero()[0]


class DocumentSet:
    """Documents of a generation of `size` documents; `numbers` are rising, `bits` hold 64 documents a word."""

    __slots__ = ("_bits", "_count", "_numbers", "_probe", "size")

    def __init__(self, size: int, numbers: Numbers | None = None, bits: Bits | None = None, count: int = -1) -> None:
        self.size = size
        self._numbers = numbers
        self._bits = bits
        self._count = count if numbers is None else len(numbers)
        self._probe: Probe | None = None

    @property
    def count(self) -> int:
        """How many documents it holds."""
        if self._count < 0:
            assert self._bits is not None
            self._count = int(np.add.reduce(np.bitwise_count(self._bits), dtype=np.intp))
        return self._count

    @property
    def is_sparse(self) -> bool:
        """Whether it is at hand as numbers."""
        return self._numbers is not None

    @property
    def numbers(self) -> Numbers:
        """The documents' numbers, rising."""
        if self._numbers is None:
            assert self._bits is not None
            self._numbers = numbers_of(self._bits)
        return self._numbers

    @property
    def bits(self) -> Bits:
        """One bit a document."""
        if self._bits is None:
            assert self._numbers is not None
            self._bits = bits_of(self._numbers, self.size)
        return self._bits

    @property
    def bytes_made(self) -> int:
        """Memory of the forms that were made besides the one that it was given in."""
        probe = 0 if self._probe is None else 2 * self._probe.numbers.nbytes
        return probe + (0 if self._bits is None else self._bits.nbytes)

    def among(self, numbers: Numbers) -> Mask:
        """Which of some documents (rising) it holds."""
        if self._bits is not None or len(numbers) * SPARSE_SHARE > self.size:
            return tested(self.bits, numbers)
        assert self._numbers is not None
        return is_member(self._numbers, numbers)

    def narrowed(self, bits: Bits) -> DocumentSet:
        """Those whose bit is set."""
        numbers = self._numbers
        if numbers is not None and (self._bits is None or len(numbers) * SPARSE_SHARE < self.size):
            if self._probe is None:
                self._probe = Probe(numbers)
            return DocumentSet(self.size, numbers.take(self._probe.places(bits)))
        return DocumentSet(self.size, bits=self.bits & bits)


def words_of(size: int) -> int:
    """How many words the bits of so many documents take."""
    return (size + 63) >> 6


def bits_of(numbers: npt.NDArray[np.integer], size: int) -> Bits:
    """Numbers -> bits."""
    marks = np.zeros(words_of(size) << 6, dtype=np.uint8)
    marks[numbers] = 1
    return np.packbits(marks, bitorder="little").view(np.uint64)


def all_bits(size: int) -> Bits:
    """Every document's bit."""
    bits = np.full(words_of(size), ~np.uint64(0))
    if size & 63:
        bits[-1] = (np.uint64(1) << np.uint64(size & 63)) - np.uint64(1)
    return bits


def numbers_of(bits: Bits) -> Numbers:
    """Bits -> rising numbers."""
    if len(bits) > _FEW_WORDS:
        words = bits.nonzero()[0]
        if len(words) * 8 < len(bits):
            places = np.unpackbits(bits.take(words).view(np.uint8), bitorder="little").view(np.bool_).nonzero()[0]
            numbers: Numbers = (words.take(places >> 6) << 6) | (places & 63)
            return numbers
    marks = np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)
    return marks.nonzero()[0]


def marks_of(bits: Bits, size: int) -> Bytes:
    """Bits -> one byte a document, 0 or 1."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little")


def tested(bits: Bits, numbers: npt.NDArray[np.integer[Any]]) -> Mask:
    """Which documents' bits are set."""
    shifted = bits.view(np.uint8).take(numbers >> 3) >> (numbers & 7).astype(np.uint8)
    return (shifted & np.uint8(1)).view(np.bool_)


def is_member(sorted_numbers: npt.NDArray[np.integer], numbers: Numbers) -> Mask:
    """Which of some numbers stand in a rising list."""
    if not len(sorted_numbers):
        return np.zeros(len(numbers), dtype=np.bool_)
    places = sorted_numbers.searchsorted(numbers)
    found: Mask = sorted_numbers.take(places, mode="clip") == numbers
    return found


def union(sets: Sequence[DocumentSet], size: int) -> DocumentSet:
    """Documents of any of the sets."""
    if len(sets) == 1:
        return sets[0]
    sparse = [one for one in sets if one.is_sparse]
    if len(sparse) == len(sets) and sum(map(_count_of, sparse)) * SPARSE_SHARE < size:
        return DocumentSet(size, merged([one.numbers for one in sparse]))
    joined = sets if size <= MOST_BY_BITS else [one for one in sets if not one.is_sparse]
    bits = joined[0].bits if joined else np.zeros(words_of(size), dtype=np.uint64)
    for one in joined[1:]:
        bits = bits | one.bits
    if sparse and joined is not sets:
        bits = bits | bits_of(np.concatenate([one.numbers for one in sparse]), size)
    return DocumentSet(size, bits=bits)


def merged(lists: Sequence[npt.NDArray[np.integer[Any]]]) -> Numbers:
    """The different numbers of rising lists, rising."""
    if not lists:
        return np.zeros(0, dtype=np.int64)
    together = np.concatenate(lists)
    together.sort(kind="stable")  # merges runs
    is_new = np.empty(len(together), dtype=np.bool_)
    is_new[:1] = True
    np.not_equal(together[1:], together[:-1], out=is_new[1:])
    return together[is_new]


def intersection(sets: Sequence[DocumentSet], size: int) -> DocumentSet:
    """Documents of all of the sets; there is at least one set."""
    sparse = [one for one in sets if one.is_sparse]
    if not sparse or size <= MOST_BY_BITS:
        return _met_by_bits(sets, sparse, size)
    sparse.sort(key=_count_of)
    numbers = sparse[0].numbers
    for other in (*sparse[1:], *(one for one in sets if not one.is_sparse)):
        if not len(numbers):
            break
        numbers = numbers[other.among(numbers)]
    return DocumentSet(size, numbers)


def _met_by_bits(sets: Sequence[DocumentSet], sparse: list[DocumentSet], size: int) -> DocumentSet:
    smallest = min(sparse, key=_count_of) if sparse else None
    bits: Bits | None = None
    for one in sets:
        if one is not smallest:
            bits = one.bits if bits is None else bits & one.bits
    if smallest is None:
        return DocumentSet(size, bits=bits)
    return smallest if bits is None else smallest.narrowed(bits)


def _count_of(one: DocumentSet) -> int:
    return one.count


def difference(found: DocumentSet, taken: DocumentSet, size: int) -> DocumentSet:
    """Documents of the first set that are not in the second."""
    if found.is_sparse:
        return DocumentSet(size, found.numbers[~taken.among(found.numbers)])
    return DocumentSet(size, bits=found.bits & ~taken.bits)


_BIT: Bits = np.uint64(1) << np.arange(64, dtype=np.uint64)
