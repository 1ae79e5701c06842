"""Pairs of term frequency and field length, by number: what BM25 needs of a posting.

A posting's frequency is stored, its length is that of its document, and the number of the pair is found from both. Of
low frequencies most lengths occur: those are numbered as rows of all lengths, the rest are looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Unsigned = NDArray[np.unsignedinteger[Any]]

# So many cells (of one byte) are cheaper to mark than as many pairs are to sort.
_MAX_TABLE_CELLS = 1 << 24
# Of which share of all lengths must pairs occur for a frequency to be numbered as a row.
_MIN_ROW_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class TfLengthPairs:
    """Different pairs, sorted by frequency, then length."""

    frequencies: Unsigned
    lengths: Unsigned

    def __len__(self) -> int:
        return len(self.lengths)


def pairs_of(frequencies: Unsigned, lengths: Unsigned) -> TfLengthPairs:
    """The pairs of postings, whose lengths are those of their documents."""
    max_frequency, max_length = int(frequencies.max(initial=0)), int(lengths.max(initial=0))
    # One overlong document would make a table of all frequencies by all lengths huge: pairs are sorted then.
    if (max_frequency + 1) * (max_length + 1) > max(_MAX_TABLE_CELLS, 4 * len(lengths)):
        return _of_keys((frequencies.astype(np.uint64) << np.uint64(32)) | lengths)
    is_used = np.zeros((max_frequency + 1, max_length + 1), dtype=np.bool_)
    is_used[frequencies, lengths] = True
    used = is_used.nonzero()
    return TfLengthPairs(used[0].astype(np.uint32), used[1].astype(np.uint32))


def joined_pairs(several: list[TfLengthPairs]) -> TfLengthPairs:
    """The different pairs of all."""
    return _of_keys(np.concatenate([_NO_KEYS, *map(_keys, several)]))


def filled_pairs(pairs: TfLengthPairs) -> TfLengthPairs:
    """The same, the lowest frequencies filled up to rows of all lengths."""
    lengths = np.unique(pairs.lengths)
    counts = np.bincount(pairs.frequencies, minlength=2)[1:]
    # The first row is always whole: from it, lengths are known.
    rows = max(1, int(np.argmin(np.append(counts >= _MIN_ROW_SHARE * len(lengths), False)))) if len(pairs) else 0
    rest = pairs.frequencies > rows
    return TfLengthPairs(
        np.concatenate((np.repeat(np.arange(1, rows + 1, dtype=np.uint32), len(lengths)), pairs.frequencies[rest])),
        np.concatenate((np.tile(lengths, rows), pairs.lengths[rest])),
    )


class PairNumbers:
    """Finds the numbers of pairs, which are their ordinals among those of a field, filled up.

    `type` holds them all; `different_lengths` are those that documents with a term of the field have, rising.
    """

    def __init__(self, pairs: TfLengthPairs, lengths: Unsigned) -> None:
        """`lengths` by document."""
        self._pairs = pairs
        self._row_length = int(np.count_nonzero(pairs.frequencies == 1))
        counts = np.bincount(pairs.frequencies, minlength=2)[1:]
        self._rows = int(np.argmin(np.append(counts == self._row_length, False)))
        self._lengths = lengths
        self.different_lengths: Unsigned = pairs.lengths[: self._row_length]
        self.type: type[np.unsignedinteger[Any]] = np.uint16 if len(pairs) <= 1 << 16 else np.uint32

    def numbers(self, documents: Unsigned, frequencies: Unsigned) -> Unsigned:
        """The number of each posting's pair."""
        numbers = self.length_ordinals.take(documents)
        if self._row_length == len(self._pairs):
            return numbers
        # Where these overflow, they are set anew below.
        rows: Unsigned = (frequencies - np.uint32(1)).astype(self.type)
        rows *= self.type(self._row_length)
        numbers += rows
        high = (frequencies > self._rows).nonzero()[0]
        if len(high):
            keys = (frequencies[high].astype(np.uint64) << np.uint64(32)) | self._lengths[documents[high]]
            numbers[high] = self._keys.searchsorted(keys)
        return numbers

    @cached_property
    def length_ordinals(self) -> Unsigned:
        """By document the ordinal of its length among the different ones."""
        lengths = self.different_lengths
        max_length = max(int(self._lengths.max(initial=0)), int(lengths.max(initial=0)))
        if max_length > max(_MAX_TABLE_CELLS, 4 * len(self._lengths)):
            found: Unsigned = lengths.searchsorted(self._lengths).astype(self.type)
            return found
        ordinals = np.zeros(max_length + 1, dtype=self.type)
        ordinals[lengths] = np.arange(len(lengths))
        by_document: Unsigned = ordinals.take(self._lengths)
        return by_document

    @cached_property
    def _keys(self) -> NDArray[np.uint64]:
        return _keys(self._pairs)


def _keys(pairs: TfLengthPairs) -> NDArray[np.uint64]:
    keys: NDArray[np.uint64] = (pairs.frequencies.astype(np.uint64) << np.uint64(32)) | pairs.lengths
    return keys


def _of_keys(keys: NDArray[np.uint64]) -> TfLengthPairs:
    distinct = np.unique(keys)
    halves = distinct >> np.uint64(32), distinct & np.uint64(0xFFFFFFFF)
    return TfLengthPairs(halves[0].astype(np.uint32), halves[1].astype(np.uint32))


_NO_KEYS = np.zeros(0, dtype=np.uint64)
