"""Merging, dividing and taking out of use: looked at first, with the documents that it touches, then done as one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from indexer import (
    Concept,
    CurationError,
    DocumentId,
    Language,
    Role,
    Share,
    incoming_line,
    is_fixed_concept,
    merged_concept,
    message_of,
)
from web.curation.authorities.concept_form import concept_of, differences, new_concept
from web.curation.authorities.concept_views import concept_scheme, is_named, saved
from web.curation.document_views import given_comment
from web.curation.presentation import concept_name
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import said, translate

blueprint = Blueprint("concept_changes", __name__, url_prefix="/<language>/curator/vocabulary/<scheme>/<concept_id>")
_TEXT_CHARACTERS = 100


@blueprint.get("/merge")
@required(Role.CURATOR)
def merge_form(scheme: str, concept_id: str) -> str:
    """What would become of this concept in another one, and of the documents; first the question which."""
    return _merge_page(scheme, concept_id, request.args.get("other", ""))


@blueprint.post("/merge")
@required(Role.CURATOR)
def merge(scheme: str, concept_id: str) -> str | tuple[str, int] | BaseResponse:
    """Put it into the other one, or say why not."""
    concept_scheme(scheme)
    sent, concepts = request.form, site().curation.concepts
    other = sent.get("other", "")
    kept, gone = (other, sent.get("other-version", "")), (concept_id, sent.get("version", ""))
    try:
        concepts.merge(signed_in(), scheme, kept, gone, comment=given_comment())
    except CurationError as error:
        return _merge_page(scheme, concept_id, other, said(message_of(error))), 409
    found = concepts.read(scheme, other).concept
    return saved(found, translate("De to er lagt sammen. Den gamle adresse fører hertil."))


@blueprint.get("/split")
@required(Role.CURATOR)
def split_form(scheme: str, concept_id: str) -> str:
    """The form of the new concept, and the documents to divide."""
    concept_scheme(scheme)
    found = site().curation.concepts.read(scheme, concept_id)
    beside = concept_of(request.form, new_concept(scheme))
    return _split_page(found.concept, found.version, beside)


@blueprint.post("/split")
@required(Role.CURATOR)
def split(scheme: str, concept_id: str) -> str | tuple[str, int] | BaseResponse:
    """Divide it, or say why not; what was typed and chosen stays."""
    concept_scheme(scheme)
    concepts, version = site().curation.concepts, request.form.get("version", "")
    old = concepts.read(scheme, concept_id)
    new = concept_of(request.form, new_concept(scheme))
    try:
        made = concepts.split(signed_in(), (old.concept, version), new, chosen_shares(), comment=given_comment())
    except CurationError as error:
        return _split_page(old.concept, old.version, new, said(message_of(error))), 409
    return saved(made, translate("Emneordet er delt, og dokumenterne er fordelt."))


@blueprint.get("/retire")
@required(Role.CURATOR)
def retire_form(scheme: str, concept_id: str) -> str:
    """The documents that lose the concept, and the question whether that is meant."""
    return _retire_page(scheme, concept_id)


@blueprint.post("/retire")
@required(Role.CURATOR)
def retire(scheme: str, concept_id: str) -> str | tuple[str, int] | BaseResponse:
    """Take it out of use, or say why not."""
    concept_scheme(scheme)
    version = request.form.get("version", "")
    try:
        change = site().curation.concepts.retire(signed_in(), scheme, (concept_id, version), comment=given_comment())
    except CurationError as error:
        return _retire_page(scheme, concept_id, said(message_of(error))), 409
    site().index_follower.wake()
    flash(translate("Emneordet er taget ud af brug. Det kan fortrydes her."))
    return redirect(url_for("history_pages.change", number=change.number))


def _merge_page(scheme: str, concept_id: str, other_id: str, fault: str = "") -> str:
    found, concepts = concept_scheme(scheme), site().curation.concepts
    gone = concepts.read(scheme, concept_id)
    if other_id == concept_id or other_id not in found.concepts:
        return _which(gone.concept, fault)
    kept = concepts.read(scheme, other_id)
    return render_template(
        "curation/authorities/merge.html",
        scheme=found,
        gone=gone,
        kept=kept,
        rows=differences(kept.concept, merged_concept(kept.concept, gone.concept), found),
        carriers=concepts.carriers(scheme, concept_id),
        fault=fault,
        comment=given_comment(),
    )


def _which(gone: Concept, fault: str) -> str:
    """The question which concept it goes into; those with words in common come first."""
    scheme = concept_scheme(gone.scheme)
    words = incoming_line(request.args.get("q", ""))[:_TEXT_CHARACTERS].casefold()
    near = {*gone.broader, *gone.narrower, *gone.related}
    others = [one for one in scheme.concepts.values() if one.id != gone.id and (not words or is_named(one, words))]
    ordered = sorted(others, key=lambda one: (one.id not in near, concept_name(one.scheme, one.id)))
    return render_template(
        "curation/authorities/merge_with.html", gone=gone, scheme=scheme, others=ordered, fault=fault, near=near
    )


def _split_page(old: Concept, version: str, new: Concept, fault: str = "") -> str:
    return render_template(
        "curation/authorities/split.html",
        old=old,
        version=version,
        concept=new,
        scheme=concept_scheme(old.scheme),
        carriers=site().curation.concepts.carriers(old.scheme, old.id),
        shares=chosen_shares(),
        all_shares=list(Share),
        languages=list(Language),
        fault=fault,
        comment=given_comment(),
    )


def _retire_page(scheme: str, concept_id: str, fault: str = "") -> str:
    found, concepts = concept_scheme(scheme), site().curation.concepts
    gone = concepts.read(scheme, concept_id)
    return render_template(
        "curation/authorities/retire.html",
        scheme=found,
        gone=gone,
        carriers=concepts.carriers(scheme, concept_id),
        is_fixed=is_fixed_concept(scheme, concept_id),
        fault=fault,
        comment=given_comment(),
    )


def chosen_shares() -> dict[DocumentId, Share]:
    """What was chosen for each document; fields are called share-<id>."""
    chosen = {name.removeprefix("share-"): value for name, value in request.form.items() if name.startswith("share-")}
    return {DocumentId(one): Share(value) for one, value in chosen.items() if value in set(Share)}
