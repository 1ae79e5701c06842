"""Concepts of the vocabulary: all of them, and one with its names, its place and the documents that carry it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    Concept,
    EditConflict,
    EngineUnavailable,
    InvalidEntry,
    Language,
    Query,
    Role,
    Scheme,
    Vocabulary,
    incoming_line,
    is_fixed_concept,
)
from web.curation.authorities.concept_form import concept_of, differences, new_concept
from web.curation.document_views import given_comment
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("vocabulary_pages", __name__, url_prefix="/<language>/curator/vocabulary")
_TEXT_CHARACTERS = 100


@blueprint.get("")
@required(Role.CURATOR)
def vocabulary() -> str:
    """Every scheme with its concepts, or those that a word names."""
    found = site().curation.vocabulary
    words = incoming_line(request.args.get("q", ""))[:_TEXT_CHARACTERS]
    schemes = [(scheme, _named(scheme, words)) for scheme in found.own_schemes]
    return render_template(
        "curation/authorities/vocabulary.html",
        schemes=[(scheme, concepts) for scheme, concepts in schemes if concepts or not words],
        counts=_counts(found),
        words=words,
        is_fixed=is_fixed_concept,
    )


@blueprint.get("/new/<scheme>")
@required(Role.CURATOR)
def new(scheme: str) -> str:
    """The form of a new concept."""
    return _page(new_concept(scheme, request.args.get("below", "")))


@blueprint.post("/new/<scheme>")
@required(Role.CURATOR)
def add(scheme: str) -> str | tuple[str, int] | BaseResponse:
    """Add it, or say what it lacks."""
    typed = concept_of(request.form, new_concept(scheme))
    try:
        made = site().curation.concepts.add(signed_in(), typed, comment=given_comment())
    except InvalidEntry as error:
        return _page(typed, fault=said(error.message)), 400
    return saved(made, translate("Emneordet er oprettet. Det kan bruges med det samme."))


@blueprint.get("/<scheme>/<concept_id>")
@required(Role.CURATOR)
def concept(scheme: str, concept_id: str) -> str | BaseResponse:
    """The form of a concept, with the documents that carry it; what was replaced leads to what stands for it."""
    current = concept_scheme(scheme).current(concept_id)
    if current not in ("", concept_id):
        return redirect(url_for("vocabulary_pages.concept", scheme=scheme, concept_id=current))
    try:
        found = site().curation.concepts.read(scheme, concept_id)
    except InvalidEntry as error:
        raise NotFound from error
    return _page(found.concept, found.version)


@blueprint.post("/<scheme>/<concept_id>")
@required(Role.CURATOR)
def correct(scheme: str, concept_id: str) -> str | tuple[str, int] | BaseResponse:
    """Save it; with another button, show first what would be different."""
    concept_scheme(scheme)
    concepts, version = site().curation.concepts, request.form.get("version", "")
    now = concepts.read(scheme, concept_id)
    typed = concept_of(request.form, now.concept)
    if request.form.get("action") == "preview":
        return _page(typed, version, saved_now=now.concept)
    try:
        change = concepts.correct(signed_in(), typed, version, comment=given_comment())
    except EditConflict as error:
        return _page(typed, now.version, saved_now=now.concept, fault=said(error.message)), 409
    except InvalidEntry as error:
        return _page(typed, version, fault=said(error.message)), 400
    return saved(typed, translate("Gemt. Læserne ser det om et øjeblik.") if change else translate("Intet er ændret."))


def saved(found: Concept, text: str) -> BaseResponse:
    """Wake the index, and show the concept."""
    site().index_follower.wake()
    flash(text)
    return redirect(url_for("vocabulary_pages.concept", scheme=found.scheme, concept_id=found.id))


def concept_scheme(scheme: str) -> Scheme:
    """A scheme of the vocabulary itself; what is none has no page."""
    found = next((one for one in site().curation.vocabulary.own_schemes if one.id == scheme), None)
    if found is None:
        raise NotFound
    return found


def _page(typed: Concept, version: str = "", *, saved_now: Concept | None = None, fault: str = "") -> str:
    scheme = concept_scheme(typed.scheme)
    curation = site().curation
    return render_template(
        "curation/authorities/concept.html",
        concept=typed,
        scheme=scheme,
        version=version,
        changes=differences(saved_now, typed, scheme) if saved_now else None,
        fault=fault,
        languages=list(Language),
        carriers=curation.concepts.carriers(typed.scheme, typed.id) if typed.id else (),
        is_fixed=is_fixed_concept(typed.scheme, typed.id),
        takes_others=not is_fixed_concept(typed.scheme),
        comment=given_comment(),
        # A box without a tick is not sent: only the first look may take that for the default.
        keeps_label="keep-label" in request.form or request.method == "GET",
    )


def _named(scheme: Scheme, words: str) -> list[Concept]:
    """The concepts that a word is in a name of; without words those at the top, whose narrower ones follow them."""
    if not words:
        return [one for one in scheme.concepts.values() if not one.broader]
    wanted = words.casefold()
    return [one for one in scheme.concepts.values() if is_named(one, wanted)]


def is_named(concept: Concept, words: str) -> bool:
    """Whether a folded word is in one of the names of a concept."""
    return any(words in name.casefold() for language in Language for name in (concept.id, *concept.telling(language)))


def _counts(vocabulary: Vocabulary) -> dict[str, dict[str, int]]:
    """How many public documents carry each concept, by scheme; none while the index cannot be read."""
    try:
        found = site().knowledge_base.search(Query(page_size=1))
    except EngineUnavailable:
        return {}
    known = {facet.id for facet in found.facets}
    schemes = (one.id for one in vocabulary.own_schemes if one.id in known)
    return {scheme: {value.id: value.count for value in found.facet(scheme).values} for scheme in schemes}
