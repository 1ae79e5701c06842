"""Whole numbers from 0 to 2**32 - 1 in few bits, a block of 128 at a time, unpacked without a loop over numbers.

The numbers of a block take as many bits as its largest needs at least, its width; what is missing in the last block is
zeros. Each number is cut into parts of 16, 8, 4, 2 and 1 bits, those whose sum is the width (32 bits are one part): of
11 bits the lowest 8 lie in the first part, the next 2 in the second, the highest in the third. A part holds its share
of all 128 numbers, the first in the lowest bits of the first byte. After the bytes of all blocks follow their widths, a
byte each.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.storage.ragged import Int64Array, is_new

_BLOCK_BITS = 7
BLOCK = 1 << _BLOCK_BITS
Bytes = NDArray[np.uint8]
Uint32Array = NDArray[np.uint32]

# What 128 numbers of one bit take: every block is a whole number of units long, and begins at one.
_UNIT_BYTES = 16
# By the bits of its largest number, the width that a block is given: of one part, or of two.
_MADE_WIDTHS = (0, 1, 2, 4, 8, 9, 10, 12, 16, 17, 18, 20, 24, 32)
_WIDTHS = np.array([min(w for w in _MADE_WIDTHS if w >= bits) for bits in range(33)], dtype=np.uint8)
_POWERS = np.left_shift(np.uint32(1), np.arange(32, dtype=np.uint32))
# So few runs of blocks of one width are unpacked run by run, more of them width by width.
_MAX_RUNS = 12
# Blocks packed at a time: copies of that many stay in the processor's cache.
_PIECE_BLOCKS = 512


class Packer:
    """Packs numbers that come piece by piece: the bytes of `add`, one after the other, and last those of `finish`."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: Uint32Array = np.zeros(0, dtype=np.uint32)
        self._widths: list[Bytes] = [np.zeros(0, dtype=np.uint8)]

    def add(self, numbers: NDArray[np.integer[Any]], is_first: NDArray[np.bool_] | None = None) -> Bytes:
        """The bytes of the blocks that are full now.

        `is_first` tells of each whether it may have another width than the one before; all may, if it is not given.

        Raises:
            ValueError: a number is negative, or takes more than 32 bits.
        """
        if numbers.dtype != np.uint32 and len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < 1 << 32:
            raise ValueError("only numbers from 0 to 2**32 - 1 are packed")
        self.count += len(numbers)
        together = np.concatenate((self._waiting, numbers.astype(np.uint32, copy=False)))
        full = len(together) // BLOCK * BLOCK
        # Copied, or the few that wait would hold on to all the others.
        self._waiting = together[full:].copy()
        return self._packed(together[:full].reshape(-1, BLOCK), is_first)

    def finish(self) -> Bytes:
        """The bytes of the last block, and the widths of all."""
        last = _NO_BYTES
        if len(self._waiting):
            last = self._packed(np.pad(self._waiting, (0, BLOCK - len(self._waiting))).reshape(1, BLOCK), None)
        return np.concatenate([last, *self._widths])

    def _packed(self, blocks: Uint32Array, is_first: NDArray[np.bool_] | None) -> Bytes:
        widths = _WIDTHS[_POWERS.searchsorted(blocks.max(axis=1), side="right")]
        if is_first is not None and not is_first.all():
            firsts = is_first.nonzero()[0]
            widths = np.repeat(np.maximum.reduceat(widths, firsts), np.diff(firsts, append=len(widths)))
        self._widths.append(widths)
        pieces = [slice(first, first + _PIECE_BLOCKS) for first in range(0, len(blocks), _PIECE_BLOCKS)]
        return np.concatenate([_NO_BYTES, *(_packed_units(blocks[piece], widths[piece]) for piece in pieces)])


def packed(numbers: NDArray[np.integer[Any]]) -> Bytes:
    """All of some numbers; see Packer.add."""
    return np.concatenate(((packer := Packer()).add(numbers), packer.finish()))


