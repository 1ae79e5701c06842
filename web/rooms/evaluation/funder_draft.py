"""A report to whoever paid, drafted under five headings from what the room says already; to be finished in Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.rooms import Place, Room
from web.exports.papers.paper import Block, Bullets, Heading, Paper, Paragraph, Table
from web.rooms.agreement.agreement_presenter import parties
from web.rooms.evaluation.survey_presenter import results_blocks
from web.rooms.writing.record_form import in_words, side_names
from web.site.language import date, number, page_language, translate


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A heading, what the room says under it, and what to write where it says nothing."""

    heading: str
    blocks: tuple[Block, ...]
    prompt: str


def funder_parts(room: Room) -> tuple[DraftPart, ...]:
    """The five parts in their order."""
    return (
        DraftPart(
            translate("Formål og målgruppe"),
            tuple(_purpose(room)),
            translate("Skriv, hvad I ville, for hvem, og hvad I lovede, da I fik pengene."),
        ),
        DraftPart(
            translate("Det gjorde vi"),
            tuple(_activities(room)),
            translate("Skriv, hvad der skete, hvornår, og hvem der deltog. Nævn det, I måtte lave om."),
        ),
        DraftPart(
            translate("Det kom der ud af det"),
            tuple(_results(room)),
            translate("Skriv, hvor tæt I kom på målene, og hvor I ved det fra. Skriv små tal som tal, fx »7 af 11«."),
        ),
        DraftPart(
            translate("Økonomi og timer"),
            tuple(_resources(room)),
            translate("Skriv, hvad der blev brugt, og hvad hver part bidrog med."),
        ),
        DraftPart(
            translate("Det lærte vi, og sådan går det videre"),
            tuple(_lessons(room)),
            translate("Skriv, hvad I ville gøre anderledes, hvad der fortsætter, og hvad andre kan bruge."),
        ),
    )


def funder_paper(room: Room) -> Paper:
    """The draft, with a line of advice where the room says nothing."""
    told = (
        block
        for part in funder_parts(room)
        for block in (Heading(part.heading), *(part.blocks or (Paragraph(part.prompt, is_aside=True),)))
    )
    return Paper(translate("Udkast til rapport"), room.about.name, page_language(), tuple(told))


def _purpose(room: Room) -> Iterator[Block]:
    yield from _paragraphs(room.plan.text)
    yield from _bullets(_with(goal.text, goal.sign) for goal in room.goals if goal.text)
    sides = parties(room)
    if len(sides) > 1:
        yield Paragraph(translate("Parterne er {names}.", names=", ".join(side.name for side in sides)))


def _activities(room: Room) -> Iterator[Block]:
    yield from _bullets(_with(task.what, date(task.by) if task.by else "") for task in room.tasks if task.what)
    yield from _bullets(_with(day.what, date(day.day) if day.day else "") for day in room.dates if day.what)


def _results(room: Room) -> Iterator[Block]:
    yield from _paragraphs(room.closing.happened, room.result_meeting.meaning)
    yield from _bullets(_with(row.found, row.action) for row in room.result_findings if row.found)
    results = results_blocks(room)
    if results:
        yield Heading(translate("Spørgeskemaet"), 3)
        # What was a heading of the results goes below this one as running text.
        yield from (Paragraph(block.text) if isinstance(block, Heading) else block for block in results)


def _resources(room: Room) -> Iterator[Block]:
    names = side_names(room)
    money = [(names.get(row.actor, "–"), row.what or "–", number(row.kroner)) for row in room.money if row.kroner]
    hours = [(names.get(row.actor, "–"), row.what or "–", number(row.hours)) for row in room.hours if row.hours]
    if money:
        total = number(sum(row.kroner or 0 for row in room.money))
        yield Table((_head(translate("Kroner")), *money, (translate("I alt"), "–", total)))
    if hours:
        total = number(sum(row.hours or 0 for row in room.hours))
        yield Table((_head(translate("Timer")), *hours, (translate("I alt"), "–", total)))


def _lessons(room: Room) -> Iterator[Block]:
    closing = room.closing
    yield from _paragraphs(closing.glad, closing.otherwise)
    if room.evaluation.decision:
        yield Paragraph(translate("Vi har besluttet: {decision}", decision=room.evaluation.decision))
    yield from _paragraphs(", ".join(in_words(Place("closing", "", "way"), closing.way, room)), closing.users)


def _head(unit: str) -> tuple[str, str, str]:
    return translate("Hvem"), translate("Til hvad"), unit


def _paragraphs(*texts: str) -> Iterator[Block]:
    yield from (Paragraph(text) for text in texts if text)


def _bullets(items: Iterable[str]) -> Iterator[Block]:
    held = tuple(items)
    if held:
        yield Bullets(held)


def _with(text: str, more: str) -> str:
    return f"{text} ({more})" if more else text
