"""Linked data: the vocabulary as JSON-LD, and documents in the words of schema.org."""

from __future__ import annotations

import json
from functools import lru_cache

from markupsafe import Markup
from rdflib import Graph

from indexer import DocumentId, Metadata
from web.site.context import absolute_url
from web.site.language import page_language
from web.site.presentation import label

_VOCABULARY_CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "id": "@id",
    "type": "@type",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": "@language"},
    "scopeNote": {"@id": "skos:scopeNote", "@container": "@language"},
    "definition": {"@id": "skos:definition", "@container": "@language"},
    "notation": "skos:notation",
    **{
        name: {"@id": f"skos:{name}", "@type": "@id"}
        for name in ("inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower", "related", "broadMatch")
    },
}
SCHEMA_CONTEXT = "https://schema.org"
_TYPES = {"report": "Report", "article": "ScholarlyArticle", "theory": "ScholarlyArticle", "guide": "Guide"}


@lru_cache(maxsize=2)
def vocabulary_json_ld(turtle: str) -> str:
    """The vocabulary file as JSON-LD that needs no other file to be read."""
    graph = Graph().parse(data=turtle, format="turtle")
    return graph.serialize(format="json-ld", context=_VOCABULARY_CONTEXT, indent=1)


def document_json_ld(document_id: DocumentId, metadata: Metadata, modified: str) -> dict[str, object]:
    """A document in schema.org's words; only what is stated."""
    language = page_language()
    concepts = {
        "subject": metadata.subjects,
        "goal": metadata.goals,
        "partner-type": metadata.partner_types,
        "sector": metadata.sectors,
        "form": metadata.forms,
    }
    stated = {
        "@context": SCHEMA_CONTEXT,
        "@type": _TYPES.get(metadata.kind, "CreativeWork"),
        "@id": absolute_url("document_pages.document", document_id=document_id, language=metadata.language.value),
        "url": absolute_url("document_pages.document", document_id=document_id),
        "identifier": document_id,
        "name": metadata.title,
        "alternateName": metadata.title_other,
        "abstract": metadata.summary_in(language) or metadata.summary,
        "inLanguage": metadata.language.value,
        "genre": label("kind", metadata.kind),
        "author": [{"@type": "Person", "name": name} for name in metadata.authors],
        "contributor": [{"@type": "Organization", "name": n} for n in (*metadata.libraries, *metadata.partners)],
        "keywords": [label(scheme, concept) for scheme, ids in concepts.items() for concept in ids],
        "about": [
            {
                "@type": "DefinedTerm",
                "@id": absolute_url("concept_pages.concept", scheme=scheme, concept_id=concept),
                "name": label(scheme, concept),
                "termCode": f"{scheme}/{concept}",
            }
            for scheme, ids in concepts.items()
            for concept in ids
        ],
        "spatialCoverage": [{"@type": "Place", "name": name} for name in _places(metadata)],
        "temporalCoverage": _interval(metadata),
        "dateModified": modified,
        "citation": [
            {"@type": "CreativeWork", "name": s.title, **({"url": s.url} if s.url else {})} for s in metadata.sources
        ],
        "isPartOf": {"@type": "Collection", "name": "Samspil", "url": absolute_url("search_pages.front")},
    }
    return {key: value for key, value in stated.items() if value not in ("", [], None)}


def script_text(data: dict[str, object]) -> Markup:
    """JSON that can stand inside a script element, whatever a curator wrote."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def _places(metadata: Metadata) -> list[str]:
    return [*metadata.municipalities, *(label("country", country) for country in metadata.countries)]


def _interval(metadata: Metadata) -> str:
    """ISO 8601: 2009/2012, 2009/.. while running, or the one year."""
    first, last = metadata.year_start, metadata.year_end
    if first and last:
        return f"{first}/{last}" if first != last else str(first)
    if first:
        return f"{first}/.." if metadata.outcome == "running" else str(first)
    return f"../{last}" if last else ""
