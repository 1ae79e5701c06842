"""What every page of a room passes: its link, limits, privacy, faults, and saving what a form sends."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import Config, Message
from indexer.rooms import (
    Access,
    Applied,
    OpenRoom,
    Room,
    RoomDamaged,
    RoomLink,
    RoomNotFound,
    RoomReadOnly,
    RoomRefused,
    apply_changes,
    private_names,
)
from web.rooms import rates
from web.rooms.leads import lead_counts
from web.rooms.partnership_tools.room_tools import TOOLS, tool_in_room
from web.rooms.rates import room_rates
from web.rooms.writing.typed_form import TypedForm, read_form
from web.site.context import site
from web.site.language import said
from web.site.urls.secret_paths import is_of_rooms

_LOG = logging.getLogger(__name__)
_PRIVATE = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_FORM_BYTES = 1_000_000
"""As much as any form may send; a table of a hundred rows needs a fifth of it."""

R = TypeVar("R", bound=BaseResponse)
Page = Callable[["VisitedRoom", TypedForm | None], str]


@dataclass(frozen=True, slots=True)
class VisitedRoom:
    """A room that somebody looks at, with the link that opened it."""

    link: RoomLink
    opened: OpenRoom

    @property
    def room(self) -> Room:
        """What it holds."""
        return self.opened.room

    @property
    def may_edit(self) -> bool:
        """Whether the link lets change anything."""
        return self.link.access is Access.EDIT


def install(app: Flask, config: Config, blueprints: Iterable[Blueprint]) -> None:
    """Keep pages of rooms out of caches, search engines and the logs of others; to be installed after CSRF.

    A form of a room needs no token against forgery, and so no cookie: who knows the link may, and nobody else can.
    """
    rates.install(app, config)
    lead_counts.install(app)
    for blueprint in blueprints:
        app.extensions["csrf"].exempt(blueprint)
    # For the pages of write-ups, which know nothing of rooms.
    app.jinja_env.globals.update(tool_in_room=tool_in_room)
    app.before_request(_allow_long_forms)
    app.after_request(_keep_private)


def room_blueprint(name: str, module: str) -> Blueprint:
    """A blueprint of pages of rooms, which answers what cannot be done with a page that helps."""
    blueprint = Blueprint(name, module, url_prefix="/<language>/room")
    blueprint.context_processor(lambda: {"room_tools": TOOLS, "section_name": section_name})
    blueprint.register_error_handler(RoomNotFound, lambda error: fault_page(404, "page-no-room"))
    blueprint.register_error_handler(RoomReadOnly, lambda error: fault_page(403, "page-room-read-only"))
    blueprint.register_error_handler(RoomDamaged, lambda error: fault_page(500, "page-room-damaged"))
    blueprint.register_error_handler(OSError, _not_written)
    blueprint.register_error_handler(RoomRefused, lambda error: fault_page(400, "page-room-refused", error.message))
    return blueprint


def visited(token: str) -> VisitedRoom:
    """The room of an address.

    Raises:
        RoomNotFound: there is none.
        TooManyRequests: there was none too often.
    """
    try:
        link = RoomLink.parsed(token)
        return VisitedRoom(link, site().rooms.open(link))
    except RoomNotFound:
        # Misses alone are counted: guessing is slowed down, and those who have a link never wait for it.
        room_rates().misses.demand()
        raise


def changed(token: str, change: Callable[[Room], Room]) -> RoomLink:
    """The link of a room that was changed; see `Rooms.change`."""
    room_rates().changes.demand()
    link = visited(token).link
    site().rooms.change(link, change)
    return link


def save_form(
    token: str, page: Page, endpoint: str, finish: Callable[[Room], Room] = lambda room: room, **parts: str
) -> str | BaseResponse | tuple[str, int]:
    """Keep what a form sends and lead back to its page; with a fault, the page again with all that was typed.

    `finish` adds what follows from it; `parts` are those of the page's address beside the token.
    """
    room_rates().changes.demand()
    here = visited(token)
    typed = read_form(request.form)
    # Nothing is saved of a form with a fault, so that what is saved is what was meant.
    if typed.faults:
        return page(here, typed), 400
    try:
        saved = _saved(here.link, typed, finish)
    except RoomRefused as error:
        return page(here, replace(typed, refused=error.message)), 400
    except OSError as error:
        _LOG.error("A room could not be written: %s", error.strerror)
        return page(here, replace(typed, refused=Message("room-not-written"))), 503
    return redirect(f"{url_for(endpoint, token=token, **cast('dict[str, Any]', parts))}?{urlencode(saved)}#notice", 303)


def _saved(link: RoomLink, typed: TypedForm, finish: Callable[[Room], Room]) -> dict[str, str]:
    """What to say of a save, as parameters of the address."""
    # Told by the change itself: it alone sees the room as it is under the store's lock.
    done: list[Applied] = []
    warned: list[bool] = []

    def change(room: Room) -> Room:
        applied = apply_changes(room, typed.edits, typed.removals, moment())
        is_new = not room.notices.names_warned and _names_in(typed)
        done.append(applied)
        warned.append(is_new)
        finished = finish(applied.room)
        return replace(finished, notices=replace(room.notices, names_warned=True)) if is_new else finished

    site().rooms.change(link, change)
    applied = done[-1]
    told = {
        "conflict": bool(applied.conflicts),
        "restored": bool(applied.restored),
        "kept": bool(applied.kept),
        "names": warned[-1],
    }
    return {"saved": "1", **{name: "1" for name, is_so in told.items() if is_so}}


def _names_in(typed: TypedForm) -> bool:
    return any(
        private_names(edit.value, is_role=edit.place.kind.is_role)
        for edit in typed.edits
        if isinstance(edit.value, str) and edit.place.section != "shortlist"
    )


def moment() -> str:
    """Now, as a conflict is marked with it."""
    return datetime.datetime.now().isoformat(timespec="minutes")


def room_file(content: str | bytes, media_type: str, name: str) -> Response:
    """A file to be saved."""
    return Response(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def kept_private(response: R) -> R:
    """An answer that no cache keeps and no other site hears of."""
    response.headers.update(_PRIVATE)
    return response


def section_name(section: str) -> Message:
    """What a section of the record is called."""
    return Message(f"room-section-{section}")


def _allow_long_forms() -> None:
    if is_of_rooms(request.path):
        request.max_form_memory_size = _FORM_BYTES


def _keep_private(response: Response) -> Response:
    return kept_private(response) if is_of_rooms(request.path) else response


def _not_written(error: OSError) -> tuple[str, int]:
    _LOG.error("A room could not be read or written: %s", error.strerror)
    return fault_page(503, "page-room-refused", Message("room-not-written"))


def fault_page(code: int, page: str, advice: Message | None = None) -> tuple[str, int]:
    """A page that says what is wrong and what to do, under the ids of messages; `advice` is "<page>-advice" if None."""
    title, text = said(Message(page)), said(advice or Message(f"{page}-advice"))
    return render_template("site/error.html", code=code, title=title, text=text, technical=""), code
