"""The sheets of a round as DOCX: side by side, then what a tool has to say of them."""

from __future__ import annotations

from indexer import Message, name_in
from indexer.rooms import Place, Room, Round, written_fields
from web.exports.word import add_table, file_bytes, new_file, printable
from web.rooms.sheets.sheet_tools import SheetTool
from web.rooms.writing.record_form import in_words, label_id, side_names
from web.site.language import page_language, said


def sheets_docx(room: Room, tool: SheetTool, round_: Round) -> bytes:
    """A table with a column per side, for sheets that may be seen."""
    file = new_file(printable(said(Message(f"room-tool-{tool.id}"))), page_language())
    if room.about.name:
        file.add_paragraph(printable(room.about.name), style="Subtitle")
    names = side_names(room)
    rows = [["", *(names.get(sheet.actor, "") for sheet in round_.shown)]]
    for field in written_fields(tool.section):
        place = Place(tool.section, "x", field)
        said_by_all = (", ".join(in_words(place, getattr(sheet, field), room)) for sheet in round_.shown)
        rows.append([name_in(label_id(place), page_language()), *(words or "–" for words in said_by_all)])
    add_table(file, rows)
    tool.add_to(file, room, round_)
    return file_bytes(file)
