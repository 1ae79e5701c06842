"""A small drawing of a form, made from the form itself: headings, tables, lines to write on, and text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from indexer import Page

_BLANK = ("blanket", "blank form")
"""How the heading of a form to fill in begins, in either language."""

_WIDTH, _FOOT, _LEFT, _RIGHT = 120, 152, 12, 108
_FIELD = re.compile(r"([^_:|]*:?)\s*_{3,}")
_TABLE_RULE = re.compile(r"[|:\- ]+")


@dataclass(slots=True)
class _Sheet:
    """The pieces of the drawing so far; `y` is where the next one stands."""

    y: int = 15
    strong: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return self.y > _FOOT

    def heading(self, text: str) -> None:
        self.strong.append(f"M{_LEFT} {self.y}h{_reach(text, 1.8)}")
        self.y += 11

    def text(self, text: str) -> None:
        self.lines.append(f"M{_LEFT} {self.y}h{_reach(text, 1.2)}")
        self.y += 8

    def blank(self, label: str) -> None:
        if label:
            self.lines.append(f"M{_LEFT} {self.y}h{min(36, _reach(label, 1.4))}")
        self.boxes.append(f"M{52 if label else _LEFT} {self.y + 2}H{_RIGHT}")
        self.y += 9

    def table(self, columns: int, rows: int) -> None:
        rows = max(1, min(rows, (_FOOT - self.y) // 8))
        height = 8 * rows
        self.boxes.append(f"M{_LEFT} {self.y}H{_RIGHT}v{height}H{_LEFT}z")
        self.boxes += [f"M{_LEFT} {self.y + 8 * row}H{_RIGHT}" for row in range(1, rows)]
        width = (_RIGHT - _LEFT) / columns
        self.boxes += [f"M{_LEFT + width * column:.0f} {self.y}v{height}" for column in range(1, columns)]
        self.y += height + 9


def form_preview(pages: Iterable[Page]) -> Markup:
    """The first form of a write-up as SVG; "" where it has none."""
    form = next((page for page in pages if page.markup and page.label.casefold().startswith(_BLANK)), None)
    if form is None:
        return Markup("")
    sheet = _Sheet()
    for kind, words, count in _blocks(form.markup.splitlines()):
        if sheet.is_full:
            break
        if kind == "table":
            sheet.table(len(words), count)
        elif kind == "heading":
            sheet.heading(words[0])
        elif kind == "blank":
            sheet.blank(words[0])
        else:
            sheet.text(words[0])
    drawn = ((name, "".join(pieces)) for name, pieces in _named(sheet))
    paths = Markup("").join(Markup('<path class="{}" d="{}"/>').format(name, d) for name, d in drawn if d)
    return Markup('<svg class="thumb" viewBox="0 0 {} 160" aria-hidden="true">{}</svg>').format(_WIDTH, paths)


def _named(sheet: _Sheet) -> tuple[tuple[str, list[str]], ...]:
    page = [f"M.5.5h{_WIDTH - 1}v159H.5z"]
    return ("sheet", page), ("sheet-strong", sheet.strong), ("sheet-line", sheet.lines), ("sheet-box", sheet.boxes)


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, list[str], int]]:
    """(kind, words, rows) of the blocks of a Markdown text in their order; the words of a table are its columns."""
    columns: list[str] = []
    rows = 0
    for line in (*(line.strip() for line in lines), ""):
        if line.startswith("|"):
            columns = columns or line.strip("|").split("|")
            rows += not _TABLE_RULE.fullmatch(line) or "-" not in line
            continue
        if columns:
            yield "table", columns, rows
            columns, rows = [], 0
        yield from _plain(line)


def _plain(line: str) -> Iterator[tuple[str, list[str], int]]:
    """A line that belongs to no table."""
    if line.startswith("#"):
        yield "heading", [line.lstrip("# ")], 1
    elif fields := _FIELD.findall(line):
        yield from (("blank", [label.strip(" *")], 1) for label in fields)
    elif line:
        yield "text", [line], 1


def _reach(text: str, width: float) -> int:
    """How far a line of a text reaches, in units of the drawing."""
    return round(min(_RIGHT - _LEFT, max(6, len(text) * width)))
