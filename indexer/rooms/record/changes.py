"""Changes of a room by several people at once: field by field, and nobody's words are lost.

A form says of each field what it showed, as a digest. A field that stands as it was shown takes the new value; one that
somebody else changed meanwhile keeps theirs, and what was typed is kept beside it as a conflict until somebody decides.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from indexer.domain.errors import RoomRefused
from indexer.rooms.record.field_kinds import FieldKind, FieldType, Value
from indexer.rooms.record.records import Conflict
from indexer.rooms.record.room import SECTIONS, Room, Section, new_row_id
from indexer.rooms.record.rows import RoomRecord, RoomRow

_DIGEST_LETTERS = 10
_CHOICES = ("", "keep", "take", "both")
_FULL = {"conflicts": "room-conflicts-full"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands; `row` is "" in a section without rows."""

    section: str
    row: str
    field: str

    def __str__(self) -> str:
        return f"{self.section}/{self.row}/{self.field}"

    @classmethod
    def parsed(cls, text: str) -> Place | None:
        """The place of a text; None where the record has none such."""
        parts = text.split("/")
        if len(parts) != 3 or parts[0] not in SECTIONS or parts[2] not in SECTIONS[parts[0]].fields:
            return None
        return cls(*parts) if bool(parts[1]) is SECTIONS[parts[0]].is_list else None

    @property
    def kind(self) -> FieldKind:
        """What the field may hold."""
        return SECTIONS[self.section].fields[self.field]


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """What a form sends of a field: the digest of what it showed, and what stands in it now."""

    place: Place
    base: str
    value: Value


@dataclass(frozen=True, slots=True)
class RowRemoval:
    """A row to be removed, with the digests of what was shown of it."""

    section: str
    row: str
    bases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Applied:
    """The room after the changes; what others had changed, and rows that were brought back or stayed for it."""

    room: Room
    conflicts: tuple[Place, ...] = ()
    restored: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def digest(value: Value) -> str:
    """What a form says of a value that it shows."""
    # Few letters, for a page carries one for each field: it only tells apart what stood in one place.
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:_DIGEST_LETTERS]


def value_at(room: Room, place: Place) -> Value:
    """What stands in a field; its default where there is no such row."""
    record = _found(room, place.section, place.row)
    return place.kind.default if record is None else getattr(record, place.field)


def apply_changes(
    room: Room, edits: Sequence[FieldEdit], removals: Iterable[RowRemoval] = (), moment: str = ""
) -> Applied:
    """The room with everything that can be changed; see the module for what cannot.

    Raises:
        RoomRefused: a list would have too many rows.
    """
    work = _Work(room, moment)
    for (section, row), group in _by_record(edits).items():
        work.edit_record(SECTIONS[section], row, group)
    for removal in removals:
        work.remove(removal)
    return Applied(work.room, tuple(work.conflicts), tuple(work.restored), tuple(work.kept))


def resolve(room: Room, conflict_id: str, choice: str, base: str) -> Applied:
    """The room after somebody decided: "keep" what stands, "take" what was put aside, or have "both" texts.

    Nothing is decided where the field has changed since it was shown; it stands in `conflicts` then.
    """
    conflict = next((one for one in room.conflicts if one.id == conflict_id), None)
    place = Place.parsed(conflict.place) if conflict else None
    if place and choice not in _CHOICES:
        return Applied(room, (place,))
    if conflict is None or place is None:
        return Applied(without_row(room, "conflicts", conflict_id))
    current = value_at(room, place)
    if digest(current) != base:
        return Applied(room, (place,))
    decided = {"take": conflict.text, "both": f"{current}\n\n{conflict.text}"}.get(choice)
    without = without_row(room, "conflicts", conflict_id)
    if decided is None:
        return Applied(without)
    return apply_changes(without, [FieldEdit(place, base, place.kind.read(value_from_text(place.kind, decided)))])


