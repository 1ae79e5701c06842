"""What every section of a room is: one record, or rows that are known by their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Self, cast

from indexer.rooms.record.field_kinds import Value, an_id


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """What a section holds."""

    def changed(self, values: Mapping[str, Value]) -> Self:
        """The record with some values exchanged, by field."""
        own = {each.name: getattr(self, each.name) for each in fields(self)}
        return cast("Callable[..., Self]", type(self))(**{**own, **values})


@dataclass(frozen=True, slots=True)
class RoomRow(RoomRecord):
    """A record of a section that is a list, known by its id for good."""

    id: str = an_id()
