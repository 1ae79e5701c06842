"""A document in unqualified Dublin Core: oai_dc."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from indexer import Language
from web.api.harvesting.described import DescribedDocument, Named
from web.api.harvesting.xml_names import LANGUAGE, SCHEMA_LOCATION, XSI, Node
from web.documents.linked_data.json_ld import interval

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
_DCMI_TYPE = "Text"
_Term = tuple[str, str, Language | None]


def dublin_core(document: DescribedDocument) -> Node:
    """The element oai_dc:dc; what stands in a language says in which."""
    return dublin_core_of(_terms(document))


def dublin_core_of(terms: Iterator[_Term]) -> Node:
    """An element of (name, text, language); empty texts and repetitions are left out."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    root.set(SCHEMA_LOCATION, f"{OAI_DC} {OAI_DC_SCHEMA}")
    for name, text, language in dict.fromkeys(terms):
        if text:
            etree.SubElement(root, f"{{{DC}}}{name}", {LANGUAGE: language.value} if language else {}).text = text
    return root


def _terms(document: DescribedDocument) -> Iterator[_Term]:
    metadata = document.metadata
    yield from (("title", title, language) for language, title, _ in document.texts)
    yield from (("creator", author, None) for author in metadata.authors)
    yield from _in_words("subject", document.named("about"))
    yield from (("description", summary, language) for language, _, summary in document.texts)
    yield "publisher", document.publisher, None
    yield from _in_words("contributor", document.named("contributor"))
    yield "date", document.date, None
    yield "type", _DCMI_TYPE, None
    yield from _in_words("type", document.named("genre"))
    yield "format", document.format, None
    yield "identifier", document.address, None
    if metadata.describes:
        yield "source", metadata.describes.address or metadata.describes.title, None
    for source in metadata.sources:
        yield "source", source.url or source.title, None
    for language in metadata.languages:
        yield "language", language.value, None
    yield from (("relation", address, None) for address in document.related)
    yield from _in_words("coverage", document.named("spatialCoverage"))
    yield "coverage", interval(metadata), None
    yield "rights", document.licence, None


def _in_words(name: str, values: Iterator[Named]) -> Iterator[_Term]:
    """A value under each of its names; one that is called the same in both languages once."""
    for value in values:
        is_same = len({text for _, text in value.names}) == 1
        yield from ((name, text, None if is_same else language) for language, text in value.names)
