"""Pairs of term frequency and field length, by number: what BM25 needs of a posting."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Unsigned = NDArray[np.unsignedinteger[Any]]

# So many cells (of one byte) are cheaper to mark than as many pairs are to sort.
_MAX_TABLE_CELLS = 1 << 24


def numbered_pairs(frequencies: Unsigned, lengths: Unsigned) -> tuple[Unsigned, Unsigned, Unsigned]:
    """(pair number by posting, frequency by pair, length by pair); pairs are sorted."""
    max_frequency, max_length = int(frequencies.max(initial=0)), int(lengths.max(initial=0))
    # One overlong document would make a table of all frequencies by all lengths huge: pairs are sorted then.
    if (max_frequency + 1) * (max_length + 1) > max(_MAX_TABLE_CELLS, 4 * len(lengths)):
        keys = (frequencies.astype(np.uint64) << np.uint64(32)) | lengths
        distinct, numbers = np.unique(keys, return_inverse=True)
        kind = pair_number_type(len(distinct))
        halves = distinct >> np.uint64(32), distinct & np.uint64(0xFFFFFFFF)
        return numbers.astype(kind), halves[0].astype(np.uint32), halves[1].astype(np.uint32)
    cells = frequencies.astype(np.int64) * (max_length + 1) + lengths
    is_used = np.zeros((max_frequency + 1) * (max_length + 1), dtype=np.bool_)
    is_used[cells] = True
    used = np.flatnonzero(is_used)
    numbers = (np.cumsum(is_used, dtype=np.int64) - 1)[cells]
    return (
        numbers.astype(pair_number_type(len(used))),
        (used // (max_length + 1)).astype(np.uint32),
        (used % (max_length + 1)).astype(np.uint32),
    )


def pair_number_type(pair_count: int) -> type[np.unsignedinteger[Any]]:
    """The type that numbers so many pairs."""
    return np.uint16 if pair_count <= 1 << 16 else np.uint32
