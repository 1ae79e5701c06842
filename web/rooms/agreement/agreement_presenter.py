"""The template and what the room knows -> what to ask, and the agreement as it reads now, without a single blank.

A blank that nobody filled in does not stand in the agreement; a sentence that leads up to such blanks alone does not
either. Clauses keep their numbers when others are left out, for the template refers to them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer import Message
from indexer.rooms import OWN_SIDE, Blank, Clause, Grid, Room, Sentence
from web.rooms.agreement.agreement_template import Template, is_current, outdated
from web.site.language import translate

PARTIES = 1
"""The number of the clause that is written from the parties themselves."""

_FREE_ROWS = 4
_POINTING = re.compile(r"(Denne|That) part(y)?\b")
"""A sentence that begins so speaks of whoever the blank before it names."""

Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to fill in: the id of its answer, and what it is called."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class PaperClause:
    """A clause of the agreement: paragraphs, then a table whose first row names the columns; empty where left out."""

    number: int
    name: str
    is_left_out: bool
    paragraphs: tuple[str, ...] = ()
    table: Table = ()

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing yet."""
        return not (self.is_left_out or self.paragraphs or self.table)


@dataclass(frozen=True, slots=True)
class Party:
    """A party: `OWN_SIDE` for the library's own side."""

    id: str
    name: str
    legal: str
    lead: str
    deputy: str


def parties(room: Room) -> tuple[Party, ...]:
    """The library's side, then every actor that is a party."""
    about = room.about
    own = Party(OWN_SIDE, about.library or translate("Biblioteket"), about.legal, about.lead, about.deputy)
    others = (actor for actor in room.actors if actor.is_party)
    return (own, *(Party(one.id, one.name, one.legal, one.contact_there, one.deputy_there) for one in others))


def questions(clause: Clause, room: Room) -> tuple[Question, ...]:
    """What a clause asks, in its order; the parties are asked for by themselves."""
    return tuple(questions_of(clause, room)) if clause.number != PARTIES else ()


def paper(room: Room, template: Template) -> tuple[PaperClause, ...]:
    """The agreement as it reads now; answers to what was asked otherwise are not in it."""
    left_out = {row.id for row in room.clauses if row.is_left_out and is_current(row, template)}
    answers = current_answers(room, template)
    return tuple(
        PaperClause(one.number, one.name, True)
        if str(one.number) in left_out
        else PaperClause(one.number, one.name, False, tuple(paragraphs_of(one, answers)), _table(one, room, answers))
        for one in template.clauses
    )


def current_answers(room: Room, template: Template) -> dict[str, str]:
    """What was answered to what the template asks now, by the ids of the blanks."""
    return {row.id: row.text for row in room.answers if row.text and is_current(row, template)}


def missing(room: Room, template: Template) -> tuple[Message, ...]:
    """What to look at before anybody signs: parties, clauses without an answer, and those left out without a reason."""
    return tuple(_missing(room, template))


def _missing(room: Room, template: Template) -> Iterator[Message]:
    if len(parties(room)) < 2:
        yield Message("room-agreement-one-party")
    choices = {row.id: row for row in room.clauses}
    answered = {row.id for row in room.answers if row.text}
    changed = outdated(room, template)
    for clause in template.clauses:
        if str(clause.number) in changed:
            yield Message("room-agreement-changed", number=clause.number, name=clause.name)
            continue
        choice = choices.get(str(clause.number))
        asked = questions(clause, room)
        if choice and choice.is_left_out:
            if not choice.reason:
                yield Message("room-agreement-no-reason", number=clause.number, name=clause.name)
        elif asked and not any(each.id in answered for each in asked):
            yield Message("room-agreement-unanswered", number=clause.number, name=clause.name)


