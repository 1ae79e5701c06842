"""A paper as DOCX, in Word's own styles."""

from __future__ import annotations

import io

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Mm

from web.exports.papers.paper import Block, Boxes, Bullets, Heading, Lines, NewPage, Paper, Paragraph, Picture, Table
from web.exports.word import add_table, file_bytes, new_file, printable

_BOX = "☐ "


def paper_docx(paper: Paper) -> bytes:
    """The file as it is saved."""
    file = new_file(printable(paper.title), paper.language)
    if paper.subtitle:
        file.add_paragraph(printable(paper.subtitle), style="Subtitle")
    for block in paper.blocks:
        _add(file, block)
    return file_bytes(file)


def _add(file: WordFile, block: Block) -> None:
    match block:
        case Heading(text, level):
            file.add_heading(printable(text), level=level)
        case Paragraph(text, is_aside):
            file.add_paragraph().add_run(printable(text)).italic = is_aside or None
        case Bullets(items):
            for item in items:
                file.add_paragraph(printable(item), style="List Bullet")
        case Table(rows):
            add_table(file, rows)
        case Boxes(options):
            for option in options:
                file.add_paragraph(_BOX + printable(option))
        case Lines(count):
            _add_lines(file, count)
        case Picture(_, png, alternative, millimetres):
            shape = file.add_picture(io.BytesIO(png), width=Mm(millimetres))
            # python-docx has no name for the text of a picture.
            shape._inline.docPr.set("descr", alternative)
        case NewPage():
            file.add_section()


def _add_lines(file: WordFile, count: int) -> None:
    for _ in range(count):
        properties = file.add_paragraph()._p.get_or_add_pPr()
        borders = properties.makeelement(qn("w:pBdr"), {})
        # Neighbours with the same border share one box; a line between them makes each a line of its own.
        for side in ("w:bottom", "w:between"):
            borders.append(borders.makeelement(qn(side), {qn("w:val"): "single", qn("w:sz"): "4", qn("w:space"): "1"}))
        properties.append(borders)
