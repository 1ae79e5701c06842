"""Rows of CSV that a spreadsheet shows as they are, whatever a curator wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet_row(cells: Iterable[object]) -> str:
    """A row with its line end; a text that a spreadsheet would calculate is kept a text by an apostrophe."""
    stream = io.StringIO()
    csv.writer(stream).writerow([_kept_text(cell) for cell in cells])
    return stream.getvalue()


def _kept_text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
