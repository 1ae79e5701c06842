"""Signs that the order of a page is not that of reading, told by the boxes of its text objects alone."""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_GAP = 0.9
_LABEL = 1.3
_ALIGNED_LINES, _ALIGNED_SHARE, _ALIGNED_POINTS = 3, 0.15, 4.0
_BLOCK_LINES = 3
_MOST_BLOCKS = 24
_SHARED = 0.5
_COLUMN_RATIO = 0.6
_CELL_EMS = 10.0
_DROP_CAP, _DROP_CAP_WIDTH = 1.7, 1.4
_PRINTED_TWICE = 0.6


class Box(NamedTuple):
    """A box in points; `top` and `bottom` are counted upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom

    @property
    def width(self) -> float:
        """In points."""
        return self.right - self.left


def is_disordered(boxes: Sequence[Box]) -> bool:
    """Whether the order of boxes is not that of reading: columns by rows, tables, parts that stand above earlier ones,
    letters several lines high, print over print.
    """
    if len(boxes) < _BLOCK_LINES:
        return False
    em = statistics.median([top - bottom for _, bottom, _, top in boxes])
    lines = list(_lines(boxes))
    blocks = _blocks(lines)
    return (
        _has_aligned_gaps(lines)
        or _jumps_back(blocks)
        or any(_are_cells(one, other, em) for one, other in itertools.pairwise(blocks))
        or any(box[3] - box[1] >= _DROP_CAP * em and _is_drop_cap(box, em) for box in boxes)
        or any(abs(one[0] - other[0]) < em and covers(one, other) for one, other in itertools.pairwise(boxes))
    )


def _lines(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Boxes that follow each other at the same height."""
    line: list[Box] = []
    low = high = 0.0
    # Every box of every page passes here: its parts are faster than its attributes.
    for box in boxes:
        _, bottom, _, top = box
        shared = (top if top < high else high) - (bottom if bottom > low else low)
        if line and shared <= _SHARED * min(top - bottom, high - low):
            yield line
            line = []
        line.append(box)
        low, high = bottom, top
    if line:
        yield line


def _has_aligned_gaps(lines: Sequence[Sequence[Box]]) -> bool:
    """Whether lines go on, behind a gap, at the same place."""
    starts: Counter[int] = Counter()
    for line in lines:
        if len(line) > 1:
            starts.update(_starts_behind_gaps(line))
    most = max((count + starts[place + 1] for place, count in starts.items()), default=0)
    return most >= max(_ALIGNED_LINES, _ALIGNED_SHARE * len(lines))


def _starts_behind_gaps(line: Sequence[Box]) -> Iterator[int]:
    first_left, first_bottom, first_right, first_top = line[0]
    is_label = first_right - first_left < _LABEL * (first_top - first_bottom)
    before_left, before_right = first_left, first_right
    for place, (left, bottom, right, top) in enumerate(line[1:]):
        is_gap = left - before_right > _GAP * (top - bottom) or right < before_left
        if is_gap and not (is_label and place == 0):
            yield round(left / _ALIGNED_POINTS)
        before_left, before_right = left, right


class _Block(NamedTuple):
    """Lines that follow each other downwards."""

    box: Box
    lines: int


def _blocks(lines: Sequence[Sequence[Box]]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in lines:
        box = line[0] if len(line) == 1 else around(line)
        if blocks and box.bottom <= blocks[-1].box.bottom + box.height / 2:
            blocks[-1] = _Block(around((blocks[-1].box, box)), blocks[-1].lines + 1)
        else:
            blocks.append(_Block(box, 1))
    return blocks


def around(boxes: Sequence[Box]) -> Box:
    """The box that holds them all."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


def _jumps_back(blocks: Sequence[_Block]) -> bool:
    """Whether a block of some lines stands above one before it, or to the left of one as wide."""
    large = [block.box for block in blocks if block.lines >= _BLOCK_LINES][:_MOST_BLOCKS]
    return any(
        _stands_above(later, earlier) or _stands_left(later, earlier)
        for place, later in enumerate(large)
        for earlier in large[:place]
    )


def _stands_above(box: Box, other: Box) -> bool:
    shared = min(box.right, other.right) - max(box.left, other.left)
    return box.bottom >= other.top - other.height / 10 and shared > _SHARED * min(box.width, other.width)


def _stands_left(box: Box, other: Box) -> bool:
    shared = min(box.top, other.top) - max(box.bottom, other.bottom)
    narrow, wide = sorted((box.width, other.width))
    is_beside = shared > _SHARED * min(box.height, other.height)
    return is_beside and box.right <= other.left and narrow >= _COLUMN_RATIO * wide


def _are_cells(block: _Block, other: _Block, em: float) -> bool:
    """Whether two blocks that follow each other are narrow columns of as many rows: a table drawn by columns."""
    (one, lines), (two, other_lines) = block, other
    is_level = abs(one.top - two.top) < em and abs(one.bottom - two.bottom) < em
    return is_level and lines == other_lines >= _BLOCK_LINES and max(one.width, two.width) < _CELL_EMS * em


def _is_drop_cap(box: Box, em: float) -> bool:
    return box.height >= _DROP_CAP * em and box.width <= _DROP_CAP_WIDTH * box.height


def covers(one: Box, other: Box) -> bool:
    """Whether two boxes are nearly the same."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.top, other.top) - max(one.bottom, other.bottom)
    largest = max(one.width * one.height, other.width * other.height)
    return width > 0 and height > 0 and largest > 0 and width * height > _PRINTED_TWICE * largest
