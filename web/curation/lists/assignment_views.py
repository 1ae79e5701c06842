"""Many documents are given to one account: looked at first, done as one, taken back as one."""

from __future__ import annotations

import json
from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    CurationError,
    DocumentId,
    DocumentNotFound,
    EditConflict,
    InvalidEntry,
    Role,
    incoming_line,
    message_of,
)
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("assignments", __name__, url_prefix="/<language>/curator/documents/assigned")
ASSIGN = "assign"
_MOST_AT_ONCE = 500


def assignment_preview(ids: Iterable[DocumentId], owner: str, back: str, fault: str = "") -> str:
    """Whose each document is now, and which would be the account's."""
    seen = site().curation.assignments.preview(signed_in(), ids, owner)
    before = json.dumps({document.id: was for document, was in seen.changing})
    return render_template(
        "curation/documents/assign.html", seen=seen, owner=owner, before=before, back=back, fault=fault
    )


@blueprint.post("")
@required(Role.CURATOR)
def save() -> BaseResponse | tuple[str, int]:
    """Give all of them, or none."""
    owner, before = request.form.get("owner", ""), _before(request.form.get("before", ""))
    if not owner or not 0 < len(before) <= _MOST_AT_ONCE:
        raise BadRequest
    try:
        number = site().curation.assignments.save(signed_in(), before, owner)
    except (DocumentNotFound, EditConflict, InvalidEntry) as error:
        return assignment_preview(before, owner, url_for("document_lists.documents"), said(error.message)), 409
    flash(translate("Gemt. Det kan fortrydes her som en helhed."))
    return redirect(url_for("assignments.assignment", number=number))


@blueprint.get("/<int:number>")
@required(Role.CURATOR)
def assignment(number: int) -> str:
    """What was given to whom, and the way back."""
    curation = site().curation
    titles = {one.file.id: one.metadata.title for one in curation.documents.all()}
    return render_template("curation/documents/assigned.html", done=curation.assignments.find(number), titles=titles)


@blueprint.post("/<int:number>/undo")
@required(Role.CURATOR)
def undo(number: int) -> BaseResponse:
    """Give them back to whose they were, or say why not."""
    try:
        site().curation.assignments.undo(signed_in(), number)
        flash(translate("Fortrudt. Dokumenterne har deres tidligere ansvarlige igen."))
    except CurationError as error:
        flash(said(message_of(error)), "fault")
    return redirect(url_for("assignments.assignment", number=number))


def _before(text: str) -> dict[DocumentId, str]:
    """Whose each document was when it was looked at; one field, for browsers send any number of them."""
    try:
        read = json.loads(text)
        return {DocumentId(incoming_line(document_id)): incoming_line(str(was)) for document_id, was in read.items()}
    except (ValueError, AttributeError, RecursionError):
        return {}
