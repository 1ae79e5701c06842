"""Pieces of text with their places on a page -> lines in the order in which a person reads them.

A strip that nothing crosses parts columns; what crosses it, as a heading does, parts the page above from that below.
Cells that stand beside each other row by row are a table, which is read by rows. A recursive form of the XY cut: Nagy,
Seth, "Hierarchical representation of optically scanned documents", 1984.
"""

from __future__ import annotations

import statistics
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from operator import attrgetter

from indexer.extraction.formats.pdf_files.layout.page_pieces import (
    Piece,
    Row,
    em_of,
    rows_of,
    with_drop_caps,
    with_labels,
)

SEPARATOR = " | "
"""Stands between the cells of a row; searches pass over it."""

_GUTTER_EMS = 0.8
_CROSSING_SHARE = 0.15
_LEAST_PIECES = 3
_BESIDE_SHARE = 0.5
_NO_SPACE_EMS = 0.12
_PROSE_CHARACTERS, _PROSE_FILL = 14, 0.6
_BLANK_STRIP, _APART = 0.6, 1.5
_EDGE_ROWS = 2
_LEAST_WRAPPED_ROWS = 3
_COLUMN_RATIO, _SAME_LINE_EMS, _SHARE_ON_LINES = 0.6, 0.1, 0.7
_MOST_CUTS = 40
_TOP = attrgetter("top")


def read_pieces(pieces: Sequence[Piece]) -> str:
    """The text of a page, a line for each line of a column and for each row of a table."""
    heads, body, feet = _heads_and_feet(with_labels(with_drop_caps(pieces)))
    return "\n".join([*_rows_as_text(heads), *_lines(body, _MOST_CUTS), *_rows_as_text(feet)])