def questions_of(clause: Clause, room: Room) -> Iterator[Question]:
    """What the blanks and grids of a clause ask, in their order; grids with named rows ask every party."""
    for part in clause.parts:
        if isinstance(part, Blank):
            yield Question(part.id, part.label)
        elif isinstance(part, Grid) and part.rows:
            for (row, name), party in itertools.product(enumerate(part.rows), parties(room)):
                yield Question(f"{part.id}-{row}-{party.id}", f"{name}: {party.name}")
        elif isinstance(part, Grid):
            for row, (column, name) in itertools.product(range(_FREE_ROWS), enumerate(part.columns)):
                yield Question(f"{part.id}-r{row}-{column}", f"{name} ({row + 1})")


def paragraphs_of(clause: Clause, answers: Mapping[str, str]) -> Iterator[str]:
    """The sentences and answers of a clause that can stand."""
    yield from filter(None, (text for _, text in standing(clause, answers)))


def standing(clause: Clause, answers: Mapping[str, str]) -> Iterator[tuple[Sentence | Blank, str]]:
    """Each sentence and blank of a clause, and how it reads in the agreement; "" where it does not stand there."""
    parts = [part for part in clause.parts if not isinstance(part, Grid)]
    for place, part in enumerate(parts):
        if isinstance(part, Blank):
            yield part, f"{begun(part.label)}: {answers[part.id]}" if part.id in answers else ""
        else:
            stands = _makes_sense(part, parts[place - 1] if place else None, parts[place + 1 :], answers)
            yield part, part.text if stands else ""


def begun(label: str) -> str:
    """A label as it begins a line."""
    return f"{label[:1].upper()}{label[1:]}"


def _makes_sense(
    sentence: Sentence, before: Sentence | Blank | None, following: list[Sentence | Blank], answers: Mapping[str, str]
) -> bool:
    """Whether a sentence can stand: what it leads up to, or points back at, was filled in."""
    if sentence.text.endswith(":"):
        return _leads_to_answers(following, answers)
    points_back = _POINTING.match(sentence.text) is not None
    return not (points_back and isinstance(before, Blank) and before.id not in answers)


def _leads_to_answers(following: list[Sentence | Blank], answers: Mapping[str, str]) -> bool:
    blanks = itertools.takewhile(lambda part: isinstance(part, Blank), following)
    return any(part.id in answers for part in blanks if isinstance(part, Blank))


def _table(clause: Clause, room: Room, answers: Mapping[str, str]) -> Table:
    return parties_table(room) if clause.number == PARTIES else table_of(clause, room, answers)


def table_of(clause: Clause, room: Room, answers: Mapping[str, str]) -> Table:
    """The grid of a clause with what was filled in; empty where nothing was."""
    grid = next((part for part in clause.parts if isinstance(part, Grid)), None)
    if grid is None:
        return ()
    head, *rows = _rows_by_party(grid, parties(room), answers) if grid.rows else _free_rows(grid, answers)
    filled = [tuple(cell or "–" for cell in row) for row in rows if any(row)]
    return (head, *filled) if filled else ()


def _free_rows(grid: Grid, answers: Mapping[str, str]) -> Table:
    places = range(len(grid.columns))
    rows = (tuple(answers.get(f"{grid.id}-r{row}-{place}", "") for place in places) for row in range(_FREE_ROWS))
    return (grid.columns, *rows)


def _rows_by_party(grid: Grid, signers: tuple[Party, ...], answers: Mapping[str, str]) -> Table:
    rows = (
        (name, *(answers.get(f"{grid.id}-{row}-{party.id}", "") for party in signers))
        for row, name in enumerate(grid.rows)
    )
    head = (grid.columns[0], *(party.name for party in signers))
    return (head, *(row for row in rows if any(row[1:])))


def parties_table(room: Room) -> Table:
    """Who the parties are."""
    head = (translate("Part"), translate("Navn, adresse og CVR-nr."), translate("Kontaktperson og stedfortræder"))
    rows = ((one.name, one.legal, ", ".join(filter(None, (one.lead, one.deputy)))) for one in parties(room))
    return (head, *(tuple(cell or "–" for cell in row) for row in rows))
