"""Where pdfium's order of a page is wrong: signs that tell it at little cost, and the page read by its geometry.

pdfium gives text in the order of the file. The boxes of its text objects, some for each line, say whether that order
jumps: only then is each character's box asked for, which takes several times as long as the text itself.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from indexer.extraction.formats.pdf_files.layout.layout_signs import Box, around, covers, is_disordered
from indexer.extraction.formats.pdf_files.layout.page_pieces import Piece
from indexer.extraction.formats.pdf_files.layout.reading_order import SEPARATOR, read_pieces

_LEAST_CHARACTERS = 40
_MOST_CHARACTERS = 30_000
_MOST_BOXES = 1_000
_GAP = 0.9
_PROBES, _LEAST_PROBES, _WIDE, _HOLES = 6, 3, 0.55, 0.8
_BACKWARDS_EMS = 1.0
_LEAST_PER_PIECE = 2.5
_HIGHER_BY = 1.6
_RIGHT_TO_LEFT = {"R", "AL"}


def reread(text_page: pypdfium2.PdfTextPage, text: str) -> str:
    """The text of a page in reading order: as it is, unless a sign says that its order is wrong."""
    if not _LEAST_CHARACTERS <= len(text) <= _MOST_CHARACTERS:
        return text
    boxes = _boxes(text_page)
    if not is_disordered(boxes) and not _has_holes(text_page, boxes):
        return text
    pieces = _once(_pieces(text_page))
    characters = sum(len(piece.text) for piece in pieces)
    # Turned and vertical scripts fall apart into letters, and those from right to left have an order of their own.
    if characters < _LEAST_PER_PIECE * len(pieces) or any(map(_is_right_to_left, text)):
        return text
    read = read_pieces(pieces)
    return read if _is_whole(read, text) else text


def _boxes(text_page: pypdfium2.PdfTextPage) -> list[Box]:
    """The boxes of the first text objects, in the order of the file."""
    count = min(raw.FPDFText_CountRects(text_page, 0, -1), _MOST_BOXES)
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    places = [ctypes.byref(value) for value in (left, top, right, bottom)]
    rectangle_at, pointer = raw.FPDFText_GetRect, text_page.raw
    found = []
    for number in range(count):
        rectangle_at(pointer, number, *places)
        found.append(Box(left.value, bottom.value, right.value, top.value))
    return found


def _has_holes(text_page: pypdfium2.PdfTextPage, boxes: Sequence[Box]) -> bool:
    """Whether long lines have nothing, or a blank, in the middle of the page: columns within one text object."""
    if not boxes:
        return False
    whole = around(boxes)
    wide = [box for box in boxes if box.width >= _WIDE * whole.width]
    chosen = wide[:: max(1, len(wide) // _PROBES)]
    if len(chosen) < _LEAST_PROBES:
        return False
    middle = (whole.left + whole.right) / 2
    holes = 0
    for box in chosen:
        place = raw.FPDFText_GetCharIndexAtPos(text_page, middle, (box.top + box.bottom) / 2, 1.0, box.height / 2)
        holes += place < 0 or chr(raw.FPDFText_GetUnicode(text_page, place)).isspace()
    return holes >= _HOLES * len(chosen)


def _pieces(text_page: pypdfium2.PdfTextPage) -> list[Piece]:
    """The characters of a page, put together as far as they follow each other on a line."""
    pieces: list[Piece] = []
    parts: list[str] = []
    left = bottom = right = top = 0.0
    is_blank = False
    # Thousands of characters: plain numbers, for a value of its own for each box takes three times as long.
    for character, (own_left, own_bottom, own_right, own_top) in _characters(text_page):
        if character.isspace():
            is_blank = True
        elif parts and _goes_on((left, bottom, right, top), (own_left, own_bottom, own_right, own_top), len(parts)):
            parts.append(f" {character}" if is_blank else character)
            left, bottom = (own_left if own_left < left else left), (own_bottom if own_bottom < bottom else bottom)
            right, top = (own_right if own_right > right else right), (own_top if own_top > top else top)
            is_blank = False
        else:
            if parts:
                pieces.append(Piece("".join(parts), left, bottom, right, top))
            parts, is_blank = [character], False
            left, bottom, right, top = own_left, own_bottom, own_right, own_top
    if parts:
        pieces.append(Piece("".join(parts), left, bottom, right, top))
    return pieces


_Edges = tuple[float, float, float, float]


def _characters(text_page: pypdfium2.PdfTextPage) -> Iterator[tuple[str, _Edges]]:
    rectangle = raw.FS_RECTF()
    place, pointer = ctypes.byref(rectangle), text_page.raw
    unicode_at, box_at = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    for number in range(raw.FPDFText_CountChars(text_page)):
        character = chr(unicode_at(pointer, number))
        if character.isspace() or character == "\0":
            yield " ", (0.0, 0.0, 0.0, 0.0)
        else:
            box_at(pointer, number, place)
            yield character, (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _goes_on(piece: _Edges, own: _Edges, characters: int) -> bool:
    """Whether a character belongs to the piece before it, which has so many."""
    left, bottom, right, top = own
    height, piece_height = top - bottom, piece[3] - piece[1]
    em = (height if height < piece_height else piece_height) or max(height, piece_height)
    shared = (top if top < piece[3] else piece[3]) - (bottom if bottom > piece[1] else piece[1])
    if shared <= 0.4 * em or left > piece[2] + _GAP * em or left < piece[2] - _BACKWARDS_EMS * em:
        return left == right and bottom == top  # marks that pdfium adds have no place of their own
    # A letter several lines high is a piece by itself.
    return not (height > _HIGHER_BY * piece_height or (characters == 1 and piece_height > _HIGHER_BY * height))


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Without what is printed once more over the same text, a little aside."""
    kept: list[Piece] = []
    last: dict[str, Piece] = {}
    for piece in pieces:
        before = last.get(piece.text)
        if before is None or not covers(_box_of(before), _box_of(piece)):
            kept.append(piece)
        last[piece.text] = piece
    return kept


def _box_of(piece: Piece) -> Box:
    return Box(piece.left, piece.bottom, piece.right, piece.top)


def _is_right_to_left(character: str) -> bool:
    return character > "\u0590" and unicodedata.bidirectional(character) in _RIGHT_TO_LEFT


def _is_whole(read: str, text: str) -> bool:
    """Whether nothing but blanks, separators and what was printed twice is gone."""
    before, after = (Counter(part) for part in (text, read))
    for sign in (*" \r\n\t\xa0\x00\x02\xad-\ufffe", *SEPARATOR.strip()):
        before.pop(sign, None)
        after.pop(sign, None)
    return not after - before and {*before} == {*after}
