"""The survey of a room for its makers: questions, the link to answer, print, and the results."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer.rooms import (
    ITEM_IDS,
    WAVES,
    Room,
    survey_form,
    survey_gaps,
    with_asked_questions,
    with_survey_form,
    without_answers,
)
from web.exports.papers.paper_pdf import PDF_MEDIA_TYPE, paper_pdf
from web.exports.papers.paper_word import paper_docx
from web.exports.word import DOCX_MEDIA_TYPE
from web.rooms.evaluation.evaluation_source import WRITE_UP
from web.rooms.evaluation.survey_paper import survey_paper
from web.rooms.evaluation.survey_presenter import results_view, wave_name
from web.rooms.leads.case_leads import leads, sections_of, write_up_of
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID
from web.rooms.room_request import VisitedRoom, changed, room_blueprint, room_file, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm
from web.rooms.writing.typed_form import TypedForm
from web.site.context import absolute
from web.site.drawings.qr_code import qr_markup
from web.site.language import translate

blueprint = room_blueprint("room_survey", __name__)


@blueprint.get("/<token>/survey")
def survey(token: str) -> str:
    """The questions, the link to answer, and the results."""
    return _page(visited(token), None)


@blueprint.post("/<token>/survey")
def save(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep the questions, and open or close the survey."""
    scale = translate("Helt\nDelvis\nSlet ikke\nVed ikke")

    def finish(room: Room) -> Room:
        items = (
            replace(item, options=scale) if item.kind == "agree" and not item.choices else item
            for item in room.survey_items
        )
        return replace(room, survey_items=tuple(items))

    return save_form(token, _page, "room_survey.survey", finish)


@blueprint.post("/<token>/survey/fill")
def fill(token: str) -> BaseResponse:
    """Begin with the survey of the collection, or with the questions of the evaluation; what was written stays."""
    form = survey_form(sections_of(WRITE_UP))

    def take(room: Room) -> Room:
        if "questions" in request.form:
            return with_asked_questions(room, room.questions)
        return with_survey_form(room, form) if form else room

    changed(token, take)
    return redirect(url_for("room_survey.survey", token=token, saved="1") + "#notice", 303)


@blueprint.post("/<token>/survey/clear")
def clear(token: str) -> BaseResponse | tuple[str, int]:
    """Delete the answers of a wave, if the form says that it is meant."""
    wave = request.form.get("wave", "")
    if "sure" not in request.form:
        here = visited(token)
        return _page(here, None, unsure=wave), 400
    changed(token, lambda room: without_answers(room, wave))
    return redirect(url_for("room_survey.survey", token=token, saved="1") + "#notice", 303)


@blueprint.get("/<token>/survey.<any(docx, pdf):ending>")
def file(token: str, ending: str) -> Response:
    """The survey on paper, with the way to answer it on a telephone for those who may hand that out."""
    here = visited(token)
    paper = survey_paper(here.room, _answer_address(here))
    if ending == "pdf":
        return room_file(paper_pdf(paper), PDF_MEDIA_TYPE, "spoergeskema.pdf")
    return room_file(paper_docx(paper), DOCX_MEDIA_TYPE, "spoergeskema.docx")


def _answer_address(here: VisitedRoom) -> str:
    """Where the survey is answered now; "" while it is closed, and for those who can only read."""
    room = here.room
    link = here.link.answer_link(room.survey.asking) if room.survey.asking else None
    is_open = link is not None and any(item.is_complete for item in room.survey_items)
    return absolute(url_for("room_answers.survey", token=link.token)) if link and is_open else ""


def _page(here: VisitedRoom, typed: TypedForm | None, unsure: str = "") -> str:
    room = here.room
    write_up = TOOLS_BY_ID["evaluation"].write_up
    address = _answer_address(here)
    counted = {wave: sum(answer.wave == wave for answer in room.survey_answers) for wave in WAVES}
    return render_template(
        "rooms/evaluation/survey.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        item_ids=ITEM_IDS,
        address=address,
        square=qr_markup(address, translate("QR-kode, der fører til skemaet på nettet")) if address else "",
        gaps=survey_gaps(room),
        results=results_view(room),
        answered=[(wave, wave_name(wave), count) for wave, count in counted.items() if count],
        unsure=unsure,
        has_form=survey_form(sections_of(WRITE_UP)) is not None,
        leads=leads(room, write_up),
        write_up=write_up_of(write_up),
        conflicts=conflict_views(room),
    )
