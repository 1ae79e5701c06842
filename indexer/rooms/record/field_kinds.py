"""What a field of a room may hold, and reading it from what was typed or imported."""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from indexer.domain.errors import RoomRefused
from indexer.domain.texts.characters import incoming_line, incoming_text
from indexer.rooms.record.personal_data import has_cpr_number

Value = str | int | bool | None | tuple[str, ...]
T = TypeVar("T", bound=Value)
KIND = "kind"
"""The key of a field's metadata under which its kind stands."""

OWN_SIDE = "us"
"""The library's own side, where a side is named by the id of an actor."""

_NO_NUMBER: int | None = None
_NO_CONCEPTS: tuple[str, ...] = ()
_ID = re.compile(r"[\w.-]{1,240}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class FieldType(enum.StrEnum):
    """How a field is typed and shown."""

    ID = "id"
    LINE = "line"
    TEXT = "text"
    ADDRESS = "address"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    CONCEPT = "concept"
    CONCEPTS = "concepts"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A type with its limits.

    Attributes:
        most: letters of a text, values of a list, or the highest number.
        choices: the values of a choice, beside "" for none; of an id, those that no row has.
        scheme: whose ids a concept is one of.
        is_role: whether it names somebody by role, never by name.
        is_judged: whether a text is searched for what a room may not hold; what was kept has been.
    """

    type: FieldType
    most: int = 200
    choices: tuple[str, ...] = ()
    scheme: str = ""
    is_role: bool = False
    is_judged: bool = True

    @property
    def default(self) -> Value:
        """What stands where nothing was typed."""
        return _DEFAULTS.get(self.type, "")

    def read(self, raw: object) -> Value:
        """The value of what JSON or a form gives; texts without control characters and space at their ends.

        Raises:
            RoomRefused: it is none.
        """
        return _READERS[self.type](self, raw)


def an_id() -> str:
    """What a row is known by, for good."""
    return _kept("", FieldKind(FieldType.ID))


def an_actor() -> str:
    """The id of an actor of the room, `OWN_SIDE` for the library's own side, or nothing."""
    return _kept("", FieldKind(FieldType.ID, choices=(OWN_SIDE,)))


def a_line(most: int = 200, *, is_role: bool = False) -> str:
    """A line of text."""
    return _kept("", FieldKind(FieldType.LINE, most, is_role=is_role))


def a_text(most: int = 3000) -> str:
    """Text of several lines."""
    return _kept("", FieldKind(FieldType.TEXT, most))


def an_address() -> str:
    """The address of a page, or nothing."""
    return _kept("", FieldKind(FieldType.ADDRESS, 1000))


def a_day() -> str:
    """A date as 2026-11-30, or nothing."""
    return _kept("", FieldKind(FieldType.DAY))


def a_number(most: int) -> int | None:
    """A whole number from 0, or None."""
    return _kept(_NO_NUMBER, FieldKind(FieldType.NUMBER, most))


def a_choice(*choices: str) -> str:
    """One of a few values, or nothing."""
    return _kept("", FieldKind(FieldType.CHOICE, choices=choices))


def a_concept(scheme: str) -> str:
    """An id of a scheme of the vocabulary, or nothing."""
    return _kept("", FieldKind(FieldType.CONCEPT, scheme=scheme))


def some_concepts(scheme: str, most: int = 30) -> tuple[str, ...]:
    """Ids of a scheme of the vocabulary."""
    return _kept(_NO_CONCEPTS, FieldKind(FieldType.CONCEPTS, most, scheme=scheme))


def a_tick() -> bool:
    """Yes or no."""
    return _kept(False, FieldKind(FieldType.TICK))


def is_id(raw: str) -> bool:
    """Whether a row, a document or a concept may be called so."""
    return _ID.fullmatch(raw) is not None


def _kept(default: T, kind: FieldKind) -> T:
    return field(default=default, metadata={KIND: kind})


_DEFAULTS: Mapping[FieldType, Value] = {
    FieldType.NUMBER: None,
    FieldType.CONCEPTS: (),
    FieldType.TICK: False,
}


def _read_id(kind: FieldKind, raw: object) -> str:
    if not isinstance(raw, str) or (raw and not is_id(raw)):
        raise RoomRefused("room-not-an-id")
    return raw


def _read_line(kind: FieldKind, raw: object) -> str:
    return _judged(kind, incoming_line(_string(raw)))


def _read_text(kind: FieldKind, raw: object) -> str:
    lines = incoming_text(_string(raw)).split("\n")
    return _judged(kind, "\n".join(map(str.rstrip, lines)).strip())


def _read_address(kind: FieldKind, raw: object) -> str:
    found = _read_line(kind, raw)
    if found and not _ADDRESS.fullmatch(found):
        raise RoomRefused("room-not-an-address")
    return found


def _read_day(kind: FieldKind, raw: object) -> str:
    found = _string(raw).strip()
    try:
        # Python reads 20261130 and 2026-W49-1 too: kept is the one form that our schema describes.
        return datetime.date.fromisoformat(found).isoformat() if found else ""
    except ValueError as error:
        raise RoomRefused("room-not-a-day") from error


def _read_number(kind: FieldKind, raw: object) -> int | None:
    if isinstance(raw, str):
        # Danish groups digits by full stops or blanks: 1.500 is fifteen hundred.
        digits = re.sub(r"[\s.]", "", raw)
        raw = None if not digits else int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else raw
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= kind.most:
        raise RoomRefused("room-not-a-number", most=kind.most)
    return raw


def _read_choice(kind: FieldKind, raw: object) -> str:
    if raw != "" and raw not in kind.choices:
        raise RoomRefused("room-not-a-choice")
    return str(raw)


def _read_concepts(kind: FieldKind, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        raise RoomRefused("room-not-a-choice")
    if len(raw) > kind.most:
        raise RoomRefused("room-too-many", most=kind.most)
    return tuple(dict.fromkeys(_read_id(kind, one) for one in raw if one != ""))


def _read_tick(kind: FieldKind, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise RoomRefused("room-not-a-choice")
    return raw


def _string(raw: object) -> str:
    if not isinstance(raw, str):
        raise RoomRefused("room-not-a-text")
    return raw


def _judged(kind: FieldKind, found: str) -> str:
    if len(found) > kind.most:
        raise RoomRefused("room-too-long", most=kind.most, count=len(found))
    if kind.is_judged and has_cpr_number(found):
        raise RoomRefused("room-cpr")
    return found


_READERS: Mapping[FieldType, Callable[[FieldKind, object], Value]] = {
    FieldType.ID: _read_id,
    FieldType.LINE: _read_line,
    FieldType.TEXT: _read_text,
    FieldType.ADDRESS: _read_address,
    FieldType.DAY: _read_day,
    FieldType.NUMBER: _read_number,
    FieldType.CHOICE: _read_choice,
    FieldType.CONCEPT: _read_id,
    FieldType.CONCEPTS: _read_concepts,
    FieldType.TICK: _read_tick,
}
