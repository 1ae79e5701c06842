"""A map of a network on several days: kept as it is, and compared with what it has become."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.domain.errors import RoomRefused
from indexer.domain.messages import Message
from indexer.rooms.network.finding import MIN_ACTORS, NEAR, names
from indexer.rooms.record.changes import with_row
from indexer.rooms.record.map_rows import MapVersion, VersionActor, VersionTie
from indexer.rooms.record.records import RoomActor, TieAmong
from indexer.rooms.record.room import SECTIONS, Room, new_row_id

_NEARNESS = {"agreement": 3, "regular": 2, "acquaintance": 1, "none": 0, "": 0, "broken": 0}


@dataclass(frozen=True, slots=True)
class NetworkMap:
    """A map as it stood on a day."""

    actors: tuple[RoomActor, ...]
    ties_among: tuple[TieAmong, ...]


@dataclass(frozen=True, slots=True)
class MapChange:
    """What has become of an actor: as it was and as it is, None where it is not on that map."""

    before: RoomActor | None
    after: RoomActor | None

    @property
    def name(self) -> str:
        """What it is called now, or was."""
        return self._either.name

    @property
    def is_other(self) -> bool:
        """Whether anything that a map shows is another now."""
        if self.before is None or self.after is None:
            return True
        return _shown(self.before) != _shown(self.after)

    @property
    def step(self) -> int:
        """How much nearer it is, below 0 farther; 0 where it is not on both maps."""
        if self.before is None or self.after is None:
            return 0
        return _NEARNESS[self.after.tie] - _NEARNESS[self.before.tie]

    @property
    def _either(self) -> RoomActor:
        either = self.after or self.before
        assert either is not None
        return either


def with_version(room: Room, day: str, note: str) -> Room:
    """The room with the map kept as it is; one of the same day is kept beside it.

    Raises:
        RoomRefused: there is nothing to keep, or no room for it.
    """
    if not room.actors:
        raise RoomRefused("room-map-empty")
    room = with_row(room, "map_versions", version := MapVersion(new_row_id(), day, note))
    names_of = [name for name in SECTIONS["version_actors"].fields if name not in ("id", "version", "actor")]
    kept = tuple(
        VersionActor(new_row_id(), version.id, actor.id, **{name: getattr(actor, name) for name in names_of})
        for actor in room.actors
    )
    ties = tuple(VersionTie(new_row_id(), version.id, tie.one, tie.other) for tie in room.ties_among)
    # Of actors five full maps have room; of ties a map may have more than a fifth of what is kept.
    if len(room.version_ties) + len(ties) > SECTIONS["version_ties"].most:
        raise RoomRefused("room-rows-full", most=SECTIONS["version_ties"].most)
    return replace(room, version_actors=(*room.version_actors, *kept), version_ties=(*room.version_ties, *ties))


def without_version(room: Room, version: str) -> Room:
    """The room without a map of an earlier day."""
    return replace(
        room,
        map_versions=tuple(one for one in room.map_versions if one.id != version),
        version_actors=tuple(one for one in room.version_actors if one.version != version),
        version_ties=tuple(one for one in room.version_ties if one.version != version),
    )


def map_of(room: Room, version: str = "") -> NetworkMap:
    """The map of a version, "" for the one of now."""
    if not version:
        return NetworkMap(room.actors, room.ties_among)
    kept = (one for one in room.version_actors if one.version == version)
    ties = (one for one in room.version_ties if one.version == version)
    return NetworkMap(
        tuple(_as_actor(one) for one in kept), tuple(TieAmong(tie.id, tie.one, tie.other) for tie in ties)
    )


def compared(before: NetworkMap, after: NetworkMap) -> tuple[MapChange, ...]:
    """Everybody on either map: those of the later one in its order, then those that are gone.

    Somebody who was removed and written down anew is known by the name, where nobody goes on under the same id.
    """
    by_id = {actor.id: actor for actor in before.actors}
    staying = {actor.id for actor in after.actors}
    by_name = {actor.name.casefold(): actor for actor in before.actors if actor.name and actor.id not in staying}
    # Taken out: two may have one name now, and only the first can be whoever had it before.
    changes = [
        MapChange(by_id.get(actor.id) or by_name.pop(actor.name.casefold(), None), actor) for actor in after.actors
    ]
    found = {change.before.id for change in changes if change.before}
    return (*changes, *(MapChange(actor, None) for actor in before.actors if actor.id not in found))


def read_changes(changes: Sequence[MapChange]) -> tuple[Message, ...]:
    """What has changed between two maps, each naming its actors; that nothing has is said too."""
    found = tuple(_changes(changes))
    small = min(_count(changes, "before"), _count(changes, "after"))
    few = (Message("room-change-small", count=small),) if found and small < MIN_ACTORS else ()
    return (*few, *found) or (Message("room-change-none"),)


_TOLD: Mapping[str, Callable[[MapChange], bool]] = {
    "room-change-came": lambda one: one.before is None,
    "room-change-left": lambda one: one.after is None,
    "room-change-nearer": lambda one: one.step > 0,
    "room-change-farther": lambda one: one.step < 0 and not _went(one, "broken"),
    "room-change-broken": lambda one: _went(one, "broken"),
    "room-change-holder": lambda one: _has_another_holder(one),
}
"""What is told of somebody, in this order."""


def _changes(changes: Sequence[MapChange]) -> Iterator[Message]:
    for code, is_told in _TOLD.items():
        actors = [actor for one in changes if is_told(one) and (actor := one.after or one.before)]
        if actors:
            yield Message(code, count=len(actors), names=names(actors))
    near = [len([1 for one in (getattr(each, side) for each in changes) if one and one.tie in NEAR]) for side in _SIDES]
    if near[0] != near[1]:
        yield Message("room-change-near", before=near[0], after=near[1])


_SIDES = ("before", "after")


def _count(changes: Sequence[MapChange], side: str) -> int:
    return sum(getattr(one, side) is not None for one in changes)


def _went(change: MapChange, tie: str) -> bool:
    return change.before is not None and change.after is not None and change.before.tie != tie == change.after.tie


def _has_another_holder(change: MapChange) -> bool:
    if change.before is None or change.after is None or not change.before.contact:
        return False
    return change.before.contact.casefold() != change.after.contact.casefold()


def _shown(actor: RoomActor) -> tuple[str, ...]:
    return actor.name, actor.sector, actor.tie, actor.influence, actor.interest, actor.contact


def _as_actor(kept: VersionActor) -> RoomActor:
    return RoomActor(
        kept.actor,
        name=kept.name,
        sector=kept.sector,
        tie=kept.tie,
        influence=kept.influence,
        interest=kept.interest,
        contact=kept.contact,
    )
