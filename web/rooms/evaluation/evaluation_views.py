"""Evaluation: three to five questions of the collection made one's own, a plan, and an interview guide."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import Message
from indexer.rooms import Room, RoomRefused, evaluation_gaps, with_questions
from web.exports.word import DOCX_MEDIA_TYPE
from web.rooms.evaluation.evaluation_file import interview_docx, plan_docx
from web.rooms.evaluation.evaluation_source import question_source
from web.rooms.leads.case_leads import leads, write_up_of
from web.rooms.partnership_tools.form_tools import typed_fields
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID
from web.rooms.room_request import VisitedRoom, changed, room_blueprint, room_file, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm
from web.site.language import said

blueprint = room_blueprint("room_evaluation", __name__)
_PLAN_FIELDS = tuple(name for name in typed_fields("evaluation") if name != "decision")
"""The decision is made at the meeting about the results."""

_QUESTION_FIELDS = ("text", "listen", "about", "method", "asked", "asker", "by")


@blueprint.get("/<token>/evaluation")
def evaluation(token: str) -> str:
    """The questions that were chosen, those to choose from, and the plan."""
    return _page(visited(token), None)


@blueprint.post("/<token>/evaluation")
def save(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep the plan and what was made of the questions."""
    return save_form(token, _page, "room_evaluation.evaluation")


@blueprint.post("/<token>/evaluation/pick")
def pick(token: str) -> str | BaseResponse | tuple[str, int]:
    """Take questions of the collection into the plan; where there are too many, the page again with what was ticked."""
    ticked = frozenset(request.form.getlist("pick"))
    chosen = question_source().chosen(ticked)

    def take(room: Room) -> Room:
        return with_questions(room, chosen)

    try:
        changed(token, take)
    except RoomRefused:
        return _page(visited(token), None, ticked, said(Message("room-evaluation-many"))), 400
    return redirect(url_for("room_evaluation.evaluation", token=token, saved="1") + "#notice", 303)


@blueprint.get("/<token>/evaluation/<any(plan, interview):file>.docx")
def word(token: str, file: str) -> Response:
    """The plan, or the interview guide, as a Word file."""
    room = visited(token).room
    content = plan_docx(room) if file == "plan" else interview_docx(room, question_source().guide)
    return room_file(content, DOCX_MEDIA_TYPE, f"evaluation-{file}.docx")


def _page(here: VisitedRoom, typed: TypedForm | None, ticked: frozenset[str] = frozenset(), fault: str = "") -> str:
    source = question_source()
    write_up = TOOLS_BY_ID["evaluation"].write_up
    return render_template(
        "rooms/evaluation/evaluation.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        source=source,
        held={row.source for row in here.room.questions},
        ticked=ticked,
        fault=fault,
        gaps=evaluation_gaps(here.room),
        plan_fields=_PLAN_FIELDS,
        question_fields=_QUESTION_FIELDS,
        leads=leads(here.room, write_up),
        write_up=write_up_of(write_up),
        conflicts=conflict_views(here.room),
    )
