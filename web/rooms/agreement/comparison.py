"""The agreement beside the standard text, part by part, for whoever judges what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indexer.rooms import Blank, Clause, Grid, Room
from web.exports.papers.paper import Rows
from web.rooms.agreement.agreement_presenter import (
    PARTIES,
    Table,
    begun,
    current_answers,
    parties_table,
    standing,
    table_of,
)
from web.rooms.agreement.agreement_template import Template, is_current
from web.site.language import translate


def compared(clause: Clause, room: Room, template: Template) -> Rows:
    """(standard text, ours, what happened to it) for each part of a clause, under a row that names the columns."""
    choice = next((row for row in room.clauses if row.id == str(clause.number) and is_current(row, template)), None)
    answers = current_answers(room, template)
    head = (translate("Standardteksten"), translate("Jeres aftale"), translate("Forskel"))
    if choice and choice.is_left_out:
        reason = choice.reason or translate("Ingen begrundelse er skrevet.")
        told = translate("udeladt: {reason}", reason=reason)
        return (head, *((standard, translate("Udgår."), told) for standard, _, _ in _parts(clause, room, answers)))
    return (head, *_parts(clause, room, answers))


def changed_count(template: Template, room: Room) -> int:
    """How many clauses read otherwise than the standard text with its blanks filled in: those that were left out."""
    numbers = {str(clause.number) for clause in template.clauses}
    return sum(row.is_left_out and row.id in numbers and is_current(row, template) for row in room.clauses)


def _parts(clause: Clause, room: Room, answers: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for part, ours in standing(clause, answers):
        if isinstance(part, Blank):
            standard = translate("{label}: (udfyldes)", label=begun(part.label))
            yield (
                standard,
                ours or "–",
                translate("udfyldt") if ours else translate("ikke udfyldt, står ikke i aftalen"),
            )
        else:
            told = translate("uændret") if ours else translate("falder bort, for intet er udfyldt")
            yield part.text, ours or "–", told
    for grid in (part for part in clause.parts if isinstance(part, Grid)):
        table = parties_table(room) if clause.number == PARTIES else table_of(clause, room, answers)
        told = translate("udfyldt") if table else translate("ikke udfyldt, står ikke i aftalen")
        yield _described(grid), _told(table) or "–", told


def _described(grid: Grid) -> str:
    columns = translate("Tabel: {columns}", columns=" / ".join(grid.columns))
    return "\n".join((columns, *grid.rows))


def _told(table: Table) -> str:
    return "\n".join(" / ".join(row) for row in table)
