"""Which facets there are, and what a document says in each: taken from the metadata schema."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.domain.documents.metadata import Metadata
from indexer.domain.documents.metadata_key import MetadataKey, ValueType
from indexer.domain.documents.metadata_schema import FACET_ROWS
from indexer.domain.documents.records.places import PLACE_SCHEME, country_id
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.texts.characters import incoming_line

NOT_STATED = "not-stated"
"""The value that a document carries in a facet it says nothing about."""


class FacetSource(enum.Enum):
    """Where the labels of a facet's values come from."""

    VOCABULARY = "a SKOS concept scheme of the same id"
    COUNTRY = "ISO 3166-1 codes, named by the locale data"
    LANGUAGE = "ISO 639-1 codes, named by the locale data"
    LITERAL = "the value as the curator wrote it"
    YEAR = "a year"


_SOURCES = {
    ValueType.CONCEPT: FacetSource.VOCABULARY,
    ValueType.CONCEPTS: FacetSource.VOCABULARY,
    ValueType.COUNTRIES: FacetSource.COUNTRY,
    ValueType.CHOICE: FacetSource.LANGUAGE,
    ValueType.TEXTS: FacetSource.LITERAL,
    ValueType.YEAR: FacetSource.YEAR,
}


@dataclass(frozen=True, slots=True)
class FacetField:
    """A field offered for filtering; `is_listed` says whether its values are listed beside the results."""

    id: str
    source: FacetSource
    row: MetadataKey
    is_listed: bool = True


FACETS: tuple[FacetField, ...] = tuple(
    FacetField(row.facet, FacetSource.VOCABULARY if row.concept_scheme else _SOURCES[row.type], row, row.is_listed)
    for row in FACET_ROWS
)
FACETS_BY_ID = {facet.id: facet for facet in FACETS}


def stated_values(metadata: Metadata) -> dict[str, tuple[str, ...]]:
    """What the document says in each facet, by facet id, as written; empty where it says nothing.

    Broader concepts are not added here, for they depend on the vocabulary.
    """
    return {row.facet: row.facet_values(metadata) for row in FACET_ROWS}


def counted_values(metadata: Metadata, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """The values that a document is counted under, by facet id: `NOT_STATED` alone where it says nothing.

    A document with a narrow concept, or a branch, is found, and counted, under what it is a part of.
    """
    values: dict[str, tuple[str, ...]] = dict.fromkeys((facet.id for facet in FACETS), (NOT_STATED,))
    for facet_id, stated in stated_values(metadata).items():
        if own := tuple(dict.fromkeys(stated)):
            is_concept = FACETS_BY_ID[facet_id].source is FacetSource.VOCABULARY
            values[facet_id] = vocabulary.with_broader(facet_id, own) if is_concept else tuple(map(incoming_line, own))
    return values | _in_countries(values, metadata, vocabulary)


def _in_countries(
    values: Mapping[str, tuple[str, ...]], metadata: Metadata, vocabulary: Vocabulary
) -> dict[str, tuple[str, ...]]:
    """The places with the countries among them: one that is stated counts as much as one that a town lies in."""
    countries = [found for code in metadata.countries if (found := country_id(code)) in vocabulary.places]
    if not countries:
        return {}
    places = [place for place in values[PLACE_SCHEME] if place != NOT_STATED]
    return {PLACE_SCHEME: tuple(dict.fromkeys((*places, *countries)))}
