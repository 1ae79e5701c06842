"""The map of a network to take along: a table for a spreadsheet, and a Word file with what the map shows."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx.shared import Mm

from indexer import name_in
from indexer.rooms import Finding, Place, Room, RoomActor
from web.exports.spreadsheet import spreadsheet_row
from web.exports.word import add_table, file_bytes, new_file, printable
from web.rooms.network.network_drawing import drawing_text, svg
from web.rooms.writing.record_form import actor_names, in_words, label_id
from web.site.drawings.png import png_of
from web.site.language import date, page_language, said, translate

_COLUMNS = (
    "name", "sector", "partner_type", "tie", "influence", "interest", "contact", "contact_there", "aim", "is_party",
)  # fmt: skip
_DRAWING_WIDTH = Mm(150)
_WORD_COLUMNS = ("name", "sector", "tie", "influence", "interest", "contact")


def network_csv(room: Room) -> str:
    """A row per actor under the names of the columns; the last column names those whom it knows."""
    heads = [*_heads(_COLUMNS), translate("Kender")]
    rows = ([*_cells(room, actor, _COLUMNS), ", ".join(_known(room, actor))] for actor in room.actors)
    # A spreadsheet takes a file without this mark for one in its own letters.
    return "\ufeff" + "".join(spreadsheet_row(row) for row in (heads, *rows))


def network_docx(room: Room, findings: Sequence[Finding]) -> bytes:
    """The question, the drawing, the actors, what the map shows, and who does what about it."""
    file = new_file(printable(room.network.question or translate("Netværkskort")), page_language())
    if room.network.drawn:
        file.add_paragraph(translate("Tegnet {day}", day=date(room.network.drawn)))
    if room.actors:
        shape = file.add_picture(io.BytesIO(png_of(svg(room, is_file=True))), width=_DRAWING_WIDTH)
        # python-docx has no name for the text of a picture.
        shape._inline.docPr.set("descr", drawing_text(room))
    add_table(file, [_heads(_WORD_COLUMNS), *(_cells(room, actor, _WORD_COLUMNS) for actor in room.actors)])
    if findings:
        file.add_heading(translate("Det viser kortet"), level=2)
    for finding in findings:
        file.add_paragraph(printable(said(finding.message)), style="List Bullet")
    if room.follow_ups:
        file.add_heading(translate("Det gør vi ved det"), level=2)
    for row in room.follow_ups:
        told = (actor_names(room).get(row.actor, ""), row.what, row.who, date(row.by))
        file.add_paragraph(printable(" · ".join(filter(None, told))), style="List Bullet")
    return file_bytes(file)


def _heads(columns: Sequence[str]) -> list[str]:
    return [name_in(label_id(Place("actors", "x", column)), page_language()) for column in columns]


def _cells(room: Room, actor: RoomActor, columns: Sequence[str]) -> list[str]:
    places = (Place("actors", actor.id, column) for column in columns)
    return [", ".join(in_words(place, getattr(actor, place.field), room)) for place in places]


def _known(room: Room, actor: RoomActor) -> list[str]:
    """The names of those whom an actor knows."""
    names = actor_names(room)
    pairs = [(tie.one, tie.other) for tie in room.ties_among]
    others = [b if a == actor.id else a for a, b in pairs if actor.id in (a, b)]
    return [names[other] for other in others if other in names]
