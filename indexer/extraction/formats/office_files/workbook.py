"""The workbook part of an Excel file -> a page per sheet that is shown, with what its cells show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from indexer.domain.documents.document import ExtractionNote
from indexer.extraction.cleaning.raw_text import RawPage
from indexer.extraction.formats.office_files.office_text import attribute, child, local_name
from indexer.extraction.formats.office_files.sheets import SheetRows, sheet_page
from indexer.extraction.formats.office_files.slides import drawing_lines
from indexer.extraction.formats.office_files.zip_parts import ZipParts
from indexer.extraction.notes import hidden_sheets

_YES = ("1", "true")
_SHOWN_STATES = ("", "visible")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the formats of dates and times that are not written out (ECMA-376, part 1, 18.8.30)."""

_PERCENT_FORMATS = frozenset((9, 10))
_NO_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""What stands in a format without being a sign of it: words, colours, blanks."""

_DATE_SIGNS = re.compile("[dmyhs]", re.IGNORECASE)
_CELL_COLUMN = re.compile("[A-Z]{1,3}")
# Excel has a 29 February 1900: counted from 30 December 1899, all days behind it are right.
_EPOCHS = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}
_MOST_DAYS = 2_900_000
_NOTHING_TO_SEE = "e"
_TRUTH = {"1": "TRUE", "0": "FALSE"}


@dataclass(frozen=True, slots=True)
class _Book:
    """What cells refer to: texts, the kinds of their formats by style, and the day from which days are counted."""

    texts: Sequence[str] = ()
    formats: Sequence[str] = ()
    epoch: datetime.datetime = field(default=_EPOCHS[False])


def read_workbook(parts: ZipParts, main: str, root: etree._Element) -> tuple[list[RawPage], list[ExtractionNote]]:
    """The sheets in their order, what their cells show and what is drawn on them; notes on what is hidden."""
    book = _book(parts, main, root)
    targets = {key: target for key, kind, target in parts.relations(main) if kind == "worksheet"}
    pages: list[RawPage] = []
    notes: list[ExtractionNote] = []
    hidden: list[str] = []
    rows = SheetRows()
    for sheet in root.iter("{*}sheet"):
        target, name = targets.get(attribute(sheet, "id"), ""), attribute(sheet, "name")
        if target not in parts:
            continue
        if attribute(sheet, "state") not in _SHOWN_STATES:
            hidden.append(name)
            continue
        rows.begin()
        _take_rows(parts.tree(target), book, rows)
        for drawing in parts.related(target, "drawing"):
            rows.lines += drawing_lines(parts.tree(drawing))
        if page := sheet_page(name, rows, len(pages) + 1, notes):
            pages.append(page)
    if hidden:
        notes.append(hidden_sheets(hidden))
    return pages, [*notes, *rows.limit_note()]


def _book(parts: ZipParts, main: str, root: etree._Element) -> _Book:
    texts = [_text_of(one) for name in parts.related(main, "sharedStrings") for one in parts.tree(name)]
    formats = [kind for name in parts.related(main, "styles") for kind in _formats(parts.tree(name))]
    is_of_1904 = attribute(child(root, "workbookPr"), "date1904") in _YES
    return _Book(texts, formats, _EPOCHS[is_of_1904])


def _text_of(element: etree._Element) -> str:
    """The text of a cell or of its like; how it is to be pronounced is left out."""
    texts = (e for e in element.iter() if local_name(e) == "t" and local_name(e.getparent()) != "rPh")
    return "".join(e.text or "" for e in texts)


def _formats(root: etree._Element) -> Iterator[str]:
    """By the number of each style of cells: "date", "percent", else ""."""
    own = {attribute(e, "numFmtId"): attribute(e, "formatCode") for e in root.iter("{*}numFmt")}
    cells = child(root, "cellXfs")
    for one in cells if cells is not None else ():
        number = attribute(one, "numFmtId")
        yield _kind_of_format(number, own)


def _kind_of_format(number: str, own: Mapping[str, str]) -> str:
    if number in own:
        signs = _NO_SIGNS.sub("", own[number])
        return "date" if _DATE_SIGNS.search(signs) else "percent" if "%" in signs else ""
    known = int(number) if number.isdecimal() and number.isascii() and len(number) < 5 else 0
    return "date" if known in _DATE_FORMATS else "percent" if known in _PERCENT_FORMATS else ""


def _take_rows(root: etree._Element, book: _Book, rows: SheetRows) -> None:
    hidden_columns = [
        range(_number(attribute(e, "min")), _number(attribute(e, "max")) + 1)
        for e in root.iter("{*}col")
        if attribute(e, "hidden") in _YES
    ]
    for row in root.iter("{*}row"):
        if rows.is_full:
            return
        cells = []
        for position, cell in enumerate((e for e in row if local_name(e) == "c"), start=1):
            text = _shown(cell, book)
            column = _column(attribute(cell, "r")) or position
            if text and any(column in span for span in hidden_columns):
                rows.has_hidden = True
            else:
                cells.append(text)
        rows.take(cells, is_hidden=attribute(row, "hidden") in _YES)


def _column(place: str) -> int:
    """The number of the column of a cell, from 1; 0 where its place is not stated."""
    letters = _CELL_COLUMN.match(place)
    number = 0
    for letter in letters.group() if letters else "":
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 8 else 0


def _shown(cell: etree._Element, book: _Book) -> str:
    """What a cell shows."""
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        return _text_of(cell)
    value = child(cell, "v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        place = _number(text)
        return book.texts[place] if place < len(book.texts) and text.isdecimal() else ""
    if kind in ("str", "d"):
        return text
    if kind == "b":
        return _TRUTH.get(text, "")
    return "" if kind == _NOTHING_TO_SEE else _number_shown(text, attribute(cell, "s"), book)


def _number_shown(text: str, style: str, book: _Book) -> str:
    """A number as its format shows it, so far as it can be told: dates as ISO 8601, shares in percent."""
    try:
        number = float(text)
    except ValueError:
        return ""
    place = _number(style)
    kind = book.formats[place] if place < len(book.formats) else ""
    if kind == "date" and 0 <= number < _MOST_DAYS:
        return _moment(number, book.epoch)
    # Excel keeps 15 digits: what it shows as 0.3 may stand in the file as 0.30000000000000004.
    return f"{number * 100:.10g}%" if kind == "percent" else f"{number:.15g}"


def _moment(days: float, epoch: datetime.datetime) -> str:
    moment = epoch + datetime.timedelta(seconds=round(days * 86_400))
    if days < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if days == int(days) else f"{moment:%Y-%m-%d %H:%M}"
