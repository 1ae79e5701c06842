"""Libraries and partners as records of their own: who they are, whatever a document calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.records.named_records import NamedRecord, Records

LIBRARY_KINDS = ("library-system", "branch", "community-library", "regional-body", "national-body")
"""What a library can be; every other organisation is a kind of partner, by the scheme `partner-type`."""

ORGANISATION_SCHEMES = ("library", "partner")
"""The facets whose values are organisations."""

IDENTIFIERS = {
    "isil": re.compile(r"[A-Z]{2}-[A-Za-z0-9:/-]{1,11}"),
    "cvr": re.compile(r"[0-9]{8}"),
    "wikidata": re.compile(r"Q[1-9][0-9]*"),
    "viaf": re.compile(r"[1-9][0-9]{0,21}"),
    "ror": re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}"),
}
"""What each identifier looks like, without the address that it may be a part of: ISO 15511, the Danish register of
companies, Wikidata, VIAF, and ROR (https://ror.readme.io/docs/identifier)."""


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

    def malformed(self) -> Iterator[str]:
        """The names of the identifiers that do not look like any."""
        return (name for name, value in self.identifiers.items() if not IDENTIFIERS[name].fullmatch(value))


Organisations = Records[Organisation]
