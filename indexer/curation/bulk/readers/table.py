"""What a file to import holds, whatever its format: numbered rows of texts, and what was wrong with others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.curation.bulk.readers.column_names import IMPORT_KEYS
from indexer.domain.documents.metadata_schema import SCHEMA
from indexer.domain.messages import Message

_SINGLE = frozenset(
    ("id", "body", "file", "sources", *(key for row in SCHEMA if not row.type.is_list for key in (row.key, *row.keys)))
)
"""Keys that hold one value: of two columns that say something else, one would be lost."""


@dataclass(frozen=True, slots=True)
class RowMessage:
    """What is wrong with a row, or should be known of it.

    Attributes:
        row: its number (see Record), the file where rows have none, "" for the whole file.
        key: the key concerned, "" for the whole row.
    """

    row: str
    key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Record:
    """What one row states, as text; values of lists are separated by semicolons.

    `number` is the row as a spreadsheet counts, where the names of the columns are row 1 unless lines stand above
    them; entries of lists of references count from 1, broken ones too.

    Attributes:
        faults: by key, of columns that contradict each other.
    """

    number: int
    values: Mapping[str, str]
    faults: tuple[tuple[str, Message], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file to import: its numbered records by column, and which key each column stands for ("" for none).

    Attributes:
        found: how many records the marks of the file announce; those that are no rows have faults.
        notes: what was read otherwise than it stands there, or left out.
    """

    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]
    numbers: tuple[int, ...]
    found: int
    faults: tuple[RowMessage, ...] = ()
    notes: tuple[RowMessage, ...] = ()

    def records(self, mapping: Mapping[str, str]) -> Iterator[Record]:
        """The rows by key, as a mapping of columns says."""
        used = [(column, mapping[column]) for column in self.columns if mapping.get(column, "") in IMPORT_KEYS]
        for number, row in zip(self.numbers, self.rows, strict=True):
            yield _record(number, [(column, key, row.get(column, "").strip()) for column, key in used])

    def unused(self, mapping: Mapping[str, str]) -> tuple[str, ...]:
        """The columns that say something and stand for no key."""
        idle = (column for column in self.columns if mapping.get(column, "") not in IMPORT_KEYS)
        return tuple(column for column in idle if any(row.get(column, "").strip() for row in self.rows))


def _record(number: int, cells: Iterable[tuple[str, str, str]]) -> Record:
    values: dict[str, str] = {}
    said_by: dict[str, str] = {}
    faults: list[tuple[str, Message]] = []
    for column, key, text in cells:
        if not text or values.get(key) == text:
            continue
        if key in values and key in _SINGLE:
            faults.append((key, Message("two-columns", first=said_by[key], second=column)))
            continue
        values[key] = _joined(values[key], text) if key in values else text
        said_by.setdefault(key, column)
    return Record(number, values, tuple(faults))


def _joined(first: str, second: str) -> str:
    """Two cells of a list as one; those that are JSON as JSON."""
    if "[" in (first[0], second[0]):
        return json.dumps([*list_texts(first), *list_texts(second)], ensure_ascii=False)
    return f"{first};{second}"


def list_texts(cell: str) -> list[str]:
    """The values of a list in a cell: a JSON list, or what stands between semicolons or on lines of its own.

    >>> list_texts("Red Barnet; Skolen"), list_texts('["a; b"]'), list_texts("a\\nb")
    (['Red Barnet', 'Skolen'], ['a; b'], ['a', 'b'])
    """
    if cell.startswith("["):
        try:
            values = json.loads(cell)
        except (ValueError, RecursionError):
            values = None
        if isinstance(values, list):
            return [str(value) for value in values]
    return [text for part in re.split(r"[;\n]", cell) if (text := part.strip())]


def list_cell(values: Sequence[str], separator: str = ";") -> str:
    """A list as one cell that `list_texts` reads as the same list.

    >>> list_cell(["Red Barnet", "Skolen"]), list_cell(["a; b"])
    ('Red Barnet;Skolen', '["a; b"]')
    """
    joined = separator.join(values)
    # A value that holds the separator itself, or looks like JSON, would come back as something else.
    return joined if list_texts(joined) == list(values) else json.dumps(list(values), ensure_ascii=False)
