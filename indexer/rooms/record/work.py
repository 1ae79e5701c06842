"""What the parties of a room agree about their work: goals, tasks, money, hours, risks, what is told, and the end."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.rooms.record.field_kinds import (
    a_choice,
    a_day,
    a_line,
    a_number,
    a_text,
    a_tick,
    an_actor,
    an_address,
)
from indexer.rooms.record.rows import RoomRecord, RoomRow

DEGREES = ("1", "2", "3")
"""How likely and how grave a risk is: little, middling, much."""


@dataclass(frozen=True, slots=True)
class Goal(RoomRow):
    """What is to be reached, and how it will be seen."""

    text: str = a_line(300)
    sign: str = a_line(300)
    by: str = a_day()


@dataclass(frozen=True, slots=True)
class Task(RoomRow):
    """A task with whoever holds it and stands in, by role."""

    what: str = a_line(300)
    actor: str = an_actor()
    holder: str = a_line(100, is_role=True)
    deputy: str = a_line(100, is_role=True)
    by: str = a_day()


@dataclass(frozen=True, slots=True)
class Decision(RoomRow):
    """A step of the ladder of decisions: who decides alone, and up to which sum."""

    who: str = a_line(100, is_role=True)
    what: str = a_line(300)


@dataclass(frozen=True, slots=True)
class Money(RoomRow):
    """What an actor pays, in whole kroner."""

    actor: str = an_actor()
    what: str = a_line(200)
    kroner: int | None = a_number(1_000_000_000)


@dataclass(frozen=True, slots=True)
class Hours(RoomRow):
    """The time that an actor gives, in whole hours."""

    actor: str = an_actor()
    what: str = a_line(200)
    hours: int | None = a_number(100_000)


@dataclass(frozen=True, slots=True)
class Source(RoomRow):
    """Where something comes from."""

    title: str = a_line(300)
    address: str = an_address()


@dataclass(frozen=True, slots=True)
class Risk(RoomRow):
    """What may go wrong, with who keeps watch, by role."""

    what: str = a_line(300)
    likelihood: str = a_choice(*DEGREES)
    harm: str = a_choice(*DEGREES)
    way: str = a_choice("avoid", "reduce", "share", "accept")
    sign: str = a_line(300)
    owner: str = a_line(100, is_role=True)


@dataclass(frozen=True, slots=True)
class Communication(RoomRecord):
    """What is said together, and the rules for it."""

    message: str = a_line(300)
    spokesperson: str = a_line(100, is_role=True)
    spokesperson_there: str = a_line(100, is_role=True)
    approval: str = a_line(300)
    names: str = a_line(300)
    bad_news: str = a_text(1000)


@dataclass(frozen=True, slots=True)
class Audience(RoomRow):
    """Who is told what, how and when, and who writes it, by role."""

    who: str = a_line(200)
    what: str = a_line(300)
    channel: str = a_line(200)
    by: str = a_day()
    writer: str = a_line(100, is_role=True)
    approver: str = a_line(100, is_role=True)


@dataclass(frozen=True, slots=True)
class Understanding(RoomRow):
    """What was seen between two pictures, and what the parties say of it together."""

    topic: str = a_line(200)
    agreement: str = a_choice("same", "fits", "clashes")
    text: str = a_line(500)


@dataclass(frozen=True, slots=True)
class Closing(RoomRecord):
    """How the partnership ends, and what was learnt."""

    way: str = a_choice("completed", "embedded", "handed-over", "broken-off")
    day: str = a_day()
    told: str = a_line(500)
    users: str = a_text(1000)
    happened: str = a_text(2000)
    glad: str = a_text(2000)
    otherwise: str = a_text(2000)
    hearers: str = a_line(300)


@dataclass(frozen=True, slots=True)
class ClosingTask(RoomRow):
    """What has to be tidied up, and by whom, by role."""

    what: str = a_line(300)
    who: str = a_line(100, is_role=True)
    by: str = a_day()
    is_done: bool = a_tick()


@dataclass(frozen=True, slots=True)
class CaseDraft(RoomRecord):
    """What others are to read of the partnership, and nothing else of the room."""

    title: str = a_line(150)
    summary: str = a_line(300)
    what: str = a_text()
    who: str = a_text()
    why: str = a_text()
    how: str = a_text()
    outcome: str = a_text()
    lessons: str = a_text()
