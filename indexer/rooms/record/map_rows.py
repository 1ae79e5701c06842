"""What lies beside the map of a network: how it looked on earlier days, and names that wait to be merged into it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.rooms.record.field_kinds import a_choice, a_concept, a_day, a_line, a_tick, an_id
from indexer.rooms.record.records import SCALE, TIES
from indexer.rooms.record.rows import RoomRow

MAX_VERSIONS = 5


@dataclass(frozen=True, slots=True)
class MapVersion(RoomRow):
    """A day on which the map was kept as it was."""

    day: str = a_day()
    note: str = a_line(200)


@dataclass(frozen=True, slots=True)
class VersionActor(RoomRow):
    """An actor as it stood in a version; `actor` is its id on the map."""

    version: str = an_id()
    actor: str = an_id()
    name: str = a_line(150)
    sector: str = a_concept("sector")
    tie: str = a_choice(*TIES)
    influence: str = a_choice(*SCALE)
    interest: str = a_choice(*SCALE)
    contact: str = a_line(100, is_role=True)


@dataclass(frozen=True, slots=True)
class VersionTie(RoomRow):
    """Two actors that knew each other in a version."""

    version: str = an_id()
    one: str = an_id()
    other: str = an_id()


@dataclass(frozen=True, slots=True)
class MapEntry(RoomRow):
    """Somebody whom one colleague wrote down; `by` is the colleague's role, or where the row came from."""

    name: str = a_line(150)
    sector: str = a_concept("sector")
    partner_type: str = a_concept("partner-type")
    tie: str = a_choice(*TIES)
    influence: str = a_choice(*SCALE)
    interest: str = a_choice(*SCALE)
    contact: str = a_line(100, is_role=True)
    contact_there: str = a_line(100, is_role=True)
    aim: str = a_line(300)
    is_party: bool = a_tick()
    by: str = a_line(100, is_role=True)
