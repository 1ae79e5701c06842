"""What a room is made of: the record of each section, or of each of its rows, field by field.

A field more is a line here, or in the modules beside, with its words in `presentation/catalogue/rooms.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.rooms.record.field_kinds import (
    a_choice,
    a_concept,
    a_day,
    a_line,
    a_text,
    a_tick,
    an_id,
    some_concepts,
)
from indexer.rooms.record.rows import RoomRecord, RoomRow

TIES = ("agreement", "regular", "acquaintance", "none", "broken")
"""How near somebody is, from the nearest; broken apart."""

SCALE = ("0", "1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class About(RoomRecord):
    """Who has the room, and the library's side of an agreement: `legal` is name, address and number of its party."""

    name: str = a_line(120)
    library: str = a_line(120)
    municipality: str = a_line(100)
    legal: str = a_line(300)
    lead: str = a_line(100, is_role=True)
    deputy: str = a_line(100, is_role=True)


@dataclass(frozen=True, slots=True)
class Plan(RoomRecord):
    """What is planned: in own words, and as concepts that were agreed to."""

    text: str = a_text()
    goals: tuple[str, ...] = some_concepts("goal")
    subjects: tuple[str, ...] = some_concepts("subject")
    partner_types: tuple[str, ...] = some_concepts("partner-type")
    sectors: tuple[str, ...] = some_concepts("sector")
    offer: str = a_line(500)
    assumptions: str = a_text()


@dataclass(frozen=True, slots=True)
class Network(RoomRecord):
    """What the map of the network is to answer, and when it was drawn."""

    question: str = a_line(300)
    drawn: str = a_day()


@dataclass(frozen=True, slots=True)
class RoomActor(RoomRow):
    """Somebody around the library; a party of the partnership where `is_party`.

    `organisation` is the id of a record of the collection; `contact` is who holds the tie here, by role.
    """

    name: str = a_line(150)
    organisation: str = an_id()
    sector: str = a_concept("sector")
    partner_type: str = a_concept("partner-type")
    tie: str = a_choice(*TIES)
    influence: str = a_choice(*SCALE)
    interest: str = a_choice(*SCALE)
    contact: str = a_line(100, is_role=True)
    contact_there: str = a_line(100, is_role=True)
    deputy_there: str = a_line(100, is_role=True)
    legal: str = a_line(300)
    aim: str = a_line(300)
    is_party: bool = a_tick()


@dataclass(frozen=True, slots=True)
class TieAmong(RoomRow):
    """Two actors that know each other."""

    one: str = an_id()
    other: str = an_id()


@dataclass(frozen=True, slots=True)
class FollowUp(RoomRow):
    """What somebody does about an actor."""

    actor: str = an_id()
    what: str = a_line(300)
    who: str = a_line(100, is_role=True)
    by: str = a_day()


@dataclass(frozen=True, slots=True)
class Date(RoomRow):
    """A day to remember."""

    day: str = a_day()
    what: str = a_line(200)


@dataclass(frozen=True, slots=True)
class Shortlisted(RoomRow):
    """A document of the collection that is kept, by its id."""

    note: str = a_line(500)


@dataclass(frozen=True, slots=True)
class Step(RoomRow):
    """How far a step of the guide is, by its number."""

    is_done: bool = a_tick()
    note: str = a_line(500)


@dataclass(frozen=True, slots=True)
class Agreement(RoomRecord):
    """What is to be agreed: `nature` is what it is in truth."""

    nature: str = a_choice("partnership", "purchase", "sponsorship", "unsure")


@dataclass(frozen=True, slots=True)
class ClauseChoice(RoomRow):
    """A clause of the agreement, by its number: whether it is left out, and why.

    `asked` is how the clause read in the template then, as a digest.
    """

    is_left_out: bool = a_tick()
    reason: str = a_line(500)
    asked: str = a_line(40)


@dataclass(frozen=True, slots=True)
class Answer(RoomRow):
    """What was filled into a blank of the agreement, by the blank's id; `asked` as of its clause."""

    text: str = a_text(1500)
    asked: str = a_line(40)


@dataclass(frozen=True, slots=True)
class Accident(RoomRow):
    """A mishap that the agreement was tried on, by its id: whether the text has an answer, and what is missing."""

    holds: str = a_choice("yes", "partly", "no")
    note: str = a_text(1000)


@dataclass(frozen=True, slots=True)
class Conflict(RoomRow):
    """Words that were typed while somebody else changed the same field, kept until somebody decides."""

    place: str = a_line(500)
    text: str = a_text(5000)
    moment: str = a_line(40)


@dataclass(frozen=True, slots=True)
class Notices(RoomRecord):
    """What was said once and is not said again."""

    names_warned: bool = a_tick()
