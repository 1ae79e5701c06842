"""The template and what the room knows -> what to ask, and the agreement as it reads now, without a single blank.

A blank that nobody filled in does not stand in the agreement; a sentence that leads up to such blanks alone does not
either. Clauses keep their numbers when others are left out, for the template refers to them.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from indexer import DocumentId, DocumentNotFound, Language, Message
from indexer.rooms import Answer, Blank, Clause, ClauseChoice, Grid, Room, Sentence, clauses_in, disclaimer_in
from web.site.context import site
from web.site.language import page_language, translate

TEMPLATES = {
    Language.DANISH: DocumentId("vaerktoej-samarbejdsaftale"),
    Language.ENGLISH: DocumentId("tool-kit-cooperation-agreement"),
}
"""The write-ups of the collection that the clauses are read from; curators edit them."""

PARTIES = 1
"""The number of the clause that is written from the parties themselves."""

_US = "us"
_FREE_ROWS = 4
_POINTING = re.compile(r"(Denne|That) part(y)?\b")
"""A sentence that begins so speaks of whoever the blank before it names."""

Table = tuple[tuple[str, ...], ...]
R = TypeVar("R", Answer, ClauseChoice)


@dataclass(frozen=True, slots=True)
class Template:
    """The template of the page's language; `changed` is the day of its last change.

    `digests` say by number how each clause reads in both languages: answers belong to what was asked then.
    """

    id: DocumentId
    clauses: tuple[Clause, ...]
    disclaimer: str
    changed: str
    digests: Mapping[str, str]


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
    """A party: "us" for the library's own side."""

    id: str
    name: str
    legal: str
    lead: str
    deputy: str


def template() -> Template | None:
    """The template; None where the collection does not have it."""
    read = {language: _read(document_id) for language, document_id in TEMPLATES.items()}
    clauses = {language: clauses_in(sections) for language, (sections, _) in read.items()}
    own = page_language()
    sections, changed = read[own]
    digests = _digests([one for found in clauses.values() for one in found])
    return Template(TEMPLATES[own], clauses[own], disclaimer_in(sections), changed, digests) if clauses[own] else None


def _read(document_id: DocumentId) -> tuple[list[str], str]:
    try:
        document = site().knowledge_base.documents.document(document_id)
    except DocumentNotFound:
        return [], ""
    return [page.markup for page in document.pages], document.metadata.changed


def _digests(clauses: Iterable[Clause]) -> dict[str, str]:
    asked: dict[str, str] = {}
    for clause in clauses:
        number = str(clause.number)
        asked[number] = hashlib.sha256(f"{asked.get(number, '')}{clause.name}{clause.parts}".encode()).hexdigest()[:16]
    return asked


def is_current(row: Answer | ClauseChoice, template: Template) -> bool:
    """Whether what was answered was asked as it is now."""
    return row.asked in ("", template.digests.get(_clause_of(row)))


def outdated(room: Room, template: Template) -> frozenset[str]:
    """The numbers of the clauses with answers to what the template does not ask any more, or asks otherwise."""
    of_answers = {_clause_of(row) for row in room.answers if not is_current(row, template)}
    return frozenset(of_answers | {_clause_of(row) for row in room.clauses if not is_current(row, template)})


def settled(before: Room, room: Room, template: Template, looked_at: Iterable[str]) -> Room:
    """The room after a save: what was answered now, or is said to fit still, belongs to the template as it is."""
    known = {(type(row), row.id): row for row in (*before.answers, *before.clauses)}
    fitting = frozenset(looked_at)

    def of_now(row: R) -> R:
        is_new = known.get((type(row), row.id)) != row or not row.asked or _clause_of(row) in fitting
        return replace(row, asked=template.digests.get(_clause_of(row), "")) if is_new else row

    return replace(room, answers=tuple(map(of_now, room.answers)), clauses=tuple(map(of_now, room.clauses)))


def _clause_of(row: Answer | ClauseChoice) -> str:
    return row.id.partition("-")[0]


def parties(room: Room) -> tuple[Party, ...]:
    """The library's side, then every actor that is a party."""
    about = room.about
    own = Party(_US, about.library or translate("Biblioteket"), about.legal, about.lead, about.deputy)
    others = (actor for actor in room.actors if actor.is_party)
    return (own, *(Party(one.id, one.name, one.legal, one.contact_there, one.deputy_there) for one in others))


