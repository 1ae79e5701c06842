"""What a form says of itself: which fields hold something, which fulfil a point of the checklist, how each is shown."""

from __future__ import annotations

from wtforms import Field, SelectField

from indexer import SCHEMA, WORK_PARTS, MetadataKey, ValueType
from web.curation.forms.form_fields import READ_SUFFIX, SOURCE_PARTS, field_name
from web.curation.forms.metadata_form import MetadataForm

_SEEN_WHOLE = 8
"""So many choices are seen at a glance: one click takes one, where a list that unfolds takes two."""

_TEXT_POINT, _BODY = "text", "body"


def seen_whole(row: MetadataKey, field: Field) -> bool:
    """Whether all choices of a field stand open beside each other; the kind decides what is asked, and has a list."""
    if row.type is not ValueType.CONCEPT or row.is_required or not isinstance(field, SelectField):
        return False
    return len(field.choices or ()) <= _SEEN_WHOLE


def fields_of(point: str) -> tuple[str, ...]:
    """The names of the form's inputs that fulfil a point of the checklist, whichever of them holds something."""
    if point == _TEXT_POINT:
        return (_BODY,)
    rows = [row for row in SCHEMA if (row.point or row.key) == point]
    return tuple(name for row in rows for name in _input_names(row))


def filled_fields(form: MetadataForm, part: str) -> list[str]:
    """The names of the fields of a part that hold something, as readers know them."""
    return [field.label.text for _, field in form.part(part) if field.data]


def has_fault(form: MetadataForm, part: str) -> bool:
    """Whether a field of a part must be mended."""
    return any(field.errors for _, field in form.part(part))


def _input_names(row: MetadataKey) -> tuple[str, ...]:
    name = field_name(row)
    match row.type:
        case ValueType.SOURCES:
            return tuple(f"source-{part}" for part in SOURCE_PARTS)
        case ValueType.WORK:
            return tuple(f"work-{part.name}" for part in WORK_PARTS)
        case _:
            return (name, f"{name}{READ_SUFFIX}")
