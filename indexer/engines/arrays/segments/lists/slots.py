"""Where the numbers of each term lie among the packed ones of all terms: their slots.

Terms follow each other without a gap, but for long ones: such a term begins a block and fills its last one, and many of
its blocks on end have one width, so that they are unpacked in one go.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.structures.tf_length_pairs import Unsigned
from indexer.storage.packed_numbers import BLOCK
from indexer.storage.ragged import Int64Array, IntArray, cumulated, ranges

LONG_TERM_POSTINGS = 256
"""From so many postings on a term is a long one. Part of the format, as the blocks of one width are not."""

_BLOCKS_OF_ONE_WIDTH = 256
_MAX_POSITIONS = 1 << 32

Mask = NDArray[np.bool_]


class Slots(NamedTuple):
    """By term its first slot and how many it has; and the slot behind all."""

    starts: Int64Array
    counts: Int64Array
    end: int

    def spread(self, numbers: Unsigned, begin: int) -> Unsigned:
        """The numbers of all terms in their slots from `begin` on, 0 between."""
        if self.end - begin == len(numbers):
            return numbers
        spread = np.zeros(self.end - begin, dtype=numbers.dtype)
        spread[ranges(self.starts - begin, self.counts)] = numbers
        return spread

    def gathered(self, spread: Unsigned, begin: int) -> Unsigned:
        """The reverse of `spread`."""
        total = int(self.counts.sum())
        return spread if len(spread) == total else spread[ranges(self.starts - begin, self.counts)]


def is_counted_on(position_bases: IntArray) -> bool:
    """Whether positions of long terms count on from document to document: where 32 bits are enough for that."""
    return int(position_bases[-1]) < _MAX_POSITIONS


def slots_of(counts: NDArray[np.integer[Any]], is_long: Mask, begin: int = 0) -> Slots:
    """The slots of terms with so many numbers, the first free one being `begin`."""
    lengths = counts.astype(np.int64)
    taken = np.where(is_long, -(-lengths // BLOCK) * BLOCK, lengths)
    # Behind a long term a block begins: what is filled up before the next depends on the short ones between alone.
    short = cumulated(np.where(is_long, 0, lengths)) + begin
    long = is_long.nonzero()[0]
    gaps = np.zeros(len(lengths), dtype=np.int64)
    gaps[long] = -np.diff(short[long], prepend=0) % BLOCK
    ends = cumulated(taken + gaps) + begin
    return Slots(ends[:-1] + gaps, lengths, int(ends[-1]))


def width_groups(slots: Slots, is_long: Mask, begin: int) -> Mask:
    """By block that becomes full between two slots, whether it may have another width than the one before."""
    first = begin // BLOCK
    is_first = np.ones(slots.end // BLOCK - first, dtype=np.bool_)
    starts = slots.starts[is_long] // BLOCK - first
    blocks = -(-slots.counts[is_long] // BLOCK)
    is_first[ranges(starts, blocks)] = ranges(np.zeros_like(blocks), blocks) % _BLOCKS_OF_ONE_WIDTH == 0
    return is_first
