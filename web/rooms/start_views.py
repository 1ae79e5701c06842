"""Begin a room, its start page, and taking it along: steps of the guide, shortlist, dates, export, end and deletion."""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from indexer import DocumentId
from indexer.rooms import (
    SECTIONS,
    About,
    Room,
    RoomRefused,
    Shortlisted,
    exported,
    imported,
    json_schema,
    resolve,
    with_row,
)
from web.rooms.calendar import calendar_file, room_days
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID, tools_of_step
from web.rooms.rates import room_rates
from web.rooms.room_request import VisitedRoom, changed, kept_private, room_blueprint, room_file, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm
from web.search.guide_steps import guide_in
from web.site.context import absolute, site
from web.site.language import page_language, said

blueprint = room_blueprint("room_pages", __name__)
_FILE_OVERHEAD = 2
"""An exported file is indented: so many times as long as what a room may hold, at most."""

_BLANK_DATES = 2
SCHEMA_PATH = "/room.schema.json"


@blueprint.get("")
def begin() -> str:
    """What a room is, how private it is, and the form to begin one."""
    return _begin_page()


@blueprint.post("")
def create() -> BaseResponse | tuple[str, int]:
    """A new room; its edit link is in the address that the answer leads to, and nowhere else."""
    room_rates().begun.demand()
    try:
        name = str(SECTIONS["about"].fields["name"].read(request.form.get("name", "")))
        return _led_into(Room(about=About(name=name)), _day(request.form.get("ends", "")))
    except RoomRefused as error:
        return _begin_page(said(error.message)), 400


@blueprint.post("/import")
def import_room() -> BaseResponse | tuple[str, int]:
    """A new room from an exported file, with links of its own; it ends when the file says, if that can be."""
    room_rates().begun.demand()
    # The site's own limit is for forms: a room may hold more than that.
    request.max_content_length = 1_000_000 + _FILE_OVERHEAD * site().rooms.limits.room_bytes
    file = request.files.get("file")
    try:
        room, ends = imported(file.read() if file else b"")
        with contextlib.suppress(RoomRefused):
            return _led_into(room, ends or _usual_end())
        return _led_into(room, _usual_end())
    except RoomRefused as error:
        return _begin_page(said(error.message)), 400


@blueprint.get("/<token>")
def start(token: str) -> str:
    """The room: its links, the steps of the guide, the tools, the shortlist and the dates."""
    return _start_page(visited(token), None)


