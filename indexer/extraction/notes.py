"""What a reader should know of an incomplete text: fixed codes, one sentence in Danish and English each."""

from __future__ import annotations

from indexer.domain.documents.document import ExtractionNote

BAD_PAGE, SCANNED_PAGE, UNREADABLE_PAGE = "bad-page", "scanned-page", "unreadable-page"


def bad_page(number: int) -> ExtractionNote:
    """The page is damaged, or reading it took too much."""
    return ExtractionNote(BAD_PAGE, "This page could not be read.", number, "Siden kunne ikke læses.")


def scanned_page(number: int) -> ExtractionNote:
    """The page is a picture, in a file of which other pages hold text."""
    return ExtractionNote(
        SCANNED_PAGE, "This page is a picture without text.", number, "Siden er et billede uden tekst."
    )


def unreadable_page(number: int) -> ExtractionNote:
    """The page's letters cannot be told; see `readable.py`."""
    return ExtractionNote(
        UNREADABLE_PAGE,
        "The letters of this page cannot be told from its fonts.",
        number,
        "Sidens bogstaver kan ikke udledes af dens skrifttyper.",
    )


def page_limit(read: int, total: int) -> ExtractionNote:
    """More pages than are read of one file."""
    return ExtractionNote(
        "page-limit",
        f"Only the first {read} of {total} pages were read.",
        message_da=f"Kun de første {read} af {total} sider er læst.",
    )


def text_limit() -> ExtractionNote:
    """More text than is kept of one file."""
    return ExtractionNote(
        "text-limit",
        "The text is longer than is kept; the rest is left out.",
        message_da="Teksten er længere, end der gemmes; resten er udeladt.",
    )


def time_limit(read: int, total: int) -> ExtractionNote:
    """Time ran out between two pages."""
    return ExtractionNote(
        "time-limit",
        f"Reading took too long; only {read} of {total} pages were read.",
        message_da=f"Det tog for lang tid at læse filen; kun {read} af {total} sider er læst.",
    )


def repaired() -> ExtractionNote:
    """The file's table of contents was made anew."""
    return ExtractionNote(
        "repaired",
        "The file is damaged; what could be rescued of its text was read.",
        message_da="Filen er beskadiget; det af teksten, der kunne reddes, er læst.",
    )
