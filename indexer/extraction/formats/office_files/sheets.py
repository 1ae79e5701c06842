"""Rows of spreadsheets -> the text of a page: cells beside each other, rows below each other, within limits."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.domain.documents.document import ExtractionNote
from indexer.extraction.cleaning.raw_text import RawPage
from indexer.extraction.notes import hidden_text, table_limit

BETWEEN_CELLS = " | "
MOST_CELLS = 200_000
"""Cells with content that are read of one file."""


class SheetRows:
    """The rows of one sheet after the other; the limit is that of the whole file."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.has_hidden = False
        self._left = MOST_CELLS

    @property
    def is_full(self) -> bool:
        """Whether no further row is taken in."""
        return self._left < 0

    def begin(self) -> None:
        """Another sheet begins."""
        self.lines, self.has_hidden = [], False

    def take(self, cells: Sequence[str], *, is_hidden: bool = False) -> None:
        """Take in what the cells of a row show; empty ones may be left out."""
        filled = [text for cell in cells if (text := " ".join(cell.split()))]
        if not filled:
            return
        if is_hidden:
            self.has_hidden = True
            return
        self._left -= len(filled)
        if not self.is_full:
            self.lines.append(BETWEEN_CELLS.join(filled))

    def limit_note(self) -> list[ExtractionNote]:
        """That the limit was reached, if it was."""
        return [table_limit()] if self.is_full else []


def sheet_page(name: str, rows: SheetRows, number: int, notes: list[ExtractionNote]) -> RawPage | None:
    """The page of a sheet, None for an empty one; what is hidden on it is added to the notes.

    A sheet of which nothing else is left is an empty page, so that the note says where it was.
    """
    if rows.has_hidden:
        notes.append(hidden_text(number))
    if not rows.lines and not rows.has_hidden:
        return None
    return RawPage("\n".join(rows.lines), name)
