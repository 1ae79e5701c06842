"""Sets of documents: as rising numbers where they are few, as bits where they are many, made over on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

DocNumbers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Scores = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# A set smaller than one document in so many is kept as numbers: a bit set is 64 documents a word, a number is a word.
SPARSE_SHARE = 64
# In collections up to this size even small sets are met bit by bit: a word of 64 documents costs next to nothing.
MAX_SIZE_FOR_BITS = 1 << 17
# Longer bit sets are searched for words that hold anything before they are unpacked.
_MAX_WORDS_UNPACKED = 256


class Probe:
    """Documents with their places in bits, to be looked up in many sets."""

    __slots__ = ("_bit", "_word", "doc_numbers")

    def __init__(self, doc_numbers: DocNumbers) -> None:
        self.doc_numbers = doc_numbers
        self._word = doc_numbers >> 6
        self._bit = _BIT.take(doc_numbers & 63)

    def ordinals(self, bits: Bits) -> DocNumbers:
        """The ordinals in `doc_numbers` of those whose bit is set."""
        return (bits.take(self._word) & self._bit).nonzero()[0]


class DocumentSet:
    """Documents of a snapshot of `size` documents; `doc_numbers` rise, `bits` hold 64 documents a word."""

    __slots__ = ("_bits", "_count", "_doc_numbers", "_probe", "size")

    def __init__(
        self, size: int, doc_numbers: DocNumbers | None = None, bits: Bits | None = None, count: int = -1
    ) -> None:
        self.size = size
        self._doc_numbers = doc_numbers
        self._bits = bits
        self._count = count if doc_numbers is None else len(doc_numbers)
        self._probe: Probe | None = None

    @property
    def count(self) -> int:
        """How many documents it holds."""
        if self._count < 0:
            assert self._bits is not None
            # np.add.reduce skips the Python layer of sum(), which costs more than the counting of a small set
            self._count = int(np.add.reduce(np.bitwise_count(self._bits), dtype=np.intp))
        return self._count

    @property
    def is_sparse(self) -> bool:
        """Whether it is at hand as numbers."""
        return self._doc_numbers is not None

    @property
    def doc_numbers(self) -> DocNumbers:
        """The documents' numbers, rising."""
        if self._doc_numbers is None:
            assert self._bits is not None
            self._doc_numbers = doc_numbers_of(self._bits)
        return self._doc_numbers

    @property
    def bits(self) -> Bits:
        """One bit a document."""
        if self._bits is None:
            assert self._doc_numbers is not None
            self._bits = bits_of(self._doc_numbers, self.size)
        return self._bits

    @property
    def bytes_made(self) -> int:
        """Memory of the forms that were made besides the one that it was given in."""
        probe = 0 if self._probe is None else 2 * self._probe.doc_numbers.nbytes
        return probe + (0 if self._bits is None else self._bits.nbytes)

    def contains(self, doc_numbers: DocNumbers) -> Mask:
        """Which of some documents (rising) it holds."""
        # Testing bits costs the same for each document; searching pays where few are asked of a sparse set.
        if self._bits is not None or len(doc_numbers) * SPARSE_SHARE > self.size:
            return bits_at(self.bits, doc_numbers)
        assert self._doc_numbers is not None
        return is_member(self._doc_numbers, doc_numbers)

    def restricted_to(self, bits: Bits) -> DocumentSet:
        """Those whose bit is set."""
        doc_numbers = self._doc_numbers
        if doc_numbers is not None and (self._bits is None or len(doc_numbers) * SPARSE_SHARE < self.size):
            if self._probe is None:
                self._probe = Probe(doc_numbers)
            return DocumentSet(self.size, doc_numbers.take(self._probe.ordinals(bits)))
        return DocumentSet(self.size, bits=self.bits & bits)


def word_count(size: int) -> int:
    """How many words the bits of so many documents take."""
    return (size + 63) >> 6


def bits_of(doc_numbers: npt.NDArray[np.integer], size: int) -> Bits:
    """Numbers -> bits."""
    # By way of one byte a document: numpy packs bytes, and cannot set single bits without a loop.
    marks = np.zeros(word_count(size) << 6, dtype=np.uint8)
    marks[doc_numbers] = 1
    return np.packbits(marks, bitorder="little").view(np.uint64)


def all_bits(size: int) -> Bits:
    """Every document's bit."""
    bits = np.full(word_count(size), ~np.uint64(0))
    # Bits behind the last document stay 0, or a complement would find documents that are not there.
    if size & 63:
        bits[-1] = (np.uint64(1) << np.uint64(size & 63)) - np.uint64(1)
    return bits


