"""The papers of an agreement as they read now: parties, clauses, room for signatures, disclaimer and version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.rooms import Accident, Place, Room
from web.exports.papers.paper import Block, Bullets, Heading, NewPage, Paper, Paragraph, Table
from web.rooms.agreement.accident_presenter import ACCIDENTS
from web.rooms.agreement.agreement_presenter import PaperClause, paper, parties, parties_table
from web.rooms.agreement.agreement_template import Template, is_current
from web.rooms.agreement.comparison import changed_count, compared
from web.rooms.agreement.side_presenter import asked_clauses, side_paper
from web.rooms.writing.record_form import in_words
from web.site.language import date, page_language, said, translate, translate_count


def agreement_paper(room: Room, template: Template) -> Paper:
    """The agreement; what was not filled in does not stand there, and left-out clauses say so.

    A clause that says nothing is not in it; the page names it among what is to be done before anybody signs.
    """
    clauses = (one for one in paper(room, template) if not one.is_empty)
    return _paper(
        translate("Samarbejdsaftale"), room, (
            *(block for one in clauses for block in _clause(f"§ {one.number} {one.name}", one)),
            *_signatures(room),
            *_versions(template),
            *_reasons(room, template),
        )
    )  # fmt: skip


def letter_paper(room: Room, template: Template) -> Paper:
    """The letter of intent: who the parties are, then all that was filled in."""
    clauses = side_paper(asked_clauses(template, room, "letter"), room, template)
    name = template.letter.name if template.letter else ""
    told = (block for one in clauses for block in _clause("", one))
    return _paper(name, room, (Table(parties_table(room)), *told, *_signatures(room), *_versions(template)))


def annex_paper(room: Room, template: Template) -> Paper:
    """The annex on data with the clauses that its situation needs, and that say something."""
    clauses = side_paper(asked_clauses(template, room, "annex"), room, template)
    told = [block for one in clauses if not one.is_empty for block in _clause(f"{one.number}. {one.name}", one)]
    names = Paragraph(
        translate("Bilag til aftalen mellem {parties}.", parties=_listed(party.name for party in parties(room)))
    )
    return _paper(annex_name(), room, (names, *told, *_versions(template)))


def comparison_paper(room: Room, template: Template) -> Paper:
    """The agreement beside the standard text, for the lawyer."""
    left_out = changed_count(template, room)
    lead = translate(
        "Skabelonens faste sætninger kan ikke ændres i rummet. Her står standardteksten ved siden af jeres."
    )
    counted = translate_count("{count} paragraf er udeladt.", "{count} paragraffer er udeladt.", left_out)
    tables = (
        block
        for clause in template.clauses
        for block in (Heading(f"§ {clause.number} {clause.name}"), Table(compared(clause, room, template)))
    )
    title = translate("Aftalen sammenlignet med standardteksten")
    blocks = (Paragraph(lead), Paragraph(counted), *tables, *_accidents(room), *_versions(template))
    return _paper(title, room, blocks)


def annex_name() -> str:
    """What the annex is called."""
    return translate("Bilag om databeskyttelse")


def _paper(title: str, room: Room, blocks: tuple[Block, ...]) -> Paper:
    return Paper(title, room.about.name, page_language(), blocks)


def _clause(heading: str, clause: PaperClause) -> Iterator[Block]:
    if heading:
        yield Heading(heading)
    if clause.is_left_out:
        yield Paragraph(translate("Udgår."))
    for paragraph in clause.paragraphs:
        yield Paragraph(paragraph)
    if clause.table:
        yield Table(clause.table)


def _signatures(room: Room) -> Iterator[Block]:
    signers = tuple(party.name for party in parties(room))
    rows = (translate("Dato"), translate("Navn og stilling"), translate("Underskrift"))
    yield Heading(translate("Underskrifter"))
    head = (translate("Underskrift af"), *signers)
    yield Table((head, *((row, *("" for _ in signers)) for row in rows)))


def _versions(template: Template) -> Iterator[Block]:
    version = translate("Skabelonen er fra {day}.", day=date(template.changed)) if template.changed else ""
    yield Paragraph(f"{template.disclaimer} {version}".strip(), is_aside=True)


def _reasons(room: Room, template: Template) -> Iterator[Block]:
    """A note on a page of its own, which is not part of the agreement: why clauses were left out."""
    names = {str(clause.number): clause.name for clause in template.clauses}
    left_out = [row for row in room.clauses if row.is_left_out and row.id in names and is_current(row, template)]
    if left_out:
        unsaid = translate("Ingen begrundelse er skrevet.")
        yield NewPage()
        yield Heading(translate("Notat: paragraffer, vi har udeladt"))
        yield Bullets(tuple(f"§ {row.id} {names[row.id]}: {row.reason or unsaid}" for row in left_out))


def _accidents(room: Room) -> Iterator[Block]:
    """What the parties found when they tried the agreement on the accidents; nothing where they have not."""
    judged = {row.id: row for row in room.accidents if row.holds}
    told = tuple(_judged(said(story.name), judged[story.id], room) for story in ACCIDENTS if story.id in judged)
    if told:
        yield Heading(translate("Tre uheld: giver teksten svar?"))
        yield Bullets(told)


def _judged(name: str, accident: Accident, room: Room) -> str:
    holds = ", ".join(in_words(Place("accidents", accident.id, "holds"), accident.holds, room))
    return f"{name}: {holds}. {accident.note}".strip()


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return translate("{first} og {last}", first=", ".join(first), last=last) if first else last
