"""What a PDF says of itself: metadata and outline by pypdf, and a guess at its title by pdfium."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
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


def guess_title(path: Path) -> str:
    """The lines in the largest type on the first page that holds text; "" if there are none."""
    with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf:
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


def read_information(path: Path) -> FileInformation:
    """Title, author and year as stated, and the outline; raises what pypdf raises on damaged files."""
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt("")
    stated = reader.metadata
    created = _YEAR.match(_text(stated.get("/CreationDate"))) if stated else None
    return FileInformation(
        title=_text(stated.get("/Title")) if stated else "",
        author=_text(stated.get("/Author")) if stated else "",
        year=int(created.group(1)) if created else None,
        outline=tuple(_outline(reader)),
    )


def _text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str) else ""


def _outline(reader: pypdf.PdfReader) -> Iterator[OutlineEntry]:
    # Without recursion, and bounded: an outline may be nested without end.
    waiting: list[tuple[Iterator[Any], int]] = [(iter(reader.outline), 1)]
    given = 0
    while waiting and given < _OUTLINE_ENTRIES:
        entries, level = waiting[-1]
        entry = next(entries, None)
        if entry is None:
            waiting.pop()
        elif isinstance(entry, list):
            if level < _OUTLINE_LEVELS:
                waiting.append((iter(entry), level + 1))
        elif title := _text(entry.title):
            given += 1
            place = reader.get_destination_page_number(entry)
            yield OutlineEntry(title, place + 1 if place is not None and place >= 0 else None, level)
