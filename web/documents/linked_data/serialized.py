"""A graph as a file: Turtle, or JSON-LD that needs no other file to be read."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response
from rdflib import Graph

from web.documents.linked_data.negotiation import FORMS

_MEDIA_TYPES = {form: media_type for media_type, form in FORMS.items()}
_SCHEMA_ORG = {"@vocab": "https://schema.org/", "dcterms": "http://purl.org/dc/terms/", "id": "@id", "type": "@type"}
_SKOS = {
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
        for name in (
            *("inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower", "related"),
            *("broadMatch", "narrowMatch", "relatedMatch", "closeMatch", "exactMatch"),
        )
    },
}


def graph_file(graph: Graph, form: str) -> Response:
    """A graph in the words of schema.org as a file, by the ending of its format."""
    return data_file(_written(graph, form, _SCHEMA_ORG), form)


def data_file(text: str, form: str) -> Response:
    """What was written before."""
    return Response(text, content_type=f"{_MEDIA_TYPES[form]}; charset=utf-8")


def written_skos(graph: Graph, form: str) -> str:
    """A graph of concepts as text."""
    return _written(graph, form, _SKOS)


def _written(graph: Graph, form: str, context: Mapping[str, object]) -> str:
    if form == "jsonld":
        return graph.serialize(format="json-ld", context=context, indent=1)
    return graph.serialize(format="turtle")
