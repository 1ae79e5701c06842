"""The map of a network: a table and a drawing of the same record, what it shows, and at most five follow-ups."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from indexer import Filter, Query
from indexer.rooms import Finding, Room, RoomActor, read_network
from web.exports.word import DOCX_MEDIA_TYPE
from web.rooms.leads.case_leads import leads, write_up_of
from web.rooms.network.network_drawing import svg
from web.rooms.network.network_exports import network_csv, network_docx
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID
from web.rooms.room_request import VisitedRoom, room_blueprint, room_file, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm
from web.site.context import page_vocabulary, site
from web.site.drawings.emblem import sector_of
from web.site.drawings.png import png_of
from web.site.presentation import record_url
from web.site.urls.search_url import query_string

blueprint = room_blueprint("room_network", __name__)
_BLANK_ACTORS, _BLANK_TIES = 4, 2
_HIGH = 3
"""Influence and interest from here on are high."""


@blueprint.get("/<token>/network")
def network(token: str) -> str:
    """The map."""
    return _page(visited(token), None)


@blueprint.post("/<token>/network")
def save(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep what was typed into the map; what a record of the collection says of an organisation is filled in."""
    return save_form(token, _page, "room_network.network", with_known_organisations)


@blueprint.get("/<token>/network/<any(svg, png, csv, docx):form>")
def take_along(token: str, form: str) -> Response:
    """The map as a drawing, a table or a Word file."""
    room = visited(token).room
    if form == "svg":
        return room_file(svg(room, is_file=True), "image/svg+xml", "netvaerkskort.svg")
    if form == "png":
        return room_file(png_of(svg(room, is_file=True)), "image/png", "netvaerkskort.png")
    if form == "csv":
        return room_file(network_csv(room), "text/csv; charset=utf-8", "netvaerkskort.csv")
    return room_file(
        network_docx(room, read_network(room.actors, room.ties_among)), DOCX_MEDIA_TYPE, "netvaerkskort.docx"
    )


def with_known_organisations(room: Room) -> Room:
    """The room with the record of the collection that an actor's name is of, and what it says of kind and sector."""
    return replace(room, actors=tuple(_recognised(actor) for actor in room.actors))


def _recognised(actor: RoomActor) -> RoomActor:
    vocabulary = page_vocabulary()
    found = vocabulary.organisations.named(actor.name) if actor.name else ""
    organisation = vocabulary.organisations.get(found)
    # What a library can be is none of the types of partners that an actor may have.
    kind = organisation.kind if organisation and not organisation.is_library and not actor.partner_type else ""
    partner_type = actor.partner_type or kind
    sector = actor.sector or (sector_of(vocabulary, partner_type, ()) if partner_type else "")
    return replace(actor, organisation=found, partner_type=partner_type, sector=sector)


def quadrants(actors: tuple[RoomActor, ...]) -> dict[str, tuple[RoomActor, ...]]:
    """The actors whose influence and interest are stated, by whether each is high: the grid of Mendelow (1981)."""
    stated = [actor for actor in actors if actor.influence and actor.interest]

    def those(influence: bool, interest: bool) -> tuple[RoomActor, ...]:
        judged = ((one, int(one.influence) >= _HIGH, int(one.interest) >= _HIGH) for one in stated)
        return tuple(one for one, is_strong, is_keen in judged if (is_strong, is_keen) == (influence, interest))

    return {
        "satisfy": those(True, False),
        "involve": those(True, True),
        "watch": those(False, False),
        "inform": those(False, True),
    }


def _page(here: VisitedRoom, typed: TypedForm | None) -> str:
    room = here.room
    findings = read_network(room.actors, room.ties_among)
    return render_template(
        "rooms/network/network.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        findings=[(one, *_leading_on(one)) for one in findings],
        drawing=svg(room) if room.actors else "",
        known={one.id: record_url("partner", one.organisation) for one in room.actors if one.organisation},
        quadrants=quadrants(room.actors),
        blank_actors=_BLANK_ACTORS if room.actors else 2 * _BLANK_ACTORS,
        blank_ties=_BLANK_TIES,
        leads=leads(room, TOOLS_BY_ID["network"].write_up),
        write_up=write_up_of(TOOLS_BY_ID["network"].write_up),
        conflicts=conflict_views(room),
    )


def _leading_on(finding: Finding) -> tuple[str, int]:
    """The search for cases with the sector that is missing, and how many there are; "" for other findings."""
    if finding.code != "empty-sector":
        return "", 0
    query = Query(filters=(Filter("sector", finding.sector), Filter("kind", "case")))
    return query_string(query), site().knowledge_base.count(query)
