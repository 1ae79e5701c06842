"""Lasting addresses, without a language: they lead to the page, or to linked data, as the visitor's program wants."""

from __future__ import annotations

import json

from flask import Blueprint, Response, redirect, url_for
from werkzeug.exceptions import Gone, NotFound
from werkzeug.wrappers import Response as BaseResponse

from indexer import ORGANISATION_SCHEMES, PLACE_SCHEME, Concept, DocumentId, DocumentNotFound, Organisation, Place
from web.documents.concept_views import has_gone
from web.documents.linked_data import signposting
from web.documents.linked_data.graphs import document_graph, organisation_graph, place_graph
from web.documents.linked_data.negotiation import see_other
from web.documents.linked_data.serialized import data_file, graph_file
from web.documents.linked_data.vocabulary_graph import concept_text, vocabulary_text
from web.documents.views import is_write_up
from web.site.context import page_vocabulary, site
from web.site.urls.retired import no_record
from web.site.urls.stable_addresses import stable_address

blueprint = Blueprint("linked_data", __name__)


@blueprint.get("/documents/<document_id>")
def document(document_id: str) -> BaseResponse:
    """A document."""
    if site().knowledge_base.documents.metadata(DocumentId(document_id)) is None:
        raise DocumentNotFound("no-such-published-document", id=document_id)
    return see_other(url_for("document_pages.document", document_id=document_id), "documents", document_id)


@blueprint.get("/documents/<document_id>.<any(ttl, jsonld):form>")
def document_data(document_id: str, form: str) -> BaseResponse:
    """What is stated about a document; of one whose id ends like a file, its page."""
    whole = DocumentId(f"{document_id}.{form}")
    if site().knowledge_base.documents.metadata(whole) is not None:
        return document(whole)
    found = site().knowledge_base.documents.document(DocumentId(document_id))
    response = graph_file(document_graph(found), form)
    response.headers["Link"] = ", ".join(map(str, signposting.description_links(found)))
    return response


@blueprint.get("/documents/<document_id>/linkset.json")
def linkset(document_id: str) -> Response:
    """Every link of a document's page, its original and its descriptions (RFC 9264)."""
    found = site().knowledge_base.documents.document(DocumentId(document_id))
    text = json.dumps(signposting.linkset(found, has_original=not is_write_up(found)), ensure_ascii=False)
    return Response(text, mimetype=signposting.LINKSET)


@blueprint.get("/concepts/<scheme>")
def scheme(scheme: str) -> BaseResponse:
    """A scheme of the vocabulary: its place among the others, or the whole vocabulary as data."""
    if scheme not in {one.id for one in page_vocabulary().own_schemes}:
        raise NotFound
    return see_other(url_for("concept_pages.concepts", _anchor=scheme), "vocabulary")


@blueprint.get("/concepts/<scheme>/<concept_id>")
def concept(scheme: str, concept_id: str) -> BaseResponse:
    """A concept of the vocabulary."""
    found = _concept(scheme, concept_id)
    # Moved for good, as that of a merged organisation.
    if found.id != concept_id:
        return redirect(stable_address("concepts", found.scheme, found.id), 301)
    page = url_for("concept_pages.concept", scheme=found.scheme, concept_id=found.id)
    return see_other(page, "concepts", found.scheme, found.id)


@blueprint.get("/concepts/<scheme>/<concept_id>.<any(ttl, jsonld):form>")
def concept_data(scheme: str, concept_id: str, form: str) -> Response:
    """What the vocabulary says of a concept."""
    return data_file(concept_text(_concept(scheme, concept_id), form), form)


@blueprint.get("/organisations/<organisation_id>")
def organisation(organisation_id: str) -> BaseResponse:
    """An organisation; a record that was replaced leads to the one that stands."""
    found = _organisation(organisation_id)
    # Moved for good, not "see other": the address of a merged record names nothing of its own any more.
    if found.id != organisation_id:
        return redirect(stable_address("organisations", found.id), 301)
    page = url_for("organisation_pages.organisation", organisation_id=found.id)
    return see_other(page, "organisations", found.id)


@blueprint.get("/organisations/<organisation_id>.<any(ttl, jsonld):form>")
def organisation_data(organisation_id: str, form: str) -> Response:
    """What is known of an organisation."""
    return graph_file(organisation_graph(_organisation(organisation_id)), form)


@blueprint.get("/places/<place_id>")
def place(place_id: str) -> BaseResponse:
    """A place."""
    found = _place(place_id)
    if found.id != place_id:
        return redirect(stable_address("places", found.id), 301)
    return see_other(url_for("place_pages.place", place_id=found.id), "places", found.id)


@blueprint.get("/places/<place_id>.<any(ttl, jsonld):form>")
def place_data(place_id: str, form: str) -> Response:
    """What is known of a place."""
    return graph_file(place_graph(_place(place_id)), form)


@blueprint.get("/vocabulary")
def vocabulary() -> BaseResponse:
    """All schemes with their concepts."""
    return see_other(url_for("concept_pages.concepts"), "vocabulary")


@blueprint.get("/vocabulary.ttl")
def turtle() -> Response:
    """The whole vocabulary, SKOS, under the addresses of this site."""
    return data_file(vocabulary_text("ttl"), "ttl")


@blueprint.get("/vocabulary.jsonld")
def json_ld() -> Response:
    """The same as JSON-LD."""
    return data_file(vocabulary_text("jsonld"), "jsonld")


def _concept(scheme: str, concept_id: str) -> Concept:
    vocabulary = page_vocabulary()
    found = vocabulary.concept(scheme, concept_id)
    if found is None or scheme not in {one.id for one in vocabulary.own_schemes}:
        raise Gone if has_gone(vocabulary, scheme, concept_id) else NotFound
    return found


def _organisation(organisation_id: str) -> Organisation:
    records = page_vocabulary().organisations
    current = records.current(organisation_id)
    if current not in records:
        raise no_record(ORGANISATION_SCHEMES[0], organisation_id)
    return records[current]


def _place(place_id: str) -> Place:
    places = page_vocabulary().places
    current = places.current(place_id)
    if current not in places:
        raise no_record(PLACE_SCHEME, place_id)
    return places[current]
