"""The original file of a document: opened at any status, and replaced by another one."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import DocumentId, EditableDocument, EditConflict, InvalidEntry, Role
from web.curation.document_views import given_comment, refuse_reach, saved
from web.curation.sign_in import required, signed_in
from web.documents.file_response import PDF, send_original
from web.site.context import site
from web.site.language import said, translate

_OTHER = "other"
blueprint = Blueprint("file_pages", __name__, url_prefix="/<language>/curator/documents/<document_id>")


@blueprint.get("/original")
@required(Role.CONTRIBUTOR)
def original(document_id: str) -> Response:
    """The original file of a document of any status; with `text=other` that in the other language."""
    curation = site().curation
    document = _with_file(document_id)
    other = document.file.other if request.args.get("text") == _OTHER else None
    is_pdf = curation.text(document, is_other=other is not None).media_type == PDF
    location = other.location if other else document.file.location
    return send_original(curation.corpus.path(location), is_pdf=is_pdf)


@blueprint.post("/original")
@required(Role.CONTRIBUTOR)
def replace(document_id: str) -> BaseResponse:
    """Put another file in its place, or in that of the other language; the old one stays in the history."""
    document = _with_file(document_id)
    refuse_reach(document)
    fault = _replace(document)
    if not fault:
        return saved(document.id, document.metadata.status)
    flash(fault, "fault")
    return redirect(url_for("curator_pages.edit", document_id=document_id))


def _replace(document: EditableDocument) -> str:
    """Why the file was not replaced, in words; "" if it was."""
    is_other = request.form.get("text") == _OTHER
    file, ending = request.files.get("file"), Path(document.other_location).suffix if is_other else document.ending
    if file is None or not file.filename:
        return translate("Vælg mindst én fil.")
    curation, version = site().curation, request.form.get("version", "")
    try:
        content, extraction = curation.uploads.read_at_once(file.filename, file.stream, ending)
        if extraction.refused is not None:
            return said(extraction.refused.message)
        curation.editor.replace_file(
            signed_in(), document.id, version, content, is_other=is_other, comment=given_comment()
        )
    except (EditConflict, InvalidEntry) as error:
        return said(error.message)
    return ""


def _with_file(document_id: str) -> EditableDocument:
    document = site().curation.editor.read(DocumentId(document_id))
    if document.is_write_up:
        abort(404)
    return document
