"""What readers suggested: taken up, answered, closed or deleted by curators."""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import PublicSuggestion, Role, SuggestionState, incoming_text
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import translate

blueprint = Blueprint("public_suggestions", __name__, url_prefix="/<language>/curator/suggestions")
_ANSWER = 4_000
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@blueprint.get("/<number>")
@required(Role.CURATOR)
def show(number: str) -> str:
    """A suggestion as it was sent, and how its sender can be reached."""
    found = _found(number)
    return render_template(
        "curation/suggestion.html",
        suggestion=found,
        contact=site().curation.suggestions.contact(found.id),
        states=tuple(SuggestionState),
        limit=_ANSWER,
    )


@blueprint.post("/<number>")
@required(Role.CURATOR)
def answer(number: str) -> BaseResponse:
    """Say how far it has come and what the sender reads, or delete it."""
    suggestions, who = site().curation.suggestions, signed_in().name
    found = _found(number)
    if request.form.get("action") == "delete":
        suggestions.delete(found.id)
        site().curation.audit.append(who, "suggestion-deleted")
        flash(translate("Forslaget er slettet."))
        return redirect(url_for("curator_desk.desk"))
    wanted = request.form.get("state", "")
    state = SuggestionState(wanted) if wanted in set(SuggestionState) else found.state
    suggestions.answer(found.id, state, incoming_text(request.form.get("answer", "")).strip()[:_ANSWER])
    site().curation.audit.append(who, f"suggestion-{state.value}")
    flash(translate("Gemt. Afsenderen kan se det på sin kvittering."))
    return redirect(url_for("public_suggestions.show", number=found.id))


def _found(number: str) -> PublicSuggestion:
    found = site().curation.suggestions.get(int(number)) if _NUMBER.fullmatch(number) else None
    if found is None:
        raise NotFound
    return found
