"""The meeting about the results, which ends with one decision, and the draft of a report to whoever paid."""

from __future__ import annotations

from flask import Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from indexer import name_in
from indexer.rooms import Place, Room, meeting_gaps, value_at
from web.exports.papers.paper import Block, Heading, Paper, Paragraph, Table
from web.exports.papers.paper_word import paper_docx
from web.exports.word import DOCX_MEDIA_TYPE
from web.rooms.evaluation.funder_draft import funder_paper, funder_parts
from web.rooms.evaluation.survey_presenter import results_blocks, results_view
from web.rooms.leads.case_leads import leads, write_up_of
from web.rooms.partnership_tools.form_tools import typed_fields
from web.rooms.partnership_tools.room_tools import TOOLS_BY_ID
from web.rooms.room_request import VisitedRoom, room_blueprint, room_file, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm, in_words, label_id
from web.rooms.writing.typed_form import TypedForm
from web.site.language import page_language, translate

blueprint = room_blueprint("room_meeting", __name__)
_FINDING_FIELDS = typed_fields("result_findings")
_TALK_FIELDS, _ACT_FIELDS = ("day", "present", "surprise", "meaning"), ("owner", "by")
_DECISION_FIELDS = ("decision", "told_back")
_BLANK_FINDINGS = 2


@blueprint.get("/<token>/evaluation/meeting")
def meeting(token: str) -> str:
    """What the meeting goes through: the results, what they mean, and one decision."""
    return _page(visited(token), None)


@blueprint.post("/<token>/evaluation/meeting")
def save(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep what was said and decided."""
    return save_form(token, _page, "room_meeting.meeting")


@blueprint.get("/<token>/evaluation/<any(meeting, report):file>.docx")
def word(token: str, file: str) -> Response:
    """The minutes of the meeting, or the draft of the report, as a Word file."""
    room = visited(token).room
    if file == "report":
        return room_file(paper_docx(funder_paper(room)), DOCX_MEDIA_TYPE, "rapport-udkast.docx")
    return room_file(paper_docx(meeting_paper(room)), DOCX_MEDIA_TYPE, "resultatmoede.docx")


def meeting_paper(room: Room) -> Paper:
    """The minutes: the decision first, then what it rests on."""
    told: list[Block] = [Heading(translate("Beslutningen"))]
    told += _stated(room, "evaluation", _DECISION_FIELDS)
    told += _stated(room, "result_meeting", _ACT_FIELDS)
    told += [Heading(translate("Det talte vi om")), *_stated(room, "result_meeting", _TALK_FIELDS)]
    found = [tuple(getattr(row, name) or "–" for name in _FINDING_FIELDS) for row in room.result_findings if row.found]
    if found:
        labels = tuple(_label(Place("result_findings", "x", name)) for name in _FINDING_FIELDS)
        told.append(Table((labels, *found)))
    results = results_blocks(room)
    told += [Heading(translate("Spørgeskemaet")), *results] if results else []
    return Paper(translate("Resultatmøde"), room.about.name, page_language(), tuple(told))


def _stated(room: Room, section: str, names: tuple[str, ...]) -> list[Block]:
    """A paragraph for each field of a section: what it is called, and what stands in it."""
    unsaid = translate("Ikke udfyldt")
    places = (Place(section, "", name) for name in names)
    told = ((place, ", ".join(in_words(place, value_at(room, place), room))) for place in places)
    return [Paragraph(f"{_label(place)}: {words or unsaid}") for place, words in told]


def _label(place: Place) -> str:
    return name_in(label_id(place), page_language())


def _page(here: VisitedRoom, typed: TypedForm | None) -> str:
    write_up = TOOLS_BY_ID["evaluation"].write_up
    return render_template(
        "rooms/evaluation/meeting.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        gaps=meeting_gaps(here.room),
        results=results_view(here.room),
        finding_fields=_FINDING_FIELDS,
        blank_findings=_BLANK_FINDINGS,
        talk_fields=_TALK_FIELDS,
        act_fields=_ACT_FIELDS,
        decision_fields=_DECISION_FIELDS,
        parts=funder_parts(here.room),
        leads=leads(here.room, write_up),
        write_up=write_up_of(write_up),
        conflicts=conflict_views(here.room),
    )
