"""A map of a network, read as the tool »Netværkskort« tells people to read it on paper.

Each finding is a message that names its actors. Thresholds are rules of thumb for maps of a dozen to forty actors; a
map with fewer says so itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from indexer.domain.messages import Message
from indexer.rooms.network.finding import MIN_ACTORS, NEAR, Finding, ids, names
from indexer.rooms.network.group_reading import read_groups
from indexer.rooms.record.records import RoomActor, TieAmong

SECTORS = ("public", "private", "civil-society")
_TIED = (*NEAR, "acquaintance")
_FAR = ("acquaintance", "none", "broken", "")
_MIN_NEAR = 3
_ONE_SECTOR_SHARE = 0.75
_ONE_CONTACT_SHARE = 0.4
_MIN_TIES = 3
_BRIDGE_LINKS, _MAX_BRIDGES = 2, 3


def read_network(actors: Sequence[RoomActor], links: Sequence[TieAmong]) -> tuple[Finding, ...]:
    """What the map shows, the most telling first; nothing of an empty one."""
    if not actors:
        return ()
    near = (*_smallness(actors), *_centre(actors), *_contacts(actors))
    among = (*_bridges(actors, links), *read_groups(actors, links))
    return (*near, *among, *_empty(actors), *_broken(actors))


def _smallness(actors: Sequence[RoomActor]) -> Iterator[Finding]:
    if len(actors) < MIN_ACTORS:
        yield Finding("small", Message("room-finding-small", count=len(actors)))


def _centre(actors: Sequence[RoomActor]) -> Iterator[Finding]:
    """Whether those who are near come from one sector."""
    near = [actor for actor in actors if actor.tie in NEAR]
    placed = [actor for actor in near if actor.sector]
    if not near:
        yield Finding("none-near", Message("room-finding-none-near"))
        return
    if len(placed) < _MIN_NEAR:
        yield Finding("few-near", Message("room-finding-few-near", count=len(near), names=names(near)), ids(near))
        return
    sector, count = Counter(actor.sector for actor in placed).most_common(1)[0]
    those = [actor for actor in placed if actor.sector == sector]
    if count / len(placed) >= _ONE_SECTOR_SHARE:
        message = Message("room-finding-one-sector", count=count, of=len(placed), names=names(those))
        yield Finding("one-sector", message, ids(those), sector)
    elif len({actor.sector for actor in placed}) == len(SECTORS):
        yield Finding("mixed", Message("room-finding-mixed", count=len(placed), names=names(placed)), ids(placed))


def _contacts(actors: Sequence[RoomActor]) -> Iterator[Finding]:
    """Ties that hang on one colleague, and those that nobody holds."""
    tied = [actor for actor in actors if actor.tie in _TIED]
    held: defaultdict[str, list[RoomActor]] = defaultdict(list)
    for actor in tied:
        held[actor.contact.casefold()].append(actor)
    nobody = held.pop("", [])
    for those in held.values():
        if len(those) >= _MIN_TIES and len(those) / len(tied) >= _ONE_CONTACT_SHARE:
            message = Message(
                "room-finding-one-contact",
                contact=those[0].contact,
                count=len(those),
                of=len(tied),
                names=names(those),
            )
            yield Finding("one-contact", message, ids(those))
    if nobody:
        yield Finding(
            "no-contact", Message("room-finding-no-contact", count=len(nobody), names=names(nobody)), ids(nobody)
        )


def _bridges(actors: Sequence[RoomActor], links: Sequence[TieAmong]) -> Iterator[Finding]:
    """Who knows many others, and the library only a little."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        known[link.one].add(link.other)
        known[link.other].add(link.one)
    told = 0
    for actor in sorted(actors, key=lambda one: -len(known[one.id])):
        others = [other for other in actors if other.id in known[actor.id] and other.id != actor.id]
        if actor.tie in _FAR and len(others) >= _BRIDGE_LINKS and told < _MAX_BRIDGES:
            told += 1
            message = Message("room-finding-bridge", name=actor.name, count=len(others), names=names(others))
            yield Finding("bridge", message, (actor.id, *ids(others)))


def _empty(actors: Sequence[RoomActor]) -> Iterator[Finding]:
    stated = {actor.sector for actor in actors}
    for sector in SECTORS:
        # Where nobody has a sector yet, a missing one says nothing of the network.
        if sector not in stated and stated != {""}:
            yield Finding("empty-sector", Message(f"room-finding-empty-{sector}"), (), sector)


def _broken(actors: Sequence[RoomActor]) -> Iterator[Finding]:
    broken = [actor for actor in actors if actor.tie == "broken"]
    if broken:
        message = Message("room-finding-broken", count=len(broken), names=names(broken))
        yield Finding("broken", message, ids(broken))
