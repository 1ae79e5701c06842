"""Pieces of text with their places on a page, put into rows; what belongs to a piece beside it is joined to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

_SAME_ROW = 0.5
_LABEL_CHARACTERS, _LABEL_EMS = 4, 4.0
_DROP_CAP = 1.6
_LEFT = attrgetter("left")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands together on one line; its box in points, `top` and `bottom` counted upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Of the type, in points."""
        return self.top - self.bottom

    def is_beside(self, other: Piece, share: float = _SAME_ROW) -> bool:
        """Whether two pieces stand at the same height, for so much of the lower one."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > share * min(self.height, other.height)


Row = list[Piece]
"""Pieces at the same height, from left to right."""


def em_of(pieces: Sequence[Piece]) -> float:
    """The usual height of the type, in points."""
    return sorted([piece.top - piece.bottom for piece in pieces])[len(pieces) // 2]


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces at the same height, from left to right; rows from top to bottom."""
    rows: list[Row] = []
    bottom = top = 0.0
    # Written out: rows are made many times for a page, and calls for each piece would take most of that.
    for piece in sorted(pieces, key=_downwards):
        shared = min(piece.top, top) - max(piece.bottom, bottom)
        if rows and shared > _SAME_ROW * min(piece.top - piece.bottom, top - bottom):
            rows[-1].append(piece)
        else:
            rows.append([piece])
            bottom, top = piece.bottom, piece.top
    for row in rows:
        if len(row) > 1:
            row.sort(key=_LEFT)
    return rows


def _downwards(piece: Piece) -> float:
    return -(piece.top + piece.bottom)


def with_drop_caps(pieces: Sequence[Piece]) -> list[Piece]:
    """A letter several lines high becomes one that stands before the first of the lines beside it."""
    em = em_of(pieces) if pieces else 0.0
    placed = []
    for piece in pieces:
        first = _line_of_drop_cap(piece, pieces, em)
        placed.append(replace(piece, bottom=first.bottom, top=first.top, text=f"{piece.text}\n") if first else piece)
    return placed


def _line_of_drop_cap(piece: Piece, pieces: Sequence[Piece], em: float) -> Piece | None:
    if not (len(piece.text) == 1 and piece.text.isupper() and piece.height >= _DROP_CAP * em):
        return None
    reach = piece.right + 1.5 * em
    beside = [
        p for p in pieces if p.height < piece.height and piece.right - em < p.left <= reach and p.is_beside(piece)
    ]
    return max(beside, key=lambda other: other.top, default=None) if len(beside) > 1 else None


def with_labels(pieces: Sequence[Piece]) -> list[Piece]:
    """Bullets and numbers that stand before a line belong to it: they are no column."""
    joined: list[Piece] = []
    for row in rows_of(pieces):
        waiting: Piece | None = None
        for piece in row:
            if waiting is not None:
                gap = piece.left - waiting.right
                blank = "" if waiting.text.endswith("\n") else " "
                if gap <= _LABEL_EMS * piece.height or not blank:
                    piece = replace(piece, text=f"{waiting.text}{blank}{piece.text}", left=waiting.left)
                else:
                    joined.append(waiting)
            waiting = piece if _is_label(piece.text) and waiting is None else None
            if waiting is None:
                joined.append(piece)
        if waiting is not None:
            joined.append(waiting)
    return joined


def _is_label(text: str) -> bool:
    is_short = len(text) <= _LABEL_CHARACTERS and sum(map(str.isalpha, text)) <= 1
    return text.endswith("\n") or (is_short and (not text.isalnum() or (text.isdigit() and len(text) <= 2)))
