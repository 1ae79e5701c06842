"""What facets are called on the pages."""

from __future__ import annotations

from web.site.language import translate

FACET_NAMES = {
    "kind": "Materialetype",
    "sector": "Sektor",
    "goal": "Mål",
    "partner-type": "Partnertype",
    "subject": "Emne",
    "phase": "Fase",
    "form": "Samarbejdsform",
    "language": "Sprog",
    "country": "Land",
    "municipality": "Kommune eller by",
    "library": "Bibliotek",
    "outcome": "Hvordan gik det?",
    "partner": "Partner",
    "year": "Startår",
}


FACET_EXPLANATIONS = {
    "language": "Sproget, dokumentet er skrevet på.",
    "country": "Landet, partnerskabet hører hjemme i.",
    "municipality": "Kommunen eller byen, hvor det foregår.",
    "library": "Biblioteket, der er med i partnerskabet.",
    "outcome": "Hvad der er blevet af partnerskabet.",
    "year": "Det år, partnerskabet begyndte, eller rapporten udkom.",
}


def facet_name(facet_id: str) -> str:
    """The heading of a facet in the page's language."""
    return translate(FACET_NAMES[facet_id])
