"""Signs that the order of a page is not that of reading, told by the boxes of its text objects alone."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.extraction.formats.pdf_files.layout.page_geometry import Boxes

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


class _Steps(NamedTuple):
    """From each box to the next: whether it stands at the same height, and the gap between the two."""

    is_level: NDArray[np.bool_]
    gaps: NDArray[np.float64]


def is_disordered(boxes: Boxes) -> bool:
    """Whether the order of boxes is not that of reading: columns by rows, tables, parts that stand above earlier ones,
    letters several lines high, print over print.
    """
    if len(boxes) < _BLOCK_LINES:
        return False
    # By columns that stand together: every page passes here, and most of the time goes into the calls themselves.
    columns = np.ascontiguousarray(boxes.T)
    heights = columns[3] - columns[1]
    em = sorted(heights.tolist())[len(boxes) // 2]
    steps = _steps(columns, heights)
    if _has_drop_cap(columns, heights, em) or _has_aligned_gaps(columns, heights, steps) or _is_twice(boxes, steps):
        return True
    blocks = _blocks(columns, steps)
    return _jumps_back(blocks) or any(_are_cells(one, other, em) for one, other in itertools.pairwise(blocks))


def _steps(columns: Boxes, heights: NDArray[np.float64]) -> _Steps:
    left, bottom, right, top = columns
    shared = np.minimum(top[1:], top[:-1]) - np.maximum(bottom[1:], bottom[:-1])
    is_level = shared > _SHARED * np.minimum(heights[1:], heights[:-1])
    return _Steps(is_level, left[1:] - right[:-1])


def _has_drop_cap(columns: Boxes, heights: NDArray[np.float64], em: float) -> bool:
    is_tall = heights >= _DROP_CAP * em
    return bool(is_tall.any() and np.any(is_tall & (columns[2] - columns[0] <= _DROP_CAP_WIDTH * heights)))


def _has_aligned_gaps(columns: Boxes, heights: NDArray[np.float64], steps: _Steps) -> bool:
    """Whether lines go on, behind a gap, at the same place."""
    left, _, right, _ = columns
    is_gap = steps.is_level & ((steps.gaps > _GAP * heights[1:]) | (right[1:] < left[:-1]))
    if np.count_nonzero(is_gap) < _ALIGNED_LINES:
        return False
    # Bullets and numbers that begin a line are no column.
    is_label = right[:-1] - left[:-1] < _LABEL * heights[:-1]
    is_label[1:] &= ~steps.is_level[:-1]
    starts = Counter(np.rint(left[1:][is_gap & ~is_label] / _ALIGNED_POINTS).tolist())
    most = max((count + starts[place + 1] for place, count in starts.items()), default=0)
    lines = len(left) - np.count_nonzero(steps.is_level)
    return bool(most >= max(_ALIGNED_LINES, _ALIGNED_SHARE * lines))


def _is_twice(boxes: Boxes, steps: _Steps) -> bool:
    """Whether print stands over print: boxes of which each covers most of the one before."""
    near = np.flatnonzero(steps.is_level & (-steps.gaps > _SHARED * (boxes[1:, 2] - boxes[1:, 0])))
    return bool(len(near) and covers(boxes[near], boxes[near + 1]).any())


def covers(some: Boxes, others: Boxes) -> NDArray[np.bool_]:
    """Whether boxes are nearly the same as others, row by row."""
    shared = np.minimum(some[:, 2:], others[:, 2:]) - np.maximum(some[:, :2], others[:, :2])
    areas = np.maximum(_areas(some), _areas(others))
    are_same: NDArray[np.bool_] = (shared > 0).all(axis=1) & (shared.prod(axis=1) > _PRINTED_TWICE * areas)
    return are_same & (areas > 0)


def _areas(boxes: Boxes) -> NDArray[np.float64]:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


class _Block(NamedTuple):
    """Lines that follow each other downwards."""

    left: float
    bottom: float
    right: float
    top: float
    lines: int


def _blocks(columns: Boxes, steps: _Steps) -> list[_Block]:
    """The blocks of a page; none where every line stands below the one before, as on most pages."""
    starts = np.flatnonzero(np.append(True, ~steps.is_level))
    bottoms, tops = np.minimum.reduceat(columns[1], starts), np.maximum.reduceat(columns[3], starts)
    rises = np.flatnonzero(bottoms[1:] > bottoms[:-1] + (tops[1:] - bottoms[1:]) / 2) + 1
    if not len(rises):
        return []
    firsts = np.append(0, rises)
    lines = np.diff(np.append(firsts, len(starts)))
    begins = starts[firsts]
    lows = (np.minimum.reduceat(column, begins).tolist() for column in columns[:2])
    highs = (np.maximum.reduceat(column, begins).tolist() for column in columns[2:])
    return [_Block(*edges) for edges in zip(*lows, *highs, lines.tolist(), strict=True)]


def _jumps_back(blocks: Sequence[_Block]) -> bool:
    """Whether a block of some lines stands above one before it, or to the left of one as wide."""
    large = [block for block in blocks if block.lines >= _BLOCK_LINES][:_MOST_BLOCKS]
    return any(
        _stands_above(later, earlier) or _stands_left(later, earlier)
        for place, later in enumerate(large)
        for earlier in large[:place]
    )


def _stands_above(block: _Block, other: _Block) -> bool:
    if block.bottom < other.top - (other.top - other.bottom) / 10:
        return False
    shared = min(block.right, other.right) - max(block.left, other.left)
    return shared > _SHARED * min(block.right - block.left, other.right - other.left)


def _stands_left(block: _Block, other: _Block) -> bool:
    if block.right > other.left:
        return False
    shared = min(block.top, other.top) - max(block.bottom, other.bottom)
    narrow, wide = sorted((block.right - block.left, other.right - other.left))
    is_beside = shared > _SHARED * min(block.top - block.bottom, other.top - other.bottom)
    return is_beside and narrow >= _COLUMN_RATIO * wide


def _are_cells(block: _Block, other: _Block, em: float) -> bool:
    """Whether two blocks that follow each other are narrow columns of as many rows: a table drawn by columns."""
    is_level = abs(block.top - other.top) < em and abs(block.bottom - other.bottom) < em
    widest = max(block.right - block.left, other.right - other.left)
    return is_level and block.lines == other.lines >= _BLOCK_LINES and widest < _CELL_EMS * em
