"""Whether a page of a PDF has white words on white, which only machines read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.extraction.formats.pdf_files.plain_calls import address_of, of_characters

_EVERY = 25
"""A character in so many is looked at before all are: white words are rare, and looking takes time."""

_WHITE = 250
_LEAST_CHARACTERS = 3
_MOST_CHARACTERS = 20_000
_MOST_OBJECTS = 5_000
_GROUNDS = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)
_Box = tuple[float, float, float, float]
_fill_color_at = of_characters(pdfium.FPDFText_GetFillColor, 4)


def has_white_words(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> bool:
    """Whether some characters are white and nothing else than white was drawn where they stand."""
    count = min(text_page.count_chars(), _MOST_CHARACTERS)
    if next(_white_characters(text_page, range(0, count, _EVERY)), None) is None:
        return False
    grounds = list(_grounds(page))
    white = _white_characters(text_page, range(count))
    hidden = (place for place in white if not _stands_on(grounds, text_page.get_charbox(place)))
    return sum(1 for _ in zip(hidden, range(_LEAST_CHARACTERS), strict=False)) == _LEAST_CHARACTERS


def _white_characters(text_page: pypdfium2.PdfTextPage, places: Iterable[int]) -> Iterator[int]:
    """Which of the characters at these places are white."""
    color = (ctypes.c_uint * 4)()
    page, red = address_of(text_page), ctypes.addressof(color)
    green, blue, alpha = red + 4, red + 8, red + 12
    for place in places:
        is_told = _fill_color_at(page, place, red, green, blue, alpha)
        # Most words are black, which their red alone tells.
        if is_told and color[0] >= _WHITE and min(color[:3]) >= _WHITE and not _is_blank(text_page, place):
            yield place


def _is_blank(text_page: pypdfium2.PdfTextPage, place: int) -> bool:
    # Blanks that pdfium puts between words have no colour of their own.
    return chr(pdfium.FPDFText_GetUnicode(text_page, place)).isspace()


def _grounds(page: pypdfium2.PdfPage) -> Iterator[_Box]:
    """Where pictures, shades, forms and filled shapes that are not white lie."""
    for number, item in enumerate(page.get_objects(max_depth=1)):
        if number >= _MOST_OBJECTS:
            return
        if item.type in _GROUNDS or (item.type == pdfium.FPDF_PAGEOBJ_PATH and _is_colored(item)):
            yield item.get_bounds()


def _is_colored(path: pypdfium2.PdfObject) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    is_told = pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return not is_told or min(red.value, green.value, blue.value) < _WHITE


def _stands_on(grounds: list[_Box], box: _Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in grounds)
