"""What is to be filled in on a form: each blank of its Markdown becomes a field with a name and a size.

In the text a field is its number between two signs that no font has; typesetting puts a place to write there.
"""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from publishing.parties import with_third_party

FIELD = re.compile("☐?\ue000(\\d+)\ue001")
"""A field in a text that `with_fields` gave; a box to tick is still seen there."""

MAP_HEADINGS = ("Kort at tegne på", "A map to draw on")
"""Under a heading of this name stands the map to draw on."""

_WIDE_TABLE = 6
_BLANK, _TASK, _BOX = re.compile(r"_{3,}"), re.compile(r"^- \[ \] "), "☐"
_TABLE_RULE = re.compile(r"[|:\- ]+")
_ANSWER_MM, _LIST_MM, _LINE_MM = 14.0, 10.0, 6.0
_LABEL_LETTERS = 120
_ROWS = {"da": "række {}", "en": "row {}"}


class FieldKind(enum.StrEnum):
    """How a field is filled in."""

    LINE = "line"
    CELL = "cell"
    TICK = "tick"
    BOX = "box"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class FormField:
    """A field by its number from 0: what it is called, and its height in millimetres."""

    kind: FieldKind
    label: str
    height: float = _LINE_MM


@dataclass(slots=True)
class Form:
    """The Markdown of a form with its fields; `is_wide` where it needs a page on its side."""

    language: str
    markdown: str = ""
    fields: list[FormField] = field(default_factory=list)
    is_wide: bool = False
    heading: str = ""

    def mark(self, kind: FieldKind, label: str, height: float = _LINE_MM) -> str:
        """A field more; what stands for it in the text."""
        plain = re.sub(r"[*_`»«\ue000-\ue001]|\d+\ue001", "", label).strip(" :.,") or self.heading
        self.fields.append(FormField(kind, plain[:_LABEL_LETTERS], height))
        return f"\ue000{len(self.fields) - 1}\ue001"


def with_fields(markdown: str, language: str) -> Form:
    """The form of a Markdown text whose blanks are underscores, empty cells and boxes; with room for three parties."""
    form = Form(language)
    lines: list[str] = []
    table: list[str] = []
    for line in (*with_third_party(markdown).split("\n"), ""):
        if line.startswith("|"):
            table.append(line)
            continue
        lines += _table(form, table)
        table = []
        lines += _line(form, line)
    form.markdown = "\n".join(lines).rstrip("\n") + "\n"
    return form


def field_of(form: Form, found: re.Match[str]) -> FormField:
    """The field of a match of `FIELD`."""
    return form.fields[int(found[1])]


def without_fields(text: str) -> str:
    """A text as it reads without its fields."""
    return FIELD.sub("", text)


def _line(form: Form, line: str) -> Iterator[str]:
    if line.startswith("#"):
        form.heading = line.lstrip("# ")
        yield line
        if form.heading in MAP_HEADINGS:
            yield ""
            yield form.mark(FieldKind.MAP, form.heading)
        return
    if _TASK.match(line):
        text = _TASK.sub("", line)
        yield f"- [ ] {form.mark(FieldKind.TICK, _BLANK.sub('', text))}{_blanks(form, text)}"
        return
    yield _blanks(form, line)


def _blanks(form: Form, line: str) -> str:
    """A line whose underscores are fields, each called by the words before it."""
    parts = _BLANK.split(line)
    text = parts[0]
    for before, after in itertools.pairwise(parts):
        text += form.mark(FieldKind.LINE, re.split(r"[.!?] ", before)[-1]) + after
    return text


def _table(form: Form, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    heads, number = rows[0], 0
    form.is_wide = form.is_wide or len(heads) >= _WIDE_TABLE
    height = _ANSWER_MM if len(heads) == 2 else _LIST_MM
    for line, row in zip(lines, rows, strict=True):
        if row is heads or (_TABLE_RULE.fullmatch(line) and "-" in line):
            yield line
            continue
        number += 1
        called = without_fields(row[0]) or _ROWS[form.language].format(number)
        labelled = ((cell, f"{head}, {called}".strip(", ")) for head, cell in zip(heads, row, strict=True))
        yield f"|{'|'.join(_cell(form, cell, label, height) for cell, label in labelled)}|"


def _cell(form: Form, cell: str, label: str, height: float) -> str:
    if not cell:
        return f" {form.mark(FieldKind.CELL, label, height)} "
    if cell == _BOX:
        return f" {_BOX}{form.mark(FieldKind.BOX, label)} "
    return f" {_blanks(form, cell)} "
