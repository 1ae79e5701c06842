"""Fields of the curators' form, one kind for each type of value in the metadata schema; WTForms draws and fills them.

None of them judges a value: that is done for all ways in together (see indexer/domain/documents).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import TextArea, TextInput

from indexer import (
    WORK_PARTS,
    MetadataKey,
    PartType,
    Scheme,
    ValueType,
    Vocabulary,
    WorkType,
    name_in,
    typed_number,
    value_label,
)
from web.site.facet_names import key_explanation, key_name, value_name
from web.site.language import page_language, translate

READ_SUFFIX = "-read"
"""Ends the name of a box that takes over what was read in the text."""

SOURCE_PARTS = ("title", "url", "publisher", "year")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_LONG = 300
"""Texts that may be longer get several lines."""


class LinesField(Field):
    """Several texts, one on each line; boxes ticked beside it are added."""

    widget: Any = TextArea()

    def process(self, formdata: Any, data: Any = (), extra_filters: Any = None) -> None:
        """Fill the field from what was sent, or from data."""
        if formdata is None:
            self.data = tuple(data or ())
            return
        lines = [*_LINE_ENDS.split(formdata.get(self.name, "")), *formdata.getlist(self.name + READ_SUFFIX)]
        self.data = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def _value(self) -> str:
        return "\n".join(self.data)


class YearField(StringField):
    """A year as it was typed; empty, it takes what was read in the text and ticked."""

    widget = TextInput()

    def process(self, formdata: Any, data: Any = "", extra_filters: Any = None) -> None:
        """Fill the field from what was sent, or from data."""
        if formdata is None:
            self.data = str(data or "")
            return
        typed = formdata.get(self.name, "").strip()
        self.data = typed or formdata.get(self.name + READ_SUFFIX, "").strip()


class DayField(StringField):
    """A day, chosen in a calendar; a moment that a file states stands as it is written."""

    widget = TextInput()

    def __call__(self, **given: Any) -> Any:
        """The input; only a day has a calendar, which would show a moment as nothing."""
        is_day = len(self.data or "") in (0, len("2026-11-23"))
        return super().__call__(**({"type": "date"} if is_day else {}), **given)


class SourcesField(Field):
    """The sources as mappings of texts by part; rows in which nothing is written are left out."""

    def process(self, formdata: Any, data: Any = (), extra_filters: Any = None) -> None:
        """Fill the field from what was sent, or from data."""
        if formdata is None:
            self.data = tuple(data or ())
            return
        columns = [formdata.getlist(f"source-{part}") for part in SOURCE_PARTS]
        rows = (dict(zip(SOURCE_PARTS, map(str.strip, row), strict=True)) for row in zip(*columns, strict=False))
        self.data = tuple(row for row in rows if any(row.values()))


class WorkField(Field):
    """The work as a mapping of texts by part; its authors stand on a line each."""

    parts = WORK_PARTS

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Fill the field from what was sent, or from data."""
        if formdata is None:
            self.data = dict(data or {})
            return
        sent = {part.name: formdata.get(f"work-{part.name}", "").strip() for part in WORK_PARTS}
        self.data = {name: text for name, text in sent.items() if text}

    @property
    def types(self) -> dict[str, str]:
        """The types of works with their names, by value; first of all nothing."""
        named = {each.value: name_in(f"worktype-{each}", page_language()) for each in WorkType}
        return {"": translate("Ikke angivet"), **named}

    @property
    def values(self) -> dict[str, object]:
        """What the parts state, as files have it."""
        kinds = {part.name: part.type for part in WORK_PARTS}
        return {name: _part_value(kinds[name], text) for name, text in self.data.items()}


def _part_value(kind: PartType, text: str) -> object:
    if kind is PartType.AUTHORS:
        return [line.strip() for line in _LINE_ENDS.split(text) if line.strip()]
    return typed_number(text) if kind is PartType.YEAR else text


class ConceptsField(SelectMultipleField):
    """Concepts that are ticked in a list of their own; `scheme` is None where the vocabulary lacks it."""

    def __init__(self, label: str, scheme: Scheme | None, **given: Any) -> None:
        self.scheme = scheme
        known = scheme.concepts if scheme else ()
        # Not by WTForms: one judge of values serves every way in.
        super().__init__(label, choices={one: one for one in known}, validate_choice=False, **given)


def field_name(row: MetadataKey) -> str:
    """What the field of a row is called: concepts that are ticked as in addresses, all others as their attribute."""
    return row.facet if row.type is ValueType.CONCEPTS else row.attribute


def field_for(row: MetadataKey, vocabulary: Vocabulary) -> Field:
    """The field of a row, with its name, explanation and choices in the page's language; bound by the form."""
    told: dict[str, Any] = {"label": key_name(row.key), "description": key_explanation(row.key)}
    match row.type:
        case ValueType.TEXT:
            kind = TextAreaField if row.limit > _LONG else StringField
            attributes: dict[str, object] = {"maxlength": row.limit, "required": row.is_required}
            return kind(render_kw={name: value for name, value in attributes.items() if value}, **told)
        case ValueType.CONCEPT | ValueType.CHOICE:
            return SelectField(choices=_choices(row, vocabulary), validate_choice=False, **told)
        case ValueType.CONCEPTS:
            return ConceptsField(scheme=vocabulary.schemes.get(row.concept_scheme), **told)
        case ValueType.YEAR:
            return YearField(render_kw={"inputmode": "numeric", "maxlength": 4}, **told)
        case ValueType.MOMENT:
            return DayField(**told)
        case ValueType.SOURCES:
            return SourcesField(**told)
        case ValueType.WORK:
            return WorkField(**told)
        case _:
            return LinesField(**told)


def shown(field: Field, row: MetadataKey | None) -> str:
    """What a field holds, in words, to be compared by a reader."""
    if row is not None and row.type in (ValueType.CONCEPT, ValueType.CONCEPTS, ValueType.CHOICE):
        return _chosen_names(field, row.key)
    return _typed_text(field)


def _chosen_names(field: Field, key: str) -> str:
    values: Sequence[str] = field.data if isinstance(field.data, list | tuple) else [field.data or ""]
    # Sorted: in which order they stand is no difference.
    return ", ".join(value_name(key, value) for value in sorted(values) if value)


def _typed_text(field: Field) -> str:
    if isinstance(field, WorkField):
        return "\n".join(field.data.values())
    if isinstance(field, SourcesField):
        return "\n".join(" ".join(filter(None, one.values())) for one in field.data)
    return "\n".join(field.data) if isinstance(field, LinesField) else str(field.data or "").strip()


def _choices(row: MetadataKey, vocabulary: Vocabulary) -> dict[str, str]:
    """The names of the choices by value; first of all nothing, where the key may be left out."""
    scheme = vocabulary.schemes.get(row.concept_scheme)
    values: Iterable[str] = row.choices or (scheme.concepts if scheme else ())
    named = {str(value): value_label(vocabulary, row, str(value), page_language()) for value in values}
    unstated = name_in(f"unstated-{row.key}", page_language()) or translate("Ikke angivet")
    return named if row.is_required else {"": unstated, **named}
