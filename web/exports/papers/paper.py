"""What a paper is made of, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from indexer import Language

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of the paper; `level` is 2 or 3, and 3 stands below a 2."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, whose lines are kept; `is_aside` where it is said by the way."""

    kind: ClassVar[str] = "paragraph"
    text: str
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row names the columns; an empty cell is one to write in."""

    kind: ClassVar[str] = "table"
    rows: Rows


@dataclass(frozen=True, slots=True)
class Boxes:
    """Answers with a box before each, to be ticked by pen."""

    kind: ClassVar[str] = "boxes"
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """So many lines to write on."""

    kind: ClassVar[str] = "lines"
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, as SVG for paper and as PNG for Word, and what it shows for those who do not see it."""

    kind: ClassVar[str] = "picture"
    svg: str
    png: bytes
    alternative: str
    millimetres: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows stands on a page of its own."""

    kind: ClassVar[str] = "page"


Block = Heading | Paragraph | Bullets | Table | Boxes | Lines | Picture | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in a language; `subtitle` is "" for none."""

    title: str
    subtitle: str
    language: Language
    blocks: tuple[Block, ...]
