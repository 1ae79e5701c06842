"""Years and days as spreadsheets and people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.domain.documents.dates import read_moment

_NUMBER = re.compile(r"([0-9]{1,9})(?:[.,]0+)?")
_DAY = re.compile(
    r"(?:\d{1,2}[-./]){1,2}(?P<last>\d{4})(?:[ T][\d:.]+Z?)?"  # 01-03-2015, 03/2015
    r"|(?P<first>\d{4})(?:[-/](?:0?[1-9]|1[0-2])|[-./]\d{1,2}[-./]\d{1,2})(?:[ T][\d:.]+Z?)?"  # 2015-03-01, 2015-03
)
_MONTH_OR_SEASON = re.compile(r"\d\d(\d\d)[-/](0[1-9]|1[0-2])")
_SPAN = re.compile(r"(\d{4})\s*(?:-|–|—|/|\.\.\.?|til|to)\s*(\d{4}|\d{2})", re.IGNORECASE)
_END = re.compile(r"[-–—]\s*([12]\d{3})")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_IN_WORDS = re.compile(r"[^\W\d_]|[?()\[\]~]|[-–—]\s*$")
"""That a text says more than a number: letters, brackets, a question mark, a dash that leaves the end open."""
_DANISH_DAY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:[ T](\d{1,2}[:.]\d\d(?:[:.]\d\d)?))?")


@dataclass(frozen=True, slots=True)
class Years:
    """What a cell says: a year, or one or both ends of a span; the text itself where it says none.

    Attributes:
        is_guess: whether the text says more than that, and whoever wrote it should see how it was read.
    """

    first: object
    last: int | None = None
    is_guess: bool = False

    def __str__(self) -> str:
        return f"{self.first or ''}–{self.last}" if self.last else str(self.first)


def read_years(text: str) -> Years:
    """The years of a cell.

    >>> read_years("2015.0"), read_years("01-03-2015")
    (Years(first=2015, last=None, is_guess=False), Years(first=2015, last=None, is_guess=False))
    >>> str(read_years("2014-2016")), str(read_years("2014-16")), read_years("201x").first
    ('2014–2016', '2014–2016', '201x')
    >>> read_years("ca. 2015")
    Years(first=2015, last=None, is_guess=True)
    """
    text = text.strip()
    if number := _NUMBER.fullmatch(text):
        return Years(int(number.group(1)))
    if day := _DAY.fullmatch(text):
        # 2011-12 is December, or a season that ended in 2012: whoever wrote it should see how it was read.
        return Years(int(day["last"] or day["first"]), is_guess=_may_be_a_season(text))
    if span := _SPAN.fullmatch(text):
        first, last = span.groups()
        return Years(int(first), int(last if len(last) == 4 else first[:2] + last))
    if end := _END.fullmatch(text):
        return Years(None, int(end.group(1)))
    found = sorted({int(year) for year in _YEAR.findall(text)})
    if not found or len(found) > 2 or not _IN_WORDS.search(text):
        return Years(text)
    return Years(found[0], found[1] if len(found) == 2 else None, is_guess=True)


def _may_be_a_season(text: str) -> bool:
    found = _MONTH_OR_SEASON.fullmatch(text)
    return found is not None and found.group(2) > found.group(1)


def read_moment_cell(text: str) -> str:
    """A day as ISO 8601 writes it, also of one that a Danish spreadsheet wrote anew; other texts stay as they are.

    >>> read_moment_cell("23-11-2026"), read_moment_cell("23.11.2026 17:52"), read_moment_cell("2026-11-23")
    ('2026-11-23', '2026-11-23T17:52', '2026-11-23')
    """
    text = text.strip()
    found = _DANISH_DAY.fullmatch(text)
    if found is None:
        return text
    day, month, year, time = found.groups()
    hours, _, rest = (time or "").replace(".", ":").partition(":")
    written = f"{year}-{month:0>2}-{day:0>2}" + (f"T{hours:0>2}:{rest}" if time else "")
    return written if read_moment(written) is not None else text