def questions(clause: Clause, room: Room) -> tuple[Question, ...]:
    """What a clause asks, in its order; the parties are asked for by themselves."""
    return tuple(_questions(clause, room)) if clause.number != PARTIES else ()


def paper(room: Room, template: Template) -> tuple[PaperClause, ...]:
    """The agreement as it reads now; answers to what was asked otherwise are not in it."""
    left_out = {row.id for row in room.clauses if row.is_left_out and is_current(row, template)}
    answers = {row.id: row.text for row in room.answers if row.text and is_current(row, template)}
    return tuple(
        PaperClause(one.number, one.name, True)
        if str(one.number) in left_out
        else PaperClause(one.number, one.name, False, tuple(_paragraphs(one, answers)), _table(one, room, answers))
        for one in template.clauses
    )


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
        if choice and choice.is_left_out:
            if not choice.reason:
                yield Message("room-agreement-no-reason", number=clause.number, name=clause.name)
            continue
        asked = questions(clause, room)
        if asked and not any(each.id in answered for each in asked):
            yield Message("room-agreement-unanswered", number=clause.number, name=clause.name)


def _questions(clause: Clause, room: Room) -> Iterator[Question]:
    for part in clause.parts:
        if isinstance(part, Blank):
            yield Question(part.id, part.label)
        elif isinstance(part, Grid) and part.rows:
            for (row, name), party in itertools.product(enumerate(part.rows), parties(room)):
                yield Question(f"{part.id}-{row}-{party.id}", f"{name}: {party.name}")
        elif isinstance(part, Grid):
            for row, (column, name) in itertools.product(range(_FREE_ROWS), enumerate(part.columns)):
                yield Question(f"{part.id}-r{row}-{column}", f"{name} ({row + 1})")


def _paragraphs(clause: Clause, answers: dict[str, str]) -> Iterator[str]:
    parts = [part for part in clause.parts if not isinstance(part, Grid)]
    for place, part in enumerate(parts):
        if isinstance(part, Blank):
            if part.id in answers:
                yield f"{part.label[:1].upper()}{part.label[1:]}: {answers[part.id]}"
        elif _makes_sense(part, parts[place - 1] if place else None, parts[place + 1 :], answers):
            yield part.text


def _makes_sense(
    sentence: Sentence, before: Sentence | Blank | None, following: list[Sentence | Blank], answers: dict[str, str]
) -> bool:
    """Whether a sentence can stand: what it leads up to, or points back at, was filled in."""
    if sentence.text.endswith(":"):
        return _leads_to_answers(following, answers)
    points_back = _POINTING.match(sentence.text) is not None
    return not (points_back and isinstance(before, Blank) and before.id not in answers)


def _leads_to_answers(following: list[Sentence | Blank], answers: dict[str, str]) -> bool:
    blanks = itertools.takewhile(lambda part: isinstance(part, Blank), following)
    return any(part.id in answers for part in blanks if isinstance(part, Blank))


def _table(clause: Clause, room: Room, answers: dict[str, str]) -> Table:
    grid = next((part for part in clause.parts if isinstance(part, Grid)), None)
    if clause.number == PARTIES:
        return _parties_table(room)
    if grid is None:
        return ()
    if not grid.rows:
        rows = [
            tuple(answers.get(f"{grid.id}-r{row}-{n}", "") for n in range(len(grid.columns)))
            for row in range(_FREE_ROWS)
        ]
        head: tuple[str, ...] = grid.columns
    else:
        signers = parties(room)
        cells = [[answers.get(f"{grid.id}-{row}-{party.id}", "") for party in signers] for row in range(len(grid.rows))]
        rows = [(name, *those) for name, those in zip(grid.rows, cells, strict=True) if any(those)]
        head = (grid.columns[0], *(party.name for party in signers))
    filled = [tuple(cell or "–" for cell in row) for row in rows if any(row)]
    return (head, *filled) if filled else ()


def _parties_table(room: Room) -> Table:
    head = (translate("Part"), translate("Navn, adresse og CVR-nr."), translate("Kontaktperson og stedfortræder"))
    rows = ((one.name, one.legal, ", ".join(filter(None, (one.lead, one.deputy)))) for one in parties(room))
    return (head, *(tuple(cell or "–" for cell in row) for row in rows))
