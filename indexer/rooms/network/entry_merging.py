"""Names that colleagues wrote down apart -> the one map, with those that look alike shown before they become one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from indexer.domain.errors import RoomRefused
from indexer.rooms.record.changes import FieldEdit, Place, apply_changes, digest
from indexer.rooms.record.map_rows import MapEntry
from indexer.rooms.record.room import SECTIONS, Room, new_row_id

NEW, WAIT, DROP = "new", "wait", "drop"
"""What may become of an entry, beside the id of the actor or of the earlier entry that it is."""

_NEAR = 80.0
"""From this share of equal letters on, in per cent and with the words in any order, names are shown as near."""

_MIN_PART, _PART = 5, 90.0
"""A name of fewer letters is a part of too many others to be shown as near to them."""

_SIGN = re.compile(r"[^\w ]+")
ENTRY_FIELDS = tuple(name for name in SECTIONS["map_entries"].fields if name not in ("id", "by"))


@dataclass(frozen=True, slots=True)
class NearName:
    """Somebody on the map, or earlier among the entries, whose name is near; `is_same` where it is the same."""

    id: str
    name: str
    likeness: float
    is_on_map: bool

    @property
    def is_same(self) -> bool:
        """Whether the names differ in nothing but capitals and signs."""
        return self.likeness == 100.0


def near_names(room: Room, entry: MapEntry) -> tuple[NearName, ...]:
    """Those that an entry may be, the nearest first; of entries those before it."""
    found = []
    on_map = [(actor.id, actor.name, True) for actor in room.actors]
    earlier = [(other.id, other.name, False) for other in _before(room.map_entries, entry)]
    for id_, name, is_on_map in (*on_map, *earlier):
        alike = likeness(entry.name, name)
        if alike >= _NEAR:
            found.append(NearName(id_, name, alike, is_on_map))
    return tuple(sorted(found, key=lambda one: (-one.likeness, not one.is_on_map)))


def proposed(room: Room, entry: MapEntry) -> str:
    """What is likely to become of an entry: a name of its own is new, the same name is one; what is near waits."""
    near = near_names(room, entry)
    if not near:
        return NEW if entry.name else DROP
    return near[0].id if near[0].is_same else WAIT


def merged(room: Room, decisions: Mapping[str, str], moment: str = "") -> Room:
    """The room after decisions by the ids of entries; what is not decided waits on.

    An actor keeps what stands there: what is empty is filled in, and a word that differs is kept aside for a person.

    Raises:
        RoomRefused: a decision names nobody, or the map is full.
    """
    became: dict[str, str] = {}
    left = []
    for entry in room.map_entries:
        decision = decisions.get(entry.id, WAIT)
        target = became.get(decision, decision)
        if decision == DROP:
            continue
        if decision == WAIT or _waits(room, target):
            left.append(entry)
            continue
        actor = new_row_id() if decision == NEW else target
        if decision != NEW and all(one.id != actor for one in room.actors):
            raise RoomRefused("room-merge-unknown", name=entry.name)
        # Whoever says that two are one has seen both names: the one on the map stands.
        names = () if decision == NEW else ("name",)
        room = apply_changes(room, _edits(entry, actor, names), (), moment).room
        became[entry.id] = actor
    return replace(room, map_entries=tuple(left))


def likeness(one: str, other: str) -> float:
    """How alike two names are, to 100; a name within another, or at its beginning, counts as near."""
    a, b = _plain(one), _plain(other)
    if not a or not b:
        return 0.0
    alike = float(fuzz.token_sort_ratio(a, b))
    short, long = sorted((a, b), key=len)
    is_part = set(short.split()) <= set(long.split()) or long.startswith(short)
    if len(short) >= _MIN_PART and short != long and is_part:
        return max(alike, _PART)
    return alike


def _plain(name: str) -> str:
    return " ".join(_SIGN.sub(" ", name.casefold()).split())


def _before(entries: Sequence[MapEntry], entry: MapEntry) -> Sequence[MapEntry]:
    return entries[: next((place for place, one in enumerate(entries) if one.id == entry.id), 0)]


def _waits(room: Room, target: str) -> bool:
    """Whether an entry is said to be one that waits itself."""
    return any(one.id == target for one in room.map_entries)


def _edits(entry: MapEntry, actor: str, but: Sequence[str]) -> list[FieldEdit]:
    places = ((Place("actors", actor, name), getattr(entry, name)) for name in ENTRY_FIELDS if name not in but)
    # As if the colleague had seen an empty field: what stands there is then a conflict, and not overwritten.
    return [FieldEdit(place, digest(place.kind.default), value) for place, value in places if value]
