"""A table pasted from a spreadsheet or a document -> entries for the map, with the faults of every row.

Cells are parted by tabs, as spreadsheets copy them, by semicolons, or by commas under a row of known heads; a cell in
quotation marks may hold any of them, and line ends.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.domain.errors import RoomRefused
from indexer.domain.messages import Message
from indexer.rooms.record.field_kinds import FieldType, Value
from indexer.rooms.record.map_rows import MapEntry
from indexer.rooms.record.room import SECTIONS, new_row_id

DEFAULT_COLUMNS = ("name", "sector", "tie", "influence", "interest", "contact")
"""What cells are without a row of heads: the columns of the map."""

_SEPARATORS = ("\t", ";")
_MIN_HEADS = 2
_FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """What people may write, in small letters: of heads the field, of each field's values the value.

    `told` says of a field, to whoever wrote something else, what may be written.
    """

    heads: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row by its number from 1, as it was pasted, read as an entry, with what is wrong by the head of its cell."""

    number: int
    cells: tuple[str, ...]
    entry: MapEntry
    faults: tuple[tuple[str, Message], ...] = ()


@dataclass(frozen=True, slots=True)
class PastedTable:
    """What was pasted.

    Attributes:
        heads: the row of heads, () where there was none.
        unread: heads that the map has no field for.
        separator: what parts its cells.
    """

    rows: tuple[PastedRow, ...]
    heads: tuple[str, ...]
    unread: tuple[str, ...]
    separator: str

    @property
    def sound(self) -> tuple[PastedRow, ...]:
        """The rows without a fault."""
        return tuple(row for row in self.rows if not row.faults)

    def faulty_text(self) -> str:
        """The rows with a fault as they could be pasted again, under their heads."""
        faulty = [row.cells for row in self.rows if row.faults]
        stream = io.StringIO()
        csv.writer(stream, delimiter=self.separator, lineterminator="\n").writerows(
            [*([self.heads] if self.heads and faulty else []), *faulty]
        )
        return stream.getvalue()


def pasted_table(text: str, words: ColumnWords, by: str) -> PastedTable:
    """The table of a text; `by` is who pasted it, by role."""
    # Only these end a row: a spreadsheet's cell may hold the other signs that Python takes for ends of lines.
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    separator = _separator(lines, words)
    records = [record for record in _records(lines, separator) if any(cell.strip() for cell in record[1])]
    first = records[0][1] if records else ()
    known = [words.heads.get(_plain(cell), "") for cell in first]
    # One cell that is called so may be a name; two are heads.
    has_heads = sum(map(bool, known)) >= min(_MIN_HEADS, len(first)) and bool(known) and "name" in known
    columns = known if has_heads else list(DEFAULT_COLUMNS)
    heads = tuple(first) if has_heads else ()
    reading = _Reading(tuple(columns), heads, words, by)
    rows = tuple(reading.row(*record) for record in records[has_heads:])
    unread = tuple(head for head, column in zip(heads, known, strict=False) if not column and head.strip())
    return PastedTable(rows, heads, unread, separator)


def _separator(lines: Sequence[str], words: ColumnWords) -> str:
    line = next((line for line in lines if line.strip("\r\n")), "")
    for separator in _SEPARATORS:
        if separator in line:
            return separator
    try:
        by_comma = next(csv.reader([line]), [])
    except csv.Error:  # a cell longer than any may be, which is told with its row
        by_comma = []
    return "," if sum(_plain(cell) in words.heads for cell in by_comma) >= _MIN_HEADS else "\t"


def _records(lines: Sequence[str], separator: str) -> Iterator[tuple[int, tuple[str, ...], Message | None]]:
    """(number, cells, fault) of every record; after a quotation mark that is never closed the rest is one."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = read = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # What is left is one row as it stands, so that nothing of it is lost.
            rest = "".join(lines[read:]).strip("\n")
            most = SECTIONS["map_entries"].fields["name"].most
            is_long = '"' not in rest  # all else that the module complains of has to do with these
            fault = Message("room-too-long", count=len(rest), most=most) if is_long else Message("room-paste-quote")
            yield number, (rest,), fault
            return
        read = reader.line_num
        yield number, tuple(cells), None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the cells of a table are."""

    columns: tuple[str, ...]
    heads: tuple[str, ...]
    words: ColumnWords
    by: str

    def row(self, number: int, cells: tuple[str, ...], fault: Message | None) -> PastedRow:
        if fault:
            return PastedRow(number, cells, MapEntry(), (("", fault),))
        values: dict[str, Any] = {"by": self.by}
        faults: list[tuple[str, Message]] = []
        for place, cell in enumerate(cells):
            column = self.columns[place] if place < len(self.columns) else ""
            try:
                if column:
                    values[column] = _value(column, cell, self.words)
                elif cell.strip() and not self.heads:
                    raise RoomRefused("room-paste-no-column", count=len(self.columns))
            except RoomRefused as error:
                faults.append((self._head(place), error.message))
        if not values.get("name") and not faults:
            faults.append(("", Message("room-paste-no-name")))
        return PastedRow(number, cells, MapEntry(new_row_id(), **values), tuple(faults))

    def _head(self, place: int) -> str:
        return self.heads[place] if place < len(self.heads) else str(place + 1)


def _value(column: str, cell: str, words: ColumnWords) -> Value:
    """What a cell holds; a spreadsheet's apostrophe before a sign that it would reckon with is none of it."""
    text = cell.strip()
    if text.startswith("'") and text[1:].startswith(_FORMULA_SIGNS):
        text = text[1:]
    kind = SECTIONS["map_entries"].fields[column]
    if kind.type in (FieldType.LINE, FieldType.TEXT) or not text:
        return kind.default if not text else kind.read(text)
    known = words.values.get(column, {})
    if kind.type is FieldType.TICK:
        return known.get(_plain(text), "") == "1"
    value = known.get(_plain(text))
    if value is None:
        raise RoomRefused("room-paste-value", value=text[:40], known=words.told.get(column, ""))
    return value


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
