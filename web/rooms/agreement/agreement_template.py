"""The template of an agreement as the collection has it, and which answers belong to what it asks now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from indexer import DocumentId, DocumentNotFound, Language
from indexer.rooms import (
    Answer,
    Clause,
    ClauseChoice,
    Room,
    SideClause,
    annex_in,
    clauses_in,
    disclaimer_in,
    letter_in,
)
from web.site.context import site
from web.site.language import page_language

TEMPLATE = DocumentId("vaerktoej-samarbejdsaftale")
"""The write-up of the collection that the clauses are read from; curators edit it."""

R = TypeVar("R", Answer, ClauseChoice)


@dataclass(frozen=True, slots=True)
class Template:
    """The template of the page's language; `changed` is the day of its last change.

    `digests` say by number, or by id, how each clause reads in both languages: answers belong to what was asked then.
    """

    id: DocumentId
    clauses: tuple[Clause, ...]
    disclaimer: str
    changed: str
    digests: Mapping[str, str]
    letter: SideClause | None = None
    annex: tuple[SideClause, ...] = ()


def template() -> Template | None:
    """The template; None where the collection does not have it."""
    read = {language: _read(language) for language in Language}
    found = {language: Forms.read(sections) for language, (sections, _) in read.items()}
    own = page_language()
    sections, changed = read[own]
    forms = found[own]
    if not forms.clauses:
        return None
    digests = _digests([one for each in found.values() for one in each.all])
    return Template(TEMPLATE, forms.clauses, disclaimer_in(sections), changed, digests, forms.letter, forms.annex)


@dataclass(frozen=True, slots=True)
class Forms:
    """The three forms of a write-up."""

    clauses: tuple[Clause, ...]
    letter: SideClause | None
    annex: tuple[SideClause, ...]

    @classmethod
    def read(cls, sections: Iterable[str]) -> Forms:
        """Those of its sections."""
        sections = list(sections)
        return cls(clauses_in(sections), letter_in(sections), annex_in(sections))

    @property
    def all(self) -> tuple[Clause | SideClause, ...]:
        """Every clause of them."""
        return (*self.clauses, *((self.letter,) if self.letter else ()), *self.annex)


def _read(language: Language) -> tuple[list[str], str]:
    """The sections of the text in a language with the day of their last change; none where there is no such text."""
    try:
        document = site().knowledge_base.documents.document(TEMPLATE).read_in(language)
    except DocumentNotFound:
        return [], ""
    if document.metadata.language is not language:
        return [], ""
    return [page.markup for page in document.pages], document.metadata.changed


def _digests(clauses: Iterable[Clause | SideClause]) -> dict[str, str]:
    asked: dict[str, str] = {}
    for clause in clauses:
        number = clause.id if isinstance(clause, SideClause) else str(clause.number)
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
