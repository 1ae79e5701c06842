"""The temperature of a partnership -> differences before averages, and for each theme something to do about it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.document import Document as WordFile
from markupsafe import Markup

from indexer import DocumentId, Filter, Message, Metadata, Query, name_in
from indexer.rooms import Place, Room, Round, Temperature, Theme, ThemeReading, read_temperature, rounds_of
from web.exports.word import printable
from web.rooms.agreement.agreement_template import template
from web.rooms.leads.case_leads import known_filters
from web.rooms.sheets.temperature_curve import Measured, curve
from web.rooms.writing.record_form import label_id, side_names
from web.search.guide_steps import Step, guide_in
from web.site.context import site
from web.site.language import decimal, page_language, said

_MAX_CASES = 2
_CASES = Filter("kind", "case")


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme as the page tells it: who answered what, what that means, what to do, and how it has moved."""

    id: str
    name: str
    grades: tuple[tuple[str, int], ...]
    told: tuple[Message, ...]
    average: str
    needs_talk: bool
    step: Step | None
    clause: tuple[int, str] | None
    cases: tuple[tuple[DocumentId, Metadata], ...]
    curve: Markup


def temperature_shown(room: Room, round_: Round) -> Mapping[str, object]:
    """The themes of a round, the largest difference first; notes of the sides; how many rounds there are."""
    sheets = _sheets(round_)
    readings = read_temperature(sheets)
    names = side_names(room)
    return {
        "themes": tuple(_view(room, reading, names) for reading in readings),
        "notes": tuple((names.get(sheet.actor, ""), sheet.note) for sheet in sheets if sheet.note),
    }


def add_temperature(file: WordFile, room: Room, round_: Round) -> None:
    """Write each theme with what it means and what to do into a Word file."""
    names = side_names(room)
    for reading in read_temperature(_sheets(round_)):
        view = _view(room, reading, names)
        file.add_heading(printable(view.name), level=2)
        for message in view.told:
            file.add_paragraph(printable(said(message)))


def _view(room: Room, reading: ThemeReading, names: Mapping[str, str]) -> ThemeView:
    theme = reading.theme
    grades = tuple((names.get(side, ""), grade) for side, grade in reading.grades)
    name = _name(theme)
    return ThemeView(
        id=theme.id,
        name=name,
        grades=grades,
        told=tuple(_told(reading, names)),
        average=decimal(round(reading.average, 1)),
        needs_talk=reading.needs_talk,
        step=_step(theme) if reading.needs_talk else None,
        clause=_clause(theme) if reading.needs_talk else None,
        cases=tuple(_cases(room, theme)) if reading.needs_talk else (),
        curve=curve(name, tuple(_measured(room, theme, names))),
    )


def _told(reading: ThemeReading, names: Mapping[str, str]) -> Iterator[Message]:
    if reading.is_far_apart:
        low, high = (
            ", ".join(names.get(side, "") for side, grade in reading.grades if grade == edge)
            for edge in (reading.lowest, reading.highest)
        )
        yield Message("room-theme-apart", low=low, lowest=reading.lowest, high=high, highest=reading.highest)
    elif reading.is_low:
        yield Message("room-theme-low")
    yield Message(f"room-theme-{reading.theme.id}") if reading.needs_talk else Message("room-theme-fine")


def _name(theme: Theme) -> str:
    return name_in(label_id(Place("temperatures", "x", theme.id)), page_language())


def _step(theme: Theme) -> Step | None:
    guide = guide_in(site().knowledge_base.comparer.public_records(), page_language())
    return next((step for step in guide.steps if step.number == theme.step), None)


def _clause(theme: Theme) -> tuple[int, str] | None:
    found = template()
    clauses = found.clauses if found else ()
    return next(((clause.number, clause.name) for clause in clauses if clause.number == theme.clause), None)


def _cases(room: Room, theme: Theme) -> Iterator[tuple[DocumentId, Metadata]]:
    """Two cases about the theme: of the room's sectors where there are such, else of any, else of the room's goals."""
    known = known_filters(room)
    subjects = tuple(Filter("subject", subject) for subject in theme.subjects)
    asked = ((*subjects, *known["sector"]), subjects, known["goal"])
    found: dict[DocumentId, Metadata] = {}
    for filters in asked:
        if len(found) < _MAX_CASES:
            records = site().knowledge_base.records(Query(filters=(*filters, _CASES)))
            found |= dict(itertools.islice(records, _MAX_CASES))
    yield from itertools.islice(found.items(), _MAX_CASES)


def _measured(room: Room, theme: Theme, names: Mapping[str, str]) -> Iterator[Measured]:
    for round_ in rounds_of(room, "temperatures"):
        sheets = _sheets(round_)
        grades = tuple((names.get(sheet.actor, ""), int(g)) for sheet in sheets if (g := getattr(sheet, theme.id)))
        if grades:
            yield Measured(max(sheet.day for sheet in sheets), grades)


def _sheets(round_: Round) -> tuple[Temperature, ...]:
    return tuple(sheet for sheet in round_.shown if isinstance(sheet, Temperature))
