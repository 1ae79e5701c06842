"""What an engine read, before it is mended; and how it becomes an extraction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.domain.documents.document import ExtractionNote, Page
from indexer.domain.documents.extraction import Extraction, FileInformation, Refusal
from indexer.domain.documents.near_duplicates import sketch_of
from indexer.domain.texts.characters import incoming_line
from indexer.extraction.cleaning.document import PrintedPages, clean_printed, mend_words
from indexer.extraction.cleaning.language import detect_languages
from indexer.extraction.cleaning.page import HYPHENATION, clean_page, clean_printed_page
from indexer.extraction.cleaning.readability import is_readable
from indexer.extraction.cleaning.titles import best_title
from indexer.extraction.cleaning.word_likeness import holds_words
from indexer.extraction.limits import Allowance
from indexer.extraction.notes import BAD_PAGE, SCANNED_PAGE, UNREADABLE_PAGE, scanned_page, text_limit, unreadable_page
from indexer.extraction.refusals import DAMAGED, NO_TEXT, SCAN, UNREADABLE, refuse

SCANNED_PAGE_CHARACTERS = 20
"""A page with a picture all over it and fewer characters than this is a scan; stamps of scanners are that short."""

_SHARE_OF_A_SCAN = 0.9
_BOOK = "application/epub+zip"


@dataclass(slots=True)
class RawPage:
    """A page as an engine gives it.

    Attributes:
        is_picture: a picture covers most of it.
        markup: as of Page.
        beside: what was added to the page: values of a form, notes, descriptions of pictures.
        notes: codes of what a reader should know of the page.
    """

    text: str
    label: str = ""
    is_picture: bool = False
    markup: str = ""
    beside: str = ""
    notes: list[str] = field(default_factory=list)


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


def bounded(raw: RawText, allowance: Allowance) -> RawText:
    """No more text and pages than are kept of one file."""
    for number, page in enumerate(raw.pages):
        allowance.spend(page.text)
        if allowance.is_out_of_text or number >= allowance.limits.page_limit:
            raw.pages = raw.pages[:number]
            raw.notes.append(text_limit())
            break
    return raw


def finish(raw: RawText) -> Extraction:
    """Mend the text, tell its language, sketch it; refused if nothing is left that can be read."""
    texts = [page.text for page in raw.pages]
    printed = clean_printed(texts) if raw.is_printed else None
    cleaned = printed.texts if printed else [clean_page(text) for text in texts]
    pages_without_text = _take_out_unreadable(raw, cleaned)
    noted = (ExtractionNote(code, number) for number, page in enumerate(raw.pages, start=1) for code in page.notes)
    notes = [*raw.notes, *noted, *pages_without_text]
    cleaned = [_with_what_stands_beside(page, text) for page, text in zip(raw.pages, cleaned, strict=True)]
    if not any(cleaned) or len(pages_without_text) >= _SHARE_OF_A_SCAN * len(cleaned):
        return refuse(_reason_for_no_text(notes), raw.media_type, raw.engine)
    language, own = detect_languages(cleaned)
    pages = tuple(
        Page(number, text, incoming_line(page.label), page_language, page.markup)
        for number, (page, text, page_language) in enumerate(zip(raw.pages, cleaned, own, strict=True), start=1)
    )
    return Extraction(
        media_type=raw.media_type,
        engine=raw.engine,
        pages=pages,
        language=language,
        title_guess=_title(raw, cleaned, printed),
        notes=tuple(notes),
        information=_clean_information(raw.information),
        sketch=sketch_of(cleaned),
    )


def _with_what_stands_beside(page: RawPage, text: str) -> str:
    # Behind the text and after its rules: notes are no lines of the paper.
    return "\n".join(filter(None, (text, clean_page(page.beside)))) if page.beside else text


def _take_out_unreadable(raw: RawText, cleaned: list[str]) -> list[ExtractionNote]:
    """Empty the cleaned texts that nobody can read; notes on these pages, and on those that are pictures."""
    notes = []
    for number, (page, text) in enumerate(zip(raw.pages, cleaned, strict=True), start=1):
        if page.is_picture and len(text) < SCANNED_PAGE_CHARACTERS:
            notes.append(scanned_page(number))
        # What people typed into a file is text; only print may hide its letters, and only there are words asked for.
        elif not is_readable(text) or (raw.is_printed and not holds_words(text, page.text)):
            cleaned[number - 1] = ""
            notes.append(unreadable_page(number))
    return notes


def _reason_for_no_text(notes: Sequence[ExtractionNote]) -> Refusal:
    """What most pages lack; damaged where every page that was tried failed, and no text where nothing is known."""
    codes = Counter(note.code for note in notes)
    if codes[SCANNED_PAGE] or codes[UNREADABLE_PAGE]:
        return SCAN if codes[SCANNED_PAGE] >= codes[UNREADABLE_PAGE] else UNREADABLE
    return DAMAGED if notes and codes[BAD_PAGE] == len(notes) else NO_TEXT


def _clean_information(stated: FileInformation) -> FileInformation:
    outline = tuple(replace(entry, title=incoming_line(entry.title)) for entry in stated.outline)
    return replace(stated, title=incoming_line(stated.title), author=incoming_line(stated.author), outline=outline)


def _title(raw: RawText, texts: list[str], printed: PrintedPages | None) -> str:
    """What the file is called: what stands out in it is mended like its text."""
    mended = clean_printed_page(raw.title_guess) if printed else clean_page(raw.title_guess)
    if printed and ("\n" in mended or HYPHENATION in mended):
        mended = mend_words(mended, printed.vocabulary)
    seen = incoming_line(mended.replace(HYPHENATION, "-"))
    stated = incoming_line(raw.information.title)
    # A chapter of a book has a heading of its own; what begins a text or a slide is its title.
    labels = () if raw.is_printed or raw.media_type == _BOOK else (incoming_line(page.label) for page in raw.pages[:1])
    return best_title("" if seen == stated else seen, stated, texts, labels)
