"""The gap map as a drawing for a slide: the same table, light, with its own key and where it comes from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from markupsafe import escape

from web.explore.gap_map import GapMap, MapCell, MapValue
from web.site.drawings.png import FONT_FAMILY
from web.site.language import number, translate

_INK, _SOFT, _PAPER, _LINE, _ABROAD = "#15232b", "#55626a", "#fffdf9", "#d9d4c6", "#a4540b"
_FILLS = ("none", "#e3eeec", "#c3dcd9", "#93c0bd", "#2f7f83", "#0b5560")
_DARK = 4
"""From this shade on, numbers are white."""

_LEFT, _WIDE, _HIGH, _GAP, _MARGIN = 250, 92, 34, 3, 24
_HEAD_CHARACTERS, _ROW_CHARACTERS, _HEAD_LINES = 15, 34, 4
_LINE_HEIGHT, _ROW_LINE_HEIGHT, _HEAD, _FOOT = 15, 13, 110, 70


def picture(found: GapMap, title: str, source: str) -> str:
    """The map as SVG; `source` stands below it, saying what was counted and where."""
    width = 2 * _MARGIN + _LEFT + len(found.columns) * _WIDE
    height = _HEAD + len(found.rows) * _HIGH + _FOOT + _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="\'{FONT_FAMILY}\', sans-serif" font-size="14" fill="{_INK}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
        _text(_MARGIN, _MARGIN + 14, title, size=18, weight=600),
        *(part for place, column in enumerate(found.columns) for part in _column_head(place, column)),
        *(part for place, (row, cells) in enumerate(found.rows) for part in _row(place, row, cells)),
        *_foot(found, height, source),
        "</svg>",
    ]
    return "".join(parts)


def _column_head(place: int, column: MapValue) -> Iterator[str]:
    x = _MARGIN + _LEFT + place * _WIDE + _WIDE / 2
    lines = _wrapped(column.name, _HEAD_CHARACTERS, _HEAD_LINES)
    for line, text in enumerate(lines):
        yield _text(x, _HEAD - 8 - (len(lines) - 1 - line) * _LINE_HEIGHT, text, size=13, anchor="middle")


def _row(place: int, row: MapValue, cells: tuple[MapCell, ...]) -> Iterator[str]:
    top = _HEAD + place * _HIGH
    lines = _wrapped(row.name, _ROW_CHARACTERS, 2)
    for line, text in enumerate(lines):
        yield _text(_MARGIN, top + 21 + _ROW_LINE_HEIGHT * (line - (len(lines) - 1) / 2), text, size=13)
    yield _text(_MARGIN + _LEFT - 10, top + 21, number(row.count), anchor="end", colour=_SOFT)
    for column, cell in enumerate(cells):
        yield from _cell(_MARGIN + _LEFT + column * _WIDE, top, cell)


def _cell(x: float, top: float, cell: MapCell) -> Iterator[str]:
    ring = f' stroke="{_ABROAD}" stroke-width="2"' if cell.lacks_home else "" if cell.count else f' stroke="{_LINE}"'
    size = f'width="{_WIDE - _GAP}" height="{_HIGH - _GAP}"'
    yield f'<rect x="{x}" y="{top}" {size} fill="{_FILLS[cell.shade]}"{ring}/>'
    said = number(cell.count) if cell.count else translate("ingen")
    colour = _SOFT if not cell.count else _PAPER if cell.shade >= _DARK else _INK
    middle = x + (_WIDE - _GAP) / 2
    size_of_text, weight = (14, 600) if cell.count else (11, 400)
    yield _text(middle, top + 21, said, size=size_of_text, weight=weight, anchor="middle", colour=colour)


def _foot(found: GapMap, height: float, source: str) -> Iterator[str]:
    top, x = height - _FOOT - _MARGIN + 18, float(_MARGIN)
    keys = [(_FILLS[shade], f"{number(least)}–{number(most)}" if most > least else number(least), "")
            for shade, least, most in found.shade_ranges]  # fmt: skip
    if found.home_gaps:
        keys.append(("none", translate("kun fra udlandet"), f' stroke="{_ABROAD}" stroke-width="2"'))
    for fill, said, ring in keys:
        yield f'<rect x="{x}" y="{top}" width="18" height="18" fill="{fill}"{ring}/>'
        yield _text(x + 24, top + 14, said, size=13)
        x += 40 + 8 * len(said)
    yield _text(_MARGIN, height - _MARGIN, source, size=12, colour=_SOFT)


def _wrapped(text: str, characters: int, most_lines: int) -> list[str]:
    return textwrap.wrap(text, characters, max_lines=most_lines, placeholder=" …", break_on_hyphens=True) or [""]


def _text(
    x: float, y: float, text: str, *, size: int = 14, weight: int = 400, anchor: str = "start", colour: str = _INK
) -> str:
    style = f'font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>'