@blueprint.post("/<token>")
def save(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep what a form of the start page sends."""
    return save_form(token, _start_page, "room_pages.start")


@blueprint.post("/<token>/shortlist")
def shortlist(token: str) -> BaseResponse:
    """Keep a document of the collection on the shortlist, and lead back to where it was found."""
    document = request.form.get("add", "")
    known = site().knowledge_base.comparer.public_records()

    def add(room: Room) -> Room:
        is_new = DocumentId(document) in known and all(row.id != document for row in room.shortlist)
        return with_row(room, "shortlist", Shortlisted(document)) if is_new else room

    changed(token, add)
    return redirect(url_for("room_plan.plan", token=token, saved="1") + "#notice", 303)


@blueprint.post("/<token>/conflict")
def decide(token: str) -> BaseResponse | tuple[str, int]:
    """Keep one of two texts that were typed at the same time, or both; lead back to the room."""
    form = request.form
    undecided: list[bool] = []

    def choose(room: Room) -> Room:
        decided = resolve(room, form.get("id", ""), form.get("choice", ""), form.get("base", ""))
        undecided.append(bool(decided.conflicts))
        return decided.room

    try:
        changed(token, choose)
    except RoomRefused as error:
        return _start_page(visited(token), TypedForm(MultiDict(), refused=error.message)), 400
    told = "conflict" if undecided[-1] else "saved"
    return redirect(f"{url_for('room_pages.start', token=token)}?{told}=1#notice", 303)


@blueprint.get("/<token>/dates.ics")
def dates(token: str) -> Response:
    """The dates of the room for a calendar."""
    here = visited(token)
    return room_file(calendar_file(here.opened, here.link), "text/calendar; charset=utf-8", "samspil.ics")


@blueprint.get("/<token>/export.json")
def export(token: str) -> Response:
    """Everything in the room as one file, which `import` takes in again; for readers without single answers."""
    here = visited(token)
    room = here.room if here.may_edit else replace(here.room, survey_answers=())
    return room_file(exported(room, here.opened.ends), "application/json", "samspil.json")


@blueprint.get("/<token>/settings")
def settings(token: str) -> str:
    """When the room ends, and its deletion."""
    return _settings_page(visited(token))


@blueprint.post("/<token>/end")
def set_end(token: str) -> BaseResponse | tuple[str, int]:
    """Give the room another last day."""
    here = visited(token)
    room_rates().changes.demand()
    try:
        site().rooms.set_end(here.link, _day(request.form.get("ends", "")))
    except RoomRefused as error:
        return _settings_page(here, said(error.message)), 400
    return redirect(url_for("room_pages.settings", token=token, saved="1") + "#notice", 303)


@blueprint.post("/<token>/delete")
def delete(token: str) -> str | tuple[str, int]:
    """Remove the room for good, if the form says that it is meant."""
    here = visited(token)
    if "sure" not in request.form:
        return _settings_page(here, unsure=True), 400
    site().rooms.delete(here.link)
    return render_template("rooms/deleted.html")


def schema() -> Response:
    """What an exported file looks like, as JSON Schema."""
    response = jsonify(json_schema(absolute(f"{request.script_root}{SCHEMA_PATH}")))
    response.mimetype = "application/schema+json"
    return response


def _begin_page(fault: str = "") -> str:
    today = datetime.date.today()
    most = today + datetime.timedelta(days=site().rooms.limits.days)
    return render_template(
        "rooms/begin.html",
        fault=fault,
        ends=request.form.get("ends") or _usual_end().isoformat(),
        name=request.form.get("name", ""),
        earliest=(today + datetime.timedelta(days=1)).isoformat(),
        latest=most.isoformat(),
        settings=site().config.rooms,
        wanted=TOOLS_BY_ID.get(request.values.get("tool", "")),
    )


def _settings_page(here: VisitedRoom, fault: str = "", *, unsure: bool = False) -> str:
    ends = request.form.get("ends") or here.opened.ends.isoformat()
    return render_template(
        "rooms/settings.html", here=here, token=here.link.token, fault=fault, ends=ends, is_unsure=unsure
    )


def _start_page(here: VisitedRoom, typed: TypedForm | None) -> str:
    records = site().knowledge_base.comparer.public_records()
    guide = guide_in(records, page_language())
    done = {row.id for row in here.room.steps if row.is_done}
    return render_template(
        "rooms/start.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        stages=guide.stages(),
        next_step=next((step for step in guide.steps if str(step.number) not in done), None),
        done=done,
        tools_of_step=tools_of_step,
        kept=[(row.id, records.get(DocumentId(row.id))) for row in here.room.shortlist],
        conflicts=conflict_views(here.room),
        days=sorted(room_days(here.opened), key=lambda each: each[1]),
        blank_dates=_BLANK_DATES,
        wanted=TOOLS_BY_ID.get(request.args.get("tool", "")),
        link=lambda secret: absolute(url_for("room_pages.start", token=secret)),
    )


def _led_into(room: Room, ends: datetime.date) -> BaseResponse:
    link = site().rooms.begin(room, ends)
    tool = request.form.get("tool", "")
    told = urlencode({"begun": "1", **({"tool": tool} if tool in TOOLS_BY_ID else {})})
    return kept_private(redirect(f"{url_for('room_pages.start', token=link.token)}?{told}", 303))


def _usual_end() -> datetime.date:
    return datetime.date.today() + datetime.timedelta(days=365 * site().config.rooms.years)


def _day(text: str) -> datetime.date:
    """The day of a form, the usual one where none was chosen.

    Raises:
        RoomRefused: it is no day.
    """
    try:
        return datetime.date.fromisoformat(text) if text else _usual_end()
    except ValueError as error:
        raise RoomRefused("room-not-a-day") from error
