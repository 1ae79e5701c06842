"""OpenDocument texts, presentations and spreadsheets -> pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from indexer.domain.documents.document import ExtractionNote
from indexer.extraction.cleaning.raw_text import RawPage
from indexer.extraction.formats.descriptions import description
from indexer.extraction.formats.office_files.embedded_objects import spell_out_objects
from indexer.extraction.formats.office_files.office_text import (
    AFTER_PAGE,
    HIDDEN,
    Blocks,
    attribute,
    child,
    local_name,
    office_pages,
    walk,
    with_heads,
)
from indexer.extraction.formats.office_files.sheets import SheetRows, sheet_page
from indexer.extraction.formats.office_files.zip_parts import ZipParts
from indexer.extraction.formats.web_files.html import Block
from indexer.extraction.notes import hidden_sheets, hidden_slide, hidden_text

# A file may ask for any number of spaces by a single element, and for any number of equal cells.
_MOST_SPACES = 100
_LONGEST_NUMBER = 7
# What stands above or beside words is put into brackets behind them.
_SIGNS = {"tab": " ", "line-break": "\n", "ruby-text": " ("}
_SKIPPED = frozenset(
    "tracked-changes annotation note-citation sequence-decls variable-decls binary-data scripts page-thumbnail".split()
)
_DESCRIPTIONS = ("title", "desc")
_ON_A_GROUND = ("table-cell", "frame", "custom-shape")
_HEADS_AND_FEET = tuple(f"{name}{which}" for name in ("header", "footer") for which in ("", "-left", "-first"))
_WHITE = "#ffffff"
_HIDDEN_ROWS = ("collapse", "filter")


@dataclass(slots=True)
class _Styles:
    """Names of styles that say that something is not seen, and of those with a ground that is not white."""

    hidden: set[str] = field(default_factory=set)
    white: set[str] = field(default_factory=set)
    grounds: set[str] = field(default_factory=set)
    has_colored_pages: bool = False

    def take(self, root: etree._Element) -> None:
        """Take in the styles of a part."""
        for style in root.iter("{*}style", "{*}page-layout-properties"):
            name = attribute(style, "name")
            if local_name(style) == "style" and name:
                self._take_one(name, style)
            elif local_name(style) == "page-layout-properties":
                self.has_colored_pages |= _has_ground(style)

    def _take_one(self, name: str, style: etree._Element) -> None:
        for one in style:
            kind = local_name(one)
            is_display = attribute(one, "display") in ("none", "false")
            if is_display or (kind == "drawing-page-properties" and attribute(one, "visibility") == "hidden"):
                self.hidden.add(name)
            if _has_ground(one):
                self.grounds.add(name)
            if kind == "text-properties" and attribute(one, "color").lower() == _WHITE and not _has_ground(one):
                self.white.add(name)


def _has_ground(properties: etree._Element) -> bool:
    color = attribute(properties, "background-color").lower()
    return color not in ("", "transparent", _WHITE) or attribute(properties, "fill") not in ("", "none", "solid")


def read_open_document(parts: ZipParts) -> tuple[str, list[RawPage], list[ExtractionNote]]:
    """What an OpenDocument file is ("text", "presentation", "spreadsheet", else "") and its pages."""
    content, styles = parts.tree("content.xml"), _Styles()
    spell_out_objects(parts, content)
    masters = parts.tree("styles.xml") if "styles.xml" in parts else None
    for root in (masters, content):
        if root is not None:
            styles.take(root)
    body = child(content, "body")
    main = next((e for e in body if local_name(e)), None) if body is not None else None
    kind = local_name(main) if main is not None else ""
    if main is None or kind not in _READERS:
        return "", [], []
    pages, notes = _READERS[kind](main, styles)
    if kind == "text" and masters is not None:
        pages = with_heads(pages, _heads_and_feet(masters, styles))
    return kind, pages, notes


def _read_text(main: etree._Element, styles: _Styles) -> tuple[list[RawPage], list[ExtractionNote]]:
    return office_pages(_blocks(main, styles))


def _read_slides(main: etree._Element, styles: _Styles) -> tuple[list[RawPage], list[ExtractionNote]]:
    pages: list[RawPage] = []
    notes: list[ExtractionNote] = []
    for number, slide in enumerate((e for e in main if local_name(e) == "page"), start=1):
        if attribute(slide, "style-name") in styles.hidden:
            pages.append(RawPage(""))
            notes.append(hidden_slide(number))
            continue
        blocks = _blocks(slide, styles)
        lines = [text for kind, text in blocks if kind != HIDDEN]
        pages.append(RawPage("\n".join(lines), lines[0].split("\n")[0] if lines else ""))
        notes += [hidden_text(number)] if (HIDDEN, "") in blocks else []
    return pages, notes


def _blocks(root: etree._Element, styles: _Styles) -> list[Block]:
    """The paragraphs below an element; deleted text, comments and what is hidden are left out."""
    blocks, notes_deep = Blocks(), 0
    hiding = _Hiding(styles)
    for event, element in walk(root, lambda element: local_name(element) in _SKIPPED or hiding(element)):
        name = local_name(element)
        if name == "note":
            notes_deep += {"start": 1, "end": -1}.get(event, 0)
        if event == "skipped":
            if name not in _SKIPPED and "".join(element.itertext()).strip():
                blocks.put((HIDDEN, ""))
        elif event == "start":
            _start(blocks, name, element, is_in_note=notes_deep > 0)
        elif name in ("p", "h"):
            blocks.end()
        elif name == "ruby-text":
            blocks.add(")")
        if event != "start" and element is not root:
            blocks.add(element.tail)
    return blocks.done


def _start(blocks: Blocks, name: str, element: etree._Element, *, is_in_note: bool) -> None:
    if name in _DESCRIPTIONS and "svg" in element.tag:
        blocks.put(*(("", text) for text in [description(element.text or "")] if text))
        return
    if name in ("p", "h"):
        blocks.start(AFTER_PAGE if is_in_note else _heading(name, element))
    blocks.add(_blanks(name, element))
    blocks.add(element.text)


def _heading(name: str, element: etree._Element) -> str:
    level = attribute(element, "outline-level") if name == "h" else ""
    return f"h{level}" if level in ("1", "2") else ""


def _blanks(name: str, element: etree._Element) -> str:
    """What elements stand for that take the place of blanks and line breaks; "" for all others."""
    if name != "s":
        return _SIGNS.get(name, "")
    count = attribute(element, "c")
    return " " * (min(int(count[:_LONGEST_NUMBER]), _MOST_SPACES) if count.isdecimal() else 1)


@dataclass(frozen=True, slots=True)
class _Hiding:
    """Tells elements that nobody sees: hidden ones, and white words where nothing states another ground than white."""

    styles: _Styles

    def __call__(self, element: etree._Element) -> bool:
        name = local_name(element)
        if name == "section":
            return attribute(element, "display") == "none"
        if name == "hidden-text":
            return attribute(element, "is-hidden") == "true"
        if name not in ("span", "p", "h"):
            return False
        if name == "p" and attribute(child(element, "hidden-paragraph"), "is-hidden") == "true":
            return True
        style = attribute(element, "style-name")
        return style in self.styles.hidden or (style in self.styles.white and self._is_on_white(element, style))

    def _is_on_white(self, element: etree._Element, style: str) -> bool:
        if self.styles.has_colored_pages or style in self.styles.grounds:
            return False
        return not any(
            local_name(outer) in _ON_A_GROUND or attribute(outer, "style-name") in self.styles.grounds
            for outer in element.iterancestors()
        )


def _heads_and_feet(masters: etree._Element, styles: _Styles) -> Iterator[str]:
    """The lines of every head and foot."""
    for element in masters.iter(*(f"{{*}}{name}" for name in _HEADS_AND_FEET)):
        if attribute(element, "display") != "false":
            yield from (text for kind, text in _blocks(element, styles) if kind != HIDDEN)


def _read_sheets(main: etree._Element, styles: _Styles) -> tuple[list[RawPage], list[ExtractionNote]]:
    pages: list[RawPage] = []
    notes: list[ExtractionNote] = []
    hidden: list[str] = []
    rows = SheetRows()
    for table in (e for e in main if local_name(e) == "table"):
        if attribute(table, "style-name") in styles.hidden:
            hidden.append(attribute(table, "name"))
            continue
        rows.begin()
        _take_rows(table, styles, rows)
        if page := sheet_page(attribute(table, "name"), rows, len(pages) + 1, notes):
            pages.append(page)
    if hidden:
        notes.append(hidden_sheets(hidden))
    return pages, [*notes, *rows.limit_note()]


def _take_rows(table: etree._Element, styles: _Styles, rows: SheetRows) -> None:
    columns = _hidden_columns(table)
    for row in table.iter("{*}table-row"):
        if rows.is_full:
            return
        cells, column = list[str](), 0
        for cell in (e for e in row if local_name(e) in ("table-cell", "covered-table-cell")):
            blocks = _blocks(cell, styles)
            rows.has_hidden |= (HIDDEN, "") in blocks
            text = " ".join(text for kind, text in blocks if kind != HIDDEN)
            if text and any(column in span for span in columns):
                rows.has_hidden = True
            elif text:
                cells.append(text)
            column += _repeated(cell)
        rows.take(cells, is_hidden=attribute(row, "visibility") in _HIDDEN_ROWS)


def _hidden_columns(table: etree._Element) -> list[range]:
    spans, column = list[range](), 0
    for one in table.iter("{*}table-column"):
        width = _repeated(one)
        if attribute(one, "visibility") in _HIDDEN_ROWS:
            spans.append(range(column, column + width))
        column += width
    return spans


def _repeated(element: etree._Element) -> int:
    """How many columns an element stands for."""
    stated = attribute(element, "number-columns-repeated")
    return int(stated) if stated.isdecimal() and stated.isascii() and len(stated) <= _LONGEST_NUMBER else 1


_READERS = {"text": _read_text, "presentation": _read_slides, "spreadsheet": _read_sheets}
