"""The map of a network over time: kept as it is on a day, and compared with another day."""

from __future__ import annotations

import datetime

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer.rooms import (
    MAX_VERSIONS,
    Place,
    Room,
    RoomRefused,
    compared,
    map_of,
    read_changes,
    with_version,
    without_version,
)
from web.rooms.room_request import VisitedRoom, changed, room_blueprint, visited
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm
from web.site.language import date, said, translate

blueprint = room_blueprint("room_network_versions", __name__)
_PATH = "/<token>/network/versions"
_COLUMNS = ("sector", "tie", "influence", "interest", "contact")


@blueprint.get(_PATH)
def versions(token: str) -> str:
    """The days of the map, and what has changed between two of them: the last one and now unless others are named."""
    return _page(visited(token))


@blueprint.post(_PATH)
def keep(token: str) -> BaseResponse | tuple[str, int]:
    """Keep the map as it is today."""
    kinds = {name: Place("map_versions", "x", name).kind for name in ("day", "note")}
    try:
        day = str(kinds["day"].read(request.form.get("day", ""))) or datetime.date.today().isoformat()
        note = str(kinds["note"].read(request.form.get("note", "")))
        changed(token, lambda room: with_version(room, day, note))
    except RoomRefused as error:
        return _page(visited(token), said(error.message)), 400
    return _led_back(token)


@blueprint.post(f"{_PATH}/<version>/delete")
def remove(token: str, version: str) -> BaseResponse:
    """Remove the map of a day."""
    changed(token, lambda room: without_version(room, version))
    return _led_back(token)


def _led_back(token: str) -> BaseResponse:
    return redirect(url_for("room_network_versions.versions", token=token, saved="1") + "#notice", 303)


def _page(here: VisitedRoom, fault: str = "") -> str:
    room = here.room
    kept = sorted(room.map_versions, key=lambda one: one.day)
    first = request.args.get("from", kept[-1].id if kept else "")
    last = request.args.get("to", "")
    if not {first, last} <= {"", *(one.id for one in kept)}:
        raise NotFound
    changes = compared(map_of(room, first), map_of(room, last)) if kept else ()
    return render_template(
        "rooms/network/versions.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, TypedForm(MultiDict(), refused=None)),
        fault=fault,
        kept=kept,
        most=MAX_VERSIONS,
        today=datetime.date.today().isoformat(),
        days={"": translate("Kortet nu"), **{one.id: _called(room, one.id) for one in kept}},
        first=first,
        last=last,
        changes=changes,
        columns=_COLUMNS,
        told=read_changes(changes) if kept else (),
    )


def _called(room: Room, version: str) -> str:
    (found,) = (one for one in room.map_versions if one.id == version)
    return ", ".join(filter(None, (date(found.day), found.note)))