def doc_numbers_of(bits: Bits) -> DocNumbers:
    """Bits -> rising numbers."""
    if len(bits) > _MAX_WORDS_UNPACKED:
        words = bits.nonzero()[0]
        if len(words) * 8 < len(bits):
            found = np.unpackbits(bits.take(words).view(np.uint8), bitorder="little").view(np.bool_).nonzero()[0]
            doc_numbers: DocNumbers = (words.take(found >> 6) << 6) | (found & 63)
            return doc_numbers
    marks = np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)
    return marks.nonzero()[0]


def byte_mask(bits: Bits, size: int) -> Bytes:
    """Bits -> one byte a document, 0 or 1."""
    return np.unpackbits(bits.view(np.uint8), count=size, bitorder="little")


def bits_at(bits: Bits, doc_numbers: npt.NDArray[np.integer[Any]]) -> Mask:
    """Which documents' bits are set."""
    # Byte by byte: what is shifted takes one byte a document and not eight.
    shifted = bits.view(np.uint8).take(doc_numbers >> 3) >> (doc_numbers & 7).astype(np.uint8)
    return (shifted & np.uint8(1)).view(np.bool_)


def is_member(sorted_numbers: npt.NDArray[np.integer], doc_numbers: DocNumbers) -> Mask:
    """Which of some numbers stand in a rising list."""
    if not len(sorted_numbers):
        return np.zeros(len(doc_numbers), dtype=np.bool_)
    ordinals = sorted_numbers.searchsorted(doc_numbers)
    found: Mask = sorted_numbers.take(ordinals, mode="clip") == doc_numbers
    return found


def union(sets: Sequence[DocumentSet], size: int) -> DocumentSet:
    """Documents of any of the sets."""
    if len(sets) == 1:
        return sets[0]
    sparse = [one for one in sets if one.is_sparse]
    if len(sparse) == len(sets) and sum(map(_count_of, sparse)) * SPARSE_SHARE < size:
        return DocumentSet(size, sorted_union([one.doc_numbers for one in sparse]))
    # In a large collection sparse sets are joined first, so that the bits are gone through once for all of them.
    joined = sets if size <= MAX_SIZE_FOR_BITS else [one for one in sets if not one.is_sparse]
    bits = joined[0].bits if joined else np.zeros(word_count(size), dtype=np.uint64)
    for one in joined[1:]:
        bits = bits | one.bits
    if sparse and joined is not sets:
        bits = bits | bits_of(np.concatenate([one.doc_numbers for one in sparse]), size)
    return DocumentSet(size, bits=bits)


def sorted_union(lists: Sequence[npt.NDArray[np.integer[Any]]]) -> DocNumbers:
    """The different numbers of rising lists, rising."""
    if not lists:
        return np.zeros(0, dtype=np.int64)
    together = np.concatenate(lists)
    together.sort(kind="stable")  # finds the runs and merges them
    is_new = np.empty(len(together), dtype=np.bool_)
    is_new[:1] = True
    np.not_equal(together[1:], together[:-1], out=is_new[1:])
    return together[is_new]


def intersection(sets: Sequence[DocumentSet], size: int) -> DocumentSet:
    """Documents of all of the sets; there is at least one set."""
    sparse = [one for one in sets if one.is_sparse]
    if not sparse or size <= MAX_SIZE_FOR_BITS:
        return _intersected_bits(sets, sparse, size)
    sparse.sort(key=_count_of)
    doc_numbers = sparse[0].doc_numbers
    for other in (*sparse[1:], *(one for one in sets if not one.is_sparse)):
        if not len(doc_numbers):
            break
        doc_numbers = doc_numbers[other.contains(doc_numbers)]
    return DocumentSet(size, doc_numbers)


def _intersected_bits(sets: Sequence[DocumentSet], sparse: list[DocumentSet], size: int) -> DocumentSet:
    # The smallest set stays as numbers, so that what comes out is sparse too and cheap to score.
    smallest = min(sparse, key=_count_of) if sparse else None
    bits: Bits | None = None
    for one in sets:
        if one is not smallest:
            bits = one.bits if bits is None else bits & one.bits
    if smallest is None:
        return DocumentSet(size, bits=bits)
    return smallest if bits is None else smallest.restricted_to(bits)


def _count_of(one: DocumentSet) -> int:
    return one.count


def difference(found: DocumentSet, taken: DocumentSet, size: int) -> DocumentSet:
    """Documents of the first set that are not in the second."""
    if found.is_sparse:
        return DocumentSet(size, found.doc_numbers[~taken.contains(found.doc_numbers)])
    return DocumentSet(size, bits=found.bits & ~taken.bits)


_BIT: Bits = np.uint64(1) << np.arange(64, dtype=np.uint64)
