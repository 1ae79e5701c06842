"""The schema as Whoosh is told it."""

from __future__ import annotations

from typing import Any

from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format, Frequency, Positions

from indexer.engines.arrays.segments.schema import INDEX_FIELDS, TEXT_NAMES, FieldKind


class _Field(FieldType):
    """Tells Whoosh how a field's postings are read; our writer makes them."""

    def __init__(self, format_: Format | None, *, is_scored: bool = False, is_stored: bool = False) -> None:
        super().__init__(format=format_, analyzer=None, scorable=is_scored, stored=is_stored)
        self.indexed = format_ is not None


_FORMATS = {FieldKind.POSITIONS: Positions, FieldKind.FREQUENCIES: Frequency, FieldKind.VALUES: Existence}


def whoosh_schema() -> Schema:
    """The schema of every index of this layout version."""
    fields: dict[str, Any] = {
        name: _Field(_FORMATS[kind](), is_scored=kind is not FieldKind.VALUES, is_stored=name in TEXT_NAMES)
        for name, kind in INDEX_FIELDS.items()
    }
    stored = {name: _Field(None, is_stored=True) for name in TEXT_NAMES if name not in fields}
    return Schema(**fields, **stored)
