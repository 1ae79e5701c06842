"""A document: the unit that is indexed, counted and found, and its pages."""

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


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a PDF, a slide, a chapter, or a section of a write-up.

    Attributes:
        number: counted from 1, without gaps within a document.
        text: plain text in reading order; offsets of matches refer to it.
        label: what is printed on the page ("xii") or its heading; "" if it has none.
        language: ISO 639-1 code where the page's language differs from the document's; else "".
        markup: the page's own Markdown, for write-ups; "" for other types.
    """

    number: int
    text: str
    label: str = ""
    language: str = ""
    markup: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its text.

    Attributes:
        content_hash: SHA-256 (hexadecimal) over the file and its sidecar: changes when either does.
        text_hash: SHA-256 (hexadecimal) of the file alone.
        media_type: by signature, for example "application/pdf".
        location: path of the file relative to the corpus folder, with forward slashes.
        modified: time of the last change, as an ISO 8601 date.
        notes: what a reader should know of the extraction, for example that the text is incomplete.
    """

    id: DocumentId
    metadata: Metadata
    pages: tuple[Page, ...]
    content_hash: str
    text_hash: str
    media_type: str
    location: str
    modified: str = ""
    notes: tuple[ExtractionNote, ...] = ()

    def page_language(self, page: Page) -> Language:
        """The language that a page is analysed in: its own if it is one of ours, else the document's."""
        try:
            return Language(page.language)
        except ValueError:
            return self.metadata.language


@dataclass(frozen=True, slots=True)
class ExtractionNote:
    """Something a reader or curator should know of how the text was taken.

    Attributes:
        code: a fixed short name, for example "page-limit".
        message: one English sentence.
        page: the number of the page concerned, None for the whole file.
        message_da: the same in Danish.
    """

    code: str
    message: str
    page: int | None = None
    message_da: str = ""

    def message_in(self, language: Language) -> str:
        """The sentence in that language."""
        return self.message_da if language is Language.DANISH and self.message_da else self.message


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no text was taken from a file: a fixed code and one plain sentence in each language."""

    code: str
    message_da: str
    message_en: str

    def message(self, language: Language) -> str:
        """The sentence in that language."""
        return self.message_da if language is Language.DANISH else self.message_en


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading of a file's own table of contents; `level` counts from 1, `page_number` is None if it leads nowhere."""

    title: str
    page_number: int | None = None
    level: int = 1


@dataclass(frozen=True, slots=True)
class FileInformation:
    """What a file says of itself: suggestions for the curator, often wrong or missing."""

    title: str = ""
    author: str = ""
    year: int | None = None
    outline: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor took from one file: pages, or a refusal and no pages.

    Attributes:
        media_type: found by signature; "" if unknown.
        engine: the library that gave the text, for example "pdfium".
        pages: a page states a language only where it differs from the whole's.
        language: ISO 639-1 code of the whole text; "" if undecided.
        title_guess: a suggestion for the curator, never used by itself.
        seconds: wall-clock time spent on the file, for the report.
        sketch: what near duplicates are found by; see `domain/duplicates.py`.
    """

    media_type: str
    engine: str
    pages: tuple[Page, ...] = ()
    language: str = ""
    title_guess: str = ""
    notes: tuple[ExtractionNote, ...] = ()
    refused: Refusal | None = None
    seconds: float = 0.0
    information: FileInformation = FileInformation()
    sketch: tuple[int, ...] = ()

    def page_language(self, page: Page) -> str:
        """ISO 639-1 code of a page: its own, else the whole text's."""
        return page.language or self.language
