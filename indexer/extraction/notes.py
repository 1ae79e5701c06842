"""What a reader should know of an incomplete text: fixed codes, worded by the message catalogue as `note-CODE`."""

from __future__ import annotations

from indexer.domain.documents.document import ExtractionNote

BAD_PAGE, SCANNED_PAGE, UNREADABLE_PAGE = "bad-page", "scanned-page", "unreadable-page"
PAGE_LIMIT, TEXT_LIMIT, TIME_LIMIT, REPAIRED = "page-limit", "text-limit", "time-limit", "repaired"


def bad_page(number: int) -> ExtractionNote:
    """The page is damaged, or reading it took too much."""
    return ExtractionNote(BAD_PAGE, number)


def scanned_page(number: int) -> ExtractionNote:
    """The page is a picture, in a file of which other pages hold text."""
    return ExtractionNote(SCANNED_PAGE, number)


def unreadable_page(number: int) -> ExtractionNote:
    """The page's letters cannot be words; see `cleaning/readability.py` and `cleaning/word_likeness.py`."""
    return ExtractionNote(UNREADABLE_PAGE, number)


def page_limit(read: int, total: int) -> ExtractionNote:
    """More pages than are read of one file."""
    return ExtractionNote(PAGE_LIMIT, arguments={"read": read, "total": total})


def text_limit() -> ExtractionNote:
    """More text than is kept of one file."""
    return ExtractionNote(TEXT_LIMIT)


def time_limit(read: int, total: int) -> ExtractionNote:
    """Time ran out between two pages."""
    return ExtractionNote(TIME_LIMIT, arguments={"read": read, "total": total})


def repaired() -> ExtractionNote:
    """The file's table of contents was made anew."""
    return ExtractionNote(REPAIRED)