def _heads_and_feet(pieces: list[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """What stands apart above and below the rest of a page, a row or two each: it belongs to no column."""
    strips = _strips(pieces, _APART)
    first, last = 0, len(strips)
    while first + 1 < last and len(rows_of(strips[first])) <= _EDGE_ROWS:
        first += 1
    while last - 1 > first and len(rows_of(strips[last - 1])) <= _EDGE_ROWS:
        last -= 1
    heads, body, feet = (
        list(chain.from_iterable(part)) for part in (strips[:first], strips[first:last], strips[last:])
    )
    return heads, body, feet


def _lines(pieces: list[Piece], cuts: int) -> Iterator[str]:
    gutter = _gutter(pieces) if cuts else None
    if gutter is None:
        yield from _undivided(pieces, cuts)
    elif any(_crosses(piece, gutter) for piece in pieces):
        for band in _bands(pieces, gutter):
            yield from _lines(band, cuts - 1)
    else:
        yield from _beside_each_other(pieces, gutter, cuts)


def _undivided(pieces: list[Piece], cuts: int) -> Iterator[str]:
    """Pieces without a gutter through all of them; strips of a page may have one each."""
    strips = _strips(pieces, _BLANK_STRIP) if cuts else []
    if len(strips) > 1 and any(_gutter(strip) is not None for strip in strips):
        for strip in strips:
            yield from _lines(strip, cuts - 1)
    else:
        yield from _rows_as_text(pieces)


def _beside_each_other(pieces: list[Piece], gutter: float, cuts: int) -> Iterator[str]:
    """Columns one after the other, and rows of a table one by one."""
    left, right = ([piece for piece in pieces if (piece.left < gutter) is is_left] for is_left in (True, False))
    if wrapped := _wrapped_rows(left, right, gutter):
        yield from (SEPARATOR.join(" ".join(_rows_as_text(cell)) for cell in row if cell) for row in wrapped)
    elif _are_columns(left, right):
        yield from _lines(left, cuts - 1)
        yield from _lines(right, cuts - 1)
    else:
        yield from (_row_as_text(row, SEPARATOR) for row in rows_of(pieces))


def _crosses(piece: Piece, gutter: float) -> bool:
    return piece.left < gutter < piece.right


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the widest strip that parts pieces beside each other; one that no piece crosses before others."""
    if len(pieces) < 2 * _LEAST_PIECES:
        return None
    needed = _GUTTER_EMS * em_of(pieces)
    strips = _free_strips(pieces, int(_CROSSING_SHARE * len(pieces)))
    wide = sorted(
        (crossing, left - right, (left + right) / 2) for left, right, crossing in strips if right - left >= needed
    )
    return next((middle for _, _, middle in wide if _parts_columns(pieces, middle)), None)


def _free_strips(pieces: Sequence[Piece], most: int) -> Iterator[tuple[float, float, int]]:
    """(left, right, pieces that cross it) of each strip between pieces that at most so many cross."""
    # A heading across both columns must not hide their gutter; a strip that nothing crosses is surer.
    for crossing in sorted({0, most}):
        edges = sorted([(piece.left, 1) for piece in pieces] + [(piece.right, -1) for piece in pieces])
        covered, begins = 0, None
        for place, step in edges:
            covered += step
            if covered <= crossing and begins is None:
                begins = place
            elif covered > crossing and begins is not None:
                yield begins, place, crossing
                begins = None


def _parts_columns(pieces: Sequence[Piece], middle: float) -> bool:
    """Whether pieces stand on both sides of a strip, and beside each other."""
    left = [piece for piece in pieces if piece.right <= middle]
    right = [piece for piece in pieces if piece.left >= middle]
    if min(len(left), len(right)) < _LEAST_PIECES:
        return False
    spans = [(min(p.bottom for p in side), max(p.top for p in side)) for side in (left, right)]
    shared = min(top for _, top in spans) - max(bottom for bottom, _ in spans)
    return shared >= _BESIDE_SHARE * min(top - bottom for bottom, top in spans)


def _bands(pieces: Sequence[Piece], gutter: float) -> list[list[Piece]]:
    """The page from top to bottom, parted at the rows that cross a gutter."""
    bands: list[tuple[bool, list[Piece]]] = []
    for row in rows_of(pieces):
        is_crossing = any(_crosses(piece, gutter) for piece in row)
        if not bands or bands[-1][0] is not is_crossing:
            bands.append((is_crossing, []))
        bands[-1][1].extend(row)
    return [band for _, band in bands]


def _strips(pieces: Sequence[Piece], blank: float) -> list[list[Piece]]:
    """The page from top to bottom, parted where nothing stands for so many times the height of a line."""
    strips: list[list[Piece]] = []
    lowest = float("inf")
    parting = blank * em_of(pieces) if pieces else 0.0
    for piece in sorted(pieces, key=_TOP, reverse=True):
        if not strips or lowest - piece.top > parting:
            strips.append([])
            lowest = float("inf")
        strips[-1].append(piece)
        lowest = min(lowest, piece.bottom)
    return strips


def _rows_as_text(pieces: Sequence[Piece]) -> Iterator[str]:
    """The rows of a part without columns; cells that begin at the same places in neighbouring rows are a table's."""
    rows = rows_of(pieces)
    for place, row in enumerate(rows):
        neighbours = rows[max(0, place - 1) : place] + rows[place + 1 : place + 2]
        is_table = len(row) > 1 and any(_begin_alike(row, other) for other in neighbours)
        yield _row_as_text(row, SEPARATOR if is_table else " ")


def _begin_alike(row: Row, other: Row) -> bool:
    tolerance = 0.4 * row[0].height
    starts = [piece.left for piece in other[1:]]
    return any(abs(piece.left - start) <= tolerance for piece in row[1:] for start in starts)


def _row_as_text(row: Row, between: str) -> str:
    parts = [row[0].text]
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        em = min(before.height, piece.height)
        parts += ["" if gap < _NO_SPACE_EMS * em else " " if gap < _GUTTER_EMS * em else between, piece.text]
    return "".join(parts)


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether two sides are read one after the other: running text on both, or on one beside a figure, as wide as it,
    whose words stand between its lines.
    """
    prose = [_is_prose(side) for side in (left, right)]
    if all(prose) or not any(prose):
        return all(prose)
    narrow, wide = sorted(max(p.right for p in side) - min(p.left for p in side) for side in (left, right))
    few, many = sorted((left, right), key=len)
    return narrow >= _COLUMN_RATIO * wide and not _stand_on_lines(few, many)


def _stand_on_lines(pieces: Sequence[Piece], others: Sequence[Piece]) -> bool:
    """Whether the pieces of one side stand on lines of the other, as the cells of a table do."""
    lines = sorted(piece.bottom for piece in others)
    tolerance = _SAME_LINE_EMS * em_of(others)
    places = ((bisect(lines, piece.bottom - tolerance), bisect(lines, piece.bottom + tolerance)) for piece in pieces)
    return sum(low < high for low, high in places) >= _SHARE_ON_LINES * len(pieces)


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether the lines of a part are long, fill their width and are no numbers."""
    letters = sum(sum(map(str.isalpha, piece.text)) for piece in pieces)
    digits = sum(sum(map(str.isdigit, piece.text)) for piece in pieces)
    widest = max(piece.right - piece.left for piece in pieces)
    # Lines of running text are all about as wide; cells are not.
    fill = statistics.mean(piece.right - piece.left for piece in pieces) / widest if widest else 0.0
    mean_length = statistics.mean(len(piece.text) for piece in pieces)
    return mean_length >= _PROSE_CHARACTERS and fill >= _PROSE_FILL and letters > 3 * digits


def _wrapped_rows(left: list[Piece], right: list[Piece], gutter: float) -> list[tuple[list[Piece], list[Piece]]]:
    """The rows of a table whose cells hold several lines: blank strips part both columns at the same heights.

    Columns of running text whose paragraphs begin beside each other by chance have as many lines on both sides.
    """
    rows = [
        ([piece for piece in strip if piece.left < gutter], [piece for piece in strip if piece.left >= gutter])
        for strip in _strips([*left, *right], _BLANK_STRIP)
    ]
    full = [(one, other) for one, other in rows if one and other]
    if len(full) < max(_LEAST_WRAPPED_ROWS, 0.8 * len(rows)):
        return []
    em = em_of([*left, *right])
    tops_meet = all(abs(max(p.top for p in one) - max(p.top for p in other)) < 0.5 * em for one, other in full)
    differ = sum(len(rows_of(one)) != len(rows_of(other)) for one, other in full)
    return rows if tops_meet and 2 * differ >= len(full) else []
