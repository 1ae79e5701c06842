"""A blank form as DOCX: Markdown headings, paragraphs, lists and tables in Word's own styles."""

from __future__ import annotations

import datetime
import io
import re

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_TASK = re.compile(r"^\[( |x)\] ")
_BLANK = re.compile(r"_{3,}")
_LANGUAGES = {"da": "da-DK", "en": "en-GB"}


def word_form(title: str, markdown: str, language: str) -> bytes:
    """The form as a Word file in A4 with its language set."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "Samspil", _LANGUAGES[language]
    properties.created = properties.modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    language_tag = OxmlElement("w:lang")
    language_tag.set(qn("w:val"), _LANGUAGES[language])
    normal.element.get_or_add_rPr().append(language_tag)
    document.add_heading(title, level=1)
    for node in SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(markdown)).children:
        _add_block(document, node)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_block(document: WordDocument, node: SyntaxTreeNode) -> None:
    match node.type:
        case "heading":
            document.add_heading(_plain(node), level=max(int(node.tag[1]) - 1, 2))
        case "paragraph":
            _add_text(document, node, None)
        case "bullet_list" | "ordered_list":
            for item in node.children:
                is_task = bool(_TASK.match(_plain(item)))
                style = None if is_task else "List Bullet" if node.type == "bullet_list" else "List Number"
                _add_text(document, item, style)
        case "table":
            _add_table(document, node)
        case "blockquote":
            for child in node.children:
                _add_block(document, child)
        case "hr":
            document.add_paragraph()
        case _:
            raise ValueError(f"Our forms use no {node.type}; teach publishing what to do with it.")


def _add_text(document: WordDocument, node: SyntaxTreeNode, style: str | None) -> None:
    paragraph = document.add_paragraph(style=style)
    for leaf in node.walk():
        if leaf.type == "text":
            text = _TASK.sub("☐ ", leaf.content)
            run = paragraph.add_run(_BLANK.sub("_" * 40, text))
            ancestors = _ancestors(leaf)
            run.bold, run.italic = "strong" in ancestors, "em" in ancestors
        elif leaf.type in ("softbreak", "hardbreak"):
            paragraph.add_run("\n" if leaf.type == "hardbreak" else " ")


def _ancestors(node: SyntaxTreeNode) -> set[str]:
    types = set()
    while node.parent is not None:
        node = node.parent
        types.add(node.type)
    return types


def _add_table(document: WordDocument, node: SyntaxTreeNode) -> None:
    rows = [row for part in node.children for row in part.children]
    table = document.add_table(rows=len(rows), cols=len(rows[0].children))
    table.style = "Table Grid"
    for row_number, row in enumerate(rows):
        for column, cell in enumerate(row.children):
            run = table.cell(row_number, column).paragraphs[0].add_run(_plain(cell))
            run.bold = row_number == 0
        if row_number:
            table.rows[row_number].height = Mm(12)
    document.add_paragraph()


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(leaf.content for leaf in node.walk() if leaf.type == "text")
