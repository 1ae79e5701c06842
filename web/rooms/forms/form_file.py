"""Sections of a room as DOCX: a table each, in the words of the form."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as WordFile

from indexer import Message, name_in
from indexer.rooms import SECTIONS, Place, Room
from web.exports.word import add_table, file_bytes, new_file, printable
from web.rooms.partnership_tools.form_tools import FormTool, typed_fields
from web.rooms.writing.record_form import in_words, label_id
from web.site.language import page_language, said


def form_docx(room: Room, tool: FormTool) -> bytes:
    """All sections of a tool with what stands in them, then what it says of them."""
    file = new_file(printable(said(Message(f"room-tool-{tool.id}"))), page_language())
    if room.about.name:
        file.add_paragraph(printable(room.about.name), style="Subtitle")
    for section in tool.sections:
        add_section(file, room, section)
    for note in tool.notes(room):
        file.add_paragraph(printable(said(note)), style="List Bullet")
    return file_bytes(file)


def add_section(file: WordFile, room: Room, section: str) -> None:
    """A heading and a table: a row for each row of the section, or for each field of its one record."""
    file.add_heading(said(Message(f"room-section-{section}")), level=2)
    fields = typed_fields(section)
    labels = [name_in(label_id(Place(section, "x", name)), page_language()) for name in fields]
    if SECTIONS[section].is_list:
        add_table(file, [labels, *(_cells(room, section, row, fields) for row in getattr(room, section))])
        return
    stated = zip(labels, _cells(room, section, getattr(room, section), fields), strict=True)
    add_table(file, [(said(Message("room-asked")), said(Message("room-agreed"))), *stated])


def _cells(room: Room, section: str, record: object, fields: Iterable[str]) -> list[str]:
    return [", ".join(in_words(Place(section, "x", name), getattr(record, name), room)) for name in fields]
