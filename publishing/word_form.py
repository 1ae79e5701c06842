"""A blank form as DOCX: Markdown headings, paragraphs, lists and tables in Word's own styles."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from publishing.form_fields import FIELD, FieldKind, Form, with_fields, without_fields
from publishing.map_to_draw_on import ALTERNATIVES, map_png
from publishing.markdown_to_typst import column_shares
from publishing.word_controls import content_control, word_element
from publishing.word_page import MADE, set_up, text_width

_TASK = re.compile(r"^\[( |x)\] ")
_ROOM_TO_ANSWER, _ROOM_IN_A_LIST = Mm(13.5), Mm(9)
_ROWS_KEPT_TOGETHER = 9
_MAP_WIDTH_MM = 166


def word_form(title: str, markdown: str, language: str) -> bytes:
    """The form as a Word file in A4 with its language set; the Markdown has headings from ###."""
    document = Document()
    form = with_fields(markdown, language)
    set_up(document, title, language, is_wide=form.is_wide)
    document.add_heading(title, level=1)
    writing = _Writing(document, form)
    for node in SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(form.markdown)).children:
        writing.add_block(node)
    stream = io.BytesIO()
    document.save(stream)
    return _without_times(stream.getvalue())


@dataclass(frozen=True, slots=True)
class _Writing:
    """A form that is being written into a file."""

    document: WordDocument
    form: Form

    @property
    def width(self) -> int:
        """Of the text, in millimetres."""
        return text_width(is_wide=self.form.is_wide)

    def add_block(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "heading":
                self.document.add_heading(_plain(node), level=max(int(node.tag[1]) - 1, 2))
            case "paragraph":
                self.add_text(node, None)
            case "bullet_list":
                for item in node.children:
                    self.add_text(item, None if _TASK.match(_plain(item)) else "List Bullet")
            case "ordered_list":
                numbers = _new_numbering(self.document)
                for item in node.children:
                    paragraph = self.add_text(item, "List Number")
                    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbers
            case "table":
                self.add_table(node)
            case "blockquote":
                for child in node.children:
                    self.add_block(child)
            case "hr":
                self.document.add_paragraph()
            case _:
                raise ValueError(f"Our forms use no {node.type}; teach publishing what to do with it.")

    def add_text(self, node: SyntaxTreeNode, style: str | None) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        if _TASK.match(_plain(node)):
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(7), Mm(-7)
            paragraph.paragraph_format.space_after = Pt(3)
        fields = [self.form.fields[int(number)] for number in FIELD.findall(_plain(node))]
        blanks = sum(one.kind is FieldKind.LINE for one in fields)
        for blank in range(1, blanks + 1):
            alignment = WD_TAB_ALIGNMENT.RIGHT if blank == blanks else WD_TAB_ALIGNMENT.LEFT
            stop = Mm(self.width * blank / blanks)
            paragraph.paragraph_format.tab_stops.add_tab_stop(stop, alignment, WD_TAB_LEADER.LINES)
        if blanks:
            paragraph.paragraph_format.space_before = Pt(8)
        self.add_runs(paragraph, node)
        return paragraph

    def add_runs(self, paragraph: Paragraph, node: SyntaxTreeNode) -> None:
        """The text with its emphasis; fields as content controls, those of lines over a line to write on."""
        for leaf in node.walk():
            if leaf.type == "text":
                ancestors = _ancestors(leaf)
                parts = FIELD.split(_TASK.sub("", leaf.content))
                for place, part in enumerate(parts):
                    if place % 2:
                        self.add_field(paragraph, int(part))
                    elif part:
                        run = paragraph.add_run(part)
                        run.bold, run.italic = "strong" in ancestors or None, "em" in ancestors or None
            elif leaf.type in ("softbreak", "hardbreak"):
                paragraph.add_run("\n" if leaf.type == "hardbreak" else " ")

    def add_field(self, paragraph: Paragraph, number: int) -> None:
        field = self.form.fields[number]
        if field.kind is FieldKind.MAP:
            picture = io.BytesIO(map_png(self.form.language))
            shape = paragraph.add_run().add_picture(picture, width=Mm(_MAP_WIDTH_MM))
            # python-docx has no name for the text of a picture.
            shape._inline.docPr.set("descr", ALTERNATIVES[self.form.language])
            return
        paragraph._p.append(content_control(field, number))
        if field.kind is FieldKind.TICK:
            paragraph.add_run(" ")

    def add_table(self, node: SyntaxTreeNode) -> None:
        rows = [row for part in node.children for row in part.children]
        texts = [[without_fields(_plain(cell)) for cell in row.children] for row in rows]
        shares = column_shares(texts)
        table = self.document.add_table(rows=len(rows), cols=len(shares), style="Table Grid")
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Mm(self.width * share / sum(shares))
        for number, row in enumerate(rows):
            is_kept = number < len(rows) - 1 and len(rows) <= _ROWS_KEPT_TOGETHER
            for column, cell in zip(table.columns, row.children, strict=True):
                self.fill_cell(column.cells[number], cell, column.width, is_head=number == 0)
                column.cells[number].paragraphs[0].paragraph_format.keep_with_next = is_kept
            _set_row(table, number, is_blank=number > 0 and not all(texts[number]))
        gap = self.document.add_paragraph()
        gap.paragraph_format.space_after = Pt(0)
        gap.paragraph_format.line_spacing = Pt(5)

    def fill_cell(self, cell: _Cell, node: SyntaxTreeNode, width: Length | None, *, is_head: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        self.add_runs(paragraph, node)
        for run in paragraph.runs:
            run.font.size = Pt(10)
            run.bold = is_head or run.bold
        if width is not None:
            cell.width = width
        if is_head:
            cell._tc.get_or_add_tcPr().append(word_element("w:shd", val="clear", color="auto", fill="EEF2F0"))


def _new_numbering(document: WordDocument) -> int:
    """A numbering that begins with 1; the style's own would count on from list to list."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    number = style.pPr.numPr.numId.val
    (abstract,) = numbering.xpath(f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    fresh = numbering.add_num(int(abstract))
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def _ancestors(node: SyntaxTreeNode) -> set[str]:
    types = set()
    while node.parent is not None:
        node = node.parent
        types.add(node.type)
    return types


def _set_row(table: Table, number: int, *, is_blank: bool) -> None:
    row = table.rows[number]
    properties = row._tr.get_or_add_trPr()
    properties.append(word_element("w:cantSplit"))
    if is_blank:
        row.height = _ROOM_TO_ANSWER if len(table.columns) == 2 else _ROOM_IN_A_LIST
    if number == 0:
        properties.append(word_element("w:tblHeader"))


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(leaf.content for leaf in node.walk() if leaf.type == "text")


def _without_times(content: bytes) -> bytes:
    """The same ZIP with one fixed time, so that the same form is the same file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
