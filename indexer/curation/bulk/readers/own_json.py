"""JSON as the site exports documents: an object for each, with concepts as objects of id and label."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from indexer.curation.bulk.readers.column_names import key_of_column
from indexer.curation.bulk.readers.table import RowMessage, Table, list_cell
from indexer.domain.errors import InvalidEntry
from indexer.domain.messages import Message


def read_own_json(documents: Sequence[object]) -> Table:
    """The table of exported documents.

    Raises:
        InvalidEntry: there are none.
    """
    if not documents:
        raise InvalidEntry("no-references")
    numbered = list(enumerate(documents, start=1))
    whole = [(number, one) for number, one in numbered if isinstance(one, dict)]
    faults = [
        RowMessage(str(number), "", Message("not-an-item")) for number, one in numbered if not isinstance(one, dict)
    ]
    columns = tuple(dict.fromkeys(str(key) for _, one in whole for key in one))
    return Table(
        columns,
        {column: key_of_column(column) for column in columns},
        tuple({key: _cell(value) for key, value in one.items()} for _, one in whole),
        tuple(number for number, _ in whole),
        found=len(documents),
        faults=tuple(faults),
    )


def _cell(value: object) -> str:
    """A value as a table has it: ids for concepts, JSON for sources."""
    if isinstance(value, Mapping):
        return _cell(value["id"]) if "id" in value else json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        if any(isinstance(one, Mapping) and "id" not in one for one in value):
            return json.dumps(list(map(_stated, value)), ensure_ascii=False)
        return list_cell([*map(_cell, value)])
    return "" if value is None else str(value)


def _stated(source: object) -> object:
    """A source without the parts that it leaves open."""
    if not isinstance(source, Mapping):
        return source
    return {key: value for key, value in source.items() if value not in ("", None)}
