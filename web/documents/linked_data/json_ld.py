"""Documents in the words of schema.org, as their pages carry them."""

from __future__ import annotations

import json
from collections.abc import Callable

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from indexer import RUNNING, SCHEMA, DocumentId, Metadata, MetadataKey
from web.documents.linked_data.work_json_ld import document_authors, work_json_ld
from web.exports.items import about
from web.site.context import absolute_url
from web.site.facet_names import value_name
from web.site.language import page_language
from web.site.licence import LICENCE, licence_of
from web.site.presentation import label
from web.site.urls.stable_addresses import document_address, value_address

SCHEMA_CONTEXT = "https://schema.org"
_PRESENTATION = "WebPage"
"""What a document is that presents the work of others, whatever its kind."""

_TYPES = {"report": "Report", "article": "ScholarlyArticle", "theory": "ScholarlyArticle", "guide": "Guide"}


def type_of(metadata: Metadata) -> str:
    """What schema.org calls a document of its kind, or one that presents a work."""
    return _PRESENTATION if metadata.describes else _TYPES.get(metadata.kind, "CreativeWork")


def document_json_ld(document_id: DocumentId, metadata: Metadata, media_type: str) -> dict[str, object]:
    """A document in schema.org's words; only what is stated."""
    stated: dict[str, object] = {
        "@context": SCHEMA_CONTEXT,
        "@type": type_of(metadata),
        "@id": document_address(document_id),
        "url": absolute_url("document_pages.document", document_id=document_id),
        "identifier": document_id,
        **{name: tell(metadata) for name, tell in _PROPERTIES.items()},
        "workTranslation": _translation(document_id, metadata),
        "keywords": [label(scheme, concept) for scheme, concept in about(metadata)],
        "isPartOf": {"@type": "Collection", "name": "Samspil", "url": absolute_url("search_pages.front")},
        "license": licence_of(metadata, media_type),
        "sdLicense": LICENCE,
    }
    return {key: value for key, value in stated.items() if value not in ("", [], None)}


def _translation(document_id: DocumentId, metadata: Metadata) -> dict[str, str] | None:
    """The document's text in the other language, with the page that shows it."""
    if not metadata.has_other_text:
        return None
    other = metadata.read_in(metadata.language.other)
    page = absolute_url("document_pages.document", document_id=document_id, language=other.language.value)
    return {"@type": type_of(metadata), "name": other.title, "inLanguage": other.language.value, "url": page}


def script_text(data: dict[str, object]) -> Markup:
    """JSON that can stand inside a script element, whatever a curator wrote."""
    return htmlsafe_json_dumps(data, json.dumps, ensure_ascii=False, indent=1)


def _texts(name: str) -> Callable[[Metadata], object]:
    """What the keys that tell a property of schema.org state, as texts: the first one, for they are single."""
    rows = [row for row in SCHEMA if row.schema_org == name]
    return lambda metadata: next((text for row in rows for text in row.texts(metadata)), "")


def _things(name: str, kind: str) -> Callable[[Metadata], object]:
    """What the keys that tell a property state, as named things of a type; in words."""
    rows = [row for row in SCHEMA if row.schema_org == name]
    return lambda metadata: [_thing(row, text, kind) for row in rows for text in row.texts(metadata)]


def _thing(row: MetadataKey, text: str, kind: str) -> dict[str, str]:
    """A named thing, by its lasting address where it has one."""
    address = value_address(row.facet, text)
    return {"@type": kind, **({"@id": address} if address else {}), "name": value_name(row.key, text)}


def _about(metadata: Metadata) -> object:
    return [
        {
            "@type": "DefinedTerm",
            "@id": value_address(scheme, concept),
            "name": label(scheme, concept),
            "termCode": f"{scheme}/{concept}",
        }
        for scheme, concept in about(metadata)
    ]


def interval(metadata: Metadata) -> str:
    """ISO 8601: 2009/2012, 2009/.. while running, or the one year."""
    first, last = metadata.year_start, metadata.year_end
    if first is None:
        return f"../{last}" if last else ""
    if last is None:
        return f"{first}/.." if metadata.outcome == RUNNING else str(first)
    return f"{first}/{last}" if first != last else str(first)


def _citations(metadata: Metadata) -> object:
    return [{"@type": "CreativeWork", "name": s.title, **({"url": s.url} if s.url else {})} for s in metadata.sources]


_PROPERTIES: dict[str, Callable[[Metadata], object]] = {
    "name": _texts("name"),
    "alternateName": _texts("alternateName"),
    "abstract": lambda metadata: metadata.summary_in(page_language()) or metadata.summary,
    "inLanguage": _texts("inLanguage"),
    "genre": lambda metadata: label("kind", metadata.kind),
    "author": document_authors,
    "contributor": _things("contributor", "Organization"),
    "about": _about,
    "spatialCoverage": _things("spatialCoverage", "Place"),
    "temporalCoverage": interval,
    **{name: _texts(name) for name in ("dateCreated", "datePublished", "dateModified")},
    "citation": _citations,
    "mainEntity": lambda metadata: work_json_ld(metadata.describes) if metadata.describes else None,
}
"""How each property is told; every one that the schema names has an entry."""
