"""What sides say together of two pictures: sentences that the agreement can build on."""

from __future__ import annotations

from collections.abc import Mapping

from docx.document import Document as WordFile

from indexer import name_in
from indexer.rooms import Place, Room, Round
from web.exports.word import add_table
from web.rooms.writing.record_form import in_words, label_id
from web.site.language import page_language, translate

UNDERSTANDING_FIELDS = ("topic", "agreement", "text")


def expectations_shown(room: Room, round_: Round) -> Mapping[str, object]:
    """Nothing but the sheets themselves: people see best what differs."""
    return {}


def add_understandings(file: WordFile, room: Room, round_: Round) -> None:
    """Write the sentences that the sides agreed on into a Word file."""
    if not room.understandings:
        return
    file.add_heading(translate("Det siger vi sammen"), level=2)
    places = [[Place("understandings", row.id, name) for name in UNDERSTANDING_FIELDS] for row in room.understandings]
    head = [name_in(label_id(place), page_language()) for place in places[0]]
    cells = (
        [", ".join(in_words(place, getattr(row, place.field), room)) for place in own]
        for row, own in zip(room.understandings, places, strict=True)
    )
    add_table(file, [head, *cells])
