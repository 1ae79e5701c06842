"""The page of a form as DOCX: its properties, its styles, and what stands at its head and foot."""

from __future__ import annotations

import datetime

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from publishing.typesetting import WORDINGS

MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""When every form says that it was made, so that the same form is the same file."""

_LANGUAGES = {"da": "da-DK", "en": "en-GB"}
_INK, _GREY = RGBColor(0x16, 0x21, 0x2B), RGBColor(0x4C, 0x5A, 0x63)
_MARGIN_MM = 22
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Without it Word opens the file in the mode of an old version.
_NEWEST_WORD = f"""
<w:compat xmlns:w="{_WORD}">
  <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>"""


def set_up(document: WordDocument, title: str, language: str, *, is_wide: bool) -> None:
    """Properties, styles, head and foot of a form in A4, on its side where it is wide."""
    _set_properties(document, title, language)
    _set_styles(document, _LANGUAGES[language])
    _set_page(document, title, f"Samspil · {WORDINGS[language].form_imprint}", is_wide=is_wide)


def text_width(*, is_wide: bool) -> int:
    """The width of the text, in millimetres."""
    return (297 if is_wide else 210) - 2 * _MARGIN_MM


def _set_properties(document: WordDocument, title: str, language: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "Samspil", _LANGUAGES[language]
    properties.subject, properties.comments = WORDINGS[language].form_imprint, ""
    properties.created = properties.modified = MADE
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


def _set_page(document: WordDocument, title: str, imprint: str, *, is_wide: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
    if is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.header_distance = section.footer_distance = Mm(11)
    _small(section.header.paragraphs[0], imprint)
    footer = section.footer.paragraphs[0]
    footer_style = document.styles["Footer"]
    assert isinstance(footer_style, ParagraphStyle)
    footer_style.paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(text_width(is_wide=is_wide)), WD_TAB_ALIGNMENT.RIGHT)
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
