"""Comparable documents with their reasons, and the order in which the collection fits a reader's situation."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from indexer import Comparable, DocumentId, DocumentNotFound, EngineUnavailable, Situation
from web.compare.comparable_presenter import ReaderWeights, comparable_views, read_weights
from web.compare.situation_form import (
    SITUATION_FACETS,
    read_situation,
    shown_only,
    situation_choices,
    situation_parameters,
)
from web.site.context import site
from web.site.language import page_language
from web.site.urls.paging import asked_page

blueprint = Blueprint("comparable_pages", __name__, url_prefix="/<language>")


@blueprint.get("/documents/<document_id>/comparable")
def comparable(document_id: str) -> str:
    """The most comparable documents, each with all its reasons and what differs; the reader may weigh otherwise."""
    knowledge_base = site().knowledge_base
    document = knowledge_base.documents.document(DocumentId(document_id)).read_in(page_language())
    reader = read_weights(request.args)
    listed = site().config.comparison.listed
    found = knowledge_base.comparer.comparable(document.id, limit=listed, weights=reader.weights)
    return render_template(
        "compare/comparable.html",
        document=document,
        metadata=document.metadata,
        comparables=comparable_views(found),
        reader=reader,
    )


@blueprint.get("/situation")
def situation() -> str:
    """A form for what a library plans, and below it the whole collection in the order in which it fits."""
    knowledge_base = site().knowledge_base
    asked = read_situation(request.args)
    reader = read_weights(request.args)
    page, listed = asked_page(request.args), site().config.comparison.listed
    total = len(knowledge_base.comparer.public_records()) if asked else 0
    found: tuple[Comparable, ...] = ()
    if asked:
        found = knowledge_base.comparer.fitting(asked, first=(page - 1) * listed, limit=listed, weights=reader.weights)
    return render_template(
        "compare/situation.html",
        situation=asked,
        comparables=comparable_views(found),
        reader=reader,
        facets=SITUATION_FACETS,
        choices=situation_choices(asked, page_language()),
        shown_only=shown_only(asked) if asked else (),
        permalink=lambda number=1: _permalink(asked, reader, number),
        page_number=page,
        first_place=(page - 1) * listed + 1,
        total=total,
        page_count=max(1, -(-total // listed)),
    )


def _permalink(asked: Situation, reader: ReaderWeights, page_number: int) -> str:
    page = [("page", str(page_number))] if page_number > 1 else []
    parameters = [*situation_parameters(asked), *reader.parameters, *page]
    return url_for("comparable_pages.situation") + (f"?{urlencode(parameters)}" if parameters else "")


def comparables_of(document_id: DocumentId, limit: int) -> tuple[Comparable, ...]:
    """The comparable documents for a document's own page; none while there is no index, or it lacks the document."""
    try:
        return site().knowledge_base.comparer.comparable(document_id, limit=limit)
    except (DocumentNotFound, EngineUnavailable):
        return ()
