"""The documents of any status as a list to choose from, and one thing done to all that were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    BulkEdit,
    DocumentId,
    DocumentSelection,
    EditConflict,
    ListOrder,
    Role,
    Status,
    incoming_line,
)
from web.curation.document_views import given_comment
from web.curation.lists.assignment_views import ASSIGN, assignment_preview
from web.curation.lists.bulk_form import edit_of, values_to_choose
from web.curation.lists.list_presenter import CHOSEN_BY, choice_fields
from web.curation.lists.saved_list_views import lists_of
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("document_lists", __name__, url_prefix="/<language>/curator")
_PAGE_SIZE = 50
_MOST_AT_ONCE = 500
"""Documents that one thing is done to: each takes some milliseconds to be judged, and again to be written."""

_TEXT_CHARACTERS = 200


@blueprint.get("/documents")
@required(Role.CONTRIBUTOR)
def documents() -> str:
    """Documents of any status by their words and by what they state, a page at a time."""
    text, selection = _asked(request.args)
    selected = site().curation.select_documents(text, selection, CHOSEN_BY)
    pages = max(1, -(-len(selected.documents) // _PAGE_SIZE))
    page = min(_page_number(), pages)
    return render_template(
        "curation/documents/list.html",
        found=selected.documents,
        shown=selected.documents[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE],
        text=text,
        selection=selection,
        fields=choice_fields(selection, selected.counts),
        orders=list(ListOrder),
        page=page,
        pages=pages,
        asked=_parameters(text, selection),
        values=values_to_choose(),
        accounts=[one.name for one in site().curation.accounts.all() if not one.is_disabled],
        saved_lists=lists_of(signed_in()),
    )


@blueprint.post("/documents/bulk")
@required(Role.CONTRIBUTOR)
def preview() -> str | BaseResponse:
    """What would be done to the documents that are ticked, or to all of the list; nothing is saved."""
    text, selection = _asked(request.form)
    back = _address(text, selection)
    edit, owner = edit_of(request.form), request.form.get("owner-to-be", "")
    is_assigned = request.form.get("do") == ASSIGN and owner != ""
    if edit is None and not is_assigned:
        flash(translate("Vælg, hvad der skal gøres, og hvilken værdi det gælder."), "fault")
        return redirect(back)
    ids = [DocumentId(one) for one in request.form.getlist("id")]
    # By the choices again, not by the page: the list may have several.
    if "all" in request.form:
        ids = [one.file.id for one in site().curation.select_documents(text, selection, ()).documents]
    if not ids:
        flash(translate("Sæt kryds ved de dokumenter, det gælder."), "fault")
        return redirect(back)
    if len(ids) > _MOST_AT_ONCE:
        flash(translate("Højst {most} dokumenter ad gangen. Gør listen kortere.", most=_MOST_AT_ONCE), "fault")
        return redirect(back)
    if edit is None:
        return assignment_preview(ids, owner, back)
    return _preview(ids, edit, back)


@blueprint.post("/documents/bulk/save")
@required(Role.CONTRIBUTOR)
def save() -> BaseResponse | tuple[str, int]:
    """Do it to all of them as one change, or to none."""
    edit, versions = edit_of(request.form), _versions(request.form.get("versions", ""))
    if edit is None or not 0 < len(versions) <= _MOST_AT_ONCE:
        raise BadRequest
    try:
        change = site().curation.bulk_editor.save(signed_in(), versions, edit, comment=given_comment())
    except EditConflict as error:
        flash(translate("Intet er ændret."), "fault")
        flash(said(error.message), "fault")
        return _preview(versions, edit, url_for("document_lists.documents")), 409
    if change is None:
        flash(translate("Alt er, som det skal være. Intet er ændret."))
        return redirect(url_for("document_lists.documents"))
    site().index_follower.wake()
    flash(translate("Ændringen er gemt og kan fortrydes her som en helhed."))
    return redirect(url_for("history_pages.change", number=change.number))


def _preview(ids: Iterable[DocumentId], edit: BulkEdit, back: str) -> str:
    seen = site().curation.bulk_editor.preview(signed_in(), ids, edit)
    return render_template(
        "curation/documents/bulk.html", seen=seen, edit=edit, sent=request.form, back=back, published=Status.PUBLISHED
    )


def _asked(values: MultiDict[str, str]) -> tuple[str, DocumentSelection]:
    """The words and the choices of an address or a form; what nobody offered is left out."""
    choices = ((name, incoming_line(values.get(name, ""))[:_TEXT_CHARACTERS]) for name in CHOSEN_BY)
    order = values.get("order", "")
    since = values.get("since", "")
    try:
        date.fromisoformat(since)
    except ValueError:
        since = ""
    selection = DocumentSelection(
        tuple((name, value) for name, value in choices if value),
        since,
        ListOrder(order) if order in set(ListOrder) else ListOrder.CHANGED,
    )
    return incoming_line(values.get("q", ""))[:_TEXT_CHARACTERS], selection


def _parameters(text: str, selection: DocumentSelection) -> dict[str, str]:
    """The address of a list, without what is usual."""
    # One address for one list, so that a bookmark stays short.
    order = "" if selection.order is ListOrder.CHANGED else selection.order.value
    stated = {"q": text, **dict(selection.choices), "since": selection.since, "order": order}
    return {name: value for name, value in stated.items() if value}


def _address(text: str, selection: DocumentSelection) -> str:
    stated: dict[str, Any] = dict(_parameters(text, selection))
    return url_for("document_lists.documents", **stated)


def _page_number() -> int:
    number = request.args.get("page", "1")
    return max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1


def _versions(text: str) -> Mapping[DocumentId, str]:
    """Ids with the version that was looked at, one a line; one field, for browsers send any number of lines."""
    pairs = (line.split() for line in text.splitlines())
    return {DocumentId(pair[0]): pair[1] for pair in pairs if len(pair) == 2}
