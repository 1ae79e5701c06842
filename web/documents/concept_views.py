"""The vocabulary: a page per concept, and all schemes on one page."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response as BaseResponse
from werkzeug.exceptions import Gone, NotFound

from indexer import FACETS, ORGANISATION_SCHEMES, PLACE_SCHEME, Concept, Filter, Language, Query, SortOrder, Vocabulary
from web.documents.linked_data.negotiation import with_data
from web.site.context import site
from web.site.urls.search_url import query_string

blueprint = Blueprint("concept_pages", __name__)
_FACETS = {facet.id for facet in FACETS}
_LISTED = 20


@blueprint.get("/<language>/concepts")
@with_data("vocabulary")
def concepts() -> str:
    """Every scheme with its concepts."""
    vocabulary = site().knowledge_base.vocabulary
    tops = {
        scheme.id: [concept for concept in scheme.concepts.values() if not concept.broader]
        for scheme in vocabulary.own_schemes
    }
    return render_template("documents/concepts.html", schemes=vocabulary.own_schemes, tops=tops)


@blueprint.get("/<language>/concepts/<scheme>/<concept_id>")
@with_data("concepts", "scheme", "concept_id")
def concept(scheme: str, concept_id: str) -> str | BaseResponse:
    """What a concept is called and means, what it stands beside, and the documents that carry or mention it."""
    if scheme in ORGANISATION_SCHEMES:
        return redirect(url_for("organisation_pages.organisation", organisation_id=concept_id), 301)
    if scheme == PLACE_SCHEME:
        return redirect(url_for("place_pages.place", place_id=concept_id), 301)
    knowledge_base = site().knowledge_base
    vocabulary = knowledge_base.vocabulary
    found = vocabulary.concept(scheme, concept_id)
    if found is None:
        raise Gone if has_gone(vocabulary, scheme, concept_id) else NotFound
    if found.id != concept_id:
        return redirect(url_for("concept_pages.concept", scheme=scheme, concept_id=found.id), 301)
    query = _query(found)
    result = knowledge_base.search(query)
    return render_template(
        "documents/concept.html",
        concept=found,
        scheme=vocabulary.schemes[scheme],
        vocabulary=vocabulary,
        result=result,
        search_url=query_string(query),
        followed=query_string(replace(query, sort=SortOrder.RELEVANCE)),
        is_facet=scheme in _FACETS,
    )


def has_gone(vocabulary: Vocabulary, scheme: str, concept_id: str) -> bool:
    """Whether a concept was taken out of use, and no other stands for it."""
    return scheme in vocabulary.schemes and vocabulary.schemes[scheme].current(concept_id) == ""


def _query(found: Concept) -> Query:
    """The documents that carry the concept; for terms, which are no facet, those that mention a name of it."""
    if found.scheme in _FACETS:
        return Query(filters=(Filter(found.scheme, found.id),), sort=SortOrder.TITLE, page_size=_LISTED)
    names = [name for language in Language for name in (found.labels[language], *found.synonyms.get(language, ()))]
    phrases = dict.fromkeys('"' + name.replace('"', " ") + '"' for name in names)
    return Query(text=" OR ".join(phrases), page_size=_LISTED, is_literal=True)
