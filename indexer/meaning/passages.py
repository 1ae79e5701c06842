"""What of a document is turned into vectors: its summaries, and its text cut into passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.domain.documents.document import Document, Page
from indexer.domain.documents.metadata import Language

PASSAGES_VERSION = 1
MAX_PASSAGE_CHARACTERS = 900
"""About 250 pieces: half of what the model reads at most, and as much as one thing is said in."""
_ENDS = re.compile(r"\n\s*\n\s*|(?<=[.!?:])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document.

    Attributes:
        text: what is turned into a vector: the document's title, and the stretch.
        page_number: the page that it begins on, from 1; 0 for a summary.
        start: where on that page, in characters.
    """

    text: str
    language: Language
    page_number: int
    start: int


def document_passages(document: Document) -> tuple[Passage, ...]:
    """The passages of a document, each with its title; at least one."""
    found = (*_summaries(document), *_of_text(document))
    return found or (Passage(document.metadata.title, document.metadata.language, 0, 0),)


def _summaries(document: Document) -> Iterator[Passage]:
    """What is said of a document in each language, beyond the title that every passage carries."""
    metadata = document.metadata
    for language in Language:
        title, summary = metadata.title_in(language), metadata.summary_in(language)
        if summary or (title and language is not metadata.language):
            yield Passage(_titled(title or metadata.title, summary), language, 0, 0)


def _of_text(document: Document) -> Iterator[Passage]:
    """The passages of each of its texts, under the title in its language."""
    pages, count = document.all_pages, len(document.pages)
    yield from _of_pages(document, document.metadata.title, pages[:count])
    yield from _of_pages(document, document.metadata.title_other or document.metadata.title, pages[count:])


def _of_pages(document: Document, title: str, pages: Iterable[Page]) -> Iterator[Passage]:
    """Pieces of pages joined while they are short and of one language."""
    joined: list[str] = []
    began, language = (1, 0), document.metadata.language
    for page in pages:
        page_language = document.page_language(page)
        for start, text in _pieces(page.text):
            is_full = sum(map(len, joined)) + len(joined) + len(text) > MAX_PASSAGE_CHARACTERS
            if joined and (is_full or page_language is not language):
                yield Passage(_titled(title, " ".join(joined)), language, *began)
                joined = []
            if not joined:
                began, language = (page.number, start), page_language
            joined.append(text)
    if joined:
        yield Passage(_titled(title, " ".join(joined)), language, *began)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Sentences and paragraphs with where they begin; what is longer than a passage is cut."""
    start = 0
    for end, next_start in [*((found.start(), found.end()) for found in _ENDS.finditer(text)), (len(text), 0)]:
        for first in range(start, end, MAX_PASSAGE_CHARACTERS):
            piece = text[first : min(first + MAX_PASSAGE_CHARACTERS, end)].strip()
            if piece:
                yield first, piece
        start = next_start


def _titled(title: str, text: str) -> str:
    return f"{title}. {text}" if title.strip() and text.strip() else title.strip() or text
