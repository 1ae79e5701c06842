"""The agreement as DOCX: headings, paragraphs and tables in Word's own styles, room for signatures, and its version."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordFile

from indexer import Language
from indexer.rooms import Room
from web.exports.word import file_bytes, new_file, printable, repeat_head
from web.rooms.agreement.agreement_presenter import paper, parties
from web.rooms.agreement.agreement_template import Template, is_current
from web.site.language import date, translate


def agreement_docx(room: Room, template: Template, language: Language) -> bytes:
    """The agreement as it reads now; what was not filled in does not stand there, and left-out clauses say so.

    A clause that says nothing is not in it; the page names it among what is to be done before anybody signs.
    """
    file = new_file(printable(translate("Samarbejdsaftale")), language)
    if room.about.name:
        file.add_paragraph(printable(room.about.name), style="Subtitle")
    for clause in (one for one in paper(room, template) if not one.is_empty):
        file.add_heading(printable(f"§ {clause.number} {clause.name}"), level=2)
        if clause.is_left_out:
            file.add_paragraph(translate("Udgår."))
        for paragraph in clause.paragraphs:
            file.add_paragraph(printable(paragraph))
        if clause.table:
            _add_table(file, clause.table)
    file.add_heading(translate("Underskrifter"), level=2)
    signers = [party.name for party in parties(room)]
    rows = [translate("Dato"), translate("Navn og stilling"), translate("Underskrift")]
    _add_table(file, [("", *signers), *((row, *("" for _ in signers)) for row in rows)])
    file.add_paragraph(printable(f"{template.disclaimer} {_version(template)}"))
    _add_reasons(file, room, template)
    return file_bytes(file)


def _add_table(file: WordFile, rows: Sequence[Sequence[str]]) -> None:
    table = file.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(printable(text)).bold = number == 0
    repeat_head(table.rows[0]._tr)


def _add_reasons(file: WordFile, room: Room, template: Template) -> None:
    """A note on a page of its own, which is not part of the agreement: why clauses were left out."""
    names = {str(clause.number): clause.name for clause in template.clauses}
    left_out = [row for row in room.clauses if row.is_left_out and row.id in names and is_current(row, template)]
    if not left_out:
        return
    file.add_section()
    file.add_heading(translate("Notat: paragraffer, vi har udeladt"), level=2)
    for row in left_out:
        reason = row.reason or translate("Ingen begrundelse er skrevet.")
        file.add_paragraph(printable(f"§ {row.id} {names[row.id]}: {reason}"), style="List Bullet")


def _version(template: Template) -> str:
    return translate("Skabelonen er fra {day}.", day=date(template.changed)) if template.changed else ""
