"""What pdfium says of where the text of a page stands, written into arrays by as few calls as may be."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from indexer.extraction.formats.pdf_files.plain_calls import address_of, of_characters

_MOST_BOXES = 1_000
_WORD = re.compile(r"[^\s\0]+")
_LEVEL_EMS = 0.02
_WIDEST_CHARACTER, _WIDER_BY = 0.8, 1.0

Boxes = NDArray[np.float64]
"""A row for each box: left, bottom, right, top in points, the last counted upwards."""

_rectangle_at = of_characters(raw.FPDFText_GetRect, 4)
_loose_box_at = of_characters(raw.FPDFText_GetLooseCharBox, 1)


class PlacedWords(NamedTuple):
    """Words in the order of the file; of a word whose letters do not follow each other on a line each by itself.

    Attributes:
        spans: where each begins and ends in `text`.
    """

    text: str
    spans: NDArray[np.int64]
    boxes: Boxes


def object_boxes(text_page: pypdfium2.PdfTextPage) -> Boxes:
    """The boxes of the first text objects, some for each line, in the order of the file."""
    count = min(raw.FPDFText_CountRects(text_page, 0, -1), _MOST_BOXES)
    boxes = np.empty((max(count, 0), 4))
    page, place = address_of(text_page), boxes.ctypes.data
    for number in range(count):
        # In pdfium's order: left, top, right, bottom.
        _rectangle_at(page, number, place, place + 24, place + 16, place + 8)
        place += 32
    return boxes


def placed_words(text_page: pypdfium2.PdfTextPage, text: str) -> PlacedWords:
    """The words of a page with their boxes, as high as their type; `text` is the page's as pdfium gives it."""
    count = raw.FPDFText_CountChars(text_page)
    if len(text) != count:  # characters without a sign of their own have a box, but no place in the text
        text = "".join(chr(raw.FPDFText_GetUnicode(text_page, number)) for number in range(count))
    spans = np.array([found.span() for found in _WORD.finditer(text)], np.int64).reshape(-1, 2)
    ends = _loose_boxes(text_page, np.column_stack((spans[:, 0], spans[:, 1] - 1)).ravel())
    first, last = ends[0::2], ends[1::2]
    whole = _stand_together(first, last, spans[:, 1] - spans[:, 0])
    boxes = np.column_stack((np.minimum(first[:, :2], last[:, :2]), np.maximum(first[:, 2:], last[:, 2:])))
    return PlacedWords(text, spans, boxes) if whole.all() else _with_letters(text_page, (text, spans, boxes), whole)


def _stand_together(first: Boxes, last: Boxes, lengths: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the letters between the first and the last of a word can only stand between them, on one line."""
    em = first[:, 3] - first[:, 1]
    is_level = np.abs(first[:, 1::2] - last[:, 1::2]).max(axis=1, initial=0.0) <= _LEVEL_EMS * em
    is_onward = (lengths == 1) | ((first[:, 0] < last[:, 0]) & (first[:, 2] <= last[:, 2]))
    is_dense = last[:, 2] - first[:, 0] <= (_WIDEST_CHARACTER * lengths + _WIDER_BY) * em
    stand: NDArray[np.bool_] = (is_level & is_onward & is_dense) | (lengths == 1)
    return stand


def _with_letters(
    text_page: pypdfium2.PdfTextPage, words: tuple[str, NDArray[np.int64], Boxes], whole: NDArray[np.bool_]
) -> PlacedWords:
    """The same, with each letter of the words that are not whole by itself."""
    text, spans, boxes = words
    letters = np.concatenate([np.arange(start, end) for start, end in spans[~whole].tolist()])
    all_spans = np.concatenate((spans[whole], np.column_stack((letters, letters + 1))))
    all_boxes = np.concatenate((boxes[whole], _loose_boxes(text_page, letters)))
    order = np.argsort(all_spans[:, 0], kind="stable")
    return PlacedWords(text, all_spans[order], all_boxes[order])


def _loose_boxes(text_page: pypdfium2.PdfTextPage, characters: NDArray[np.int64]) -> Boxes:
    """The boxes of characters, as high as the type is."""
    found = np.zeros((len(characters), 4), np.float32)
    page, place = address_of(text_page), found.ctypes.data
    for number in characters.tolist():
        _loose_box_at(page, number, place)
        place += 16
    # In pdfium's order: left, top, right, bottom.
    return found[:, [0, 3, 2, 1]].astype(np.float64)
