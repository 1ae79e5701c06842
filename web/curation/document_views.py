"""One document of any status: its overview, its form, its way from draft to published and back."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    Action,
    Change,
    CurationError,
    DocumentId,
    DocumentNotFound,
    EditableDocument,
    EditConflict,
    Extraction,
    IndexState,
    NotAllowed,
    Role,
    StateError,
    Status,
    completeness,
    incoming_line,
    is_public,
    require_own,
)
from web.curation.desk.notice_mail import tell
from web.curation.form_pages import (
    beside_saved,
    edit_page,
    form_of,
    form_stating,
    form_without_subject,
    not_saved,
    sent_form,
)
from web.curation.forms.metadata_form import MetadataForm
from web.curation.forms.typed import form_id, kept_form
from web.curation.sign_in import current_account, may, required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("curator_pages", __name__, url_prefix="/<language>/curator")
_COMMENT_CHARACTERS = 2000
_OPEN = (Status.DRAFT, Status.REVIEW)
"""Where contributors work."""


@blueprint.before_app_request
def lead_insiders() -> BaseResponse | None:
    """Whoever is signed in finds a published document that is hidden from visitors at its public address, too."""
    if request.endpoint != "document_pages.document" or current_account() is None:
        return None
    corpus, document_id = site().curation.corpus, DocumentId((request.view_args or {})["document_id"])
    file = corpus.find(document_id)
    metadata = corpus.metadata(file, site().curation.vocabulary)[0] if file else None
    if metadata is None or metadata.status is not Status.PUBLISHED or is_public(metadata):
        return None
    return redirect(url_for("curator_pages.overview", document_id=document_id))


@blueprint.get("/documents/<document_id>")
@required(Role.CONTRIBUTOR)
def overview(document_id: str) -> str:
    """The document with its state, its list of what is missing, its text and what can be done."""
    curation = site().curation
    document = curation.editor.read(DocumentId(document_id))
    text = curation.text(document)
    other = curation.text(document, is_other=True) if document.file.other else None
    review, account = curation.reviews.of(document.id), signed_in()
    with suppress(OSError):  # a disk that is full must not hide the document
        curation.reviews.see(account, document.id)
    words = sum(len(page.text.split()) for page in text.pages)
    return render_template(
        "curation/documents/document.html",
        document=document,
        metadata=document.metadata,
        pages=text.pages,
        other_pages=other.pages if other else (),
        state=curation.documents.index_state(document).value,
        refusal=_refusal(document),
        follower=site().index_follower,
        checklist=completeness(document.metadata, words),
        review=review,
        thread=curation.reviews.thread(document.id),
        owners=[one.name for one in curation.accounts.all() if not one.is_disabled],
        reviewers=[
            one.name for one in curation.accounts.all() if not one.is_disabled and one.role.reaches(Role.CURATOR)
        ],
        is_own=may(Role.CURATOR.value) or account.name == review.owner,
        changes=curation.history.changes_of(document.id)[:5],
        duplicates=curation.near_duplicates(document.file.text_hash, text, document.id) if _is_open(document) else (),
    )


@blueprint.get("/documents/<document_id>/edit")
@required(Role.CONTRIBUTOR)
def edit(document_id: str) -> str | tuple[str, int]:
    """The form with what the document states now, or with what was kept while it was written."""
    kept = kept_form(signed_in())
    form = form_of(kept.fields) if kept else None
    try:
        document = _within_reach(document_id)
    except (CurationError, DocumentNotFound) as error:
        if form is None:
            raise
        return form_without_subject(form, error)
    return edit_page(document, form or form_stating(document), version=kept.value("version") if kept else "")


@blueprint.post("/documents/<document_id>/edit")
@required(Role.CONTRIBUTOR)
def correct(document_id: str) -> str | tuple[str, int] | BaseResponse:
    """Save; when somebody else saved meanwhile, show both versions instead."""
    form, version = sent_form(), request.form.get("version", "")
    try:
        document = _within_reach(document_id)
    except (CurationError, DocumentNotFound) as error:
        return form_without_subject(form, error)
    if (asked := request.form.get("action")) in ("preview", "suggest"):
        return edit_page(document, form, preview=form.body if asked == "preview" else "", version=version)
    if not form.validate():
        return edit_page(document, form, version=version), 400
    try:
        status = wanted_status(document.metadata.status)
        metadata, other_body = form.metadata(document.metadata, status), form.other_body
        change = site().curation.editor.correct(
            signed_in(), document.id, version, metadata, body=form.body, other_body=other_body, comment=given_comment()
        )
    except EditConflict:
        return _beside_theirs(document.id, form, status)
    except (CurationError, DocumentNotFound) as error:
        return form_without_subject(form, error)
    except (StateError, OSError) as error:
        return edit_page(document, form, version=version, not_saved=not_saved(error)), 503
    _tell_step(document, change)
    return saved(document.id, status)


@blueprint.post("/documents/<document_id>/status")
@required(Role.CONTRIBUTOR)
def set_status(document_id: str) -> BaseResponse | tuple[str, int]:
    """Send to review, send back with a comment, publish, withdraw."""
    curation = site().curation
    document = curation.editor.read(DocumentId(document_id))
    status = wanted_status(document.metadata.status)
    version = request.form.get("version", "")
    try:
        change = curation.editor.set_status(signed_in(), document.id, status, version=version, comment=given_comment())
    except EditConflict:
        flash(translate("En anden har gemt dokumentet imens. Læs det igen, før du går videre."), "fault")
        return redirect(url_for("curator_pages.overview", document_id=document_id))
    _tell_step(document, change)
    return saved(document.id, status)


def _tell_step(document: EditableDocument, change: Change | None) -> None:
    """Tell who owns it and who reads it of a step in its life; corrections alone are no news."""
    if change is not None and change.action is not Action.CORRECTED:
        tell(document, signed_in(), change.action.value, change.comment)


def saved(document_id: DocumentId, status: Status) -> BaseResponse:
    """Wake the index, which nobody waits for, let go of what was kept of the form, and show the document."""
    site().index_follower.wake()
    with suppress(OSError):  # it is saved: what is kept twice can be thrown away later
        site().curation.unsaved.discard(signed_in(), form_id())
    words = {
        Status.DRAFT: translate("Kladden er gemt. Kun redaktionen kan se den."),
        Status.REVIEW: translate("Dokumentet er sendt til gennemsyn."),
        Status.PUBLISHED: translate("Gemt. Dokumentet kan findes i søgningen om et øjeblik."),
        Status.WITHDRAWN: translate("Dokumentet er trukket tilbage og forsvinder fra søgningen om et øjeblik."),
        Status.TRASHED: translate("Dokumentet ligger i papirkurven og kan tages op igen."),
    }
    flash(words[status])
    return redirect(url_for("curator_pages.overview", document_id=document_id))


def wanted_status(now: Status) -> Status:
    """The status that the pressed button stands for; without one it stays.

    Raises:
        NotAllowed: a contributor may not give it.
    """
    wanted = request.form.get("status") or now.value
    if wanted not in set(Status):
        raise BadRequest
    status = Status(wanted)
    if status not in _OPEN and not may(Role.CURATOR.value):
        raise NotAllowed("contributors-work-on-drafts")
    return status


def _beside_theirs(document_id: DocumentId, form: MetadataForm, status: Status) -> tuple[str, int] | BaseResponse:
    """Both versions; where they are the same, the form was sent twice, and is saved."""
    try:
        theirs = site().curation.editor.read(document_id)
    except (CurationError, DocumentNotFound) as error:
        return form_without_subject(form, error)
    if theirs.metadata.status is status and not form.differences(form_stating(theirs)):
        return saved(document_id, status)
    return beside_saved(document_id, form)


def _within_reach(document_id: str) -> EditableDocument:
    """The document, to be corrected by whoever is signed in; raises what Editor.read does, and NotAllowed."""
    document = site().curation.editor.read(DocumentId(document_id))
    refuse_reach(document)
    return document


def _is_open(document: EditableDocument) -> bool:
    return document.metadata.status in _OPEN


def refuse_reach(document: EditableDocument) -> None:
    """Only curators change what is published or withdrawn, or somebody else's."""
    if not _is_open(document) and not may(Role.CURATOR.value):
        raise NotAllowed("contributors-work-on-drafts")
    require_own(signed_in(), site().curation.reviews.of(document.id).owner)


def _refusal(document: EditableDocument) -> str:
    curation = site().curation
    if curation.documents.index_state(document) is not IndexState.REFUSED:
        return ""
    extractions = (cast(Extraction, curation.extraction(each)) for each in document.file.text_hashes)
    return next((said(one.refused.message) for one in extractions if one and one.refused), "")


def given_comment() -> str:
    """What the form says of the change."""
    return incoming_line(request.form.get("comment", ""))[:_COMMENT_CHARACTERS]
