"""The trash: what lies there, taken back or deleted for good, and what was."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    CurationError,
    DocumentId,
    EditableDocument,
    EditConflict,
    InvalidEntry,
    Role,
    SaveFailed,
    StateError,
    Status,
    message_of,
    status_before_trash,
)
from web.curation.document_views import saved
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("trash_pages", __name__, url_prefix="/<language>/curator")


@blueprint.get("/trash")
@required(Role.CURATOR)
def trash() -> str:
    """What lies in the trash, and what was deleted for good."""
    curation = site().curation
    with suppress(OSError, StateError):  # finished later, then; what can be seen is seen all the same
        curation.deletion.complete()
    trashed = curation.documents.desk().trashed
    before = {one.file.id: status_before_trash(curation.history, one.file.id).value for one in trashed}
    deleted = [one for one in curation.tombstones.all() if one.is_done]
    return render_template("curation/removal/trash.html", trashed=trashed, before=before, deleted=deleted)


@blueprint.post("/documents/<document_id>/take-back")
@required(Role.CURATOR)
def take_back(document_id: str) -> BaseResponse:
    """Make a document in the trash what it was before."""
    curation = site().curation
    document = _trashed(document_id)
    status = status_before_trash(curation.history, document.id)
    try:
        curation.editor.set_status(signed_in(), document.id, status, version=request.form.get("version", ""))
    except EditConflict:
        flash(translate("En anden har gemt dokumentet imens. Læs det igen, før du går videre."), "fault")
        return redirect(url_for("trash_pages.trash"))
    return saved(document.id, status)


@blueprint.get("/documents/<document_id>/delete")
@required(Role.ADMINISTRATOR)
def deletion(document_id: str) -> str:
    """What deleting for good removes and what stays, and the question whether that is meant."""
    return _page(_trashed(document_id))


@blueprint.post("/documents/<document_id>/delete")
@required(Role.ADMINISTRATOR)
def delete(document_id: str) -> tuple[str, int] | BaseResponse:
    """Delete it for good, once its id was typed and somebody said why."""
    curation, document = site().curation, _trashed(document_id)
    version, why = request.form.get("version", ""), request.form.get("why", "")
    try:
        if request.form.get("confirmed", "").strip() != document.id:
            raise InvalidEntry("id-does-not-match", id=document.id)
        curation.deletion.delete(signed_in(), document.id, version=version, why=why)
    except (CurationError, SaveFailed) as error:
        code = 503 if isinstance(error, SaveFailed) else 409 if isinstance(error, EditConflict) else 400
        return _page(document, said(message_of(error))), code
    site().index_follower.wake()
    flash(translate("Dokumentet er slettet for altid. Søgeindekset bygges forfra, så heller ikke det husker noget."))
    return redirect(url_for("trash_pages.trash"))


def _page(document: EditableDocument, fault: str = "") -> str:
    sent = {name: request.form.get(name, "") for name in ("why", "confirmed")}
    return render_template("curation/removal/delete.html", document=document, fault=fault, sent=sent)


def _trashed(document_id: str) -> EditableDocument:
    """A document in the trash.

    Raises:
        InvalidEntry: it does not lie there.
    """
    document = site().curation.editor.read(DocumentId(document_id))
    if document.metadata.status is not Status.TRASHED:
        raise InvalidEntry("not-in-the-trash", id=document.id)
    return document
