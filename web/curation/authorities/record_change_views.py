"""Merging and dividing organisations and places: looked at first, with the documents that it touches."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import CurationError, EditableRecord, InvalidEntry, Role, incoming_line, merged_record, message_of
from web.curation.authorities.concept_change_views import chosen_shares
from web.curation.authorities.record_form import fields, lists_to_choose, stated_by
from web.curation.authorities.record_views import differences, editor_of, saved
from web.curation.document_views import given_comment
from web.curation.sign_in import required, signed_in
from web.site.context import page_vocabulary, site
from web.site.language import page_language, said, translate

blueprint = Blueprint(
    "record_changes", __name__, url_prefix="/<language>/curator/<any(organisations, places):records>/<record_id>"
)
_TEXT_CHARACTERS = 300


@blueprint.get("/merge")
@required(Role.CURATOR)
def merge_form(records: str, record_id: str) -> str | tuple[str, int]:
    """What would become of both; first the question into which other one."""
    other = incoming_line(request.args.get("other", ""))[:_TEXT_CHARACTERS]
    return _merge_page(records, record_id, other)


@blueprint.post("/merge")
@required(Role.CURATOR)
def merge(records: str, record_id: str) -> str | tuple[str, int] | BaseResponse:
    """Put it into the other one, or say why not."""
    sent, editor = request.form, editor_of(records)
    other = sent.get("other", "")
    kept, gone = (other, sent.get("other-version", "")), (record_id, sent.get("version", ""))
    try:
        editor.merge(signed_in(), kept, gone, comment=given_comment())
    except CurationError as error:
        return _merge_page(records, record_id, other, said(message_of(error)))
    return saved(records, other, translate("De to er lagt sammen. Den gamle adresse fører hertil."))


@blueprint.get("/split")
@required(Role.CURATOR)
def split_form(records: str, record_id: str) -> str:
    """The form of the new record, and the documents to divide."""
    return _split_page(records, editor_of(records).read(record_id))


@blueprint.post("/split")
@required(Role.CURATOR)
def split(records: str, record_id: str) -> str | tuple[str, int] | BaseResponse:
    """Divide it, or say why not; what was typed and chosen stays."""
    editor, version = editor_of(records), request.form.get("version", "")
    old, stated = editor.read(record_id), stated_by(request.form, editor)
    try:
        made = editor.split(signed_in(), (record_id, version), stated, chosen_shares(), comment=given_comment())
    except CurationError as error:
        return _split_page(records, old, said(message_of(error))), 409
    return saved(records, made, translate("Posten er delt, og dokumenterne er fordelt."))


@blueprint.get("/retire")
@required(Role.CURATOR)
def retire_form(records: str, record_id: str) -> str:
    """The documents that will name it in plain words, and the question whether that is meant."""
    return _retire_page(records, record_id)


@blueprint.post("/retire")
@required(Role.CURATOR)
def retire(records: str, record_id: str) -> tuple[str, int] | BaseResponse:
    """Take it out of use, or say why not."""
    old = (record_id, request.form.get("version", ""))
    try:
        change = editor_of(records).retire(signed_in(), old, comment=given_comment())
    except CurationError as error:
        return _retire_page(records, record_id, said(message_of(error))), 409
    site().index_follower.wake()
    flash(translate("Posten er taget ud af brug. Det kan fortrydes her."))
    # Its own page is gone; on that of the change it can be taken back.
    return redirect(url_for("history_pages.change", number=change.number))


def _retire_page(records: str, record_id: str, fault: str = "") -> str:
    editor = editor_of(records)
    gone = editor.read(record_id)
    known = editor.files.records(site().curation.vocabulary).values()
    return render_template(
        "curation/authorities/records/retire_record.html",
        records=records,
        gone=gone,
        name=_name(gone),
        parts=[one.name(page_language()) for one in known if one.part_of == record_id],
        carriers=editor.carriers(record_id),
        fault=fault,
        comment=given_comment(),
    )


def _merge_page(records: str, record_id: str, other: str, fault: str = "") -> str | tuple[str, int]:
    editor = editor_of(records)
    gone = editor.read(record_id)
    other_id = editor.files.records(page_vocabulary()).named(other) or other
    try:
        kept = editor.read(other_id) if other else None
    except InvalidEntry as error:
        kept, fault = None, fault or said(error.message)
    shown = {"records": records, "gone": gone, "gone_name": _name(gone), "fault": fault, "other": other}
    status = 409 if fault else 200
    if kept is None or kept.id == gone.id:
        return render_template(
            "curation/authorities/records/merge_record_with.html", lists=lists_to_choose(), **shown
        ), status
    parts = [one for one in editor.files.records(site().curation.vocabulary).values() if one.part_of == gone.id]
    page = render_template(
        "curation/authorities/records/merge_records.html",
        kept=kept,
        kept_name=_name(kept),
        rows=differences(editor, kept.stated, merged_record(kept, gone, editor.files.keys)),
        parts=[one.name(page_language()) for one in parts if one.id != kept.id],
        carriers=editor.carriers(record_id),
        comment=given_comment(),
        **shown,
    )
    return page, status


def _split_page(records: str, old: EditableRecord, fault: str = "") -> str:
    editor = editor_of(records)
    typed = stated_by(request.form, editor)
    begun = {key: old.stated[key] for key in ("kind", "country", "place", "part_of") if key in old.stated}
    return render_template(
        "curation/authorities/records/split_record.html",
        records=records,
        old=old,
        version=old.version,
        name=_name(old),
        fields=fields(editor, typed if any(typed.values()) else begun),
        lists=lists_to_choose(),
        carriers=editor.carriers(old.id),
        shares=chosen_shares(),
        fault=fault,
        comment=given_comment(),
    )


def _name(one: EditableRecord) -> str:
    """What a record is called on the page."""
    own = (str(one.stated.get(f"name_{each.value}", "")) for each in (page_language(), page_language().other))
    return next(filter(None, own), one.id)
