"""A room as JSON: on disk, and as the file that is exported, imported and described by a published schema."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from indexer.domain.errors import RoomRefused
from indexer.domain.texts.characters import incoming_line
from indexer.rooms.record.field_kinds import FieldKind, FieldType, Value
from indexer.rooms.record.room import SECTIONS, Room, Section, sections
from indexer.rooms.record.rows import RoomRecord, RoomRow

FORMAT = "samspil-room"
FORMAT_VERSION = 1
_MOST_SHOWN = 80
_KEYS = frozenset(("format", "version", "ends", "room"))


def room_to_json(room: Room) -> dict[str, Any]:
    """Every section with every field, so that a file shows what there is to fill in."""
    return {name: _written(getattr(room, name)) for name in SECTIONS}


def room_from_json(content: object, *, is_own: bool = False) -> Room:
    """The room of an object, our own or somebody's; what it leaves out is empty.

    Raises:
        RoomRefused: something in it cannot be; the place is named.
    """
    if not isinstance(content, dict):
        raise RoomRefused("room-file-unreadable")
    if unknown := content.keys() - SECTIONS.keys():
        raise RoomRefused("room-file-unknown", place=_shown(unknown))
    known = sections(is_own=is_own)
    held: dict[str, Any] = {name: _section_from(known[name], value) for name, value in content.items()}
    return Room(**held)


def record_to_json(record: RoomRecord) -> dict[str, Any]:
    """One record alone, or one row."""
    return {item.name: _written(getattr(record, item.name)) for item in dataclasses.fields(record)}


def exported(room: Room, ends: datetime.date) -> bytes:
    """The file of a room: the same for the same content, so that two can be compared."""
    content = {"format": FORMAT, "version": FORMAT_VERSION, "ends": ends.isoformat(), "room": room_to_json(room)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def imported(file: bytes) -> tuple[Room, datetime.date | None]:
    """The room of an exported file, and the end that it states.

    Raises:
        RoomRefused: the file is none of a room, or holds what a room may not.
    """
    try:
        content = json.loads(file)
    except (ValueError, RecursionError) as error:
        # Thousands of brackets within each other are too deep for Python's reader of JSON.
        raise RoomRefused("room-file-unreadable") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise RoomRefused("room-file-unreadable")
    if content.get("version") != FORMAT_VERSION:
        raise RoomRefused("room-file-newer")
    if unknown := content.keys() - _KEYS:
        raise RoomRefused("room-file-unknown", place=_shown(unknown))
    try:
        ends = datetime.date.fromisoformat(str(content.get("ends", "")))
    except ValueError:
        # No reason to lose a room: it gets the usual end then.
        ends = None
    return room_from_json(content.get("room")), ends


def json_schema(address: str) -> dict[str, Any]:
    """What an exported file looks like, in the words of JSON Schema 2020-12."""
    room = {name: _schema_of(section) for name, section in SECTIONS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "A room of Samspil",
        **_object(
            {
                "format": {"const": FORMAT},
                "version": {"const": FORMAT_VERSION},
                "ends": {"type": "string", "format": "date"},
                "room": _object(room),
            }
        ),
        "required": ["format", "version", "room"],
    }


def _written(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: _written(getattr(value, item.name)) for item in dataclasses.fields(value)}
    return [_written(one) for one in value] if isinstance(value, tuple) else value


def _section_from(section: Section, content: object) -> object:
    if not section.is_list:
        return _record_from(section, content, section.id)
    if not isinstance(content, list) or len(content) > section.most:
        raise RoomRefused("room-file-rows", place=section.id, most=section.most)
    rows = tuple(_record_from(section, row, f"{section.id}/{number}") for number, row in enumerate(content, 1))
    ids = [row.id for row in rows if isinstance(row, RoomRow)]
    if "" in ids or len(set(ids)) < len(ids):
        raise RoomRefused("room-file-ids", place=section.id)
    return rows


def _record_from(section: Section, content: object, place: str) -> RoomRecord:
    if not isinstance(content, dict):
        raise RoomRefused("room-file-unknown", place=place)
    if unknown := content.keys() - section.fields.keys():
        raise RoomRefused("room-file-unknown", place=f"{place}/{_shown(unknown)}")
    return section.record(**_values(section.fields, content, place))


def _shown(unknown: Iterable[object]) -> str:
    """The first of the names that a room does not have, fit to be shown."""
    return incoming_line(min(map(str, unknown)))[:_MOST_SHOWN]


def _values(kinds: Mapping[str, FieldKind], content: Mapping[str, object], place: str) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, raw in content.items():
        try:
            values[name] = kinds[name].read(raw)
        except RoomRefused as error:
            raise RoomRefused("room-file-fault", place=f"{place}/{name}", fault=error.message) from error
    return values


def _schema_of(section: Section) -> dict[str, Any]:
    record = _object({name: _field_schema(kind) for name, kind in section.fields.items()})
    if not section.is_list:
        return record
    return {"type": "array", "maxItems": section.most, "items": {**record, "required": ["id"]}}


def _object(properties: Mapping[str, object]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _field_schema(kind: FieldKind) -> dict[str, Any]:
    plain: dict[FieldType, dict[str, Any]] = {
        FieldType.NUMBER: {"type": ["integer", "null"], "minimum": 0, "maximum": kind.most},
        FieldType.TICK: {"type": "boolean"},
        FieldType.CHOICE: {"enum": ["", *kind.choices]},
        FieldType.CONCEPTS: {"type": "array", "maxItems": kind.most, "items": {"type": "string"}},
        FieldType.DAY: {"type": "string", "pattern": r"^(\d{4}-\d\d-\d\d)?$"},
    }
    return plain.get(kind.type, {"type": "string", "maxLength": kind.most})
