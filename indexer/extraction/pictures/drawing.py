"""What a worker process runs: one page drawn, and where its words stand. Everything here may be killed or crash."""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from indexer.domain.documents.page_picture import PlacedWord
from indexer.domain.texts.characters import incoming_text
from indexer.extraction.cleaning.repeated_letters import print_once
from indexer.extraction.pictures.png import encode_png

TOO_LARGE, FAILED = "too-large", "failed"
_LARGEST_POINTS = 14_400.0
"""What the standard allows a side of a page to be (ISO 32000, annex C): 200 inches."""

_MOST_ROWS = 4_000
_LEAST_PIXELS = 16
_MOST_WORDS = 5_000
_DIVIDED = "\ufffe\\s*|\x02\\s*|\xad\\s*|-\r?\n"
_WORD = re.compile(rf"[^\W_]+(?:(?:{_DIVIDED})[^\W_]+)*")
_DIVISION = re.compile(_DIVIDED)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a PNG of so many pixels."""

    png: bytes
    width: int
    height: int
    words: tuple[PlacedWord, ...]


def draw_page(path: Path, number: int, width: int) -> Drawn | str:
    """A page, counted from 1, as wide as asked for; else the code of what is wrong with it."""
    try:
        with contextlib.closing(pypdfium2.PdfDocument(path)) as pdf, contextlib.closing(pdf[number - 1]) as page:
            return _drawn(page, width)
    except (pypdfium2.PdfiumError, MemoryError, ValueError, IndexError, OverflowError):
        return FAILED


def _drawn(page: pypdfium2.PdfPage, width: int) -> Drawn | str:
    points = page.get_size()
    # Comparisons with what is no number are false.
    if not all(0 < side <= _LARGEST_POINTS for side in points):
        return TOO_LARGE
    scale = min(width / points[0], _MOST_ROWS / points[1])
    if min(points) * scale < _LEAST_PIXELS:
        return TOO_LARGE
    bitmap = page.render(scale=scale, rev_byteorder=True, draw_annots=True)
    with contextlib.closing(bitmap):
        pixels = bitmap.to_numpy()[:, :, :3].copy()
    height, real_width = pixels.shape[:2]
    return Drawn(encode_png(pixels), real_width, height, tuple(_words(page, (real_width, height))))


def _words(page: pypdfium2.PdfPage, size: tuple[int, int]) -> Iterator[PlacedWord]:
    """The words of a page; of one that a line end divides also the parts, for its hyphen may be its own."""
    text_page = page.get_textpage()
    with contextlib.closing(text_page):
        text = text_page.get_text_range()
        for count, found in enumerate(_WORD.finditer(text)):
            if count >= _MOST_WORDS:
                return
            parts, start = [], found.start()
            for part in _DIVISION.split(found.group()):
                place = text.index(part, start)
                parts.append(PlacedWord(_key(part), tuple(_boxes(text_page, page, (place, len(part)), size))))
                start = place + len(part)
            if len(parts) > 1:
                boxes = tuple(box for part in parts for box in part.boxes)
                yield PlacedWord(_key("".join(part.word for part in parts)), boxes)
            yield from parts


def _key(word: str) -> str:
    return print_once(incoming_text(word)).casefold()


def _boxes(
    text_page: pypdfium2.PdfTextPage, page: pypdfium2.PdfPage, characters: tuple[int, int], size: tuple[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """The boxes of characters, given as the first and how many, in pixels."""
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    for number in range(raw.FPDFText_CountRects(text_page, *characters)):
        raw.FPDFText_GetRect(text_page, number, left, top, right, bottom)
        corners = [_pixel(page, size, x.value, y.value) for x, y in ((left, top), (right, bottom))]
        (x1, x2), (y1, y2) = (sorted(axis) for axis in zip(*corners, strict=True))
        if x2 > x1 and y2 > y1:
            yield x1, y1, x2 - x1, y2 - y1


def _pixel(page: pypdfium2.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    """By pdfium, which knows how the page is turned and cut."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value
