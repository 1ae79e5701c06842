"""The letter of intent and the annex on data: what they ask of these parties, and how they read, without a blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer import Message
from indexer.rooms import Blank, Clause, Part, PartyBlank, Room, Sentence, SideClause, Ticks, needed, situation_in
from web.rooms.agreement.agreement_presenter import (
    PaperClause,
    Question,
    current_answers,
    paragraphs_of,
    parties,
    questions_of,
    table_of,
)
from web.rooms.agreement.agreement_template import Template


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of one: the id of its answer, and what can be chosen by number."""

    id: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to tick: the id of its answer, and what it says."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class SideQuestions:
    """What a clause asks, in its order; `id` is that of the clause, `advice` what it says of a choice."""

    id: str
    name: str
    asked: tuple[Question | Choice | Tick, ...]
    advice: str
    is_begun: bool

    @property
    def is_choice(self) -> bool:
        """Whether it asks to choose one."""
        return any(isinstance(each, Choice) for each in self.asked)

    @property
    def is_ticked(self) -> bool:
        """Whether it asks to tick what is so."""
        return any(isinstance(each, Tick) for each in self.asked)


def side_questions(clauses: tuple[SideClause, ...], room: Room) -> tuple[SideQuestions, ...]:
    """What the clauses ask these parties."""
    begun = {row.id for row in room.answers if row.text}
    asked = ((one, tuple(_asked(one, room))) for one in clauses)
    return tuple(
        SideQuestions(one.id, one.name, each, _advice(one), any(question.id in begun for question in each))
        for one, each in asked
    )


def side_paper(clauses: tuple[SideClause, ...], room: Room, template: Template) -> tuple[PaperClause, ...]:
    """The clauses as they read now; answers to what was asked otherwise are not in them."""
    answers = current_answers(room, template)
    return tuple(_clause(one, room, answers) for one in clauses)


def asked_clauses(template: Template, room: Room, form: str) -> tuple[SideClause, ...]:
    """The clauses of a form, "letter" or "annex", that these parties need; none where the write-up has no such form."""
    if form == "letter":
        return (template.letter,) if template.letter else ()
    return needed(template.annex, situation(template, room))


def situation(template: Template, room: Room) -> str:
    """The number of the situation that the annex is for, from "1"; "" where none was chosen."""
    asked = situation_in(template.annex)
    return current_answers(room, template).get(asked.id, "") if asked else ""


def side_missing(clauses: tuple[SideClause, ...], room: Room, template: Template) -> tuple[Message, ...]:
    """What to look at before anybody signs."""
    alone = (Message("room-agreement-one-party"),) if len(parties(room)) < 2 else ()
    answers = current_answers(room, template)
    unanswered = (one for one in clauses if not any(answers.get(each.id) for each in _asked(one, room)))
    return (
        *alone,
        *(Message("room-side-unanswered", name=one.name) for one in unanswered if next(_asked(one, room), None)),
        *(Message("room-side-contract") for _ in clauses[:1] if _needs_contract(template, room)),
    )


def _needs_contract(template: Template, room: Room) -> bool:
    """Whether one party processes data for another, which is the last situation and settled by no annex of ours."""
    asked = situation_in(template.annex)
    return asked is not None and situation(template, room) == str(len(asked.options))


def _advice(clause: SideClause) -> str:
    """What a clause with a choice says of it, which is for those who choose and stands on no paper."""
    return " ".join(part.text for part in clause.parts if isinstance(part, Sentence)) if _is_choice(clause) else ""


def _is_choice(clause: SideClause) -> bool:
    return any(isinstance(part, Ticks) and part.is_single for part in clause.parts)


def _asked(clause: SideClause, room: Room) -> Iterator[Question | Choice | Tick]:
    for part in clause.parts:
        if isinstance(part, Ticks) and part.is_single:
            yield Choice(part.id, tuple((str(number), option) for number, option in enumerate(part.options, 1)))
        elif isinstance(part, Ticks):
            yield from (Tick(f"{part.id}-{number}", option) for number, option in enumerate(part.options, 1))
        else:
            yield from questions_of(Clause(clause.number, clause.name, tuple(_plain(part, room))), room)


def _clause(clause: SideClause, room: Room, answers: Mapping[str, str]) -> PaperClause:
    told = (part for part in clause.parts if not (isinstance(part, Sentence) and _is_choice(clause)))
    parts = (plain for part in told for plain in (_ticked(part, answers) or _plain(part, room)))
    known = Clause(clause.number, clause.name, tuple(parts))
    paragraphs = tuple(paragraphs_of(known, answers))
    return PaperClause(clause.number, clause.name, False, paragraphs, table_of(known, room, answers))


def _plain(part: Part | PartyBlank | Ticks, room: Room) -> tuple[Part, ...]:
    """A part as the agreement has them, once its parties are known."""
    if isinstance(part, Ticks):
        return ()
    if not isinstance(part, PartyBlank):
        return (part,)
    label = "{name} {label}" if part.is_sentence else "{label}, {name}"
    return tuple(Blank(f"{part.id}-{one.id}", label.format(name=one.name, label=part.label)) for one in parties(room))


def _ticked(part: Part | PartyBlank | Ticks, answers: Mapping[str, str]) -> tuple[Part, ...]:
    """What was ticked, as sentences."""
    if not isinstance(part, Ticks):
        return ()
    numbered = [(str(number), option) for number, option in enumerate(part.options, 1)]
    if part.is_single:
        return tuple(Sentence(f"{option}.") for number, option in numbered if answers.get(part.id) == number)
    return tuple(Sentence(f"{option}.") for number, option in numbered if answers.get(f"{part.id}-{number}"))
