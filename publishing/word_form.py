"""A blank form as DOCX: Markdown headings, paragraphs, lists and tables in Word's own styles."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from publishing.markdown_to_typst import column_shares
from publishing.typesetting import WORDINGS

_TASK = re.compile(r"^\[( |x)\] ")
_BLANK = re.compile(r"_{3,}")
_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_INK, _GREY = RGBColor(0x16, 0x21, 0x2B), RGBColor(0x4C, 0x5A, 0x63)
_TEXT_WIDTH_MM = 210 - 2 * 22
_ROOM_TO_ANSWER, _ROOM_IN_A_LIST = Mm(13.5), Mm(9)
_ROWS_KEPT_TOGETHER = 9
_MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TICK_BOX = f"""
<w:sdt xmlns:w="{_WORD}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">
  <w:sdtPr><w14:checkbox>
    <w14:checked w14:val="0"/>
    <w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
    <w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>
  </w14:checkbox></w:sdtPr>
  <w:sdtContent><w:r>
    <w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>
    <w:t>☐</w:t>
  </w:r></w:sdtContent>
</w:sdt>"""
# Without it Word opens the file in the mode of an old version.
_NEWEST_WORD = f"""
<w:compat xmlns:w="{_WORD}">
  <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>"""


def word_form(title: str, markdown: str, language: str) -> bytes:
    """The form as a Word file in A4 with its language set; the Markdown has headings from ###."""
    document = Document()
    _set_properties(document, title, language)
    _set_styles(document, _LANGUAGES[language])
    _set_page(document, title, f"Samspil · {WORDINGS[language].form_imprint}")
    document.add_heading(title, level=1)
    for node in SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(markdown)).children:
        _add_block(document, node)
    stream = io.BytesIO()
    document.save(stream)
    return _without_times(stream.getvalue())


def _set_properties(document: WordDocument, title: str, language: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "Samspil", _LANGUAGES[language]
    properties.subject, properties.comments = WORDINGS[language].form_imprint, ""
    properties.created = properties.modified = _MADE
    properties.last_modified_by = "Samspil"
    (old_compatibility,) = document.settings.element.xpath("./w:compat")
    document.settings.element.replace(old_compatibility, parse_xml(_NEWEST_WORD))


def _set_styles(document: WordDocument, language_tag: str) -> None:
    root = document.styles.element
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), language_tag)
    for fonts in root.iter(qn("w:rFonts")):  # fonts of the theme would win over those that are named
        for name in [name for name in fonts.attrib if str(name).endswith("Theme")]:
            del fonts.attrib[name]
    sizes = {"Normal": 11, "Heading 1": 20, "Heading 2": 13.5, "Heading 3": 11.5}
    for name, size in sizes.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), _INK
        space = style.paragraph_format
        space.space_before, space.space_after = (Pt(0), Pt(6)) if size in (11, 20) else (Pt(14), Pt(5))
        space.keep_with_next = name != "Normal"
    normal_properties = document.styles["Normal"].element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), language_tag)
    normal_properties.append(tag)


