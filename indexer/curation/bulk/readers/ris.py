"""RIS: a tag a line, TY before each reference and ER behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.curation.bulk.readers.reference_names import name_of_ris
from indexer.curation.bulk.readers.reference_types import type_of_ris
from indexer.curation.bulk.readers.references import Reference, reference_table, year_in
from indexer.curation.bulk.readers.table import RowMessage, Table
from indexer.domain.messages import Message
from indexer.domain.texts.web_addresses import is_page_of
from indexer.domain.works.work_parts import WORK_PARTS, PartType

RIS_FACTS = {"C2": "municipality", "C3": "country", "C4": "library", "C5": "partners"}
"""Tags that RIS leaves to each program, as we use them; C1 holds the years."""

RIS_PRESENTED = {"U1": "title", "U2": "title_other", "U3": "kind", "U4": "authors"}
"""Tags that say what our document is called, where the entry is of the work that it presents."""

RIS_PAGE = "LK"
"""Leads to our page, where the entry is of the work that it presents."""

_CONTAINERS = ("T2", "JO", "JF", "BT")
_PARTS = {
    part.ris: part.name
    for part in WORK_PARTS
    if part.ris and part.name != "title" and part.type in (PartType.TEXT, PartType.ISBN)
}
_OWN = {*RIS_FACTS, *RIS_PRESENTED, RIS_PAGE}
_READ = _OWN.union("TY ER ID TI T1 TT AU A1 PY Y1 DA AB N2 KW LA UR DO M3 C1 SP EP".split(), _CONTAINERS, _PARTS)
_TAGS = _READ | frozenset(
    """
    A2 A3 A4 AD AN AV BT C6 C7 C8 CA CN CP CT CY DB DP ED EP ET IS J1 J2 JA JF JO KP L1 L2 L3 L4 LB LK M1 M2 N1 NV OP
    PB PP RI RN RP SE SN SP ST T2 T3 TA U1 U2 U3 U4 U5 VL VO Y2
    """.split()
)
_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9])([ \t]{1,4})-(?:[ \t](.*)|[ \t]*)$")
_ITSELF = frozenset("TY ER ID Y2 DB DP ST".split())
"""Tags that say nothing of the work that our collection would keep."""


@dataclass
class _Entry:
    """A reference while its lines are read; `is_open` until ER."""

    number: int
    line: int
    has_type: bool = True
    is_open: bool = True
    tags: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""

    def add(self, tag: str, value: str) -> None:
        self.tags.setdefault(tag, []).append(value.strip())
        self.last = tag

    def go_on(self, text: str) -> None:
        """A line without a tag goes on with the value of the one before."""
        values = self.tags[self.last]
        values[-1] = f"{values[-1]} {text.strip()}".strip()


def read_ris(text: str) -> Table:
    """The table of a file of references.

    Raises:
        InvalidEntry: no reference begins in it.
    """
    entries, stray = _entries(text)
    whole = [entry for entry in entries if entry.has_type]
    faults = [
        RowMessage(str(entry.number), "", Message("ris-without-type", line=entry.line))
        for entry in entries
        if not entry.has_type
    ]
    notes = [RowMessage("", "", Message("lines-outside", count=len(stray), first=stray[0]))] if stray else []
    # The note of an entry of ours says in words what its other tags say.
    said = {tag for entry in whole for tag in entry.tags if tag != "N1" or RIS_PAGE not in entry.tags}
    unread = sorted(said - _READ - _ITSELF)
    if unread:
        notes.append(RowMessage("", "", Message("columns-not-used", columns=", ".join(unread))))
    return reference_table(map(_reference, whole), len(entries), faults, notes)


def _entries(text: str) -> tuple[list[_Entry], list[int]]:
    """Every entry that has a mark, and the lines that belong to none."""
    entries: list[_Entry] = []
    stray: list[int] = []
    for number, line in enumerate(re.split(r"\r\n?|\n", text), start=1):
        if line.strip() and not _take(line, number, entries):
            stray.append(number)
    return entries, stray


def _take(line: str, number: int, entries: list[_Entry]) -> bool:
    """Whether a line belongs to an entry, which it may begin or end."""
    tag, value = _tagged(line)
    current = entries[-1] if entries and entries[-1].is_open else None
    if tag == "TY" or (tag not in ("", "ER") and current is None):
        current = _Entry(len(entries) + 1, number, has_type=tag == "TY")
        entries.append(current)
    if current is None or not (tag or current.last):
        return False
    if tag == "ER":
        current.is_open = False
    elif tag:
        current.add(tag, value)
    else:
        current.go_on(line)
    return True


def _tagged(line: str) -> tuple[str, str]:
    """Tag and value of a line, ("", "") without a tag; with one blank before the hyphen only where RIS has the tag."""
    found = _LINE.match(line)
    if found is None or (len(found.group(2)) < 2 and found.group(1) not in _TAGS):
        return "", ""
    return found.group(1), found.group(3) or ""


def _reference(entry: _Entry) -> Reference:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in entry.tags.get(tag, ()) if value), "")

    def every(*tags: str) -> list[str]:
        return [value for tag in tags for value in entry.tags.get(tag, ()) if value]

    return Reference(
        number=entry.number,
        type=type_of_ris(first("TY")),
        id=first("ID"),
        kind_name=first("M3"),
        title=first("TI", "T1"),
        title_other=first("TT"),
        summary=first("AB", "N2"),
        language=first("LA"),
        year=year_in(first("PY", "Y1", "DA")),
        span=first("C1"),
        doi=first("DO"),
        authors=list(map(name_of_ris, every("AU", "A1"))),
        keywords=every("KW"),
        urls=every("UR"),
        parts={
            **{name: first(tag) for tag, name in _PARTS.items()},
            "container": first(*_CONTAINERS),
            "pages": "-".join(filter(None, (first("SP"), first("EP")))),
        },
        page=first(RIS_PAGE) if first("ID") and is_page_of(first(RIS_PAGE), first("ID")) else "",
        presented={key: every(tag) for tag, key in RIS_PRESENTED.items()},
        facts={key: every(tag) for tag, key in RIS_FACTS.items()},
        notes=tuple(_notes(entry)),
    )


def _notes(entry: _Entry) -> Iterator[Message]:
    if entry.is_open:
        yield Message("ris-without-end", line=entry.line)
