"""Ranges of numbers in arrays, many at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Int64Array = NDArray[np.int64]


def ranges(starts: NDArray[Any], lengths: NDArray[Any]) -> Int64Array:
    """The numbers start, start + 1, … of each (start, length), one range after the other."""
    lengths = lengths.astype(np.int64)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    # One rising run over all, moved to where each range starts: no loop over the ranges.
    numbers: Int64Array = np.arange(total, dtype=np.int64)
    numbers += np.repeat(starts.astype(np.int64) - (ends - lengths), lengths)
    return numbers


def cumulated(counts: NDArray[Any]) -> Int64Array:
    """0 and the running sums: int64, one longer than the counts."""
    sums = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=sums[1:])
    return sums
