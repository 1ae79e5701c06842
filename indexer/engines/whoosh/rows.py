"""What a word of a query finds: its documents with their scores, in the forms that different questions need.

A row is kept for the next query (RowCache); what a form costs is paid when it is first asked for.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh.document_sets import (
    SPARSE_SHARE,
    Bits,
    DocumentSet,
    Mask,
    Numbers,
    Scores,
    bits_of,
    words_of,
)

if TYPE_CHECKING:
    from indexer.engines.whoosh.facet_counting import FacetCounts

CEILING_SCALE = 1024
"""Ceilings are scores times this, rounded up."""
MOST_CEILING = (1 << 16) - 1
_BEST_KEPT, _VERY_BEST_KEPT = 512, 48
VERY_BEST_ENOUGH = 32
_BEST_LIMIT = 4096
_FEW_SEARCHED = 128
_SPREAD_SHARE, _SEARCH_SHARE = 4, 12
"""How scores are looked up: a matter of speed alone."""
_KEPT_WHEN_DROPPING = 0.75

Ceilings = npt.NDArray[np.uint16]
Found = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class BestOfRow:
    """The documents of a row that score `threshold` or more."""

    numbers: Numbers
    scores: Scores
    threshold: float


class Row:
    """The documents (rising) that a word is found in, with scores, all above 0.

    Scores are kept by document, or as numbers in a table of scores.
    """

    def __init__(self, size: int, documents: Found, scores: Scores, pairs: npt.NDArray[np.integer[Any]] | None) -> None:
        """`scores` is a table if `pairs` gives each document's place in it, else one score a document."""
        self.size = size
        self.documents = documents
        self.is_dense = len(documents) * SPARSE_SHARE >= size and len(documents) > 0
        self._scores = scores
        self._pairs = pairs
        self.last_used = 0
        self.counts: FacetCounts | None = None
        """Of all its public documents, once they were asked for."""

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def bytes_held(self) -> int:
        """Memory that it takes when every form was asked for."""
        own = self.documents.nbytes + self._scores.nbytes
        return own + 256 + (self.size * 9 // 4 if self.is_dense else 2 * len(self.documents))

    @property
    def scores(self) -> Scores:
        """The score of each document, in the order of `documents`."""
        return self._scores if self._pairs is None else self._scores.take(self._pairs)

    @cached_property
    def matches(self) -> DocumentSet:
        """The documents as a set."""
        if self.is_dense:
            return DocumentSet(self.size, bits=bits_of(self.documents, self.size))
        return DocumentSet(self.size, self.documents.astype(np.int64, copy=False))

    @cached_property
    def highest(self) -> float:
        """The highest score, 0 if there is no document."""
        return float(self.scores.max(initial=0.0))

    @cached_property
    def ceilings(self) -> Ceilings:
        """Upper bounds of the scores times CEILING_SCALE: of all documents for a dense row, else of its own."""
        own = np.floor(self._scores * CEILING_SCALE).astype(np.uint16)
        own += np.uint16(1)
        if self._pairs is not None:
            own = own.take(self._pairs)
        if not self.is_dense:
            return own
        ceilings = np.zeros(self.size, dtype=np.uint16)
        ceilings[self.documents] = own
        return ceilings

    @cached_property
    def best(self) -> BestOfRow | None:
        """Its best documents; None if there is no telling them from too many others."""
        scores = self.scores
        if len(scores) <= _BEST_KEPT:
            return BestOfRow(self.documents.astype(np.int64, copy=False), scores, 0.0)
        threshold = kth_or_less(scores, _BEST_KEPT)
        kept = (scores >= threshold).nonzero()[0]
        if len(kept) > _BEST_LIMIT:
            return None
        return BestOfRow(self.documents.take(kept).astype(np.int64), scores.take(kept), threshold)

    @cached_property
    def very_best(self) -> BestOfRow | None:
        """The best of its best documents, enough for a first page."""
        best = self.best
        if best is None or len(best.scores) <= _VERY_BEST_KEPT:
            return best
        threshold = kth_or_less(best.scores, _VERY_BEST_KEPT)
        kept = (best.scores >= threshold).nonzero()[0]
        return BestOfRow(best.numbers.take(kept), best.scores.take(kept), threshold)

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """Scores of some documents (rising), 0 where the word is not found."""
        if len(numbers) < _FEW_SEARCHED:
            return self._scores_by_search(numbers, all_match=all_match)
        if self.is_dense and len(self) > _SPREAD_SHARE * len(numbers):
            return self._scores_by_rank(numbers, all_match=all_match)
        if len(self) > _SEARCH_SHARE * len(numbers):
            return self._scores_by_search(numbers, all_match=all_match)
        spread = _scratch(self.size)
        spread[self.documents] = self.scores
        scores = spread.take(numbers)
        spread[self.documents] = 0
        return scores

    @cached_property
    def _ranks(self) -> npt.NDArray[np.uint32]:
        """How many documents come before each word of bits."""
        counts = np.bitwise_count(self.matches.bits)
        ranks = np.zeros(words_of(self.size) + 1, dtype=np.uint32)
        np.cumsum(counts, out=ranks[1:])
        return ranks

    def _scores_by_rank(self, numbers: Numbers, *, all_match: bool) -> Scores:
        words = numbers >> 6
        bits = self.matches.bits.take(words)
        own = _BIT.take(numbers & 63)
        places = self._ranks.take(words) + np.bitwise_count(bits & (own - np.uint64(1)))
        if all_match:
            return self._at(places)
        scores = np.zeros(len(numbers))
        found = (bits & own).nonzero()[0]
        scores[found] = self._at(places.take(found))
        return scores

    def _scores_by_search(self, numbers: Numbers, *, all_match: bool) -> Scores:
        wanted = numbers.astype(self.documents.dtype, copy=False)
        places = self.documents.searchsorted(wanted)
        if all_match:
            return self._at(places)
        scores = np.zeros(len(numbers))
        if len(self):
            found: Mask = self.documents.take(places, mode="clip") == wanted
            scores[found] = self._at(places[found])
        return scores

    def _at(self, places: npt.NDArray[np.integer[Any]]) -> Scores:
        return self._scores.take(places if self._pairs is None else self._pairs.take(places))


class RowCache:
    """Rows by what they stand for, those unused for longest dropped above a limit; safe to share between threads."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._held = 0
        self._clock = itertools.count()
        self._rows: dict[Hashable, Row] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Row | None:
        """The row, None if it is not kept."""
        row = self._rows.get(key)
        if row is not None:
            row.last_used = next(self._clock)
        return row

    def put(self, key: Hashable, row: Row) -> None:
        """Keep a row."""
        row.last_used = next(self._clock)
        with self._lock:
            if key not in self._rows:
                self._rows[key] = row
                self._held += row.bytes_held
            if self._held > self._limit:
                self._drop()

    def clear(self) -> None:
        """Drop all rows."""
        with self._lock:
            self._rows.clear()
            self._held = 0

    def _drop(self) -> None:
        """Make room for a while."""
        for key, row in sorted(self._rows.items(), key=lambda item: item[1].last_used)[:-1]:
            if self._held <= self._limit * _KEPT_WHEN_DROPPING:
                break
            del self._rows[key]
            self._held -= row.bytes_held


_LOCAL = threading.local()


def _scratch(size: int) -> Scores:
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


_BIT: Bits = np.uint64(1) << np.arange(64, dtype=np.uint64)
