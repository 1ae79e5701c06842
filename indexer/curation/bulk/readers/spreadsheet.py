"""CSV as spreadsheets write it: by comma, semicolon or tab, after sep=, below a heading of its own."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from indexer.curation.bulk.readers.column_names import TITLE_KEYS, key_of_column
from indexer.curation.bulk.readers.table import RowMessage, Table
from indexer.domain.errors import InvalidEntry
from indexer.domain.messages import Message

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would calculate, and what is told from it by one apostrophe more."""

_TOLD_SEPARATOR = re.compile(r'"?sep=(.)"?[ ;,\t]*(?:\r\n?|\n|$)', re.IGNORECASE)
_SEPARATORS = "\t;,"
"""The first of equals is taken: of a single column the one that no text holds. Danish spreadsheets have semicolons."""
_MAX_HEADER_ROW = 10
_MOST_COLUMNS = 300
_MAX_CELL_CHARACTERS = 10_000_000  # write-ups are longer than the 131,072 that csv lets a cell have

_Row = tuple[int, list[str]]


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def read_spreadsheet(text: str) -> Table:
    """The table of a CSV.

    Raises:
        InvalidEntry: it is empty, names columns and nothing else, or more than anybody could look through, or has a
            quotation mark too many.
    """
    csv.field_size_limit(_MAX_CELL_CHARACTERS)
    told = _TOLD_SEPARATOR.match(text.lstrip("\r\n"))
    # Excel shows the line to nobody, so that it counts for no row.
    text = text.lstrip("\r\n")[told.end() :] if told else text
    rows = list(_rows(text, told.group(1) if told else _separator(text)))
    if not rows:
        raise InvalidEntry("table-empty")
    place = _header_place(rows)
    if place + 1 == len(rows):
        raise InvalidEntry("table-without-rows")
    if len(rows[place][1]) > _MOST_COLUMNS:
        raise InvalidEntry("table-too-wide", count=len(rows[place][1]), most=_MOST_COLUMNS)
    return _table(rows[:place], rows[place][1], rows[place + 1 :])


def _rows(text: str, separator: str, *, is_strict: bool = True) -> Iterator[_Row]:
    """The rows that hold something, numbered as spreadsheets do."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=is_strict)
    for number in itertools.count(1):
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InvalidEntry("table-broken", row=number, line=line) from error
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield number, row


def _separator(text: str) -> str:
    """The sign by which most columns are known, and where that says nothing, by which there are most."""

    def known_columns(separator: str) -> tuple[int, int]:
        rows = list(itertools.islice(_rows(text, separator, is_strict=False), _MAX_HEADER_ROW))
        header = rows[_header_place(rows)][1] if rows else []
        return _known(header), len(header)

    return max(_SEPARATORS, key=known_columns)


def _header_place(rows: Sequence[_Row]) -> int:
    """Which row names the columns: the first with a title, if it names more that is known than the first of all."""
    beginning = [row for _, row in rows[:_MAX_HEADER_ROW]]
    with_title = (place for place, row in enumerate(beginning) if TITLE_KEYS & set(map(key_of_column, row)))
    place = next(with_title, 0)
    return place if place and _known(beginning[place]) > _known(beginning[0]) else 0


def _known(header: Sequence[str]) -> int:
    return len({key for cell in header if (key := key_of_column(cell))})


def _column_names(cells: Sequence[str]) -> list[str]:
    """A name of its own for each column: "titel (2)" for a second one, "(3)" for the third that has none."""
    names: dict[str, None] = {}
    seen: Counter[str] = Counter()
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"({place})"
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        names[unique if unique not in names else f"{name} ({place}.)"] = None
    return list(names)


def _table(above: Sequence[_Row], header: Sequence[str], rows: Sequence[_Row]) -> Table:
    columns = _column_names(header)
    mapping = {name: key_of_column(cell) for name, cell in zip(columns, header, strict=True)}
    read: list[Mapping[str, str]] = []
    numbers: list[int] = []
    faults: list[RowMessage] = []
    for number, row in rows:
        if beyond := sum(1 for cell in row[len(columns) :] if cell.strip()):
            faults.append(RowMessage(str(number), "", Message("cells-without-column", count=beyond)))
            continue
        read.append({column: _unguarded(cell) for column, cell in zip(columns, row, strict=False)})
        numbers.append(number)
    named = {column for column, cell in zip(columns, header, strict=True) if cell.strip()}
    shown = [column for column in columns if column in named or any(row.get(column, "").strip() for row in read)]
    return Table(
        tuple(shown),
        {column: mapping[column] for column in shown},
        tuple(read),
        tuple(numbers),
        found=len(rows),
        faults=tuple(faults),
        notes=(*_passed_over(above), *_unreadable(rows)),
    )


def _passed_over(above: Sequence[_Row]) -> Iterator[RowMessage]:
    for number, row in above:
        yield RowMessage(str(number), "", Message("row-above-header", text=" ".join(filter(None, row))[:80]))


def _unreadable(rows: Sequence[_Row]) -> Iterator[RowMessage]:
    for number, row in rows:
        if count := sum(cell.count("\ufffd") for cell in row):
            yield RowMessage(str(number), "", Message("letters-unreadable", count=count))
