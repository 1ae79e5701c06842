"""What each side of a partnership writes alone, unseen by the others until all say that they are done.

A sheet is known by its row's id, which nobody else learns before. One side may have one in each round.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.rooms.record.field_kinds import a_choice, a_day, a_line, a_number, a_text, a_tick, an_actor
from indexer.rooms.record.rows import RoomRow

GRADES = ("1", "2", "3", "4", "5")
"""How well a sentence fits, from not at all to entirely."""


@dataclass(frozen=True, slots=True)
class Sheet(RoomRow):
    """Whose sheet it is, in which round, and whether it may be seen."""

    actor: str = an_actor()
    round: int | None = a_number(100)
    is_done: bool = a_tick()


@dataclass(frozen=True, slots=True)
class Need(Sheet):
    """What a side wishes, finds hard and offers, a line each."""

    wish: str = a_text(1000)
    problem: str = a_text(1000)
    offer: str = a_text(1000)


@dataclass(frozen=True, slots=True)
class Expectation(Sheet):
    """What a side expects before an agreement is written."""

    gain: str = a_text(500)
    their_gain: str = a_text(500)
    contribution: str = a_text(500)
    counted_on: str = a_text(500)
    time: str = a_line(300)
    money: str = a_text(500)
    decisions: str = a_text(500)
    contact: str = a_text(500)
    success: str = a_text(500)
    worry: str = a_text(500)
    fixed: str = a_text(500)


@dataclass(frozen=True, slots=True)
class Temperature(Sheet):
    """How a side finds that the partnership is on a day: a grade for each theme, and why."""

    day: str = a_day()
    purpose: str = a_choice(*GRADES)
    gain: str = a_choice(*GRADES)
    trust: str = a_choice(*GRADES)
    roles: str = a_choice(*GRADES)
    means: str = a_choice(*GRADES)
    roots: str = a_choice(*GRADES)
    note: str = a_text(1000)
