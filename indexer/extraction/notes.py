"""What a reader should know of an incomplete text: fixed codes, worded by the message catalogue as `note-CODE`."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.domain.documents.document import ExtractionNote

BAD_PAGE, SCANNED_PAGE, UNREADABLE_PAGE = "bad-page", "scanned-page", "unreadable-page"
WHITE_TEXT = "white-text"
HIDDEN_TEXT, HIDDEN_SLIDE, HIDDEN_SHEETS = "hidden-text", "hidden-slide", "hidden-sheets"
TABLE_LIMIT, ANNOTATION_LIMIT = "table-limit", "annotation-limit"
ATTACHMENT_LIMIT, ATTACHMENTS_UNREAD = "attachment-limit", "attachments-unread"
PAGE_LIMIT, TEXT_LIMIT, TIME_LIMIT, REPAIRED = "page-limit", "text-limit", "time-limit", "repaired"

_MOST_NAMED, _NAME_CHARACTERS = 10, 80


def bad_page(number: int) -> ExtractionNote:
    """The page is damaged, or reading it took too much."""
    return ExtractionNote(BAD_PAGE, number)


def scanned_page(number: int) -> ExtractionNote:
    """The page is a picture, in a file of which other pages hold text."""
    return ExtractionNote(SCANNED_PAGE, number)


def unreadable_page(number: int) -> ExtractionNote:
    """The page's letters cannot be words; see `cleaning/readability.py` and `cleaning/word_likeness.py`."""
    return ExtractionNote(UNREADABLE_PAGE, number)


def hidden_text(number: int | None = None) -> ExtractionNote:
    """Text of the page, or of the whole file, that nobody sees is left out."""
    return ExtractionNote(HIDDEN_TEXT, number)


def white_text(number: int) -> ExtractionNote:
    """The page has white words on white, which are kept."""
    return ExtractionNote(WHITE_TEXT, number)


def hidden_slide(number: int) -> ExtractionNote:
    """The slide is hidden when slides are shown, and left out."""
    return ExtractionNote(HIDDEN_SLIDE, number)


def hidden_sheets(names: Sequence[str]) -> ExtractionNote:
    """Sheets of a workbook are hidden, and left out."""
    return ExtractionNote(HIDDEN_SHEETS, arguments={"names": _named(names)})


def table_limit() -> ExtractionNote:
    """More cells than are read of one file."""
    return ExtractionNote(TABLE_LIMIT)


def annotation_limit(number: int) -> ExtractionNote:
    """More notes and fields on the page than are read of one."""
    return ExtractionNote(ANNOTATION_LIMIT, number)


def attachment_limit(read: int, total: int) -> ExtractionNote:
    """More attachments than are read of one e-mail."""
    return ExtractionNote(ATTACHMENT_LIMIT, arguments={"read": read, "total": total})


def attachments_unread(names: Sequence[str]) -> ExtractionNote:
    """Attachments that gave no text."""
    return ExtractionNote(ATTACHMENTS_UNREAD, arguments={"names": _named(names)})


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


def _named(names: Sequence[str]) -> str:
    shown = [name[:_NAME_CHARACTERS] for name in names[:_MOST_NAMED]]
    return ", ".join(shown + ["…"] * (len(names) > _MOST_NAMED))
