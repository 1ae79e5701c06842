"""What readers suggested: taken up, answered, closed or deleted by curators."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import Role, incoming_text
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import translate

blueprint = Blueprint("public_suggestions", __name__, url_prefix="/<language>/curator/suggestions")
_ANSWER = 4_000


@blueprint.get("/<number>")
@required(Role.CURATOR)
def show(number: str) -> str:
    """A suggestion as it was sent, and how its sender can be reached."""
    suggestions = site().curation.suggestions
    found = suggestions.get(number)
    contact = suggestions.contact(found.id)
    return render_template("curation/suggestion.html", suggestion=found, contact=contact, limit=_ANSWER)


@blueprint.post("/<number>")
@required(Role.CURATOR)
def answer(number: str) -> BaseResponse:
    """Say how far it has come and what the sender reads, or delete it."""
    curation, who = site().curation, signed_in().name
    found = curation.suggestions.get(number)
    if request.form.get("action") == "delete":
        curation.suggestions.delete(found.id)
        curation.audit.append(who, "suggestion-deleted")
        flash(translate("Forslaget er slettet."))
        return redirect(url_for("curator_desk.desk"))
    state = request.form.get("state", "")
    curation.suggestions.answer(found.id, state, incoming_text(request.form.get("answer", "")).strip()[:_ANSWER])
    curation.audit.append(who, "suggestion-answered")
    flash(translate("Gemt. Afsenderen kan se det på sin kvittering."))
    return redirect(url_for("public_suggestions.show", number=found.id))
