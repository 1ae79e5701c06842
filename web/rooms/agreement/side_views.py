"""The letter of intent, the annex on data, and the accidents that the agreement is tried on."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer.rooms import Room
from web.rooms.agreement.accident_presenter import tried_accidents, untried
from web.rooms.agreement.agreement_file import annex_name
from web.rooms.agreement.agreement_presenter import parties
from web.rooms.agreement.agreement_template import Template, outdated, settled, template
from web.rooms.agreement.paper_kinds import fitting
from web.rooms.agreement.proposals import proposals, with_known
from web.rooms.agreement.side_presenter import asked_clauses, side_missing, side_paper, side_questions
from web.rooms.leads.case_leads import leads, leads_by_text
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID
from web.rooms.room_request import VisitedRoom, changed, room_blueprint, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm
from web.site.language import said

blueprint = room_blueprint("room_agreement_sides", __name__)
_SIDE_PATH = "/<token>/agreement/<any(letter, annex):form>"
_ACCIDENTS_PATH = "/<token>/agreement/accidents"


@blueprint.get(_SIDE_PATH)
def side(token: str, form: str) -> str:
    """What a form asks, and how the paper reads now."""
    return _side_page(visited(token), form, None)


@blueprint.post(_SIDE_PATH)
def save_side(token: str, form: str) -> str | BaseResponse | tuple[str, int]:
    """Keep the answers."""
    found, before = _template(), visited(token).room

    def finish(room: Room) -> Room:
        return settled(before, room, found, request.form.getlist("fits"))

    def page(here: VisitedRoom, typed: TypedForm | None) -> str:
        return _side_page(here, form, typed)

    return save_form(token, page, "room_agreement_sides.side", finish, form=form)


@blueprint.post("/<token>/agreement/<any(letter, agreement):form>/fill")
def fill(token: str, form: str) -> BaseResponse:
    """Put what the room says already into the answers that are empty."""
    found = _template()
    changed(token, lambda room: with_known(room, found, form))
    if form == "agreement":
        address = url_for("room_agreement.agreement", token=token, saved="1")
    else:
        address = url_for("room_agreement_sides.side", token=token, form=form, saved="1")
    return redirect(f"{address}#notice", 303)


@blueprint.get(_ACCIDENTS_PATH)
def accidents(token: str) -> str:
    """Three accidents, with what the agreement says of each."""
    return _accidents_page(visited(token), None)


@blueprint.post(_ACCIDENTS_PATH)
def save_accidents(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep whether the text has answers."""
    return save_form(token, _accidents_page, "room_agreement_sides.accidents")


def _template() -> Template:
    found = template()
    if found is None:
        raise NotFound
    return found


def _side_page(here: VisitedRoom, form: str, typed: TypedForm | None) -> str:
    found = _template()
    clauses = asked_clauses(found, here.room, form)
    if not clauses:
        raise NotFound
    asked = side_questions(clauses, here.room)
    name = found.letter.name if form == "letter" and found.letter else annex_name()
    return render_template(
        "rooms/agreement/side.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        side=form,
        name=name,
        template=found,
        asked=asked,
        leads_of={clause.id: leads_by_text(here.room, clause.name) for clause in asked},
        parties=parties(here.room),
        paper=side_paper(clauses, here.room, found),
        missing=side_missing(clauses, here.room, found),
        outdated=outdated(here.room, found),
        known=proposals(here.room, found, form),
        fitting=fitting(here.room),
        leads=leads_by_text(here.room, name) or leads(here.room, TOOLS_BY_ID["agreement"].write_up),
        conflicts=conflict_views(here.room),
    )


def _accidents_page(here: VisitedRoom, typed: TypedForm | None) -> str:
    found = _template()
    tried = tried_accidents(here.room, found)
    return render_template(
        "rooms/agreement/accidents.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        template=found,
        tried=tried,
        untried=untried(here.room),
        fitting=fitting(here.room),
        leads_of={one.story.id: leads_by_text(here.room, said(one.story.name)) for one in tried},
        leads=leads(here.room, TOOLS_BY_ID["agreement"].write_up),
        conflicts=conflict_views(here.room),
    )
