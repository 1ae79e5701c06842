"""One document of any status: its overview, its form, its way from draft to published and back."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    DocumentId,
    EditableDocument,
    EditConflict,
    Extraction,
    IndexState,
    Role,
    SaveFailed,
    Status,
    completeness,
    incoming_line,
)
from web.curation.metadata_form import MetadataForm, values_of
from web.curation.sign_in import may, required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("curator_pages", __name__, url_prefix="/<language>/curator")
_COMMENT_CHARACTERS = 2000


@blueprint.get("/write-up")
@required(Role.CONTRIBUTOR)
def new_write_up() -> str:
    """An empty form for a write-up."""
    body = translate("## Kort fortalt\n\n\n## Hvem og hvor\n\n\n## Sådan gjorde de\n")
    form = MetadataForm(site().curation.vocabulary, {"body": body})
    return render_template("curation/documents/write_up.html", form=form, **form_parts())


@blueprint.post("/write-up")
@required(Role.CONTRIBUTOR)
def add_write_up() -> str | tuple[str, int] | BaseResponse:
    """Show what it will look like, or add it."""
    form = sent_form()
    if request.form.get("action") == "preview":
        return render_template("curation/documents/write_up.html", form=form, **form_parts(preview=form.body))
    if not form.validate():
        return render_template("curation/documents/write_up.html", form=form, **form_parts()), 400
    metadata = form.metadata(None, wanted_status(Status.DRAFT))
    try:
        document_id = site().curation.editor.add(signed_in(), metadata, body=form.body)
    except SaveFailed as error:
        say_not_saved(error)
        return render_template("curation/documents/write_up.html", form=form, **form_parts()), 503
    return saved(document_id, metadata.status)


@blueprint.get("/documents/<document_id>")
@required(Role.CONTRIBUTOR)
def overview(document_id: str) -> str:
    """The document with its state, its list of what is missing, its text and what can be done."""
    curation = site().curation
    document = curation.editor.read(DocumentId(document_id))
    text = curation.text(document)
    words = sum(len(page.text.split()) for page in text.pages)
    return render_template(
        "curation/documents/document.html",
        document=document,
        metadata=document.metadata,
        pages=text.pages,
        state=curation.documents.index_state(document).value,
        refusal=_refusal(document),
        follower=site().index_follower,
        checklist=completeness(document.metadata, words),
        changes=curation.history.changes_of(document.id)[:5],
        duplicates=curation.near_duplicates(document.file.text_hash, text, document.id) if _is_open(document) else (),
    )


@blueprint.get("/documents/<document_id>/edit")
@required(Role.CONTRIBUTOR)
def edit(document_id: str) -> str:
    """The form with what the document states now."""
    document = site().curation.editor.read(DocumentId(document_id))
    refuse_reach(document)
    return _edit_page(document, _form_of(document))


@blueprint.post("/documents/<document_id>/edit")
@required(Role.CONTRIBUTOR)
def correct(document_id: str) -> str | tuple[str, int] | BaseResponse:
    """Save; when somebody else saved meanwhile, show both versions instead."""
    curation = site().curation
    document = curation.editor.read(DocumentId(document_id))
    refuse_reach(document)
    form, version = sent_form(), request.form.get("version", "")
    if request.form.get("action") == "preview":
        return _edit_page(document, form, preview=form.body, version=version)
    if not form.validate():
        return _edit_page(document, form, version=version), 400
    metadata = form.metadata(document.metadata, wanted_status(document.metadata.status))
    try:
        curation.editor.correct(signed_in(), document.id, version, metadata, body=form.body, comment=given_comment())
    except EditConflict:
        theirs = curation.editor.read(DocumentId(document_id))
        return _edit_page(theirs, form, theirs=form.differences(_form_of(theirs))), 409
    except SaveFailed as error:
        say_not_saved(error)
        return _edit_page(document, form, version=version), 503
    return saved(document.id, metadata.status)


@blueprint.post("/documents/<document_id>/status")
@required(Role.CONTRIBUTOR)
def set_status(document_id: str) -> BaseResponse | tuple[str, int]:
    """Send to review, send back with a comment, publish, withdraw."""
    curation = site().curation
    document = curation.editor.read(DocumentId(document_id))
    status = wanted_status(document.metadata.status)
    version = request.form.get("version", "")
    try:
        curation.editor.set_status(signed_in(), document.id, status, version=version, comment=given_comment())
    except EditConflict:
        flash(translate("En anden har gemt dokumentet imens. Læs det igen, før du går videre."), "fault")
        return redirect(url_for("curator_pages.overview", document_id=document_id))
    return saved(document.id, status)


def say_not_saved(error: SaveFailed) -> None:
    """Say on the form, which holds what was typed, how far the save came."""
    flash(said(error.message), "fault")
    flash(translate("Det, du har skrevet, står stadig i formularen."), "fault")


def saved(document_id: DocumentId, status: Status) -> BaseResponse:
    """Wake the index, which nobody waits for, and show the document."""
    site().index_follower.wake()
    words = {
        Status.DRAFT: translate("Kladden er gemt. Kun redaktionen kan se den."),
        Status.REVIEW: translate("Dokumentet er sendt til gennemsyn."),
        Status.PUBLISHED: translate("Gemt. Dokumentet kan findes i søgningen om et øjeblik."),
        Status.WITHDRAWN: translate("Dokumentet er trukket tilbage og forsvinder fra søgningen om et øjeblik."),
    }
    flash(words[status])
    return redirect(url_for("curator_pages.overview", document_id=document_id))


def wanted_status(now: Status) -> Status:
    """The status that the pressed button stands for; without one it stays."""
    wanted = request.form.get("status") or now.value
    if wanted not in set(Status):
        raise BadRequest
    status = Status(wanted)
    if status in (Status.PUBLISHED, Status.WITHDRAWN) and not may(Role.CURATOR.value):
        abort(403)
    return status


def form_parts(**given: object) -> dict[str, object]:
    """What every form needs beside its values; `given` wins."""
    return {"suggestions": {}, "preview": "", "theirs": None, "accepted": False} | given


def sent_form() -> MetadataForm:
    """The form as the browser sent it."""
    return MetadataForm(site().curation.vocabulary, sent=request.form)


def suggestions_by_key(
    extraction: Extraction, form: MetadataForm, own_id: DocumentId | None = None
) -> dict[str, list[object]]:
    """What the text suggests, by key, best first."""
    found: dict[str, list[object]] = {}
    suggested = site().curation.suggester.suggestions(extraction, form.title, form.language, own_id=own_id)
    for one in suggested:
        found.setdefault(one.key, []).append(one)
    return found


def _edit_page(document: EditableDocument, form: MetadataForm, *, version: str = "", **given: object) -> str:
    """The form over the `version` that its editor began with, so that a preview hides no save of others."""
    wanted = "suggest" in request.args or not any(field.data for field in form.concept_fields)
    extraction = site().curation.extraction(document.file.text_hash) if wanted else None
    suggestions = suggestions_by_key(extraction, form, document.id) if extraction else {}
    return render_template(
        "curation/documents/edit.html",
        document=document,
        form=form,
        version=version or document.version,
        **form_parts(**({"suggestions": suggestions} | given)),
    )


def _form_of(document: EditableDocument) -> MetadataForm:
    return MetadataForm(site().curation.vocabulary, values_of(document.metadata, document.body))


def _is_open(document: EditableDocument) -> bool:
    return document.metadata.status in (Status.DRAFT, Status.REVIEW)


def refuse_reach(document: EditableDocument) -> None:
    """Only curators change what is published or withdrawn."""
    if not _is_open(document) and not may(Role.CURATOR.value):
        abort(403)


def _refusal(document: EditableDocument) -> str:
    curation = site().curation
    if curation.documents.index_state(document) is not IndexState.REFUSED:
        return ""
    extraction = cast(Extraction, curation.extraction(document.file.text_hash))
    return said(extraction.refused.message) if extraction.refused else ""


def given_comment() -> str:
    """What the form says of the change."""
    return incoming_line(request.form.get("comment", ""))[:_COMMENT_CHARACTERS]
