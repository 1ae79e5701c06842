"""The schema: which facets there are, and what a document says in each."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from indexer.domain.documents.metadata import Metadata

NOT_STATED = "not-stated"
"""The value that a document carries in a facet it says nothing about."""


class FacetSource(enum.Enum):
    """Where the labels of a facet's values come from."""

    VOCABULARY = "a SKOS concept scheme of the same id"
    COUNTRY = "ISO 3166-1 codes, named by the locale data"
    LANGUAGE = "ISO 639-1 codes, named by the locale data"
    LITERAL = "the value as the curator wrote it"
    OUTCOME = "a fixed list, named by the interface"
    YEAR = "a year"


@dataclass(frozen=True, slots=True)
class FacetField:
    """A field offered for filtering; `is_listed` says whether its values are listed beside the results."""

    id: str
    source: FacetSource
    is_listed: bool = True


FACETS: tuple[FacetField, ...] = (
    FacetField("kind", FacetSource.VOCABULARY),
    FacetField("sector", FacetSource.VOCABULARY),
    FacetField("goal", FacetSource.VOCABULARY),
    FacetField("partner-type", FacetSource.VOCABULARY),
    FacetField("subject", FacetSource.VOCABULARY),
    FacetField("phase", FacetSource.VOCABULARY),
    FacetField("form", FacetSource.VOCABULARY),
    FacetField("language", FacetSource.LANGUAGE),
    FacetField("country", FacetSource.COUNTRY),
    FacetField("municipality", FacetSource.LITERAL),
    FacetField("library", FacetSource.LITERAL),
    FacetField("outcome", FacetSource.OUTCOME),
    FacetField("partner", FacetSource.LITERAL, is_listed=False),
    FacetField("year", FacetSource.YEAR),
)
FACETS_BY_ID = {facet.id: facet for facet in FACETS}


def stated_values(metadata: Metadata) -> dict[str, tuple[str, ...]]:
    """What the document says in each facet, by facet id, as written; empty where it says nothing.

    Broader concepts are not added here, for they depend on the vocabulary.
    """
    return {
        "kind": (metadata.kind,) if metadata.kind else (),
        "sector": metadata.sectors,
        "goal": metadata.goals,
        "partner-type": metadata.partner_types,
        "subject": metadata.subjects,
        "phase": metadata.phases,
        "form": metadata.forms,
        "language": (metadata.language.value,),
        "country": metadata.countries,
        "municipality": metadata.municipalities,
        "library": metadata.libraries,
        "outcome": (metadata.outcome.value,) if metadata.outcome else (),
        "partner": metadata.partners,
        "year": (str(metadata.year_start),) if metadata.year_start is not None else (),
    }
