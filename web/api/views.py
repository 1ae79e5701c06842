"""For programs: the API beside the search, its OpenAPI description, OpenSearch and suggestions."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from indexer import ORGANISATION_SCHEMES, DocumentId, Language, closely_alike, comparable_json
from web.api.openapi import api_description
from web.api.record_json import organisations_json, text_json, whole_organisation_json
from web.compare.comparable_presenter import read_weights
from web.compare.situation_form import read_situation
from web.explore.gap_map import GapMap, gap_map, read_axes
from web.exports.items import export_items
from web.exports.tables import document_json
from web.site.context import page_vocabulary, site
from web.site.language import page_language, speak, translate
from web.site.traffic.robots import refuse_robots
from web.site.urls.asked import asked_search
from web.site.urls.paging import asked_page
from web.site.urls.retired import no_record

blueprint = Blueprint("machine_pages", __name__)
_LONGEST_START = 100


@blueprint.before_request
def _take_labels() -> None:
    """`labels=en` asks for English labels; addresses of the API have no language of their own."""
    if request.path.startswith("/api/"):
        wanted = request.args.get("labels", Language.DANISH.value)
        speak(Language(wanted) if wanted in set(Language) else Language.DANISH)


@blueprint.get("/api/documents/<document_id>")
def document(document_id: str) -> Response:
    """Everything that is stated about a document."""
    found = site().knowledge_base.documents.document(DocumentId(document_id))
    return jsonify(document_json(next(export_items([(found.id, found.metadata)]))))


@blueprint.get("/api/documents/<document_id>/text")
def text(document_id: str) -> Response:
    """The whole text of a document, in the language of the labels where it has one in it."""
    found = site().knowledge_base.documents.document(DocumentId(document_id))
    return jsonify(text_json(found.read_in(page_language())))


@blueprint.get("/api/organisations")
def organisations() -> Response:
    """The libraries and partners that have a record, page by page."""
    return jsonify(organisations_json(asked_page(request.args)))


@blueprint.get("/api/organisations/<organisation_id>")
def organisation(organisation_id: str) -> Response:
    """One of them; by the id of a record that was replaced the one that stands for it now."""
    records = page_vocabulary().organisations
    found = records.get(records.current(organisation_id))
    if found is None:
        raise no_record(ORGANISATION_SCHEMES[0], organisation_id)
    return jsonify(whole_organisation_json(found))


@blueprint.get("/api/documents/<document_id>/comparable")
def comparable(document_id: str) -> Response:
    """The closely alike documents with reasons and differences; with `scope=all` also those that come after them."""
    knowledge_base = site().knowledge_base
    listed, weights = site().config.comparison.listed, read_weights(request.args).weights
    found = knowledge_base.comparer.comparable(DocumentId(document_id), limit=listed, weights=weights)
    if request.args.get("scope") != "all":
        found = closely_alike(found)
    vocabulary = knowledge_base.vocabulary
    return jsonify(documents=[comparable_json(each, vocabulary, _labels()) for each in found])


@blueprint.get("/api/situation")
def situation() -> Response:
    """The collection in the order in which it fits a situation, page by page."""
    knowledge_base = site().knowledge_base
    listed, weights = site().config.comparison.listed, read_weights(request.args).weights
    first = (asked_page(request.args) - 1) * listed
    found = knowledge_base.comparer.fitting(read_situation(request.args), first=first, limit=listed, weights=weights)
    vocabulary = knowledge_base.vocabulary
    return jsonify(
        total=len(knowledge_base.comparer.public_records()),
        documents=[comparable_json(each, vocabulary, _labels()) for each in found],
    )


@blueprint.get("/api/map")
def crossed() -> Response:
    """Two facets crossed under a search."""
    query = asked_search().query
    refuse_robots(query)
    axes = read_axes(request.args.get("rows", ""), request.args.get("columns", ""))
    return jsonify(_map_json(gap_map(query, *axes)))


@blueprint.get("/<language>/suggest")
def suggest() -> Response:
    """The suggestions of /api/suggest as OpenSearch has them: the typed text, then what it may become."""
    text = " ".join(request.args.get("q", "").split())[:_LONGEST_START]
    found = site().knowledge_base.suggestions.suggest(text, page_language())
    response = jsonify([text, list(dict.fromkeys(suggestion.text for suggestion in found))])
    response.mimetype = "application/x-suggestions+json"
    return response


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The description of this API, OpenAPI 3.1."""
    return jsonify(api_description())


@blueprint.get("/<language>/opensearch.xml")
def opensearch() -> Response:
    """Lets browsers and programs search here: results as pages and as Atom, and suggestions."""
    content = render_template("site/opensearch.xml", description=translate("Søg i viden om bibliotekers partnerskaber"))
    return Response(content, mimetype="application/opensearchdescription+xml")


def _labels() -> Language:
    wanted = request.args.get("labels", Language.DANISH.value)
    return Language(wanted) if wanted in set(Language) else Language.DANISH


def _map_json(found: GapMap) -> dict[str, object]:
    return {
        "rows": found.row_axis,
        "columns": found.column_axis,
        "column_values": [{"id": c.id, "label": c.name, "count": c.count} for c in found.columns],
        "row_values": [
            {"id": row.id, "label": row.name, "count": row.count, "counts": [cell.count for cell in cells]}
            for row, cells in found.rows
        ],
    }
