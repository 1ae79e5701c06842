"""Words that two people typed into the same field at the same time, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import name_in
from indexer.rooms import (
    Conflict,
    FieldType,
    Place,
    Room,
    RoomRefused,
    digest,
    is_sealed,
    value_at,
    value_from_text,
)
from web.rooms.writing.record_form import in_words, label_id
from web.site.language import page_language


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A conflict: the field, what stands in it, what was typed meanwhile, and whether both can stand."""

    id: str
    field: str
    about: str
    standing: tuple[str, ...]
    other: tuple[str, ...]
    base: str
    is_text: bool


def conflict_views(room: Room, own_sheet: str = "") -> tuple[ConflictView, ...]:
    """The conflicts of a room, the oldest first; those of sheets that may not be seen yet on the sheet itself alone."""
    places = ((conflict, Place.parsed(conflict.place)) for conflict in room.conflicts)
    return tuple(
        _view(room, conflict, place)
        for conflict, place in places
        if place is not None and (place.row == own_sheet or not is_sealed(room, place))
    )


def _view(room: Room, conflict: Conflict, place: Place) -> ConflictView:
    stands = value_at(room, place)
    row = next((one for one in getattr(room, place.section) if one.id == place.row), None) if place.row else None
    try:
        other = in_words(place, place.kind.read(value_from_text(place.kind, conflict.text)), room)
    except RoomRefused:  # from a file that somebody wrote by hand
        other = (conflict.text,)
    return ConflictView(
        id=conflict.id,
        field=name_in(label_id(place), page_language()),
        about=str(getattr(row, "name", "") or ""),
        standing=in_words(place, stands, room),
        other=other,
        base=digest(stands),
        is_text=place.kind.type in (FieldType.TEXT, FieldType.LINE),
    )
