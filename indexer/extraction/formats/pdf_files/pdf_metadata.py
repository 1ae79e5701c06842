"""What a PDF says of itself, metadata and outline, and a guess at its title; by pdfium."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pypdfium2

from indexer.domain.documents.extraction import FileInformation, OutlineEntry
from indexer.extraction.formats.pdf_files.pdf import lines_of_first_pages

_PAGES_LOOKED_AT = 3
_OUTLINE_ENTRIES = 500
_OUTLINE_LEVELS = 20
_TITLE_CHARACTERS = 150
_LEAST_TITLE_LETTERS = 3
_SAME_HEIGHT = 0.97
_YEAR = re.compile(r"(?:D:)?((?:19|20)\d\d)")


def guess_title(pdf: pypdfium2.PdfDocument) -> str:
    """The lines in the largest type on the first page that holds text; "" if there are none."""
    lines = list(lines_of_first_pages(pdf, _PAGES_LOOKED_AT))
    candidates = [(line, height) for line, height in lines if sum(map(str.isalpha, line)) >= _LEAST_TITLE_LETTERS]
    if not candidates:
        return ""
    least = _SAME_HEIGHT * max(height for _, height in candidates)
    from_title = itertools.dropwhile(lambda candidate: candidate[1] < least, candidates)
    title = [line.strip() for line, _ in itertools.takewhile(lambda candidate: candidate[1] >= least, from_title)]
    # Still in lines, so that words they divide are mended as the text is.
    joined = "\n".join(title)
    return joined if len(joined) <= _TITLE_CHARACTERS else title[0][:_TITLE_CHARACTERS]


def read_information(pdf: pypdfium2.PdfDocument) -> FileInformation:
    """Title, author and year as stated, and the outline."""
    created = _YEAR.match(_stated(pdf, "CreationDate"))
    return FileInformation(
        title=_stated(pdf, "Title"),
        author=_stated(pdf, "Author"),
        year=int(created.group(1)) if created else None,
        outline=tuple(itertools.islice(_outline(pdf), _OUTLINE_ENTRIES)),
    )


def _stated(pdf: pypdfium2.PdfDocument, key: str) -> str:
    return " ".join(pdf.get_metadata_value(key).split())


def _outline(pdf: pypdfium2.PdfDocument) -> Iterator[OutlineEntry]:
    for entry in pdf.get_toc(max_depth=_OUTLINE_LEVELS):
        if title := " ".join(entry.get_title().split()):
            place = entry.get_dest()
            page = place.get_index() if place else None
            yield OutlineEntry(title, None if page is None else page + 1, entry.level + 1)
