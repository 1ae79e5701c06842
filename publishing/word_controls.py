"""Content controls of Word: places to write and boxes to tick, each with its name."""

from __future__ import annotations

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from publishing.form_fields import FieldKind, FormField

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
_TEXT_CONTROL = f"""
<w:sdt xmlns:w="{_WORD}">
  <w:sdtPr><w:showingPlcHdr/><w:text w:multiLine="1"/></w:sdtPr>
  <w:sdtContent><w:r><w:t xml:space="preserve">\u00a0\u00a0\u00a0\u00a0</w:t></w:r></w:sdtContent>
</w:sdt>"""
_ALIAS_LETTERS = 64


def content_control(field: FormField, number: int) -> BaseOxmlElement:
    """A control that Word names by the field; empty, it shows a line or nothing, as on paper."""
    is_tick = field.kind in (FieldKind.TICK, FieldKind.BOX)
    control = parse_xml(_TICK_BOX if is_tick else _TEXT_CONTROL)
    properties = control.find(qn("w:sdtPr"))
    assert properties is not None
    names = (("w:alias", field.label[:_ALIAS_LETTERS]), ("w:tag", f"felt-{number + 1}"), ("w:id", str(number + 1)))
    for place, (name, value) in enumerate(names):
        properties.insert(place, word_element(name, val=value))
    if field.kind is FieldKind.LINE:
        (text,) = control.iter(qn("w:t"))
        run = text.getparent()
        assert run is not None
        run.replace(text, OxmlElement("w:tab"))
    return control


def word_element(name: str, **attributes: str) -> BaseOxmlElement:
    """An element of WordprocessingML, for what python-docx has no name for."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
