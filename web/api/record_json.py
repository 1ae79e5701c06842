"""Organisations and texts of documents as the API gives them."""

from __future__ import annotations

from collections.abc import Iterator

from indexer import ORGANISATION_SCHEMES, Document, Filter, Language, Organisation, Query
from web.documents.authorities.organisation_views import kind_name
from web.site.context import page_vocabulary, site
from web.site.language import page_language
from web.site.licence import licence_of
from web.site.presentation import label
from web.site.urls.stable_addresses import document_address, stable_address

LISTED = 100
"""Organisations on a page of their list."""


def organisations_json(page_number: int) -> dict[str, object]:
    """A page of all organisations, by id; records that were replaced are none of them."""
    records = page_vocabulary().organisations
    current = sorted((one for one in records.values() if not one.replaced_by), key=lambda one: one.id)
    first = (page_number - 1) * LISTED
    listed = [organisation_json(one) for one in current[first : first + LISTED]]
    return {"total": len(current), "page": page_number, "organisations": listed}


def organisation_json(found: Organisation) -> dict[str, object]:
    """What is known of an organisation; null or empty where nothing is."""
    records = page_vocabulary().organisations
    whole = records.get(records.current(found.part_of))
    return {
        "id": found.id,
        "url": stable_address("organisations", found.id),
        "name": found.name(page_language()),
        "names": {language.value: found.names.get(language, "") for language in Language},
        "other_names": list(found.other_names),
        "kind": {"id": found.kind, "label": kind_name(found)},
        "part_of": {"id": whole.id, "label": whole.name(page_language())} if whole else None,
        "place": _value("municipality", found.place),
        "country": _value("country", found.country),
        "website": found.website,
        "identifiers": dict(found.identifiers),
        "about": found.about.get(page_language(), ""),
    }


def whole_organisation_json(found: Organisation) -> dict[str, object]:
    """The same with its parts, and in how many documents it is named as a library and as a partner."""
    records, narrower = page_vocabulary().organisations, page_vocabulary().schemes["library"].narrower(found.id)
    parts = [{"id": one, "label": records[one].name(page_language())} for one in narrower]
    count = site().knowledge_base.count
    counts = {facet: count(Query(filters=(Filter(facet, found.id),))) for facet in ORGANISATION_SCHEMES}
    return {**organisation_json(found), "parts": parts, "documents": counts}


def text_json(document: Document) -> dict[str, object]:
    """The whole text of a document, page by page, each in its own language."""
    return {
        "id": document.id,
        "url": document_address(document.id),
        "language": document.metadata.language.value,
        "languages": sorted(document.metadata.languages),
        "license": licence_of(document.metadata, document.media_type) or None,
        "pages": list(_pages(document)),
    }


def _pages(document: Document) -> Iterator[dict[str, object]]:
    for page in document.pages:
        language = document.page_language(page).value
        yield {"number": page.number, "label": page.label, "language": language, "text": page.text}


def _value(facet: str, value: str) -> dict[str, str] | None:
    return {"id": value, "label": label(facet, value)} if value else None
