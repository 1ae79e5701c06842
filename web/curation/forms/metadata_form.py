"""The form of a document: metadata <-> fields, a field for each row of the schema that the form asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField, TextAreaField
from wtforms.form import BaseForm

from indexer import (
    BY_KEY,
    NOT_GIVEN,
    RECORD_SCHEMES,
    SCHEMA,
    CheckItem,
    FormPart,
    Language,
    Metadata,
    MetadataKey,
    Status,
    ValueType,
    Vocabulary,
    Work,
    checked_points,
    incoming_text,
    read_stated,
    rows_of,
    say,
    typed_number,
    typed_value,
)
from web.curation.forms.form_fields import ConceptsField, WorkField, field_for, field_name, shown
from web.site.context import page_vocabulary
from web.site.facet_names import key_name, value_name
from web.site.language import page_language

ROWS: tuple[MetadataKey, ...] = tuple(row for row in SCHEMA if row.form_part is not FormPart.NONE)
_BY_FIELD = {field_name(row): row for row in ROWS}
_SUBJECTS = BY_KEY["subjects"]
_MAIN_SUBJECT = "main-subject"
_BODY, _OTHER_BODY = "body", "body_other"


class MetadataForm(BaseForm):
    """The fields of a document by name; `errors` says by field what must be mended, after `validate`."""

    def __init__(
        self, vocabulary: Vocabulary, values: Mapping[str, Any] | None = None, sent: MultiDict[str, str] | None = None
    ) -> None:
        """`values` fill the fields by name; `sent` is what a browser sent and wins."""
        self._vocabulary = vocabulary
        fields: dict[str, Any] = {field_name(row): field_for(row, vocabulary) for row in ROWS}
        subjects = vocabulary.schemes.get(_SUBJECTS.concept_scheme)
        fields[_MAIN_SUBJECT] = SelectField(
            choices={one: one for one in ("", *(subjects.concepts if subjects else ()))}, validate_choice=False
        )
        fields |= {name: TextAreaField(key_name(name)) for name in (_BODY, _OTHER_BODY)}
        super().__init__(fields)
        # What was sent is all there is: a browser says nothing of a box whose tick was taken away.
        self.process(sent, data=None if sent is not None else _EMPTY | dict(values or {}))

    @property
    def language(self) -> Language:
        """The language of the document; Danish where none is chosen."""
        chosen = self["language"].data
        return Language(chosen) if chosen in set(Language) else Language.DANISH

    @property
    def title(self) -> str:
        """The title as it was typed."""
        return str(self["title"].data or "")

    @property
    def body(self) -> str:
        """The text of a write-up as it would be kept."""
        return incoming_text(str(self[_BODY].data or ""))

    @property
    def other_body(self) -> str | None:
        """The text in the other language as it would be kept; None where the form did not ask for it."""
        # A form that was kept before there were two texts must not take one away.
        typed = self[_OTHER_BODY].data
        return None if typed is None else incoming_text(str(typed))

    def part(self, name: str) -> Iterator[tuple[MetadataKey, Field]]:
        """The rows of a part of the form with their fields."""
        for row in rows_of(FormPart(name)):
            yield row, self[field_name(row)]

    @property
    def concept_fields(self) -> tuple[ConceptsField, ...]:
        """The fields in which concepts are ticked."""
        return tuple(field for field in self if isinstance(field, ConceptsField))

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Whether the values can be kept; `errors` says what must be mended, in the page's language."""
        del extra_validators  # there is one judge
        _, faults = read_stated(self._stated(Status.DRAFT), self._vocabulary)
        names = {row.attribute: field_name(row) for row in ROWS}
        for field in self:
            field.errors = [
                say(fault.message, page_language()) for fault in faults if names.get(fault.attribute) == field.name
            ]
        return not faults

    def metadata(self, base: Metadata | None, status: Status) -> Metadata:
        """The metadata that a form without faults states; what the form does not ask for is kept from `base`."""
        read, faults = read_stated(self._stated(status), self._vocabulary)
        if read is None:
            raise ValueError(f"The form has faults: {faults}")
        values: dict[str, Any] = {row.attribute: row.value(read) for row in ROWS} | {"status": status}
        for row in ROWS:
            if row.type is ValueType.CONCEPTS:
                values[row.attribute] = _in_order(values[row.attribute], row.value(base) if base else ())
        main = self[_MAIN_SUBJECT].data or ""
        if self._vocabulary.concept(_SUBJECTS.concept_scheme, main) is not None:
            values["subjects"] = _main_first(main, values["subjects"], base.subjects if base else ())
        return (base or read).replaced(values)

    def differences(self, other: MetadataForm) -> list[tuple[str, str, str]]:
        """(name, what the other holds, what this one holds) of every field in which two forms differ."""
        pairs = ((field, other[field.name], _BY_FIELD.get(field.name)) for field in self)
        texts = ((field.label.text, shown(theirs, row), shown(field, row)) for field, theirs, row in pairs)
        return [(name, theirs, mine) for name, theirs, mine in texts if name and theirs.split() != mine.split()]

    def _stated(self, status: Status) -> dict[str, object]:
        """What the fields state, by key as files have it."""
        stated = {row.key_in(self.language): self._value(row) for row in ROWS}
        return {key: value for key, value in stated.items() if value is not None} | {"status": status.value}

    def _value(self, row: MetadataKey) -> object:
        field = self[field_name(row)]
        if isinstance(field, WorkField):
            return field.values
        data = field.data
        if row.type is ValueType.SOURCES:
            return [
                {part: typed_number(text) if part == "year" else text for part, text in source.items() if text}
                for source in data
            ]
        return typed_value(row, [data or ""] if isinstance(data, str | None) else data, self._vocabulary)


