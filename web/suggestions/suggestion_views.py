"""Suggest a case, correct a document, and look at the receipt."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound, TooManyRequests
from werkzeug.wrappers import Response as BaseResponse

from indexer import Config, DocumentId, InvalidEntry
from web.rooms.rates import Rate
from web.site.context import absolute_url, site
from web.site.language import said
from web.suggestions.suggestion_form import CASE, CONTACT, CORRECTION, FIELDS, STAMP, TRAP, Filled, read_form, stamp

blueprint = Blueprint("suggestion_forms", __name__, url_prefix="/<language>/contribute")
_HOUR = 3600
_EXTENSION = "samspil-suggestion-rate"
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def install(app: Flask, config: Config) -> None:
    """Count who sends how often; to be installed after CSRF, which these forms need as little as those of rooms."""
    app.extensions[_EXTENSION] = Rate(config.curation.suggestions_per_hour, _HOUR)
    app.extensions["csrf"].exempt(blueprint)


@blueprint.get("")
def form() -> Response:
    """The form for a case, or for a correction of the document that `document` names."""
    return _page(Filled({}, "", {}))


@blueprint.post("")
def send() -> BaseResponse:
    """Keep a suggestion for the curators and lead to its receipt; with a fault, the form again with all of it."""
    _demand_open()
    document = _document()
    kind = CORRECTION if document else CASE
    filled = read_form(kind, request.form)
    if filled.faults:
        return _page(filled)
    # After the faults: who mends a form is not counted for it.
    if not _rate().take(request.remote_addr or ""):
        raise TooManyRequests(retry_after=_HOUR)
    kept = {name: value for name, value in filled.values.items() if value}
    try:
        receipt = site().curation.suggestions.add(kind, document, kept, filled.contact)
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
        fields=FIELDS[CORRECTION if document else CASE],
        contact=CONTACT,
        filled=filled,
        fault=fault,
        stamp_name=STAMP,
        stamp=stamp(),
        trap=TRAP,
    )
    return make_response(page, 422 if filled.faults or fault else 200, {"Cache-Control": "no-store"})


def _demand_open() -> None:
    if not site().config.curation.suggestions_per_hour:
        raise NotFound


def _document() -> str:
    """The document that a correction is for; "" for a case.

    Raises:
        DocumentNotFound: there is none of that id.
    """
    asked = request.values.get("document", "")
    return str(site().knowledge_base.documents.document(DocumentId(asked)).id) if asked else ""


def _title(document: str) -> str:
    metadata = site().knowledge_base.documents.metadata(DocumentId(document)) if document else None
    return metadata.title if metadata else document


def _rate() -> Rate:
    return cast(Rate, current_app.extensions[_EXTENSION])
