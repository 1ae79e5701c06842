"""DOCX: the comparison as a landscape table, and reading lists."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Mm, Pt

from indexer import Language
from web.exports.items import ExportItem
from web.site.language import translate

_LOCALES = {Language.DANISH: "da-DK", Language.ENGLISH: "en-GB"}
_MARGIN = Mm(15)


def comparison_docx(titles: Sequence[str], rows: Sequence[tuple[str, str, Sequence[str]]], language: Language) -> bytes:
    """A4 landscape: a column per document, a row per (name, agreement, texts); the head repeats on every page."""
    file = new_file(translate("Side om side"), language)
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    table = file.add_table(rows=1, cols=1 + len(titles), style="Table Grid")
    for cell, title in zip(table.rows[0].cells[1:], titles, strict=True):
        cell.paragraphs[0].add_run(printable(title)).bold = True
    repeat_head(table.rows[0]._tr)
    for name, agreement, texts in rows:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(name).bold = True
        if agreement:
            cells[0].add_paragraph(agreement)
        for cell, text in zip(cells[1:], texts, strict=True):
            cell.text = printable(text)
    return file_bytes(file)


def reading_list_docx(items: Iterable[ExportItem], heading: str, language: Language) -> bytes:
    """A heading, then every document: its title, where and when, what it is about, and its address."""
    file = new_file(heading, language)
    for item in items:
        file.add_heading(printable(item.title), level=2)
        if item.where:
            file.add_paragraph(printable(item.where)).runs[0].italic = True
        if item.summary:
            file.add_paragraph(printable(item.summary))
        file.add_paragraph(item.url)
    return file_bytes(file)


def printable(text: str) -> str:
    """The text without what XML cannot hold: control characters, and two that stand for none."""
    return "".join(c for c in text if (c >= " " and c not in "\ufffe\uffff") or c in "\n\t")


def new_file(heading: str, language: Language) -> WordFile:
    """An A4 file in a language that begins with a heading."""
    file = docx.Document()
    file.core_properties.title = heading
    file.core_properties.language = _LOCALES[language]
    file.core_properties.author = "Samspil"
    normal = file.styles["Normal"]
    normal.font.size = Pt(10)
    # python-docx has no name for the language of a style, which a screen reader speaks by.
    fonts = normal.element.get_or_add_rPr()
    mark = fonts.makeelement(qn("w:lang"), {qn("w:val"): _LOCALES[language]})
    fonts.append(mark)
    for section in file.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    file.add_heading(heading, level=1)
    return file


def repeat_head(row: CT_Row) -> None:
    """Have a row of a table stand at the top of every page."""
    # python-docx has no name for a row that is repeated on every page.
    properties = row.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def file_bytes(file: WordFile) -> bytes:
    """The file as it is saved."""
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()
