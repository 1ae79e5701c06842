"""What a new file has in common with documents that are here already, to be seen beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer import DocumentId, DocumentNotFound, Duplicate, EditableDocument, Extraction, InvalidEntry, Page
from web.site.context import site
from web.site.presentation import own_title

_BEGINNING_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Twin:
    """A document with the same or nearly the same text as a new file.

    Attributes:
        document: None if its metadata must be mended by hand first.
        beginning: the first words of its text.
    """

    id: DocumentId
    is_exact: bool
    similarity: float
    document: EditableDocument | None
    beginning: str
    page_count: int

    @property
    def title(self) -> str:
        """Its title; the id where none can be read."""
        return own_title(self.document.metadata) if self.document else self.id


def twins_of(text_hash: str, extraction: Extraction) -> tuple[Twin, ...]:
    """The documents that a file repeats, the most similar first."""
    return tuple(map(_twin, site().curation.near_duplicates(text_hash, extraction)))


def beginning(pages: Iterable[Page]) -> str:
    """The first words of a text, on one line."""
    text = ""
    for page in pages:
        text = f"{text} {page.text}".strip()
        if len(text) > _BEGINNING_CHARACTERS:
            break
    shown = " ".join(text.split())
    return f"{shown[:_BEGINNING_CHARACTERS].rpartition(' ')[0]} …" if len(shown) > _BEGINNING_CHARACTERS else shown


def _twin(duplicate: Duplicate) -> Twin:
    curation = site().curation
    document = None
    pages: tuple[Page, ...] = ()
    try:
        document = curation.editor.read(duplicate.id)
        pages = curation.text(document).pages
    except (DocumentNotFound, InvalidEntry):
        pass
    return Twin(duplicate.id, duplicate.is_exact, duplicate.similarity, document, beginning(pages), len(pages))
