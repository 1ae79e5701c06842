"""What was changed: by document, by change, with the difference; restoring and undoing."""

from __future__ import annotations

import dataclasses

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import Change, DocumentId, DocumentNotFound, EditConflict, InvalidEntry, Role, belongs, differences
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate
from web.site.presentation import own_title

blueprint = Blueprint("history_pages", __name__, url_prefix="/<language>/curator")
_FILES_SHOWN = 20


@blueprint.get("/documents/<document_id>/history")
@required(Role.CONTRIBUTOR)
def history(document_id: str) -> str:
    """Every change of a document, newest first, each with its difference."""
    curation = site().curation
    changes = curation.history.changes_of(DocumentId(document_id))
    try:
        title = own_title(curation.editor.read(DocumentId(document_id)).metadata)
    except (DocumentNotFound, InvalidEntry):
        # A document that is gone, or whose file has a fault, has a history all the same.
        if not changes:
            raise
        title = document_id
    shown = [(change, _own_differences(change, document_id)) for change in changes[:100]]
    return render_template("curation/history/history.html", document_id=document_id, title=title, shown=shown)


@blueprint.post("/documents/<document_id>/restore")
@required(Role.CURATOR)
def restore(document_id: str) -> BaseResponse:
    """Make a document what it was after a change."""
    try:
        site().curation.editor.restore(signed_in(), DocumentId(document_id), _number(request.form.get("change", "")))
    except InvalidEntry as error:
        flash(said(error.message), "fault")
        return redirect(url_for("history_pages.history", document_id=document_id))
    site().index_follower.wake()
    flash(translate("Udgaven er gendannet. Den tidligere udgave står stadig i historikken."))
    return redirect(url_for("curator_pages.overview", document_id=document_id))


@blueprint.get("/changes")
@required(Role.CONTRIBUTOR)
def changes() -> str:
    """The latest changes of all documents."""
    curation = site().curation
    return render_template(
        "curation/history/changes.html",
        changes=curation.history.changes()[:-201:-1],
        titles=curation.documents.desk().titles,
    )


@blueprint.get("/changes/<number>")
@required(Role.CONTRIBUTOR)
def change(number: str) -> str:
    """One change with its difference; of an import, the first files."""
    found, curation = _change(number), site().curation
    # An import may hold thousands of files.
    files = differences(found, curation.history) if len(found.files) <= _FILES_SHOWN else ()
    return render_template(
        "curation/history/change.html", change=found, files=files, titles=curation.documents.desk().titles
    )


@blueprint.post("/changes/<number>/undo")
@required(Role.CURATOR)
def undo(number: str) -> BaseResponse:
    """Take a change back as a whole."""
    found = _change(number)
    try:
        site().curation.editor.undo(signed_in(), found.number)
    except EditConflict as error:
        flash(said(error.message), "fault")
        return redirect(url_for("history_pages.change", number=number))
    site().index_follower.wake()
    flash(translate("Ændringen er fortrudt."))
    return redirect(url_for("history_pages.changes"))


def _change(number: str) -> Change:
    found = site().curation.history.change(_number(number))
    if found is None:
        raise NotFound
    return found


def _number(text: str) -> int:
    # Short as well: whole numbers of any length take long to read.
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise BadRequest
    return int(text)


def _own_differences(found: Change, document_id: str) -> list[object]:
    """The differences of one document, also where the change was an import of many."""
    own = tuple(file for file in found.files if belongs(file.location, DocumentId(document_id)))
    return list(differences(dataclasses.replace(found, files=own), site().curation.history))
