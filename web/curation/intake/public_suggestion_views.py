"""What readers suggested: taken up, answered, closed or deleted by curators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import DocumentId, Extraction, Language, Page, Role, incoming_text, suggested_case, told_language
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
    return render_template(
        "curation/suggestion.html",
        suggestion=found,
        contact=suggestions.contact(found.id),
        limit=_ANSWER,
        has_draft=bool(found.became) and site().curation.corpus.find(DocumentId(found.became)) is not None,
    )


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


@blueprint.post("/<number>/take-up")
@required(Role.CURATOR)
def take_up(number: str) -> BaseResponse:
    """Make a draft of a case that was suggested, or begin to correct the document that a correction is about.

    Once more leads to the same draft; the sender sees on the receipt what becomes of it.
    """
    curation, who = site().curation, signed_in()
    found = curation.suggestions.get(number)
    if found.document:
        curation.suggestions.take_up(found.id, found.document)
        return redirect(url_for("curator_pages.edit", document_id=found.document))
    case = suggested_case(found.fields, _language_of(found.fields), curation.vocabulary)
    form = f"suggestion-{found.id}-{found.day}"
    made = curation.editor.made_by(form)
    document_id = made.id if made else curation.editor.add(who, case.metadata, body=case.body, form=form)
    curation.suggestions.take_up(found.id, document_id)
    if made is None:
        curation.audit.append(who.name, "suggestion-taken-up")
        flash(translate("Forslaget er blevet til en kladde. Læs den igennem, og gør den færdig."))
    return redirect(url_for("curator_pages.edit", document_id=document_id))


def _language_of(fields: Mapping[str, str]) -> Language:
    words = "\n".join(fields.values())
    return told_language(Extraction("text/plain", "", (Page(1, words),)))
