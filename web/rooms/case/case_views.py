"""The case that a room becomes: proposed from the record, edited by its makers, taken along for the curators."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import name_in
from indexer.rooms import Place, RoomReadOnly, case_markdown, case_metadata, proposed_case, with_proposals
from web.exports.word import DOCX_MEDIA_TYPE, file_bytes, new_file, printable
from web.rooms.leads.case_leads import leads
from web.rooms.partnership_tools.form_tools import typed_fields
from web.rooms.room_request import VisitedRoom, changed, kept_private, room_blueprint, room_file, save_form, visited
from web.rooms.writing.conflict_view import conflict_views
from web.rooms.writing.record_form import RecordForm, label_id
from web.rooms.writing.typed_form import TypedForm
from web.site.context import site
from web.site.language import page_language, translate
from web.suggestions import receiving
from web.suggestions.suggestion_form import CASE

blueprint = room_blueprint("room_case", __name__)
_HEAD = ("title", "summary")
_TOLD = ("summary", "what", "who", "why", "how")
"""What stands under "what was done" of a suggestion, which asks less than the draft."""

_BODY = tuple(name for name in typed_fields("case_draft") if name not in _HEAD)


@blueprint.get("/<token>/case")
def case(token: str) -> str:
    """The draft."""
    return _page(visited(token), None)


@blueprint.post("/<token>/case")
def save(token: str) -> str | BaseResponse | tuple[str, int]:
    """Keep what was written."""
    return save_form(token, _page, "room_case.case")


@blueprint.post("/<token>/case/fill")
def fill(token: str) -> BaseResponse:
    """Put what the room says already into the fields that are empty."""
    changed(token, with_proposals)
    return redirect(url_for("room_case.case", token=token, saved="1") + "#notice", 303)


@blueprint.get("/<token>/case.<any(md, docx):form>")
def take_along(token: str, form: str) -> Response:
    """The draft and nothing else of the room: Markdown with front matter, as curators take it in, or Word."""
    room = visited(token).room
    parts = [(_label(name), getattr(room.case_draft, name)) for name in _BODY]
    if form == "md":
        text = case_markdown(case_metadata(room, page_language()), parts)
        return room_file(text, "text/markdown; charset=utf-8", "case.md")
    file = new_file(printable(room.case_draft.title or translate("Udkast til en case")), page_language())
    if room.case_draft.summary:
        file.add_paragraph(printable(room.case_draft.summary), style="Subtitle")
    for heading, text in parts:
        if text:
            file.add_heading(heading, level=2)
            file.add_paragraph(printable(text))
    return room_file(file_bytes(file), DOCX_MEDIA_TYPE, "case.docx")


@blueprint.post("/<token>/case/hand-in")
def hand_in(token: str) -> BaseResponse | tuple[str, int]:
    """Give the draft to the curators, and nothing else of the room; leads to the receipt."""
    here = visited(token)
    draft = here.room.case_draft
    if not here.may_edit:
        raise RoomReadOnly("room-read-only")
    if not (receiving.is_open() and draft.title):
        raise NotFound
    told = "\n\n".join(f"{_label(name)}: {text}" for name in _TOLD if (text := getattr(draft, name)))
    fields = {"title": draft.title, "done": told, "outcome": draft.outcome, "learnt": draft.lessons}
    receipt = receiving.receive(CASE, "", fields, "")
    return kept_private(redirect(url_for("suggestion_forms.receipt", receipt=receipt), 303))


def _label(name: str) -> str:
    return name_in(label_id(Place("case_draft", "", name)), page_language())


def _page(here: VisitedRoom, typed: TypedForm | None) -> str:
    proposed = proposed_case(here.room)
    written = here.room.case_draft
    return render_template(
        "rooms/case.html",
        here=here,
        token=here.link.token,
        form=RecordForm(here.opened, typed),
        fields=typed_fields("case_draft"),
        can_fill=any(getattr(proposed, name) and not getattr(written, name) for name in typed_fields("case_draft")),
        can_hand_in=receiving.is_open() and here.may_edit,
        contact=site().config.web.contact_email,
        leads=leads(here.room),
        conflicts=conflict_views(here.room),
    )
