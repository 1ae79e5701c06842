"""Needs of all sides -> overlaps, gaps and clashes, with the lines that they rest on beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document as WordFile

from indexer import name_in
from indexer.rooms import Line, Need, NeedFinding, Place, Room, Round, read_needs
from web.exports.word import printable
from web.rooms.sheets.expectations_presenter import add_understandings
from web.rooms.writing.record_form import label_id, side_names
from web.site.language import page_language, translate

GROUPS: Mapping[str, tuple[str, ...]] = {"overlap": ("meets", "same"), "gap": ("gap",), "clash": ("clash",)}
_HEADINGS = {"overlap": "Overlap", "gap": "Huller", "clash": "Sammenstød"}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as a page says it: whose it is, what they were asked, and their words."""

    side: str
    asked: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding by its code, with its one or two lines."""

    code: str
    lines: tuple[ShownLine, ...]


def needs_shown(room: Room, round_: Round) -> Mapping[str, object]:
    """The findings of a round by group, in the order of the page."""
    return {"groups": _groups(room, round_)}


def add_findings(file: WordFile, room: Room, round_: Round) -> None:
    """Write the findings, and what was agreed of them, into a Word file."""
    for group, findings in _groups(room, round_).items():
        file.add_heading(translate(_HEADINGS[group]), level=2)
        for finding in findings:
            words = " · ".join(f"{line.side}, {line.asked.lower()}: {line.text}" for line in finding.lines)
            file.add_paragraph(printable(words), style="List Bullet")
        if not findings:
            file.add_paragraph(translate("Ingen, så vidt vi kan se af ordene."))
    add_understandings(file, room, round_)


def _groups(room: Room, round_: Round) -> dict[str, tuple[ShownFinding, ...]]:
    sheets = [sheet for sheet in round_.shown if isinstance(sheet, Need)]
    found = read_needs(sheets, page_language())
    names = side_names(room)
    return {
        group: tuple(_shown(one, names) for code in codes for one in found if one.code == code)
        for group, codes in GROUPS.items()
    }


def _shown(finding: NeedFinding, names: Mapping[str, str]) -> ShownFinding:
    lines = (line for line in (finding.line, finding.other) if line is not None)
    return ShownFinding(finding.code, tuple(_line(line, names) for line in lines))


def _line(line: Line, names: Mapping[str, str]) -> ShownLine:
    asked = name_in(label_id(Place("needs", "x", line.field)), page_language())
    return ShownLine(names.get(line.side, ""), asked, line.text)
