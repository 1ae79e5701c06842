"""When sheets that sides write alone may be seen: once every side says that it is done, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from indexer.rooms.record.changes import Place
from indexer.rooms.record.field_kinds import OWN_SIDE
from indexer.rooms.record.room import SECTIONS, Room
from indexer.rooms.record.sheets import Sheet

SHEET_SECTIONS = ("needs", "expectations", "temperatures")
SHEET_FIELDS = ("actor", "round", "is_done")
"""What a sheet says of itself; its other fields are what a side writes."""

_MIN_SIDES = 2


@dataclass(frozen=True, slots=True)
class Round:
    """The sheets of a round; `is_open` once they may be seen.

    Attributes:
        sheets: the sheet of each side, one that is done before one that is not.
        every: all sheets: a side has two where one was begun anew while somebody still wrote on the other.
    """

    number: int
    sides: tuple[str, ...]
    sheets: Mapping[str, Sheet]
    every: tuple[Sheet, ...]
    is_open: bool

    @property
    def waiting(self) -> tuple[str, ...]:
        """The sides that are not done yet."""
        return tuple(side for side in self.sides if side not in self.sheets or not self.sheets[side].is_done)

    @property
    def shown(self) -> tuple[Sheet, ...]:
        """The sheets that may be seen, in the order of the sides."""
        done = [sheet for sheet in self.every if sheet.is_done and self.is_open]
        return tuple(sheet for side in self.sides for sheet in done if sheet.actor == side)


def sides_of(room: Room) -> tuple[str, ...]:
    """The library's own side, then the actors that are parties."""
    return (OWN_SIDE, *(actor.id for actor in room.actors if actor.is_party))


def rounds_of(room: Room, section: str) -> tuple[Round, ...]:
    """The rounds of a section from the first, with one that nobody has begun where there is none.

    A round that another followed has been seen, whoever has come since.
    """
    sheets: tuple[Sheet, ...] = getattr(room, section)
    last = max((_number(sheet) for sheet in sheets), default=1)
    return tuple(_round(room, sheets, number, last) for number in range(1, last + 1))


def written_fields(section: str) -> tuple[str, ...]:
    """The names of what a side writes in a sheet of a section, in their order."""
    return tuple(name for name in SECTIONS[section].fields if name not in (*SHEET_FIELDS, "id"))


def begun_sheet(section: str, row: str, side: str, number: int, values: Mapping[str, str]) -> Sheet:
    """A sheet that nothing is written on yet."""
    make: Any = SECTIONS[section].record
    return cast(Sheet, make(id=row, actor=side, round=number, **values))


def is_sealed(room: Room, place: Place) -> bool:
    """Whether a field stands on a sheet that the other sides may not see yet."""
    if place.section not in SHEET_SECTIONS:
        return False
    return not any(sheet.id == place.row for one in rounds_of(room, place.section) for sheet in one.shown)


def _round(room: Room, sheets: tuple[Sheet, ...], number: int, last: int) -> Round:
    every = tuple(sheet for sheet in sheets if _number(sheet) == number)
    own = {sheet.actor: sheet for sheet in sorted(every, key=lambda sheet: sheet.is_done)}
    now = sides_of(room)
    those = tuple(side for side in now if side in own) if number < last else now
    are_done = all(side in own and own[side].is_done for side in now)
    return Round(number, those, own, every, number < last or (are_done and len(now) >= _MIN_SIDES))


def _number(sheet: Sheet) -> int:
    return sheet.round or 1
