"""The parts of a work: a row for each, in the order of files, forms and exports."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class PartType(enum.Enum):
    """How a part is written in a file."""

    TYPE = "one of the types"
    TEXT = "a text"
    AUTHORS = "a list of names"
    YEAR = "a year of four digits"
    PAGES = "the first page, or the first and the last"
    DOI = "a DOI"
    ISBN = "an ISBN"
    ADDRESS = "a web address"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPart:
    """A row.

    Attributes:
        name: as files, forms and Work have it.
        says: what it says, one English phrase for the documentation.
        limit: most characters.
        ris, bibtex, csl: what the formats call it where that is the same for works of every type; else "".
    """

    name: str
    says: str
    type: PartType = PartType.TEXT
    limit: int = 300
    is_required: bool = False
    ris: str = ""
    bibtex: str = ""
    csl: str = ""


WORK_PARTS: tuple[WorkPart, ...] = (
    WorkPart(name="type", type=PartType.TYPE, is_required=True, says="what it is, one of the types below"),
    WorkPart(name="title", is_required=True, ris="TI", csl="title", says="its own title, in its own language"),
    WorkPart(
        name="authors", type=PartType.AUTHORS,
        says='who made it: `{ family = "Bryson", given = "John M." }` a person, `{ name = "KL" }` an organisation',
    ),
    WorkPart(name="year", type=PartType.YEAR, ris="PY", bibtex="year", says="the year in which it came out"),
    WorkPart(name="container", ris="T2", csl="container-title", says="the journal, book, series or website it is in"),
    WorkPart(name="volume", limit=100, ris="VL", bibtex="volume", csl="volume", says="the volume"),
    WorkPart(name="issue", limit=100, ris="IS", bibtex="number", csl="issue", says="the issue of the volume"),
    WorkPart(
        name="pages", type=PartType.PAGES, limit=100, bibtex="pages", csl="page",
        says="the pages that it fills: `44-55`",
    ),
    WorkPart(
        name="edition", limit=100, ris="ET", bibtex="edition", csl="edition",
        says="the edition, where it is not the first",
    ),
    WorkPart(name="publisher", ris="PB", csl="publisher", says="the publisher, or the institution behind it"),
    WorkPart(name="place", ris="CY", bibtex="address", csl="publisher-place", says="where the publisher is at home"),
    WorkPart(name="doi", type=PartType.DOI, ris="DO", bibtex="doi", csl="DOI", says="its DOI, kept as `10.1108/…`"),
    WorkPart(
        name="isbn", type=PartType.ISBN, ris="SN", bibtex="isbn", csl="ISBN", says="its ISBN, kept without hyphens",
    ),
    WorkPart(
        name="url", type=PartType.ADDRESS, limit=2000, ris="UR", bibtex="url", csl="URL",
        says="where it can be read, if not by its DOI",
    ),
)  # fmt: skip  # a row is read as a row

PARTS_BY_NAME = {part.name: part for part in WORK_PARTS}
