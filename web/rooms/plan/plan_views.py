"""Our plan: in own words first, what was understood as chips, and the cases that are like it at once."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response as BaseResponse

from web.compare.comparable_presenter import comparable_views
from web.rooms.leads.case_leads import leads
from web.rooms.plan.critical_friend import remarks
from web.rooms.plan.plan_presenter import PLAN_FACETS, fitting_cases, other_choices, understood
from web.rooms.room_request import VisitedRoom, room_blueprint, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm

blueprint = room_blueprint("room_plan", __name__)


@blueprint.get("/<token>/plan")
def plan(token: str) -> str:
    """The plan, what is understood of it, and what others did."""
    return _page(visited(token), None)


@blueprint.post("/<token>/plan")
def save(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep the plan."""
    return save_form(token, _page, "room_plan.plan")


def _page(here: VisitedRoom, typed: TypedForm | None) -> str:
    read = understood(here.room)
    cases = fitting_cases(read.situation)
    return render_template(
        "rooms/plan.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        read=read,
        facets=PLAN_FACETS,
        others={name: other_choices(here.room.plan, read.chips[name], name) for name in PLAN_FACETS},
        cases=comparable_views(cases),
        remarks=[(one, comparable_views(one.cases)) for one in remarks(here.room, read.situation, cases)],
        shortlisted={row.id for row in here.room.shortlist},
        leads=leads(here.room),
        conflicts=conflict_views(here.room),
    )
