"""What a form of a room sends -> changes of its record, with the faults of each field.

A field is named by its place, `actors/3f2a/name`. For each record that a form shows, a hidden field `was:actors/3f2a`
holds the digests of what it showed; only fields that it names are read. A row that is new has an id that begins with
"+", as no kept one does, and counts once something is typed into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from indexer import Message
from indexer.rooms import SECTIONS, FieldEdit, FieldType, Place, RoomRefused, RowRemoval, digest, is_id, new_row_id

WAS, REMOVE, NEW = "was:", "remove", "+"
_UNTYPED = ("conflicts", "notices", "survey_answers")
"""Sections that no form writes: answers come from those who give them."""


@dataclass(frozen=True, slots=True)
class TypedForm:
    """What was typed.

    Attributes:
        raw: as it came, by the names of fields, so that a page can show it again.
        faults: by the names of fields.
        refused: why the whole could not be kept.
    """

    raw: MultiDict[str, str]
    edits: tuple[FieldEdit, ...] = ()
    removals: tuple[RowRemoval, ...] = ()
    faults: Mapping[str, Message] = field(default_factory=dict)
    refused: Message | None = None


def was_name(section: str, row: str) -> str:
    """The name of the hidden field of a record."""
    return f"{WAS}{section}/{row}"


def read_form(form: MultiDict[str, str]) -> TypedForm:
    """The changes of a form; names that the record does not have are passed over."""
    removed = set(form.getlist(REMOVE))
    edits: list[FieldEdit] = []
    removals: list[RowRemoval] = []
    faults: dict[str, Message] = {}
    for section, row, bases in _records(form):
        if row and f"{section}/{row}" in removed:
            removals.append(RowRemoval(section, row, bases))
            continue
        found = [_edit(form, Place(section, row, name), base, faults) for name, base in bases.items()]
        read = [edit for edit in found if edit is not None]
        edits += _renamed(read) if row.startswith(NEW) else read
    return TypedForm(form, tuple(edits), tuple(removals), faults)


def _records(form: MultiDict[str, str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(section, row, digest by field) of the records that a form shows."""
    for name, value in form.items():
        section, _, row = name.removeprefix(WAS).partition("/")
        if not name.startswith(WAS) or section not in SECTIONS or section in _UNTYPED:
            continue
        if bool(row) is SECTIONS[section].is_list and (not row or is_id(row.removeprefix(NEW))):
            pairs = (pair.partition(":") for pair in value.split())
            yield section, row, {one: base for one, _, base in pairs if one in SECTIONS[section].fields and one != "id"}


def _edit(form: MultiDict[str, str], place: Place, base: str, faults: dict[str, Message]) -> FieldEdit | None:
    raw: object = form.get(str(place), "")
    if place.kind.type is FieldType.CONCEPTS:
        raw = form.getlist(str(place))
    elif place.kind.type is FieldType.TICK:
        # A browser sends nothing of a box without a tick.
        raw = str(place) in form
    try:
        return FieldEdit(place, base, place.kind.read(raw))
    except RoomRefused as error:
        faults[str(place)] = error.message
        return None


def _renamed(edits: list[FieldEdit]) -> list[FieldEdit]:
    """The edits of a new row under an id of its own; none where nothing was typed."""
    if all(digest(edit.value) == edit.base for edit in edits):
        return []
    row = new_row_id(f"{edits[0].place.section}/{edits[0].place.row}")
    return [FieldEdit(Place(edit.place.section, row, edit.place.field), edit.base, edit.value) for edit in edits]