class PackedNumbers:
    """Reads `count` packed numbers in place; safe to share between threads."""

    def __init__(self, content: Bytes, count: int) -> None:
        """Raises ValueError where the bytes are not those of so many numbers."""
        blocks = -(-count // BLOCK)
        self._count = count
        self._widths = content[len(content) - blocks :]
        units = content[: len(content) - blocks]
        if len(self._widths) != blocks or len(units) != _UNIT_BYTES * int(self._widths.sum(dtype=np.int64)):
            raise ValueError("packed numbers do not fit their count")
        self._units = units.view(np.uint64).reshape(-1, 2)

    def __len__(self) -> int:
        return self._count

    def all(self) -> Uint32Array:
        """All numbers."""
        return self.range(0, self._count)

    def range(self, first: int, last: int) -> Uint32Array:
        """The numbers from one ordinal up to another, in an array of their own."""
        if first >= last:
            return np.zeros(0, dtype=np.uint32)
        begin, end = first // BLOCK, (last - 1) // BLOCK + 1
        widths = self._widths[begin:end]
        width = int(widths[0])
        if end - begin == 1 or (widths == width).all():
            blocks = self._in_a_row(int(self._starts[begin]), end - begin, width)
        else:
            blocks = self._in_runs(begin, end)
        return blocks.ravel()[first - begin * BLOCK : last - begin * BLOCK]

    def blocks(self, ordinals: Int64Array) -> Uint32Array:
        """Some blocks by their ordinals, a row of 128 numbers each."""
        return self._mixed(self._widths[ordinals], self._starts[ordinals])

    def at(self, ordinals: Int64Array) -> Uint32Array:
        """The numbers at rising ordinals."""
        block_ordinals = ordinals >> _BLOCK_BITS
        is_first = is_new(block_ordinals)
        places = np.cumsum(is_first) - 1
        places <<= _BLOCK_BITS
        places |= ordinals & (BLOCK - 1)
        return self.blocks(block_ordinals[is_first]).ravel().take(places)

    @cached_property
    def _starts(self) -> Uint32Array:
        """By block the unit that it begins with."""
        # 32 bits number 64 gigabytes in units of 16: no array of a segment is as long.
        starts = np.cumsum(self._widths, dtype=np.uint32)
        starts -= self._widths
        return starts

    def _in_runs(self, begin: int, end: int) -> Uint32Array:
        """Consecutive blocks, run by run of those of one width where these are few."""
        widths = self._widths[begin:end]
        firsts = is_new(widths).nonzero()[0]
        if len(firsts) > _MAX_RUNS:
            return self._mixed(widths, self._starts[begin:end])
        edges = [*firsts.tolist(), end - begin]
        starts = self._starts[begin + firsts].tolist()
        runs = zip(starts, pairwise(edges), widths[firsts].tolist(), strict=True)
        return np.concatenate([self._in_a_row(start, last - first, width) for start, (first, last), width in runs])

    def _mixed(self, widths: Bytes, starts: Uint32Array) -> Uint32Array:
        if len(widths) and (widths == widths[0]).all():
            return self._gathered(starts, int(widths[0]))
        blocks = np.zeros((len(widths), BLOCK), dtype=np.uint32)
        for width in _different(widths):
            held = (widths == width).nonzero()[0]
            blocks[held] = self._gathered(starts[held], width)
        return blocks

    def _in_a_row(self, start: int, count: int, width: int) -> Uint32Array:
        units = self._units[start : start + width * count]
        return _unpacked_blocks(units.view(np.uint8).reshape(count, -1), width)

    def _gathered(self, starts: Uint32Array, width: int) -> Uint32Array:
        units = self._units[starts[:, None] + _ORDINALS[:width]]
        return _unpacked_blocks(units.view(np.uint8).reshape(len(starts), -1), width)


def _different(widths: Bytes) -> list[int]:
    """The widths that occur, without 0."""
    is_there = np.zeros(256, dtype=np.bool_)
    is_there[widths] = True
    is_there[0] = False
    different: list[int] = is_there.nonzero()[0].tolist()
    return different


def _packed_units(blocks: Uint32Array, widths: Bytes) -> Bytes:
    """Blocks of any widths, one after the other."""
    ends = np.cumsum(widths, dtype=np.int64)
    units = np.empty((int(ends[-1]), 2), dtype=np.uint64)
    for width in _different(widths):
        held = (widths == width).nonzero()[0]
        places = (ends[held] - width)[:, None] + np.arange(width)
        units[places] = _packed_blocks(blocks[held], width).view(np.uint64).reshape(len(held), width, 2)
    return units.ravel().view(np.uint8)


def _packed_blocks(blocks: Uint32Array, width: int) -> Bytes:
    """Blocks of one width as rows of bytes."""
    rows = []
    shift = 0
    for part in _PARTS[width]:
        rows.append(_packed_part(blocks >> np.uint32(shift) if shift else blocks, part))
        shift += part
    return np.concatenate(rows, axis=1)


def _packed_part(blocks: Uint32Array, part: int) -> Bytes:
    """The lowest bits of all numbers."""
    if part >= 8:
        return np.ascontiguousarray(blocks.astype(_TYPES[part])).view(np.uint8)
    fields = blocks.astype(np.uint8) & np.uint8((1 << part) - 1)
    if part == 1:
        return np.packbits(fields, axis=1, bitorder="little")
    fields = fields.reshape(len(blocks), -1, 8 // part)
    rows: Bytes = fields[:, :, 0].copy()
    for place in range(1, 8 // part):
        rows |= fields[:, :, place] << np.uint8(place * part)
    return rows


def _unpacked_blocks(rows: Bytes, width: int) -> Uint32Array:
    """Rows of bytes -> blocks of one width."""
    if not width:
        return np.zeros((len(rows), BLOCK), dtype=np.uint32)
    first = shift = 0
    blocks: Uint32Array | None = None
    for part in _PARTS[width]:
        fields = _unpacked_part(rows[:, first : first + _UNIT_BYTES * part], part).astype(np.uint32)
        if blocks is None:
            blocks = fields
        else:
            blocks |= np.left_shift(fields, np.uint32(shift), out=fields)
        first += _UNIT_BYTES * part
        shift += part
    assert blocks is not None
    return blocks


def _unpacked_part(rows: Bytes, part: int) -> NDArray[np.unsignedinteger[Any]]:
    if part >= 8:
        return np.ascontiguousarray(rows).view(_TYPES[part])
    if part == 1:
        return np.unpackbits(rows, axis=1, bitorder="little")
    # By table: each byte is as many numbers as it holds, in bytes of their own.
    return _FIELDS[part].take(rows).view(np.uint8).reshape(len(rows), BLOCK)


def _field_table(part: int, kind: str) -> NDArray[np.unsignedinteger[Any]]:
    shifts = np.arange(0, 8, part, dtype=np.uint8)
    fields = (np.arange(256, dtype=np.uint8)[:, None] >> shifts) & np.uint8((1 << part) - 1)
    return np.ascontiguousarray(fields).view(kind).ravel()


# By width those of the parts, the widest first.
_PARTS = [[part for part in (32, 16, 8, 4, 2, 1) if width & part] for width in range(33)]
_NO_BYTES: Bytes = np.zeros(0, dtype=np.uint8)
_ORDINALS = np.arange(32, dtype=np.uint32)
_TYPES = {8: "|u1", 16: "<u2", 32: "<u4"}
_FIELDS = {2: _field_table(2, "<u4"), 4: _field_table(4, "<u2")}
