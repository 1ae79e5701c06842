"""Organisations and places in the words of schema.org, as their pages carry them."""

from __future__ import annotations

from indexer import COUNTRY_KIND, Organisation, Place
from web.documents.linked_data.graphs import PLACE_TYPES
from web.documents.linked_data.json_ld import SCHEMA_CONTEXT
from web.documents.linked_data.same_as import same_as
from web.site.facet_names import value_name
from web.site.language import page_language
from web.site.licence import LICENCE
from web.site.urls.stable_addresses import stable_address


def organisation_json_ld(found: Organisation, whole: Organisation | None) -> dict[str, object]:
    """The organisation in schema.org's words; only what is known."""
    told: dict[str, object] = {
        "@context": SCHEMA_CONTEXT,
        "@type": "Library" if found.is_library else "Organization",
        "@id": stable_address("organisations", found.id),
        "name": found.name(page_language()),
        "alternateName": [name for name in found.all_names if name != found.name(page_language())],
        "url": found.website,
        "description": found.about.get(page_language(), ""),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in found.identifiers.items()
        ],
        "sameAs": same_as(found),
        "parentOrganization": _parent(whole) if whole else "",
        "sdLicense": LICENCE,
    }
    return {key: value for key, value in told.items() if value not in ("", [])}


def _parent(whole: Organisation) -> dict[str, str]:
    address = stable_address("organisations", whole.id)
    return {"@type": "Organization", "@id": address, "name": whole.name(page_language())}


def place_json_ld(found: Place, whole: Place | None) -> dict[str, object]:
    """The place in schema.org's words; only what is known."""
    told: dict[str, object] = {
        "@context": SCHEMA_CONTEXT,
        "@type": PLACE_TYPES.get(found.kind, "Place"),
        "@id": stable_address("places", found.id),
        "name": found.name(page_language()),
        "alternateName": [name for name in found.all_names if name != found.name(page_language())],
        "identifier": found.country if found.kind == COUNTRY_KIND else found.code,
        "geo": _point(found.point) if found.point else "",
        "containedInPlace": _around(found, whole),
        "sdLicense": LICENCE,
    }
    return {key: value for key, value in told.items() if value not in ("", [])}


def _point(point: tuple[float, float]) -> dict[str, object]:
    return {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]}


def _around(found: Place, whole: Place | None) -> list[dict[str, str]]:
    """What a place lies in: the one that it is a part of, and its country."""
    around = []
    if whole:
        address = stable_address("places", whole.id)
        kind = PLACE_TYPES.get(whole.kind, "Place")
        around.append({"@type": kind, "@id": address, "name": whole.name(page_language())})
    if COUNTRY_KIND not in (found.kind, whole.kind if whole else ""):
        around.append({"@type": "Country", "identifier": found.country, "name": value_name("country", found.country)})
    return around
