"""Lists of documents that somebody comes back to: a name for what was chosen, for oneself alone."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import Account, CurationError, Role, incoming_line, message_of
from web.curation.lists.list_presenter import CHOSEN_BY
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("saved_lists", __name__, url_prefix="/<language>/curator/documents/lists")
_CHOICES = ("q", *CHOSEN_BY, "since", "order")
_VALUE_CHARACTERS = 200


def lists_of(account: Account) -> list[tuple[str, str]]:
    """(name, address of the list now) of each list that an account saved."""
    return [(name, f"{_all()}?{choices}") for name, choices in site().curation.saved_lists.of(account)]


@blueprint.post("")
@required(Role.CONTRIBUTOR)
def save() -> BaseResponse:
    """Keep what is chosen under a name."""
    sent = ((name, incoming_line(request.form.get(name, ""))[:_VALUE_CHARACTERS]) for name in _CHOICES)
    choices = urlencode([(name, value) for name, value in sent if value])
    try:
        name = site().curation.saved_lists.save(signed_in(), request.form.get("name", ""), choices)
        flash(translate("Listen »{name}« er gemt. Den viser altid, hvad der passer nu.", name=name))
    except CurationError as error:
        flash(said(message_of(error)), "fault")
    return redirect(f"{_all()}?{choices}" if choices else _all())


@blueprint.post("/discard")
@required(Role.CONTRIBUTOR)
def discard() -> BaseResponse:
    """Keep a list no more; the documents stay."""
    site().curation.saved_lists.discard(signed_in(), request.form.get("name", ""))
    flash(translate("Listen er slettet. Dokumenterne er, som de var."))
    return redirect(_all())


def _all() -> str:
    return url_for("document_lists.documents")
