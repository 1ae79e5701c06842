"""What curators state of a document."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NewType

from indexer.domain.works.work import Work

DocumentId = NewType("DocumentId", str)

StatedValue = Any
"""What is stated for a key: the type of its row in the schema says what."""


class Language(enum.StrEnum):
    """A language that is analysed, searched and shown; the value is its ISO 639-1 code."""

    DANISH = "da"
    ENGLISH = "en"

    @property
    def other(self) -> Language:
        """The other of the two."""
        return Language.ENGLISH if self is Language.DANISH else Language.DANISH


class Status(enum.StrEnum):
    """Where a document stands in its life; only published ones are public, see `is_public`."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    TRASHED = "trashed"


class Level(enum.StrEnum):
    """Who may see a published document, where that is not everybody."""

    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Source:
    """A source that a write-up names; `url` may be empty."""

    title: str
    url: str = ""
    publisher: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a curator states about a document; `metadata_schema.py` has a row for each attribute.

    Empty strings, empty tuples and None all mean "not stated". The most important subject comes first.

    Attributes:
        embargo: the moment from which it may be public; "" for one that always may.
        level: a Level, or "" for everybody.
        downloads_other: the forms in the other language.
        describes: the work of others that the document presents; None where it is itself what is to be cited.
        has_other_text: whether there is a text in the other language as well; told by the files, and stated nowhere.
        further: values of rows that no code names, by attribute; values that are not stated are left out.
    """

    title: str
    language: Language
    kind: str
    title_other: str = ""
    summary: str = ""
    summary_other: str = ""
    subjects: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    partner_types: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    year_start: int | None = None
    year_end: int | None = None
    last_known_active: int | None = None
    outcome: str = ""
    evidence: str = ""
    text_form: str = ""
    status: Status = Status.PUBLISHED
    embargo: str = ""
    level: str = ""
    related: tuple[DocumentId, ...] = ()
    added: str = ""
    published: str = ""
    changed: str = ""
    replaces: tuple[DocumentId, ...] = ()
    downloads: tuple[str, ...] = ()
    downloads_other: tuple[str, ...] = ()
    describes: Work | None = None
    sources: tuple[Source, ...] = ()
    has_other_text: bool = False
    further: Mapping[str, Any] = field(default_factory=dict, hash=False)  # a mapping has none

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Metadata:
        """The metadata with values by attribute; those without an attribute of their own go into `further`."""
        others = values.keys() - _NAMED
        if not others:
            return cls(**values)
        further = {name: values[name] for name in sorted(others) if values[name] not in NOT_GIVEN}
        return cls(**{name: value for name, value in values.items() if name in _NAMED}, further=further)

    def replaced(self, values: Mapping[str, Any]) -> Metadata:
        """The metadata with some values exchanged, by attribute."""
        named = {each: getattr(self, each) for each in _NAMED}
        return Metadata.of({**named, **self.further, **values})

    def value(self, attribute: str) -> StatedValue:
        """What is stated under an attribute; None where `further` has nothing."""
        return getattr(self, attribute) if attribute in _NAMED else self.further.get(attribute)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that it has a text in, its own first."""
        return (self.language, self.language.other) if self.has_other_text else (self.language,)

    def read_in(self, language: Language) -> Metadata:
        """The same document as its text in that language has it; as it is where there is none.

        What was title, summary and forms in the other language is now what it states itself, and the other way round.
        """
        if language is self.language or not self.has_other_text:
            return self
        return self.replaced(
            {
                "language": language,
                "title": self.title_other or self.title,
                "title_other": self.title,
                "summary": self.summary_other,
                "summary_other": self.summary,
                "downloads": self.downloads_other or self.downloads,
                "downloads_other": self.downloads,
            }
        )

    def title_in(self, language: Language) -> str:
        """The title in that language, or "" where only the other is stated."""
        return self.title if language is self.language else self.title_other

    def summary_in(self, language: Language) -> str:
        """The summary in that language, or "" where only the other is stated."""
        return self.summary if language is self.language else self.summary_other

    def downloads_in(self, language: Language) -> tuple[str, ...]:
        """The names of the forms in that language."""
        return self.downloads if language is self.language else self.downloads_other


_NAMED = frozenset(each.name for each in fields(Metadata)) - {"further"}
NOT_GIVEN: tuple[object, ...] = ("", (), None)
"""The values that state nothing."""