def checklist_of(form: MetadataForm, *, has_text: bool) -> tuple[CheckItem, ...]:
    """What the fields hold of what a document of the kind should state; the text counts where it is written there."""

    def is_stated(row: MetadataKey) -> bool:
        return bool(form[field_name(row)].data)

    return checked_points(str(form["kind"].data or ""), is_stated, len(form.body.split()) if has_text else None)


def values_of(metadata: Metadata, body: str = "", other_body: str = "") -> dict[str, Any]:
    """What the fields hold for a document, by name; countries by their names."""
    values: dict[str, Any] = {field_name(row): row.value(metadata) for row in ROWS}
    for row in ROWS:
        if row.facet in RECORD_SCHEMES:
            values[field_name(row)] = [_written_name(row.key, one) for one in row.texts(metadata)]
    values["countries"] = [value_name("country", code) for code in metadata.countries]
    values["sources"] = [
        {"title": one.title, "url": one.url, "publisher": one.publisher, "year": str(one.year or "")}
        for one in metadata.sources
    ]
    values["describes"] = _typed_work(metadata.describes)
    given = {name: value for name, value in values.items() if value not in NOT_GIVEN}
    texts = {_BODY: body.strip("\n"), _OTHER_BODY: other_body.strip("\n")}
    return {**given, _MAIN_SUBJECT: next(iter(metadata.subjects), ""), **texts}


def _typed_work(work: Work | None) -> dict[str, str] | None:
    """The parts of a work as people type them; an author on each line."""
    if work is None:
        return None
    texts = {name: str(value) for name, value in work.stated.items()}
    return texts | ({"authors": "\n".join(map(str, work.authors))} if work.authors else {})


def _written_name(key: str, value: str) -> str:
    """The name of an organisation or place where it leads back to its record, else its id."""
    name = value_name(key, value)
    return name if page_vocabulary().records(BY_KEY[key].facet).named(name) in ("", value) else value


_EMPTY: dict[str, Any] = {"language": Language.DANISH.value, "kind": "case"}
"""What a new form says: a Danish case."""


def _in_order(chosen: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen values, those that were stated before in their old order."""
    return (*(value for value in before if value in chosen), *(value for value in chosen if value not in before))


def _main_first(main: str, ticked: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """The ticked subjects, the main one first: choosing one as such ticks it, taking its tick away drops it."""
    if main not in ticked and main in before:
        return ticked
    return (main, *(subject for subject in ticked if subject != main))
