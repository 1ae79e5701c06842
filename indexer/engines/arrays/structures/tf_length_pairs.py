"""Pairs of frequency and field length, by number: what BM25 needs of a posting."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Unsigned = NDArray[np.unsignedinteger[Any]]

_MOST_TABLE = 1 << 24


def numbered_pairs(frequencies: Unsigned, lengths: Unsigned) -> tuple[Unsigned, Unsigned, Unsigned]:
    """(pair number by posting, frequency by pair, length by pair); pairs are sorted."""
    highest, longest = int(frequencies.max(initial=0)), int(lengths.max(initial=0))
    if (highest + 1) * (longest + 1) > max(_MOST_TABLE, 4 * len(lengths)):
        keys = (frequencies.astype(np.uint64) << np.uint64(32)) | lengths
        distinct, numbers = np.unique(keys, return_inverse=True)
        kind = pair_type(len(distinct))
        halves = distinct >> np.uint64(32), distinct & np.uint64(0xFFFFFFFF)
        return numbers.astype(kind), halves[0].astype(np.uint32), halves[1].astype(np.uint32)
    places = frequencies.astype(np.int64) * (longest + 1) + lengths
    is_used = np.zeros((highest + 1) * (longest + 1), dtype=np.bool_)
    is_used[places] = True
    used = np.flatnonzero(is_used)
    numbers = (np.cumsum(is_used, dtype=np.int64) - 1)[places]
    return (
        numbers.astype(pair_type(len(used))),
        (used // (longest + 1)).astype(np.uint32),
        (used % (longest + 1)).astype(np.uint32),
    )


def pair_type(pairs: int) -> type[np.unsignedinteger[Any]]:
    """The type that numbers so many pairs."""
    return np.uint16 if pairs <= 1 << 16 else np.uint32
