"""A page in reading order: as pdfium gives it, or by its geometry where signs tell that its own order is wrong.

pdfium gives text in the order of the file. The boxes of its text objects, some for each line, say whether that order
jumps: only then are the boxes of words asked for.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

import pypdfium2
from pypdfium2 import raw

from indexer.extraction.formats.pdf_files.layout.layout_signs import is_disordered
from indexer.extraction.formats.pdf_files.layout.page_geometry import Boxes, object_boxes, placed_words
from indexer.extraction.formats.pdf_files.layout.placed_pieces import pieces_of
from indexer.extraction.formats.pdf_files.layout.reading_order import SEPARATOR, read_pieces

_LEAST_CHARACTERS = 40
_MOST_CHARACTERS = 30_000
_PROBES, _LEAST_PROBES, _WIDE, _HOLES = 6, 3, 0.55, 0.8
_LEAST_PER_PIECE = 2.5
_RIGHT_TO_LEFT = {"R", "AL"}


def reread(text_page: pypdfium2.PdfTextPage, text: str) -> str:
    """The text of a page in reading order: as it is, unless a sign says that its order is wrong."""
    if not _LEAST_CHARACTERS <= len(text) <= _MOST_CHARACTERS:
        return text
    boxes = object_boxes(text_page)
    if not is_disordered(boxes) and not _has_holes(text_page, boxes):
        return text
    # Scripts from right to left have an order of their own.
    if any(map(_is_right_to_left, set(text))):
        return text
    pieces = pieces_of(placed_words(text_page, text))
    # Turned and vertical scripts fall apart into letters.
    if sum(len(piece.text) for piece in pieces) < _LEAST_PER_PIECE * len(pieces):
        return text
    read = read_pieces(pieces)
    return read if _is_whole(read, text) else text


def _has_holes(text_page: pypdfium2.PdfTextPage, boxes: Boxes) -> bool:
    """Whether long lines have nothing, or a blank, in the middle of the page: columns within one text object."""
    if not len(boxes):
        return False
    (left, right), widths = (boxes[:, 0].min(), boxes[:, 2].max()), boxes[:, 2] - boxes[:, 0]
    wide = boxes[widths >= _WIDE * (right - left)]
    chosen = wide[:: max(1, len(wide) // _PROBES)].tolist()
    if len(chosen) < _LEAST_PROBES:
        return False
    allowed = len(chosen) - _HOLES * len(chosen)
    letters = 0
    for _, bottom, _, top in chosen:
        place = raw.FPDFText_GetCharIndexAtPos(
            text_page, (left + right) / 2, (top + bottom) / 2, 1.0, (top - bottom) / 2
        )
        letters += place >= 0 and not chr(raw.FPDFText_GetUnicode(text_page, place)).isspace()
        if letters > allowed:  # on most pages after a look or two, each of which passes over all characters
            return False
    return True


def _is_right_to_left(character: str) -> bool:
    return character > "\u0590" and unicodedata.bidirectional(character) in _RIGHT_TO_LEFT


def _is_whole(read: str, text: str) -> bool:
    """Whether nothing but blanks, separators and what was printed twice is gone."""
    before, after = (Counter(part) for part in (text, read))
    for sign in (*" \r\n\t\xa0\x00\x02\xad-\ufffe", *SEPARATOR.strip()):
        before.pop(sign, None)
        after.pop(sign, None)
    return not after - before and {*before} == {*after}
