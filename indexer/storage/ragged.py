"""Ranges of numbers in arrays, many at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Int64Array = NDArray[np.int64]
IntArray = NDArray[np.integer[Any]]


def ranges(starts: NDArray[Any], lengths: NDArray[Any]) -> Int64Array:
    """The numbers start, start + 1, … of each (start, length), one range after the other."""
    lengths = lengths.astype(np.int64)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    # One rising run over all, moved to where each range starts: no loop over the ranges.
    numbers: Int64Array = np.arange(total, dtype=np.int64)
    numbers += np.repeat(starts.astype(np.int64) - (ends - lengths), lengths)
    return numbers


def is_new(rising: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of rising numbers differ from the one before."""
    different = np.empty(len(rising), dtype=np.bool_)
    different[:1] = True
    np.not_equal(rising[1:], rising[:-1], out=different[1:])
    return different


def cumulated(counts: NDArray[Any]) -> Int64Array:
    """0 and the running sums: int64, one longer than the counts."""
    sums = np.zeros(len(counts) + 1, dtype=np.int64)
    # Made over first: to sum up in another type than its own takes numpy ten times as long.
    np.cumsum(counts.astype(np.int64, copy=False), out=sums[1:])
    return sums


def compact(rising: Int64Array) -> IntArray:
    """Rising numbers in half the memory, where that is enough."""
    return rising.astype(np.uint32) if not len(rising) or int(rising[-1]) < 1 << 32 else rising
