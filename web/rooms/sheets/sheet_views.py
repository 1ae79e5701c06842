"""Sheets that each side writes alone: who is done, the sheet at an address of its own, and all of them side by side."""

from __future__ import annotations

import datetime

from flask import Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer.rooms import (
    SHEET_FIELDS,
    Room,
    RoomRefused,
    Round,
    Sheet,
    begun_sheet,
    new_row_id,
    rounds_of,
    sides_of,
    with_row,
    without_row,
    written_fields,
)
from web.exports.word import DOCX_MEDIA_TYPE
from web.rooms.leads.case_leads import leads, write_up_of
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID
from web.rooms.room_request import VisitedRoom, changed, room_blueprint, room_file, save_form, visited
from web.rooms.sheets.expectations_presenter import UNDERSTANDING_FIELDS
from web.rooms.sheets.sheet_file import sheets_docx
from web.rooms.sheets.sheet_tools import SHEET_TOOLS, SheetTool
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm, side_names
from web.rooms.writing.typed_form import TypedForm
from web.site.context import absolute

blueprint = room_blueprint("room_sheets", __name__)
_PATH = "/<token>/<any(needs, expectations, temperature):tool>"
_BLANK_UNDERSTANDINGS = 2


@blueprint.get(_PATH)
def overview(token: str, tool: str) -> str:
    """Who is done; all sheets side by side once everybody is."""
    return _overview(visited(token), SHEET_TOOLS[tool], None)


@blueprint.post(_PATH)
def save(token: str, tool: str) -> str | BaseResponse | tuple[str, int]:
    """Keep a party that was missing, or what the sides say together."""

    def page(here: VisitedRoom, typed: TypedForm | None) -> str:
        return _overview(here, SHEET_TOOLS[tool], typed)

    return save_form(token, page, "room_sheets.overview", tool=tool)


@blueprint.post(f"{_PATH}/begin")
def begin(token: str, tool: str) -> BaseResponse:
    """Begin the sheet of a side, and lead to its address, which nobody else is told."""
    row, side = new_row_id(), request.form.get("side", "")
    changed(token, lambda room: with_begun(room, SHEET_TOOLS[tool], row, side, is_anew="again" in request.form))
    return redirect(url_for("room_sheets.sheet", token=token, tool=tool, row=row, begun="1"), 303)


@blueprint.get(f"{_PATH}/<row>")
def sheet(token: str, tool: str, row: str) -> str:
    """A sheet, for whoever has its address."""
    return _sheet(visited(token), SHEET_TOOLS[tool], row, None)


@blueprint.post(f"{_PATH}/<row>")
def save_sheet(token: str, tool: str, row: str) -> str | BaseResponse | tuple[str, int]:
    """Keep what was written on a sheet."""

    def page(here: VisitedRoom, typed: TypedForm | None) -> str:
        return _sheet(here, SHEET_TOOLS[tool], row, typed)

    return save_form(token, page, "room_sheets.sheet", tool=tool, row=row)


@blueprint.get(f"{_PATH}.docx")
def word(token: str, tool: str) -> Response:
    """All sheets side by side as a Word file, once they may be seen."""
    room = visited(token).room
    shown = _last_shown(room, SHEET_TOOLS[tool])
    if shown is None:
        raise NotFound
    return room_file(sheets_docx(room, SHEET_TOOLS[tool], shown), DOCX_MEDIA_TYPE, f"{tool}.docx")


def with_begun(room: Room, tool: SheetTool, row: str, side: str, *, is_anew: bool) -> Room:
    """The room with an empty sheet of a side; an unfinished one makes place for it only where that is asked for.

    Raises:
        RoomRefused: the side is none, or it has a sheet already.
    """
    last = rounds_of(room, tool.section)[-1]
    if side not in sides_of(room):
        raise RoomRefused("room-sheet-unknown-side")
    number = last.number + 1 if tool.is_repeated and last.is_open else last.number
    own = last.sheets.get(side) if number == last.number else None
    if own and (own.is_done or not is_anew):
        raise RoomRefused("room-sheet-taken")
    if own:
        room = without_row(room, tool.section, own.id)
    day = {"day": datetime.date.today().isoformat()} if "day" in written_fields(tool.section) else {}
    return with_row(room, tool.section, begun_sheet(tool.section, row, side, number, day))


def _last_shown(room: Room, tool: SheetTool) -> Round | None:
    return next((one for one in reversed(rounds_of(room, tool.section)) if one.shown), None)


def _overview(here: VisitedRoom, tool: SheetTool, typed: TypedForm | None) -> str:
    room = here.room
    shown = _last_shown(room, tool)
    write_up = TOOLS_BY_ID[tool.id].write_up
    return render_template(
        f"rooms/sheets/{tool.id}.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        tool=tool,
        last=rounds_of(room, tool.section)[-1],
        shown=shown,
        side_names=side_names(room),
        sides=sides_of(room),
        fields=written_fields(tool.section),
        blank_understandings=_BLANK_UNDERSTANDINGS,
        understanding_fields=UNDERSTANDING_FIELDS,
        leads=leads(room, write_up),
        write_up=write_up_of(write_up),
        conflicts=conflict_views(room),
        **(tool.shown(room, shown) if shown else {}),
    )


def _sheet(here: VisitedRoom, tool: SheetTool, row: str, typed: TypedForm | None) -> str:
    found: Sheet | None = next((one for one in getattr(here.room, tool.section) if one.id == row), None)
    # What was typed is shown again, even if the sheet was begun anew meanwhile and is gone.
    if found is None and typed is None:
        raise NotFound
    number = (found.round if found else None) or 1
    rounds = rounds_of(here.room, tool.section)
    of_round = rounds[min(number, len(rounds)) - 1]
    names = side_names(here.room)
    return render_template(
        "rooms/sheets/sheet.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        tool=tool,
        row=row,
        side=names.get(found.actor if found else "", ""),
        sheet=found,
        of_round=of_round,
        waiting=[names[side] for side in of_round.waiting],
        fields=written_fields(tool.section),
        own_fields=SHEET_FIELDS,
        address=absolute(url_for("room_sheets.sheet", token=here.link.token, tool=tool.id, row=row)),
        conflicts=conflict_views(here.room, row),
    )
