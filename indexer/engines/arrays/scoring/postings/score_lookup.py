"""The scores of some documents, looked up among those of all documents with a word.

There are four ways, each the quickest for some sizes; what comes out is the same.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.structures.bitsets import SPARSE_SHARE, Bits, DocNumbers, Scores, bits_of
from indexer.storage.ragged import Int64Array

IntArray = npt.NDArray[np.integer[Any]]
UpperBounds = npt.NDArray[np.uint16]

# A list so many times as long as what is asked is searched, and not spread out.
_SEARCH_SHARE = 16
# A dense list so many times as long as what is asked is looked up by its bits.
_SPREAD_SHARE = 2
# In collections up to this size, what is asked a second time gets a table with a row for every document.
_MAX_SIZE_FOR_TABLE = 1 << 15


class ScoreLookup:
    """The scores of rising documents, in their order or as ordinals of a table that many words share."""

    def __init__(
        self, size: int, documents: IntArray, scores: Scores, tf_length_pairs: IntArray | None, factor: float
    ) -> None:
        """`tf_length_pairs` are the documents' ordinals in `scores`, if these are a table; each is then multiplied."""
        self.size = size
        self.is_dense = len(documents) * SPARSE_SHARE >= size and len(documents) > 0
        # Numbers of 64 bits index without a conversion; a dense list is long enough for its memory to count more.
        self.documents: IntArray = documents
        if not self.is_dense or documents.dtype.kind != "u":
            self.documents = documents.astype(np.uint32 if self.is_dense else np.int64, copy=False)
        is_shared = self.is_dense and tf_length_pairs is not None
        self._scores = scores if is_shared or tf_length_pairs is None else factor * scores.take(tf_length_pairs)
        self._tf_length_pairs = tf_length_pairs if is_shared else None
        self._factor = factor
        self._was_asked = False

    @property
    def scores(self) -> Scores:
        """The score of each document, in the order of `documents`."""
        if self._tf_length_pairs is None:
            return self._scores
        return self._factor * self._scores.take(self._tf_length_pairs)

    @property
    def bytes_held(self) -> int:
        """Memory that it takes now; what is mapped from the index's file, or shared with other words, costs none."""
        column = self._scores if self._tf_length_pairs is None else self._tf_length_pairs
        held = sum(array.nbytes for array in (self.documents, column) if not _is_mapped(array))
        # Forms that were not asked for are not made here: they are looked for where cached_property keeps them.
        if "bits" in self.__dict__:
            held += self.bits.nbytes
        if "_ranks" in self.__dict__:
            held += self._ranks.nbytes
        if "_table" in self.__dict__:
            held += sum(array.nbytes for array in self._table)
        return held

    def upper_bounds(self, scale: float) -> UpperBounds:
        """Upper bounds of the scores times the scale, in the order of `documents`; they must fit."""
        # Where the shared table is the shorter one, each different score is rounded up once.
        is_table = self._tf_length_pairs is not None and len(self._scores) < len(self.documents)
        scores = self._scores * self._factor if is_table else self.scores
        bounds = (scores * scale).astype(np.uint16)
        bounds += np.uint16(1)
        return bounds if self._tf_length_pairs is None or not is_table else bounds.take(self._tf_length_pairs)

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """Scores of some documents (rising), 0 where the word is not found; `all_match` if all are known to hold it."""
        if self.is_dense and self.size <= _MAX_SIZE_FOR_TABLE:
            # The table pays from the second question on, or where the first asks for many documents.
            if self._was_asked or len(doc_numbers) * _SEARCH_SHARE > len(self.documents):
                ordinals, table = self._table
                return table.take(ordinals.take(doc_numbers))
            self._was_asked = True
        if all_match and (not self.is_dense or len(self.documents) > _SEARCH_SHARE * len(doc_numbers)):
            return self._at(self.documents.searchsorted(doc_numbers.astype(self.documents.dtype, copy=False)))
        if self.is_dense and len(self.documents) > _SPREAD_SHARE * len(doc_numbers):
            return self._by_rank(doc_numbers)
        if len(self.documents) > _SEARCH_SHARE * len(doc_numbers):
            return self._by_search(doc_numbers)
        spread = zeroed_scores(self.size)
        spread[self.documents] = self.scores
        scores = spread.take(doc_numbers)
        spread[self.documents] = 0
        return scores

    @cached_property
    def bits(self) -> Bits:
        """One bit a document of the snapshot."""
        return bits_of(self.documents, self.size)

    @cached_property
    def _table(self) -> tuple[npt.NDArray[np.uint16], Scores]:
        """Of all documents the ordinals in a table of scores, which begins with a 0 for those without the word."""
        ordinals = np.zeros(self.size, dtype=np.uint16)
        ordinals[self.documents] = np.arange(1, len(self.documents) + 1)
        return ordinals, np.concatenate((_ZERO, self.scores))

    @cached_property
    def _ranks(self) -> npt.NDArray[np.uint32]:
        """By word of its bits, how many bits are set before it: the rank directory of Jacobson (1989)."""
        counts = np.bitwise_count(self.bits).astype(np.uint32)
        return np.cumsum(counts, dtype=np.uint32) - counts

    def _by_rank(self, doc_numbers: DocNumbers) -> Scores:
        # A document's ordinal is the number of bits set before its own: those of the words before, and of its word.
        words, own, below = _bits_asked(doc_numbers)
        held = self.bits.take(words)
        ordinals = self._ranks.take(words)
        ordinals += np.bitwise_count(held & below)
        scores = self._at(ordinals)
        scores *= (held & own) != 0
        return scores

    def _by_search(self, doc_numbers: DocNumbers) -> Scores:
        wanted = doc_numbers.astype(self.documents.dtype, copy=False)
        ordinals = self.documents.searchsorted(wanted)
        found = (self.documents.take(ordinals, mode="clip") == wanted).nonzero()[0]
        scores = np.zeros(len(doc_numbers))
        scores[found] = self._at(ordinals.take(found))
        return scores

    def _at(self, ordinals: IntArray) -> Scores:
        """The scores at ordinals; one behind the last counts as the last."""
        if self._tf_length_pairs is not None:
            return self._factor * self._scores.take(self._tf_length_pairs.take(ordinals, mode="clip"))
        return self._scores.take(ordinals, mode="clip")


