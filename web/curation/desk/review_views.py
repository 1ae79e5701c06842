"""The review of a document: whose it is, who reads it through, and what they say to each other."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from indexer import DocumentId, InvalidEntry, Role
from web.curation.desk.notice_mail import tell
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("review_pages", __name__, url_prefix="/<language>/curator/documents/<document_id>/review")


@blueprint.post("/answer")
@required(Role.CONTRIBUTOR)
def answer(document_id: str) -> tuple[str, int] | BaseResponse:
    """Say something about a document to those who work on it; what cannot be kept comes back to be sent again."""
    document = site().curation.editor.read(DocumentId(document_id))
    text = request.form.get("answer", "")
    try:
        note = site().curation.reviews.answer(signed_in(), document.id, text)
    except InvalidEntry as error:
        page = render_template("curation/desk/answer.html", document=document, text=text, fault=said(error.message))
        return page, 400
    tell(document, signed_in(), note.kind, note.text)
    flash(translate("Dit svar er gemt. De andre, der arbejder på dokumentet, får besked."))
    return _back(document.id)


@blueprint.post("/assign")
@required(Role.CURATOR)
def assign(document_id: str) -> BaseResponse:
    """Say whose the document is, or who reads it through."""
    document = site().curation.editor.read(DocumentId(document_id))
    which = request.form.get("which", "")
    if which not in ("owner", "reviewer"):
        raise BadRequest
    name = request.form.get("name", "")
    try:
        notes = site().curation.reviews.assign(signed_in(), document.id, **{which: name})
    except InvalidEntry as error:
        flash(said(error.message), "fault")
        return _back(document.id)
    for note in notes:
        tell(document, signed_in(), note.kind, note.text)
    flash(translate("Gemt."))
    return _back(document.id)


def _back(document_id: DocumentId) -> BaseResponse:
    return redirect(url_for("curator_pages.overview", document_id=document_id, _anchor="review"))
