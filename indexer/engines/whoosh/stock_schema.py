"""The schema as Whoosh is told it."""

from __future__ import annotations

from typing import Any

from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format, Frequency, Positions

from indexer.engines.arrays.segments.schema import INDEX_FIELDS, TEXT_NAMES, FieldKind

_FORMATS = {FieldKind.POSITIONS: Positions, FieldKind.FREQUENCIES: Frequency, FieldKind.VALUES: Existence}


def whoosh_schema() -> Schema:
    """The schema of every index of this layout version."""
    fields: dict[str, Any] = {
        name: _field(_FORMATS[kind](), is_scored=kind is not FieldKind.VALUES, is_stored=name in TEXT_NAMES)
        for name, kind in INDEX_FIELDS.items()
    }
    stored = {name: _field(None, is_stored=True) for name in TEXT_NAMES if name not in fields}
    return Schema(**fields, **stored)


def _field(format_: Format | None, *, is_scored: bool = False, is_stored: bool = False) -> FieldType:
    """Tells Whoosh how a field's postings are read; our writer makes them."""
    # No class of our own: Whoosh pickles the schema into every index, which could then not be read any more once the
    # class has moved to another module.
    field = FieldType(format=format_, analyzer=None, scorable=is_scored, stored=is_stored)
    field.indexed = format_ is not None
    return field
