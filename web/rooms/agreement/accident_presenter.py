"""Three accidents that an agreement is tried on: the clauses that should have an answer, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer import Message
from indexer.rooms import Room
from web.rooms.agreement.agreement_presenter import PaperClause, current_answers, paper, parties, questions
from web.rooms.agreement.agreement_template import Template


@dataclass(frozen=True, slots=True)
class AccidentStory:
    """An accident: its id in the record, what happens, and the numbers of the clauses that are asked first."""

    id: str
    name: Message
    story: Message
    clauses: tuple[int, ...]


ACCIDENTS = (
    AccidentStory("contact", Message("room-accident-contact"), Message("room-accident-contact-story"), (1, 5, 13)),
    AccidentStory("money", Message("room-accident-money"), Message("room-accident-money-story"), (4, 6, 15, 16)),
    AccidentStory("press", Message("room-accident-press"), Message("room-accident-press-story"), (8, 11, 14)),
)


@dataclass(frozen=True, slots=True)
class TriedAccident:
    """An accident with what the agreement says of it now, and what stands out."""

    story: AccidentStory
    clauses: tuple[PaperClause, ...]
    findings: tuple[Message, ...]


def tried_accidents(room: Room, template: Template) -> tuple[TriedAccident, ...]:
    """The three, in their order."""
    written = {clause.number: clause for clause in paper(room, template)}
    found = ((story, tuple(written[number] for number in story.clauses if number in written)) for story in ACCIDENTS)
    silent = _unanswered(room, template)
    return tuple(
        TriedAccident(story, clauses, tuple(_findings(story, clauses, room, silent))) for story, clauses in found
    )


def untried(room: Room) -> tuple[Message, ...]:
    """Accidents that nobody has judged, and those that the text has no answer to."""
    judged = {row.id: row for row in room.accidents}
    left = tuple(story for story in ACCIDENTS if story.id not in judged or not judged[story.id].holds)
    open_ones = (judged[story.id].holds in ("no", "partly") for story in ACCIDENTS if story not in left)
    return (
        *((Message("room-accident-left", count=len(left)),) if left else ()),
        *((Message("room-accident-open"),) if any(open_ones) else ()),
    )


def _unanswered(room: Room, template: Template) -> frozenset[int]:
    """The numbers of the clauses that ask for something and have no answer, whatever their fixed sentences say."""
    answers = current_answers(room, template)
    asked = ((clause.number, questions(clause, room)) for clause in template.clauses)
    return frozenset(number for number, each in asked if each and not any(one.id in answers for one in each))


def _findings(
    story: AccidentStory, clauses: tuple[PaperClause, ...], room: Room, unanswered: frozenset[int]
) -> Iterator[Message]:
    for clause in clauses:
        if clause.is_left_out or clause.number in unanswered:
            yield Message("room-accident-silent", number=clause.number, name=clause.name)
    if story.id == "contact":
        for party in parties(room):
            if not party.deputy:
                yield Message("room-accident-no-deputy", name=party.name)
    if story.id == "press" and not room.communication.spokesperson:
        yield Message("room-accident-no-spokesperson")
