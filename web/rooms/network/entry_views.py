"""Names for the map of a network, written by each colleague apart or pasted, and merged with what is there."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from indexer import Message
from indexer.rooms import (
    MapEntry,
    PastedTable,
    Place,
    Room,
    RoomRefused,
    merged,
    near_names,
    pasted_table,
    private_names,
    proposed,
    with_row,
)
from web.rooms.network.column_words import column_words
from web.rooms.network.network_views import with_known_organisations
from web.rooms.room_request import VisitedRoom, changed, moment, room_blueprint, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import NEW, TypedForm, read_form
from web.site.language import said

blueprint = room_blueprint("room_network_entries", __name__)
_APART, _PASTE, _MERGE = "/<token>/network/apart", "/<token>/network/paste", "/<token>/network/merge"
_BLANK_ENTRIES = 8
_DECISION = "as:"


@blueprint.get(_APART)
def apart(token: str) -> str:
    """Rows for one colleague to fill in, without what the others wrote."""
    return _apart_page(visited(token), None)


@blueprint.post(_APART)
def save_apart(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep the names of one colleague until they are merged."""
    own = {edit.place.row for edit in read_form(request.form).edits if edit.place.section == "map_entries"}

    def signed(room: Room) -> Room:
        by = _role(request.form.get("by", ""))
        # All others may be of colleagues who did not sign.
        entries = tuple(replace(one, by=one.by or by) if one.id in own else one for one in room.map_entries)
        return replace(room, map_entries=entries)

    return save_form(token, _apart_page, "room_network_entries.apart", signed)


@blueprint.get(_PASTE)
def paste(token: str) -> str:
    """A field to paste a table into."""
    return _paste_page(visited(token), "")


@blueprint.post(_PASTE)
def read_paste(token: str) -> BaseResponse | tuple[str, int]:
    """Keep what was pasted until it is merged.

    With a faulty row nothing is kept, and all of it is given back; where it is asked for, the sound rows are kept.
    """
    here = visited(token)
    text = request.form.get("rows", "")
    try:
        table = pasted_table(text, column_words(), _role(request.form.get("by", "")))
        kept = table.sound
        is_all = len(kept) == len(table.rows)
        if not table.rows:
            return _paste_page(here, text, fault=said(Message("room-paste-empty"))), 400
        if not is_all and "sound" not in request.form:
            return _paste_page(here, text, table), 400
        changed(token, lambda room: _with_entries(room, [row.entry for row in kept]))
    except RoomRefused as error:
        return _paste_page(here, text, fault=said(error.message)), 400
    if not is_all:
        # Only these: what is sent again must not bring the sound rows a second time.
        left = replace(table, rows=tuple(row for row in table.rows if row.faults))
        return _paste_page(visited(token), table.faulty_text(), left, len(kept)), 400
    has_names = any(private_names(row.entry.contact, is_role=True) for row in kept)
    return _led_to("room_network_entries.merge", token, "names" if has_names else "")


@blueprint.get(_MERGE)
def merge(token: str) -> str:
    """The names that wait, each with those that it may be."""
    return _merge_page(visited(token))


@blueprint.post(_MERGE)
def save_merge(token: str) -> BaseResponse | tuple[str, int]:
    """Put on the map what was decided on."""
    sent = {name.removeprefix(_DECISION): value for name, value in request.form.items() if name.startswith(_DECISION)}
    conflicts: list[int] = []

    def merge_all(room: Room) -> Room:
        after = with_known_organisations(merged(room, sent, moment()))
        conflicts.append(len(after.conflicts) - len(room.conflicts))
        return after

    try:
        changed(token, merge_all)
    except RoomRefused as error:
        return _merge_page(visited(token), said(error.message)), 400
    return _led_to("room_network.network", token, "conflict" if conflicts[-1] else "")


def _led_to(endpoint: str, token: str, told: str) -> BaseResponse:
    """To a page that says that something was kept, and what else there is to say of it."""
    return redirect(f"{url_for(endpoint, token=token)}?saved=1{f'&{told}=1' if told else ''}#notice", 303)


def _role(text: str) -> str:
    """Who writes, by role.

    Raises:
        RoomRefused: it is what a room may not hold.
    """
    return str(Place("map_entries", "x", "by").kind.read(text))


def _with_entries(room: Room, entries: list[MapEntry]) -> Room:
    for entry in entries:
        room = with_row(room, "map_entries", entry)
    return room


def _apart_page(here: VisitedRoom, typed: TypedForm | None) -> str:
    form = RecordForm(here.opened, typed)
    return render_template(
        "rooms/network/apart.html",
        here=here,
        token=here.link.token,
        form=form,
        rows=[row for row in form.rows("map_entries", _BLANK_ENTRIES) if row.startswith(NEW)],
        by=request.form.get("by", ""),
    )


def _paste_page(here: VisitedRoom, text: str, table: PastedTable | None = None, kept: int = 0, fault: str = "") -> str:
    return render_template(
        "rooms/network/paste.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, TypedForm(MultiDict())),
        text=text,
        table=table,
        kept=kept,
        fault=fault,
        by=request.form.get("by", ""),
    )


def _merge_page(here: VisitedRoom, fault: str = "") -> str:
    room = here.room
    typed = request.form
    return render_template(
        "rooms/network/merge.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened),
        fault=fault,
        entries=[
            (entry, near_names(room, entry), typed.get(f"{_DECISION}{entry.id}", proposed(room, entry)))
            for entry in room.map_entries
        ],
        conflicts=conflict_views(room),
    )
