"""The survey for those who answer it: a page that knows the questions, takes an answer, and shows nothing else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import Message
from indexer.rooms import (
    SECTIONS,
    AnswerLink,
    OpenSurvey,
    RoomNotFound,
    RoomRefused,
    SurveyAnswer,
    SurveyItem,
    new_row_id,
)
from web.rooms.rates import room_rates
from web.rooms.room_request import fault_page, room_blueprint
from web.site.context import site
from web.site.language import said

blueprint = room_blueprint("room_answers", __name__)
blueprint.register_error_handler(RoomNotFound, lambda error: fault_page(404, "page-no-survey"))
_FORM_ID_BYTES = 16
_MAX_FORM_ID = 64


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A question with what was typed or ticked before, and what is wrong with it."""

    item: SurveyItem
    replies: tuple[str, ...]
    fault: str


@blueprint.get("/<token>/answer")
def survey(token: str) -> str:
    """The questions, or thanks once they were answered."""
    link, opened = _opened(token)
    if "thanks" in request.args:
        return render_template("rooms/evaluation/thanks.html", survey=opened.survey)
    return _page(link, opened, {}, "")


@blueprint.post("/<token>/answer")
def answer(token: str) -> BaseResponse | tuple[str, int]:
    """Keep an answer; with a fault, the page again with all that was typed."""
    link, opened = _opened(token)
    # Not by `demand`, whose page would lose all that was typed.
    if not room_rates().answers.take(request.remote_addr or ""):
        return _page(link, opened, {}, said(Message("room-survey-too-often"))), 429
    replies, faults = _replies(opened)
    if faults:
        return _page(link, opened, faults, said(Message("room-survey-faults"))), 400
    if not any(replies.values()):
        return _page(link, opened, {}, said(Message("room-survey-empty"))), 400
    # Made from the form's own id, so that an answer that is sent twice counts once.
    row = new_row_id(request.form.get("form", "")[:_MAX_FORM_ID])
    try:
        site().rooms.surveys.answer(link, SurveyAnswer(row, opened.wave, **replies))
    except RoomRefused as error:
        return _page(link, opened, {}, said(error.message)), 400
    except OSError:
        return _page(link, opened, {}, said(Message("room-not-written"))), 503
    return redirect(url_for("room_answers.survey", token=token, thanks="1"), 303)


def _opened(token: str) -> tuple[AnswerLink, OpenSurvey]:
    """The survey of an address.

    Raises:
        RoomNotFound: there is none, or not any more.
        TooManyRequests: there was none too often.
    """
    try:
        link = AnswerLink.parsed(token)
        return link, site().rooms.surveys.open(link)
    except RoomNotFound:
        room_rates().misses.demand()
        raise


def _replies(opened: OpenSurvey) -> tuple[dict[str, str], dict[str, str]]:
    """What was answered, and what is wrong, by the ids of the questions."""
    replies: dict[str, str] = {}
    faults: dict[str, str] = {}
    for item in opened.items:
        given = request.form.getlist(item.id)
        try:
            replies[item.id] = _reply(item, given)
        except RoomRefused as error:
            faults[item.id] = said(error.message)
    return replies, faults


def _reply(item: SurveyItem, given: list[str]) -> str:
    """An answer as it is kept.

    Raises:
        RoomRefused: it is none of the choices, or text that a room may not hold.
    """
    given = [one for one in given if one]
    if item.kind != "text":
        is_one_too_many = len(given) > 1 and item.kind != "several"
        if is_one_too_many or any(one not in item.choices for one in given):
            raise RoomRefused("room-not-a-choice")
    return str(SECTIONS["survey_answers"].fields[item.id].read("\n".join(given)))


def _page(link: AnswerLink, opened: OpenSurvey, faults: dict[str, str], refused: str) -> str:
    return render_template(
        "rooms/evaluation/answer.html",
        token=link.token,
        survey=opened.survey,
        asked=[AskedItem(one, tuple(request.form.getlist(one.id)), faults.get(one.id, "")) for one in opened.items],
        refused=refused,
        form_id=request.form.get("form", "")[:_MAX_FORM_ID] or secrets.token_hex(_FORM_ID_BYTES),
    )
