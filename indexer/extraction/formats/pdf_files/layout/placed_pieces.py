"""Words with their places on a page, put together to pieces as far as they follow each other on a line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from indexer.extraction.formats.pdf_files.layout.layout_signs import covers
from indexer.extraction.formats.pdf_files.layout.page_geometry import Boxes, PlacedWords
from indexer.extraction.formats.pdf_files.layout.page_pieces import Piece

_GAP = 0.9
_BACKWARDS_EMS = 1.0
_HIGHER_BY = 1.6
_LEVEL_EMS = 0.02

_Edges = tuple[float, float, float, float]


def pieces_of(words: PlacedWords) -> list[Piece]:
    """The pieces of a page in the order of the file, without what is printed once more over the same text."""
    pieces: list[Piece] = []
    parts: list[str] = []
    piece: _Edges = (0.0, 0.0, 0.0, 0.0)
    end = 0
    for run, own, (begins, ends) in _runs(words):
        if parts and _goes_on(piece, own, len(parts[0]) if len(parts) == 1 else 2):
            parts += [" ", run] if begins > end else [run]
            piece = _around(piece, own)
        else:
            if parts:
                pieces.append(Piece("".join(parts), *piece))
            parts, piece = [run], own
        end = ends
    return _once([*pieces, Piece("".join(parts), *piece)] if parts else pieces)


def _runs(words: PlacedWords) -> Iterator[tuple[str, _Edges, tuple[int, int]]]:
    """Words that follow each other beyond doubt: the text, the edges, and where they stand in the text of the page."""
    if not len(words.spans):
        return
    firsts = np.flatnonzero(~_follow(words.boxes))
    lows = np.minimum.reduceat(words.boxes[:, :2], firsts, axis=0)
    highs = np.maximum.reduceat(words.boxes[:, 2:], firsts, axis=0)
    begins = words.spans[firsts, 0].tolist()
    ends = words.spans[np.append(firsts[1:], len(words.spans)) - 1, 1].tolist()
    for begin, end, low, high in zip(begins, ends, lows.tolist(), highs.tolist(), strict=True):
        text = words.text[begin:end]
        # Most of what a page holds is one blank between words already.
        yield " ".join(text.replace("\0", " ").split()), (low[0], low[1], high[0], high[1]), (begin, end)


def _follow(boxes: Boxes) -> NDArray[np.bool_]:
    """Which words follow the one before at its very height and size, closely: `_goes_on` says so of each of these."""
    before, after = boxes[:-1], boxes[1:]
    em = after[:, 3] - after[:, 1]
    gaps = after[:, 0] - before[:, 2]
    is_level = np.abs(after[:, 1::2] - before[:, 1::2]).max(axis=1, initial=0.0) <= _LEVEL_EMS * em
    is_onward = (after[:, 0] >= before[:, 0]) & (after[:, 2] >= before[:, 2])
    follow = np.zeros(len(boxes), bool)
    follow[1:] = is_level & is_onward & (em > 0) & (gaps <= _GAP * em) & (gaps >= -_BACKWARDS_EMS * em)
    return follow


def _goes_on(piece: _Edges, own: _Edges, characters: int) -> bool:
    """Whether a run belongs to the piece before it, which has so many characters, or more than one."""
    left, bottom, _, top = own
    height, piece_height = top - bottom, piece[3] - piece[1]
    em = min(height, piece_height) or max(height, piece_height)
    shared = min(top, piece[3]) - max(bottom, piece[1])
    if shared <= 0.4 * em or left > piece[2] + _GAP * em or left < piece[2] - _BACKWARDS_EMS * em:
        return _has_no_place(own)
    # A letter several lines high is a piece by itself.
    return not (height > _HIGHER_BY * piece_height or (characters == 1 and piece_height > _HIGHER_BY * height))


def _has_no_place(edges: _Edges) -> bool:
    """Marks that pdfium adds stand nowhere."""
    return edges[0] == edges[2] and edges[1] == edges[3]


def _around(piece: _Edges, own: _Edges) -> _Edges:
    if _has_no_place(own):
        return piece
    return min(piece[0], own[0]), min(piece[1], own[1]), max(piece[2], own[2]), max(piece[3], own[3])


def _once(pieces: list[Piece]) -> list[Piece]:
    """Without what is printed once more over the same text, a little aside."""
    last: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for place, piece in enumerate(pieces):
        if piece.text in last:
            pairs.append((last[piece.text], place))
        last[piece.text] = place
    if not pairs:
        return pieces
    boxes = np.array([(piece.left, piece.bottom, piece.right, piece.top) for piece in pieces])
    earlier, later = np.array(pairs).T
    twice = {*later[covers(boxes[earlier], boxes[later])].tolist()}
    return [piece for place, piece in enumerate(pieces) if place not in twice]
