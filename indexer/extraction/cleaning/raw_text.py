"""What an engine read, before it is mended; and how it becomes an extraction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.domain.documents.document import ExtractionNote, Page
from indexer.domain.documents.extraction import Extraction, FileInformation, Refusal
from indexer.domain.documents.near_duplicates import sketch_of
from indexer.extraction.cleaning.document import clean_pages
from indexer.extraction.cleaning.language import detect_languages
from indexer.extraction.cleaning.page import HYPHENATION, clean_page
from indexer.extraction.cleaning.readability import is_readable
from indexer.extraction.notes import BAD_PAGE, SCANNED_PAGE, scanned_page, unreadable_page
from indexer.extraction.refusals import DAMAGED, NO_TEXT, SCAN, refuse

_TITLE_CHARACTERS = 200
_TITLE_BY_PROGRAM = re.compile(
    r"(microsoft (word|powerpoint)\b|powerpoint.?pr|untitled|uden titel|unavngivet|document ?\d*$|dokument ?\d*$|"
    r"(slide|dias|lysbillede) ?\d+$|.*\.(docx?|indd|pptx?|qxd|pdf|tex|odt)$)",
    re.IGNORECASE,
)
SCANNED_PAGE_CHARACTERS = 20
"""A page with a picture all over it and fewer characters than this is a scan; stamps of scanners are that short."""

_SHARE_OF_A_SCAN = 0.9


@dataclass(slots=True)
class RawPage:
    """A page as an engine gives it; `is_picture` when a picture covers most of it, `markup` as of Page."""

    text: str
    label: str = ""
    is_picture: bool = False
    markup: str = ""


@dataclass(slots=True)
class RawText:
    """The pages of one file as an engine gives them."""

    media_type: str
    engine: str
    pages: list[RawPage] = field(default_factory=list)
    notes: list[ExtractionNote] = field(default_factory=list)
    title_guess: str = ""
    information: FileInformation = field(default_factory=FileInformation)
    is_printed: bool = False
    """Whether lines and pages are those of paper, so that words may be divided and heads return."""


def finish(raw: RawText) -> Extraction:
    """Mend the text, tell its language, sketch it; refused if nothing is left that can be read."""
    texts = [page.text for page in raw.pages]
    cleaned = clean_pages(texts) if raw.is_printed else [clean_page(text) for text in texts]
    pages_without_text = _take_out_unreadable(raw.pages, cleaned)
    notes = [*raw.notes, *pages_without_text]
    scanned = sum(note.code == SCANNED_PAGE for note in pages_without_text)
    if not any(cleaned) or scanned >= _SHARE_OF_A_SCAN * len(cleaned):
        return refuse(SCAN if scanned else _reason_for_no_text(notes), raw.media_type, raw.engine)
    language, own = detect_languages(cleaned)
    pages = tuple(
        Page(number, text, clean_page(page.label).replace("\n", " "), page_language, page.markup)
        for number, (page, text, page_language) in enumerate(zip(raw.pages, cleaned, own, strict=True), start=1)
    )
    return Extraction(
        media_type=raw.media_type,
        engine=raw.engine,
        pages=pages,
        language=language,
        title_guess=_title(raw.title_guess, cleaned),
        notes=tuple(notes),
        information=raw.information,
        sketch=sketch_of(cleaned),
    )


def _take_out_unreadable(pages: Sequence[RawPage], cleaned: list[str]) -> list[ExtractionNote]:
    """Empty the cleaned texts that nobody can read; notes on these pages, and on those that are pictures."""
    notes = []
    for number, (page, text) in enumerate(zip(pages, cleaned, strict=True), start=1):
        if page.is_picture and len(text) < SCANNED_PAGE_CHARACTERS:
            notes.append(scanned_page(number))
        elif not is_readable(text):
            cleaned[number - 1] = ""
            notes.append(unreadable_page(number))
    return notes


def _reason_for_no_text(notes: Sequence[ExtractionNote]) -> Refusal:
    """Damaged where every page that was tried failed; a file that says nothing of the kind holds no text."""
    return DAMAGED if notes and all(note.code == BAD_PAGE for note in notes) else NO_TEXT


def _title(guess: str, texts: list[str]) -> str:
    """The guess in one line, else the first line of the text; what programs fill in by themselves is no guess."""
    guess = " ".join(clean_page(guess).replace(HYPHENATION, "-").split())
    if not guess or _TITLE_BY_PROGRAM.match(guess):
        guess = next(text for text in texts if text).split("\n", 1)[0]
    return guess[:_TITLE_CHARACTERS].rstrip()