def _is_mapped(array: npt.NDArray[Any]) -> bool:
    """Whether it lies in a file, and not in memory of ours."""
    root = array if array.base is None else array.base
    return not (isinstance(root, np.ndarray) and root.flags.owndata)


def _bits_asked(doc_numbers: DocNumbers) -> tuple[Int64Array, Bits, Bits]:
    """By document its word of the bits, its bit, and all bits below."""
    # A query asks all its words about the same documents, one after the other: the last answer is kept for the thread.
    kept: tuple[DocNumbers, tuple[Int64Array, Bits, Bits]] | None = getattr(_LOCAL, "asked", None)
    if kept is not None and kept[0] is doc_numbers:
        return kept[1]
    own = _BIT.take(doc_numbers & 63)
    found = doc_numbers >> 6, own, own - _ONE
    _LOCAL.asked = doc_numbers, found
    return found


def zeroed_scores(size: int) -> Scores:
    """An array of zeros for this thread, to be left as zeros; making one anew costs more than using it."""
    kept: Scores | None = getattr(_LOCAL, "scores", None)
    if kept is None or len(kept) != size:
        kept = _LOCAL.scores = np.zeros(size)
    return kept


_LOCAL = threading.local()
_ZERO: Scores = np.zeros(1)
_BIT: Bits = np.uint64(1) << np.arange(64, dtype=np.uint64)
_ONE = np.uint64(1)
