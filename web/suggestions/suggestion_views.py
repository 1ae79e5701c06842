"""Suggest a case, correct a document, and look at the receipt."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import Config, DocumentId, InvalidEntry, Metadata
from web.site.context import absolute_url, site
from web.site.language import said
from web.site.presentation import own_title
from web.suggestions import receiving
from web.suggestions.suggestion_form import (
    CASE,
    CONTACT,
    CORRECTION,
    FIELDS,
    QUESTION,
    STAMP,
    TRAP,
    Filled,
    read_form,
    stamp,
)

blueprint = Blueprint("suggestion_forms", __name__, url_prefix="/<language>/contribute")


@dataclass(frozen=True, slots=True)
class Became:
    """The document that a suggestion became."""

    id: DocumentId
    metadata: Metadata


_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def install(app: Flask, config: Config) -> None:
    """Count who sends how often; to be installed after CSRF, which these forms need as little as those of rooms."""
    receiving.install(app, config)
    app.extensions["csrf"].exempt(blueprint)


@blueprint.get("")
def form() -> Response:
    """The form for a case; for a document that is named a correction, or with `ask` a question to its makers."""
    return _page(Filled({}, "", {}))


@blueprint.post("")
def send() -> BaseResponse:
    """Keep a suggestion for the curators and lead to its receipt; with a fault, the form again with all of it."""
    _demand_open()
    document = _document()
    kind = _kind(document)
    filled = read_form(kind, request.form)
    if filled.faults:
        return _page(filled)
    # After the faults: who mends a form is not counted for it.
    try:
        receipt = receiving.receive(kind, document, filled.values, filled.contact)
    except InvalidEntry as error:
        return _page(filled, said(error.message))
    return redirect(url_for("suggestion_forms.receipt", receipt=receipt), 303)


@blueprint.get("/receipt/<receipt>")
def receipt(receipt: str) -> Response:
    """What was sent, how far it has come, and what the curators answered: for whoever has the link."""
    found = site().curation.suggestions.of_receipt(receipt)
    if found is None:
        raise NotFound
    page = render_template(
        "suggestions/receipt.html",
        suggestion=found,
        fields=FIELDS[found.kind],
        title=_title(found.document),
        became=_became(found.became),
        has_contact=bool(site().curation.suggestions.contact(found.id)),
        link=absolute_url("suggestion_forms.receipt", receipt=receipt),
    )
    return make_response(page, _PRIVATE)


@blueprint.post("/receipt/<receipt>")
def take_back(receipt: str) -> str:
    """Delete a suggestion, as its sender wishes."""
    found = site().curation.suggestions.of_receipt(receipt)
    if found is None:
        raise NotFound
    site().curation.suggestions.delete(found.id)
    return render_template("suggestions/deleted.html")


def _page(filled: Filled, fault: str = "") -> Response:
    _demand_open()
    document = _document()
    page = render_template(
        "suggestions/form.html",
        document=document,
        title=_title(document),
        kind=_kind(document),
        fields=FIELDS[_kind(document)],
        contact=CONTACT,
        filled=filled,
        fault=fault,
        stamp_name=STAMP,
        stamp=stamp(),
        trap=TRAP,
    )
    return make_response(page, 422 if filled.faults or fault else 200, {"Cache-Control": "no-store"})


def _demand_open() -> None:
    if not receiving.is_open():
        raise NotFound


def _document() -> str:
    """The document that a correction is for; "" for a case.

    Raises:
        DocumentNotFound: there is none of that id.
    """
    asked, base = DocumentId(request.values.get("document", "")), site().knowledge_base
    return str(base.documents.document(base.retrieval.successor(asked) or asked).id) if asked else ""


def _kind(document: str) -> str:
    if not document:
        return CASE
    return QUESTION if "ask" in request.values else CORRECTION


def _became(document: str) -> Became | None:
    """The public document that a suggestion became, wherever it is now; None while there is none."""
    base = site().knowledge_base
    current = base.retrieval.successor(DocumentId(document)) or DocumentId(document)
    metadata = base.documents.metadata(current) if document else None
    return Became(current, metadata) if metadata else None


def _title(document: str) -> str:
    metadata = site().knowledge_base.documents.metadata(DocumentId(document)) if document else None
    return own_title(metadata) if metadata else document
