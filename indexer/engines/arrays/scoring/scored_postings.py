"""What a word of a query finds: its documents with their scores, in the forms that different questions need.

A row is kept for the next query (RowCache); what a form costs is paid when it is first asked for.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.structures.bitsets import (
    MOST_BY_BITS,
    SPARSE_SHARE,
    Bits,
    DocumentSet,
    Numbers,
    Probe,
    Scores,
    bits_of,
)

if TYPE_CHECKING:
    from indexer.engines.arrays.snapshot import Generation
    from indexer.engines.arrays.structures.facet_counts import FacetCounts

MOST_CEILING = (1 << 16) - 1
_BEST_KEPT = 512
_BEST_LIMIT = 4096
_SEARCH_SHARE = 16
_SPREAD_SHARE = 2
_MOST_SPREAD = 1 << 15
"""How scores are looked up, a matter of speed alone; in collections up to the last size a row that is used again has
a place for every document."""

Ceilings = npt.NDArray[np.uint16]
Found = npt.NDArray[np.integer[Any]]


class BestOfRow:
    """The documents of a row that score `threshold` or more, in their final order."""

    def __init__(self, numbers: Numbers, scores: Scores, threshold: float) -> None:
        self.numbers = numbers
        self.scores = scores
        self.threshold = threshold

    @cached_property
    def probe(self) -> Probe:
        """To find those that are also elsewhere."""
        return Probe(self.numbers)


class Row:
    """The documents (rising) that a word is found in, with scores, all above 0.

    Scores are kept by document, or as places in a table of scores that many rows share.
    """

    def __init__(
        self,
        generation: Generation,
        documents: Found,
        scores: Scores,
        pairs: npt.NDArray[np.integer[Any]] | None,
        factor: float = 1.0,
    ) -> None:
        """One score a document; if `pairs` are given, `scores` is a table in which they are the documents' places.

        Scores are multiplied by the factor in that case.
        """
        self._generation = generation
        self.size = generation.size
        self.is_dense = len(documents) * SPARSE_SHARE >= self.size and len(documents) > 0
        kind: type[np.integer[Any]] = np.uint32 if self.is_dense else np.int64
        self.documents: Found = documents.astype(kind, copy=False)
        is_shared = self.is_dense and pairs is not None
        self._scores = scores if is_shared or pairs is None else factor * scores.take(pairs)
        self._pairs = pairs if is_shared else None
        self._factor = factor
        self.value = self.worth = 0.0
        self._is_used = False
        self.counts: FacetCounts | None = None
        """Of all its public documents, once they were asked for."""

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def bytes_held(self) -> int:
        """Memory that it takes now; what is mapped from the index's file, or shared with other rows, costs none."""
        own: list[npt.NDArray[Any]] = [self.documents, self._scores if self._pairs is None else self._pairs]
        held = 1024 + sum(array.nbytes for array in own if array.flags.owndata)
        if self.is_dense:
            held += self.size // 8 + self.size // 16
            if "_places" in self.__dict__:
                held += sum(array.nbytes for array in self._places)
        elif "_small_set" in self.__dict__:
            held += self._small_set.bytes_made
        if (best := self.__dict__.get("best")) is not None:
            held += 32 * len(best.numbers)
        return held

    @property
    def scores(self) -> Scores:
        """The score of each document, in the order of `documents`."""
        return self._scores if self._pairs is None else self._factor * self._scores.take(self._pairs)

    @property
    def matches(self) -> DocumentSet:
        """The documents as a set; what is large and made of it does not stay with the row."""
        if self.is_dense:
            return DocumentSet(self.size, bits=self._bits, count=len(self.documents))
        return self._small_set if self.size <= MOST_BY_BITS else DocumentSet(self.size, self.documents)  # type: ignore[arg-type]  # not dense

    @cached_property
    def _small_set(self) -> DocumentSet:
        return DocumentSet(self.size, self.documents)  # type: ignore[arg-type]  # 64 bits if not dense

    @cached_property
    def _bits(self) -> Bits:
        return bits_of(self.documents, self.size)

    @cached_property
    def highest(self) -> float:
        """The highest score, 0 if there is no document."""
        return float(self.scores.max(initial=0.0))

    def ceilings(self, scale: float) -> Ceilings:
        """Upper bounds of the scores times the scale, in the order of `documents`; they must fit."""
        is_table = self._pairs is not None and len(self._scores) < len(self)
        scores = self._scores * self._factor if is_table else self.scores
        own = (scores * scale).astype(np.uint16)
        own += np.uint16(1)
        return own if self._pairs is None or not is_table else own.take(self._pairs)

    @cached_property
    def best(self) -> BestOfRow | None:
        """Its best documents; None if there is no telling them from too many others."""
        found, scores, threshold = self.documents, self.scores, 0.0
        if len(scores) > _BEST_KEPT:
            threshold = kth_or_less(scores, _BEST_KEPT)
            kept = (scores >= threshold).nonzero()[0]
            if len(kept) > _BEST_LIMIT:
                return None
            found, scores = found[kept], scores.take(kept)
        numbers: Numbers = found.astype(np.int64, copy=False)
        if len(numbers) > 1:
            order = np.lexsort((self._generation.id_ranks.take(numbers), -scores.round(9)))
            numbers, scores = numbers.take(order), scores.take(order)
        return BestOfRow(numbers, scores, threshold)

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """Scores of some documents (rising), 0 where the word is not found."""
        if self.is_dense and self.size <= _MOST_SPREAD:
            if self._is_used or len(numbers) * _SEARCH_SHARE > len(self):
                places, table = self._places
                return table.take(places.take(numbers))
            self._is_used = True
        if all_match and (not self.is_dense or len(self) > _SEARCH_SHARE * len(numbers)):
            return self._at(self.documents.searchsorted(numbers.astype(self.documents.dtype, copy=False)))
        if self.is_dense and len(self) > _SPREAD_SHARE * len(numbers):
            return self._scores_by_rank(numbers)
        if len(self) > _SEARCH_SHARE * len(numbers):
            return self._scores_by_search(numbers)
        spread = scratch(self.size)
        spread[self.documents] = self.scores
        scores = spread.take(numbers)
        spread[self.documents] = 0
        return scores

    @cached_property
    def _places(self) -> tuple[npt.NDArray[np.uint16], Scores]:
        """Of all documents the places in a table of scores, which begins with a 0 for those without the word."""
        places = np.zeros(self.size, dtype=np.uint16)
        places[self.documents] = np.arange(1, len(self) + 1)
        return places, np.concatenate((_ZERO, self.scores))

    def _scores_by_rank(self, numbers: Numbers) -> Scores:
        """A document's place is the number of bits set before its own: those of the words before, and of its word."""
        words, own, below = _places_in_bits(numbers)
        held = self._bits.take(words)
        places = self._ranks.take(words)
        places += np.bitwise_count(held & below)
        scores = self._at(places)
        scores *= (held & own) != 0
        return scores

    @cached_property
    def _ranks(self) -> npt.NDArray[np.uint32]:
        """By word of its bits, how many bits are set before it."""
        counts = np.bitwise_count(self._bits).astype(np.uint32)
        return np.cumsum(counts, dtype=np.uint32) - counts

    def _scores_by_search(self, numbers: Numbers) -> Scores:
        wanted = numbers.astype(self.documents.dtype, copy=False)
        places = self.documents.searchsorted(wanted)
        found = (self.documents.take(places, mode="clip") == wanted).nonzero()[0]
        scores = np.zeros(len(numbers))
        scores[found] = self._at(places.take(found))
        return scores

    def _at(self, places: Found) -> Scores:
        """The scores at places; a place behind the last counts as the last."""
        if self._pairs is not None:
            return self._factor * self._scores.take(self._pairs.take(places, mode="clip"))
        return self._scores.take(places, mode="clip")


