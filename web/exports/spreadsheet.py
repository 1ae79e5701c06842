"""Rows of CSV that a spreadsheet shows as they are, whatever a curator wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from indexer import Language, guarded
from web.site.language import page_language

_SEPARATORS = {Language.DANISH: ";", Language.ENGLISH: ","}
"""What a spreadsheet of a language takes for the end of a cell: where numbers have commas it is the semicolon."""


def spreadsheet_row(cells: Iterable[object], separator: str = "") -> str:
    """A row with its line end, by the separator of the page's language unless another is named.

    A text that a spreadsheet would calculate is kept a text by an apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator or _SEPARATORS[page_language()])
    writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
    return stream.getvalue()
