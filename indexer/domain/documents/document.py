"""A document: the unit that is indexed, counted and found, and its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.messages import Message


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
class ExtractionNote:
    """Something a reader or curator should know of how the text was taken.

    Attributes:
        code: a fixed short name, for example "page-limit".
        page: the number of the page concerned, None for the whole file.
        arguments: numbers and names that its message states.
    """

    code: str
    page: int | None = None
    arguments: Mapping[str, int | str] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> Message:
        """What it says; the page is named beside it."""
        return Message(f"note-{self.code}", **self.arguments)


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A document's text in the other language; attributes as of Document."""

    pages: tuple[Page, ...]
    text_hash: str
    media_type: str
    location: str
    notes: tuple[ExtractionNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its text, in the language that its metadata states.

    Attributes:
        content_hash: SHA-256 (hexadecimal) over the file and its sidecar: changes when either does.
        text_hash: SHA-256 (hexadecimal) of the file alone.
        media_type: by signature, for example "application/pdf".
        location: path of the file relative to the corpus folder, with forward slashes.
        notes: what a reader should know of the extraction, for example that the text is incomplete.
        other: its text in the other language, None where it has none.
    """

    id: DocumentId
    metadata: Metadata
    pages: tuple[Page, ...]
    content_hash: str
    text_hash: str
    media_type: str
    location: str
    notes: tuple[ExtractionNote, ...] = ()
    other: OtherVersion | None = None

    @property
    def all_pages(self) -> tuple[Page, ...]:
        """The pages of both texts, numbered on; those of the other text each state their language."""
        if self.other is None:
            return self.pages
        own, count = self.read_in(self.metadata.language.other), len(self.pages)
        return (
            *self.pages,
            *(replace(one, number=count + one.number, language=own.page_language(one).value) for one in own.pages),
        )

    def read_in(self, language: Language) -> Document:
        """The document as its text in that language has it; as it is where there is none."""
        if self.other is None or language is self.metadata.language:
            return self
        own = OtherVersion(self.pages, self.text_hash, self.media_type, self.location, self.notes)
        other = {each.name: getattr(self.other, each.name) for each in fields(OtherVersion)}
        return replace(self, metadata=self.metadata.read_in(language), other=own, **other)

    def page_language(self, page: Page) -> Language:
        """The language that a page is analysed in: its own if it is one of ours, else the document's."""
        try:
            return Language(page.language)
        except ValueError:
            return self.metadata.language