def _places_in_bits(numbers: Numbers) -> tuple[Numbers, Bits, Bits]:
    """By document its word of the bits, its bit, and all bits below; a query asks all its rows about the same."""
    kept: tuple[Numbers, tuple[Numbers, Bits, Bits]] | None = getattr(_LOCAL, "places", None)
    if kept is not None and kept[0] is numbers:
        return kept[1]
    own = _BIT.take(numbers & 63)
    found = numbers >> 6, own, own - _ONE
    _LOCAL.places = numbers, found
    return found


_LOCAL = threading.local()


def scratch(size: int) -> Scores:
    """An array of zeros for this thread, to be left as zeros; making one anew costs more than using it."""
    kept: Scores | None = getattr(_LOCAL, "scores", None)
    if kept is None or len(kept) != size:
        kept = _LOCAL.scores = np.zeros(size)
    return kept


def kth_or_less(values: npt.NDArray[np.generic], k: int) -> float:
    """The k-th largest value, or a little less where that is faster to tell; there are at least k values.

    The k-th largest of the maxima of disjoint groups is no more than the k-th largest value; numpy's partition is slow
    where many values are equal.
    """
    for group, least in ((64, 40 * k), (16, 40 * k), (4, 2 * k)):
        columns = len(values) // group
        if columns >= least:
            values = values[: columns * group].reshape(group, columns).max(axis=0)
            break
    return float(np.sort(values)[len(values) - k])


_ZERO: Scores = np.zeros(1)
_BIT: Bits = np.uint64(1) << np.arange(64, dtype=np.uint64)
_ONE = np.uint64(1)
