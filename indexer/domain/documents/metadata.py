"""What curators state of a document."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType

DocumentId = NewType("DocumentId", str)


class Language(enum.StrEnum):
    """A language that is analysed, searched and shown; the value is its ISO 639-1 code."""

    DANISH = "da"
    ENGLISH = "en"

    @property
    def other(self) -> Language:
        """The other of the two."""
        return Language.ENGLISH if self is Language.DANISH else Language.DANISH


class Status(enum.StrEnum):
    """Where a document stands in its life; only published ones are public."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Outcome(enum.StrEnum):
    """What became of a partnership."""

    RUNNING = "running"
    ENDED_AS_PLANNED = "ended-as-planned"
    STOPPED = "stopped"
    ABSORBED = "absorbed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """A source that a write-up names; `url` may be empty."""

    title: str
    url: str = ""
    publisher: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a curator states about a document.

    Empty strings, empty tuples and None all mean "not stated". Concept ids in `kind`, `sectors`,
    `partner_types`, `subjects`, `goals`, `phases` and `forms` belong to the vocabulary's schemes; the most important
    subject comes first.
    """

    title: str
    language: Language
    kind: str
    title_other: str = ""
    summary: str = ""
    summary_other: str = ""
    sectors: tuple[str, ...] = ()
    partner_types: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    year_start: int | None = None
    year_end: int | None = None
    partners: tuple[str, ...] = ()
    outcome: Outcome | None = None
    sources: tuple[Source, ...] = ()
    authors: tuple[str, ...] = ()
    status: Status = Status.PUBLISHED
    related: tuple[DocumentId, ...] = ()
    downloads: tuple[str, ...] = ()

    def title_in(self, language: Language) -> str:
        """The title in that language, or "" where only the other is stated."""
        return self.title if language is self.language else self.title_other

    def summary_in(self, language: Language) -> str:
        """The summary in that language, or "" where only the other is stated."""
        return self.summary if language is self.language else self.summary_other
