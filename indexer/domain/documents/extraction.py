"""What is taken from one file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.domain.documents.document import ExtractionNote, Page
from indexer.domain.messages import Message


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no text was taken from a file: a fixed code, and the case of it where one code has several."""

    code: str
    case: str = ""

    @property
    def message(self) -> Message:
        """What it says, and what to do."""
        return Message(f"refused-{self.case or self.code}")


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
        other: what was taken from the file of the same document's text in the other language, if it has one.
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
    other: Extraction | None = None

    def page_language(self, page: Page) -> str:
        """ISO 639-1 code of a page: its own, else the whole text's."""
        return page.language or self.language

    def beside(self, other: Extraction) -> Extraction:
        """With the text in the other language; refused where that is, for a document is read as a whole or not."""
        return replace(self, other=other, refused=self.refused or other.refused)
