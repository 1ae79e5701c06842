"""The tools that have sheets: the section of the record each keeps them in, and what its page shows once all are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docx.document import Document as WordFile

from indexer.rooms import Room, Round
from web.rooms.sheets.expectations_presenter import add_understandings, expectations_shown
from web.rooms.sheets.needs_presenter import add_findings, needs_shown
from web.rooms.sheets.temperature_presenter import add_temperature, temperature_shown

Shown = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SheetTool:
    """A tool: `shown` is what its template gets beside the sheets, `add_to` what its Word file has after them.

    One that `is_repeated` begins a new round when the last has been seen.
    """

    id: str
    section: str
    shown: Callable[[Room, Round], Shown]
    add_to: Callable[[WordFile, Room, Round], None]
    is_repeated: bool = False


SHEET_TOOLS = {
    tool.id: tool
    for tool in (
        SheetTool("needs", "needs", needs_shown, add_findings),
        SheetTool("expectations", "expectations", expectations_shown, add_understandings),
        SheetTool("temperature", "temperatures", temperature_shown, add_temperature, is_repeated=True),
    )
}
