"""Libraries and partners as records of their own: who they are, whatever a document calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.records.named_records import NamedRecord, Records

LIBRARY_KINDS = ("library-system", "branch", "community-library", "regional-body", "national-body")
"""What a library can be; every other organisation is a kind of partner, by the scheme `partner-type`."""

ORGANISATION_SCHEMES = ("library", "partner")
"""The facets whose values are organisations."""

IDENTIFIERS = ("isil", "cvr", "wikidata", "viaf", "ror")


@dataclass(frozen=True, slots=True)
class Organisation(NamedRecord):
    """An organisation; its id is the name of its file.

    Attributes:
        kind: one of LIBRARY_KINDS or a partner type.
        place: id of the place where it is at home.
        identifiers: by the names of IDENTIFIERS.
        about: one line on it, by language.
    """

    kind: str = ""
    place: str = ""
    country: str = ""
    website: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[Language, str] = field(default_factory=dict)

    @property
    def is_library(self) -> bool:
        """Whether it is a library or a body of libraries."""
        return self.kind in LIBRARY_KINDS


Organisations = Records[Organisation]
