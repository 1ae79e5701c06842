"""Graphs of what is stated about documents, organisations and places, in the words of schema.org.

Names stand in both languages, whatever the visitor reads, so that a file is the same for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from indexer import COUNTRY_KIND, SCHEMA, Document, Language, MetadataKey, Organisation, Place, value_label
from web.documents.linked_data.json_ld import interval, type_of
from web.documents.linked_data.same_as import same_as
from web.documents.linked_data.work_json_ld import document_authors, work_json_ld
from web.site.context import absolute_url, page_vocabulary
from web.site.licence import LICENCE, licence_of
from web.site.urls.stable_addresses import document_address, stable_address, value_address

WORDS = Namespace("https://schema.org/")
_DATES = {"added": WORDS.dateCreated, "published": WORDS.datePublished, "changed": WORDS.dateModified}
_LINKED = ("about", "contributor", "genre", "spatialCoverage")
_TYPES = {"contributor": WORDS.Organization, "spatialCoverage": WORDS.Place}
PLACE_TYPES = {
    "municipality": "AdministrativeArea", "region": "AdministrativeArea", "county": "AdministrativeArea",
    "state": "State", "town": "City", "airport": "Airport", COUNTRY_KIND: "Country",
}  # fmt: skip
_NOT_IN_ADDRESSES = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_POINTS_FROM = URIRef("https://www.geonames.org/")


class Description:
    """A graph about one thing; what is empty is not said."""

    def __init__(self, address: str, kind: str) -> None:
        self.graph = Graph()
        self.graph.bind("schema", WORDS, replace=True)
        self.graph.bind("dcterms", DCTERMS, replace=True)
        self.subject = URIRef(address)
        self.add(RDF.type, WORDS[kind])
        # Of the description, whoever made what it describes.
        self.add(WORDS.sdLicense, URIRef(LICENCE))

    def add(self, name: Node, *values: Node, of: Node | None = None) -> None:
        """Say something of the thing, or of another that is named beside it."""
        for value in values:
            if str(value):
                self.graph.add((of or self.subject, name, value))

    def names(self, name: Node, texts: Iterable[tuple[Language, str]], of: Node | None = None) -> None:
        """Say a text in the languages that it stands in."""
        self.add(name, *(Literal(text, lang=language.value) for language, text in texts if text), of=of)

    def part(self, name: Node, kind: Node, address: str = "", of: Node | None = None) -> Node:
        """Name another thing, with its own address where it has one."""
        # Numbered, so that the same file comes each time, and is known by its validator.
        other = URIRef(address) if address else BNode(f"b{len(self.graph)}")
        self.add(name, other, of=of)
        self.add(RDF.type, kind, of=other)
        return other


def document_graph(document: Document) -> Graph:
    """What is stated about a document."""
    metadata = document.metadata
    told = Description(document_address(document.id), type_of(metadata))
    languages = (metadata.language, metadata.language.other)
    told.names(WORDS.name, ((one, metadata.title_in(one)) for one in languages))
    told.names(WORDS.abstract, ((one, metadata.summary_in(one)) for one in languages))
    told.add(WORDS.identifier, Literal(document.id))
    told.add(WORDS.inLanguage, *(Literal(language.value) for language in metadata.languages))
    told.add(WORDS.temporalCoverage, Literal(interval(metadata)))
    told.add(WORDS.license, URIRef(licence_of(metadata, document.media_type)))
    for attribute, name in _DATES.items():
        told.add(name, _moment(getattr(metadata, attribute)))
    for language in Language:
        page = absolute_url("document_pages.document", document_id=document.id, language=language.value)
        told.add(WORDS.url, URIRef(page))
    for row in SCHEMA:
        if row.schema_org in _LINKED:
            for value in row.texts(metadata):
                _add_value(told, row, value)
    for author in document_authors(metadata):
        _add_thing(told, "author", {**_by_record(author), **author})
    if metadata.describes:
        _add_thing(told, "mainEntity", work_json_ld(metadata.describes))
    for source in metadata.sources:
        cited = told.part(WORDS.citation, WORDS.CreativeWork)
        told.add(WORDS.name, Literal(source.title), of=cited)
        told.add(WORDS.url, _address(source.url), of=cited)
    return told.graph


def organisation_graph(found: Organisation) -> Graph:
    """What is known of an organisation."""
    vocabulary = page_vocabulary()
    told = Description(stable_address("organisations", found.id), "Library" if found.is_library else "Organization")
    told.names(WORDS.name, found.names.items())
    told.names(WORDS.description, found.about.items())
    told.add(WORDS.alternateName, *map(Literal, found.other_names))
    told.add(WORDS.url, _address(found.website))
    told.add(WORDS.sameAs, *map(_address, same_as(found)))
    for name, value in found.identifiers.items():
        identifier = told.part(WORDS.identifier, WORDS.PropertyValue)
        told.add(WORDS.propertyID, Literal(name), of=identifier)
        told.add(WORDS.value, Literal(value), of=identifier)
    told.add(WORDS.parentOrganization, URIRef(value_address("library", found.part_of)))
    for part in vocabulary.schemes["library"].narrower(found.id):
        told.add(WORDS.subOrganization, URIRef(value_address("library", part)))
    told.add(WORDS.location, URIRef(value_address("municipality", found.place)))
    if found.country:
        told.add(WORDS.addressCountry, Literal(found.country), of=told.part(WORDS.address, WORDS.PostalAddress))
    return told.graph


def place_graph(found: Place) -> Graph:
    """What is known of a place."""
    told = Description(stable_address("places", found.id), PLACE_TYPES.get(found.kind, "Place"))
    told.names(WORDS.name, found.names.items())
    told.add(WORDS.alternateName, *map(Literal, found.other_names))
    told.add(WORDS.identifier, Literal(found.code))
    told.add(WORDS.containedInPlace, URIRef(value_address("municipality", found.part_of)))
    if found.kind == COUNTRY_KIND:
        told.add(WORDS.identifier, Literal(found.country))
    else:
        country = told.part(WORDS.containedInPlace, WORDS.Country)
        told.add(WORDS.identifier, Literal(found.country), of=country)
    if found.point:
        point = told.part(WORDS.geo, WORDS.GeoCoordinates)
        for name, degrees in zip((WORDS.latitude, WORDS.longitude), found.point, strict=True):
            told.add(name, Literal(str(degrees), datatype=XSD.decimal), of=point)
        told.add(DCTERMS.source, _POINTS_FROM)
    return told.graph


def _add_value(told: Description, row: MetadataKey, value: str) -> None:
    """A value of a document, with its names, so that the file can be read alone."""
    vocabulary = page_vocabulary()
    kind = _TYPES.get(row.schema_org, WORDS.DefinedTerm)
    other = told.part(WORDS[row.schema_org], kind, value_address(row.facet, value))
    names = {language: value_label(vocabulary, row, value, language) for language in Language}
    told.names(WORDS.name, names.items(), of=other)
    if row.facet == "country":
        told.add(WORDS.identifier, Literal(value), of=other)


def _by_record(author: Mapping[str, object]) -> dict[str, str]:
    """The address of an author's record, where the name is that of one."""
    address = value_address("partner", page_vocabulary().organisations.named(str(author["name"])))
    return {"@id": address} if address else {}


def _add_thing(told: Description, name: str, thing: Mapping[str, object], of: Node | None = None) -> None:
    """A thing as the page of a document tells it, and the things within it."""
    address = _address(str(thing.get("@id", "")))
    other = told.part(WORDS[name], WORDS[str(thing["@type"])], address, of)
    for key, value in thing.items():
        if not key.startswith("@"):
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, Mapping):
                    _add_thing(told, key, one, other)
                else:
                    told.add(WORDS[key], _address(str(one)) if key == "url" else Literal(str(one)), of=other)


def _address(text: str) -> URIRef:
    """An address that somebody typed; what must not stand in one is written as its number."""
    return URIRef(_NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), text))


def _moment(text: str) -> Literal:
    return Literal(text, datatype=XSD.dateTime if "T" in text else XSD.date) if text else Literal("")
