"""What stands on a page of a PDF beside its own text: values of forms, notes and written-on text, what pictures show.

By pdfium, which runs no action here. What is hidden is left out.
"""

from __future__ import annotations

import ctypes
import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.extraction.formats.descriptions import description

MOST_ANNOTATIONS = 2_000
"""Annotations that are looked at on one page."""

NOTE_MARK = "Note: "
"""Begins what readers wrote onto a page; the word is Danish and English."""

_MOST_CHARACTERS = 20_000
_MOST_ELEMENTS = 5_000
_MOST_OBJECTS = 300
_PICTURES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
_NOT_SEEN = 0x02 | 0x20  # hidden, no view (ISO 32000-1, table 165)
_PASSWORD_FIELD = 1 << 13
_WITHOUT_WORDS = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
_FIELDS_WITH_WORDS = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)
_MARKUP = re.compile(r"<[^>]*>")
Read = Callable[[Any, int], int]


def annotation_lines(page: pypdfium2.PdfPage) -> tuple[list[str], bool]:
    """Values of fields and, marked as such, notes, each once in the page's order; and whether there were too many."""
    count = pdfium.FPDFPage_GetAnnotCount(page)
    lines: dict[str, None] = {}
    for number in range(min(count, MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if annotation:
            try:
                lines[_words(annotation, page.formenv)] = None
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)
    return [line for line in lines if line], count > MOST_ANNOTATIONS


def _words(annotation: object, forms: pypdfium2.PdfFormEnv | None) -> str:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind in _WITHOUT_WORDS or pdfium.FPDFAnnot_GetFlags(annotation) & _NOT_SEEN:
        return ""
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        return _value(annotation, forms)
    text = _stated(annotation, b"Contents") or html.unescape(_MARKUP.sub(" ", _stated(annotation, b"RC")))
    return f"{NOTE_MARK}{text}" if text.strip() else ""


def _value(annotation: object, forms: pypdfium2.PdfFormEnv | None) -> str:
    """What was typed or chosen in a field; what is ticked says nothing by itself."""
    if forms is None:
        return ""
    if pdfium.FPDFAnnot_GetFormFieldType(forms, annotation) not in _FIELDS_WITH_WORDS:
        return ""
    if pdfium.FPDFAnnot_GetFormFieldFlags(forms, annotation) & _PASSWORD_FIELD:
        return ""
    return _text(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(forms, annotation, buffer, size))


def _stated(annotation: object, key: bytes) -> str:
    return _text(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def picture_lines(page: pypdfium2.PdfPage) -> list[str]:
    """What the pictures of a tagged page show, as the file says, each once in their order."""
    # The tree of a page takes a third of the time of its text: it is asked for where there is a picture.
    if not _has_picture(page):
        return []
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        texts = map(description, map(_alternative, _elements(tree)))
        return list(dict.fromkeys(text for text in texts if text))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether one of the first objects of a page is a picture."""
    count = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    objects = (pdfium.FPDFPage_GetObject(page, place) for place in range(count))
    return any(pdfium.FPDFPageObj_GetType(one) in _PICTURES for one in objects)


def _elements(tree: object) -> Iterator[object]:
    """The elements of a tree in order, no more than are looked at."""
    # Without recursion: a tree may be nested without end.
    roots = range(min(pdfium.FPDF_StructTree_CountChildren(tree), _MOST_ELEMENTS))
    waiting = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, place) for place in reversed(roots)]
    for _ in range(_MOST_ELEMENTS):
        if not waiting:
            return
        element = waiting.pop()
        if element:
            yield element
            inner = range(min(max(pdfium.FPDF_StructElement_CountChildren(element), 0), _MOST_ELEMENTS))
            waiting += [pdfium.FPDF_StructElement_GetChildAtIndex(element, place) for place in reversed(inner)]


def _alternative(element: object) -> str:
    return _text(lambda buffer, size: pdfium.FPDF_StructElement_GetAltText(element, buffer, size))


def _text(read: Read) -> str:
    """A text that pdfium gives as UTF-16 with a zero at its end; left out where it is longer than is kept."""
    size = read(None, 0)
    if not 2 < size <= 2 * _MOST_CHARACTERS:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    read(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
