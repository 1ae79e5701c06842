"""Vectors as eight-bit numbers and as signs: what is kept of a passage, and how near two are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.meaning.port import Floats

Bytes = NDArray[np.uint8]
_AT_ONCE = 1 << 15
"""So many vectors stay in the processor's cache while their signs are compared."""
_STEPS = 360.0
"""Eight-bit steps of a vector of length 1: numbers beyond ±0.35, of which there are none to speak of, are cut."""


def packed(vectors: Floats) -> Bytes:
    """Vectors of length 1 as eight-bit numbers (vector, dimension)."""
    steps: NDArray[np.int8] = np.clip(np.rint(vectors * _STEPS), -127, 127).astype(np.int8)
    return steps.view(np.uint8)


def cosines(rows: Bytes, vector: Floats) -> Floats:
    """The cosine of each packed vector with one of length 1."""
    return (rows.view(np.int8).astype(np.float32) @ vector) / np.float32(_STEPS)


def signs(rows: Bytes) -> NDArray[np.uint64]:
    """A bit for each number of packed vectors, 1 where it is above 0 (dimension / 64, vector)."""
    return np.ascontiguousarray(np.packbits(rows.view(np.int8) > 0, axis=1).view(np.uint64).T)


def sign_distances(columns: NDArray[np.uint64], vector: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """In how many signs each vector differs from one."""
    total = np.zeros(columns.shape[1], np.uint16)
    for first in range(0, len(total), _AT_ONCE):
        piece = total[first : first + _AT_ONCE]
        for column, bits in zip(columns, vector, strict=True):
            piece += np.bitwise_count(column[first : first + _AT_ONCE] ^ bits)
    return total


def unpacked_mean(total: NDArray[np.float64], count: int) -> Floats:
    """The mean of vectors, of so many of which the packed numbers were added up."""
    return (total / (_STEPS * max(1, count))).astype(np.float32)
