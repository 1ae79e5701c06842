"""A page as a picture, and where its words stand on it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path


class PictureSize(enum.IntEnum):
    """How wide a picture is, in pixels."""

    THUMBNAIL = 240
    PAGE = 1100


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of a page; a word that a line end divides has a box for each part.

    Attributes:
        word: letters and digits alone, case folded.
        boxes: (left, top, width, height) in pixels from the upper left corner.
    """

    word: str
    boxes: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a PNG file of so many pixels, with its words in the order of the file."""

    path: Path
    width: int
    height: int
    words: tuple[PlacedWord, ...]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is said of a file that is offered for download; `pages` is 0 where it has none, or they cannot be told."""

    title: str
    pages: int
    size_bytes: int