def text_of(value: Value) -> str:
    """A value in a line, as conflicts keep it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if value is None or isinstance(value, bool):
        return "x" if value else ""
    return str(value)


def value_from_text(kind: FieldKind, written: str) -> object:
    """What `text_of` wrote, to be read by the kind."""
    if kind.type is FieldType.CONCEPTS:
        return [one for one in written.split(", ") if one]
    return bool(written) if kind.type is FieldType.TICK else written


def with_row(room: Room, section: str, record: RoomRow) -> Room:
    """The room with a row, in the place of the one of the same id or as the last.

    Raises:
        RoomRefused: the list is full.
    """
    rows = getattr(room, section)
    if any(row.id == record.id for row in rows):
        return _with(room, section, tuple(record if row.id == record.id else row for row in rows))
    if len(rows) >= SECTIONS[section].most:
        raise RoomRefused(_FULL.get(section, "room-rows-full"), most=SECTIONS[section].most)
    return _with(room, section, (*rows, record))


def without_row(room: Room, section: str, row: str) -> Room:
    """The room without the row of an id."""
    return _with(room, section, tuple(one for one in getattr(room, section) if one.id != row))


@dataclass(slots=True)
class _Work:
    room: Room
    moment: str
    conflicts: list[Place] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def edit_record(self, section: Section, row: str, edits: Sequence[FieldEdit]) -> None:
        typed = [edit for edit in edits if digest(edit.value) != edit.base]
        if not typed:
            return
        record = _found(self.room, section.id, row)
        if record is None:
            self._bring_back(section, row, edits)
            return
        changed: dict[str, Value] = {}
        for edit in typed:
            current = getattr(record, edit.place.field)
            if digest(current) == edit.base:
                changed[edit.place.field] = edit.value
            elif current != edit.value:
                self._put_aside(edit)
        if changed:
            self._put(section, record.changed(changed))

    def _bring_back(self, section: Section, row: str, edits: Sequence[FieldEdit]) -> None:
        """Whoever edits a row that another removed wants it: all that the form held comes back, as a row.

        A form that does not hold what the row is called by keeps the words aside: nobody would know it again.
        """
        was_there = any(edit.base != digest(edit.place.kind.default) for edit in edits)
        names = (name for name in section.fields if name != "id")
        if was_there and next(names) not in {edit.place.field for edit in edits}:
            for edit in edits:
                if digest(edit.value) != edit.base:
                    self._put_aside(edit)
            return
        self.restored += [row] if was_there else []
        self._put(section, section.record(id=row, **{edit.place.field: edit.value for edit in edits}))

    def remove(self, removal: RowRemoval) -> None:
        record = _found(self.room, removal.section, removal.row)
        if record is None:
            return
        if any(digest(getattr(record, name)) != base for name, base in removal.bases.items()):
            self.kept.append(removal.row)
            return
        self.room = without_row(self.room, removal.section, removal.row)
        if removal.section == "actors":
            ties = tuple(tie for tie in self.room.ties_among if removal.row not in (tie.one, tie.other))
            self.room = replace(self.room, ties_among=ties)

    def _put(self, section: Section, record: RoomRecord) -> None:
        if isinstance(record, RoomRow):
            self.room = with_row(self.room, section.id, record)
        else:
            self.room = _with(self.room, section.id, record)

    def _put_aside(self, edit: FieldEdit) -> None:
        written = text_of(edit.value)
        self.conflicts.append(edit.place)
        if not any((one.place, one.text) == (str(edit.place), written) for one in self.room.conflicts):
            self.room = with_row(self.room, "conflicts", Conflict(new_row_id(), str(edit.place), written, self.moment))


def _found(room: Room, section: str, row: str) -> RoomRecord | None:
    held: RoomRecord | tuple[RoomRow, ...] = getattr(room, section)
    return next((one for one in held if one.id == row), None) if isinstance(held, tuple) else held


def _with(room: Room, section: str, held: object) -> Room:
    sections: dict[str, Any] = {section: held}
    return replace(room, **sections)


def _by_record(edits: Iterable[FieldEdit]) -> dict[tuple[str, str], list[FieldEdit]]:
    groups: defaultdict[tuple[str, str], list[FieldEdit]] = defaultdict(list)
    for edit in edits:
        groups[edit.place.section, edit.place.row].append(edit)
    return groups