def _set_page(document: WordDocument, title: str, imprint: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance = section.footer_distance = Mm(11)
    _small(section.header.paragraphs[0], imprint)
    footer = section.footer.paragraphs[0]
    footer_style = document.styles["Footer"]
    assert isinstance(footer_style, ParagraphStyle)
    footer_style.paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(_TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    _small(footer, f"{title}\t")
    for name, between in (("PAGE", " / "), ("NUMPAGES", "")):
        _add_field(footer, name)
        _small(footer, between)


def _small(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), _GREY


def _add_field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    run.font.size, run.font.color.rgb = Pt(9), _GREY
    field.append(run._r)
    paragraph._p.append(field)


def _add_block(document: WordDocument, node: SyntaxTreeNode) -> None:
    match node.type:
        case "heading":
            document.add_heading(_plain(node), level=max(int(node.tag[1]) - 1, 2))
        case "paragraph":
            _add_text(document, node, None)
        case "bullet_list":
            for item in node.children:
                _add_text(document, item, None if _TASK.match(_plain(item)) else "List Bullet")
        case "ordered_list":
            numbers = _new_numbering(document)
            for item in node.children:
                paragraph = _add_text(document, item, "List Number")
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbers
        case "table":
            _add_table(document, node)
        case "blockquote":
            for child in node.children:
                _add_block(document, child)
        case "hr":
            document.add_paragraph()
        case _:
            raise ValueError(f"Our forms use no {node.type}; teach publishing what to do with it.")


def _new_numbering(document: WordDocument) -> int:
    """A numbering that begins with 1; the style's own would count on from list to list."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    number = style.pPr.numPr.numId.val
    (abstract,) = numbering.xpath(f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    fresh = numbering.add_num(int(abstract))
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def _add_text(document: WordDocument, node: SyntaxTreeNode, style: str | None) -> Paragraph:
    paragraph = document.add_paragraph(style=style)
    if _TASK.match(_plain(node)):
        paragraph._p.append(parse_xml(_TICK_BOX))
        paragraph.add_run(" ")
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(7), Mm(-7)
        paragraph.paragraph_format.space_after = Pt(3)
    blanks = len(_BLANK.findall(_plain(node))) + sum(leaf.type == "hr" for leaf in node.walk())
    for blank in range(1, blanks + 1):
        alignment = WD_TAB_ALIGNMENT.RIGHT if blank == blanks else WD_TAB_ALIGNMENT.LEFT
        stop = Mm(_TEXT_WIDTH_MM * blank / blanks)
        paragraph.paragraph_format.tab_stops.add_tab_stop(stop, alignment, WD_TAB_LEADER.LINES)
    if blanks:
        paragraph.paragraph_format.space_before = Pt(8)
    _add_runs(paragraph, node)
    return paragraph


def _add_runs(paragraph: Paragraph, node: SyntaxTreeNode) -> None:
    """The text with its emphasis; blanks as tabs with a line under them."""
    for leaf in node.walk():
        if leaf.type == "hr":  # a list item of underscores only
            paragraph.add_run("\t")
        elif leaf.type == "text":
            run = paragraph.add_run(_BLANK.sub("\t", _TASK.sub("", leaf.content)))
            ancestors = _ancestors(leaf)
            run.bold, run.italic = "strong" in ancestors or None, "em" in ancestors or None
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
    texts = [[_plain(cell) for cell in row.children] for row in rows]
    shares = column_shares(texts)
    table = document.add_table(rows=len(rows), cols=len(shares), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(_TEXT_WIDTH_MM * share / sum(shares))
    for number, row in enumerate(rows):
        is_kept = number < len(rows) - 1 and len(rows) <= _ROWS_KEPT_TOGETHER
        for column, cell in zip(table.columns, row.children, strict=True):
            _fill_cell(column.cells[number], cell, column.width, is_head=number == 0)
            column.cells[number].paragraphs[0].paragraph_format.keep_with_next = is_kept
        _set_row(table, number, is_blank=number > 0 and not all(texts[number]))
    gap = document.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(5)


def _fill_cell(cell: _Cell, node: SyntaxTreeNode, width: Length | None, *, is_head: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    _add_runs(paragraph, node)
    for run in paragraph.runs:
        run.font.size = Pt(10)
        run.bold = is_head or run.bold
    if width is not None:
        cell.width = width
    if is_head:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill="EEF2F0"))


def _set_row(table: Table, number: int, *, is_blank: bool) -> None:
    row = table.rows[number]
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if is_blank:
        row.height = _ROOM_TO_ANSWER if len(table.columns) == 2 else _ROOM_IN_A_LIST
    if number == 0:
        properties.append(_element("w:tblHeader"))


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(leaf.content for leaf in node.walk() if leaf.type == "text")


def _without_times(content: bytes) -> bytes:
    """The same ZIP with one fixed time, so that the same form is the same file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
