"""The tools of a room, each a row: its page, the steps of the guide that it belongs to, and whether it was begun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flask import request, url_for

from indexer import DocumentId, Message
from indexer.rooms import Room
from web.rooms.partnership_tools.form_tools import FORM_TOOLS


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool; `endpoint` is its page, with `page` for one of several, and the room tells whether it was begun.
    `write_up` is the document of the collection that tells of it, `also` are others that it is of use for.

    One that `is_main` has a tab on every page. `beside` are blueprints with further pages of it.
    """

    id: str
    endpoint: str
    steps: tuple[int, ...]
    is_begun: Callable[[Room], bool]
    write_up: DocumentId | None = None
    page: Mapping[str, str] = field(default_factory=dict)
    is_main: bool = False
    beside: tuple[str, ...] = ()
    also: tuple[DocumentId, ...] = ()

    @property
    def name(self) -> Message:
        """What it is called."""
        return Message(f"room-tool-{self.id}")

    @property
    def purpose(self) -> Message:
        """What it is for."""
        return Message(f"room-tool-{self.id}-purpose")

    def address(self, token: str) -> str:
        """Where it is in a room."""
        return url_for(self.endpoint, token=token, **cast("dict[str, Any]", self.page))

    @property
    def is_here(self) -> bool:
        """Whether the page at hand is of this tool."""
        own = (request.view_args or {}).items() >= dict(self.page).items()
        here = (request.endpoint or "").partition(".")[0]
        return own and here in (self.endpoint.partition(".")[0], *self.beside)


def _form(tool_id: str, steps: tuple[int, ...], write_up: DocumentId | None = None) -> Tool:
    return Tool(tool_id, "room_forms.form", steps, FORM_TOOLS[tool_id].is_begun, write_up, {"tool": tool_id})


TOOLS = (
    Tool("plan", "room_plan.plan", (1, 2), lambda room: bool(room.plan.text), is_main=True),
    _form("goals", (1, 10)),
    Tool(
        "needs",
        "room_sheets.overview",
        (2, 5),
        lambda room: bool(room.needs),
        DocumentId("vaerktoej-hvad-kan-vi-hvad-vil-du"),
        {"tool": "needs"},
        is_main=True,
        also=(DocumentId("vaerktoej-foerste-moede"),),
    ),
    Tool(
        "network",
        "room_network.network",
        (3, 4),
        lambda room: bool(room.actors),
        DocumentId("vaerktoej-netvaerkskort"),
        is_main=True,
        beside=("room_network_versions", "room_network_entries"),
        also=(DocumentId("vaerktoej-interessentoverblik"),),
    ),
    _form("risks", (4, 6), DocumentId("vaerktoej-risikooverblik")),
    Tool(
        "expectations",
        "room_sheets.overview",
        (6, 9),
        lambda room: bool(room.expectations),
        DocumentId("vaerktoej-forventningsafstemning"),
        {"tool": "expectations"},
    ),
    Tool(
        "agreement",
        "room_agreement.agreement",
        (6,),
        lambda room: bool(room.answers),
        DocumentId("vaerktoej-samarbejdsaftale"),
        is_main=True,
        beside=("room_agreement_sides",),
    ),
    _form("roles", (7,), DocumentId("vaerktoej-roller-og-organisering")),
    _form("communication", (7,), DocumentId("vaerktoej-kommunikationsplan")),
    _form("budget", (8,), DocumentId("vaerktoej-ressourceoverblik")),
    Tool(
        "temperature", "room_sheets.overview", (9,), lambda room: bool(room.temperatures), page={"tool": "temperature"}
    ),
    Tool(
        "evaluation",
        "room_evaluation.evaluation",
        (10,),
        lambda room: bool(room.questions or room.survey_items),
        DocumentId("vaerktoej-evaluering"),
        beside=("room_survey", "room_meeting"),
    ),
    _form("closing", (12,), DocumentId("vaerktoej-god-afslutning")),
    Tool("case", "room_case.case", (12,), lambda room: bool(room.case_draft.title)),
    _form("sources", ()),
)
"""In the order of the guide."""

TOOLS_BY_ID = {tool.id: tool for tool in TOOLS}

_BY_WRITE_UP = {one: tool for tool in TOOLS for one in (tool.write_up, *tool.also) if one}


def tool_in_room(document_id: DocumentId) -> Tool | None:
    """The tool that a write-up of the collection tells of; None where a room has none for it."""
    return _BY_WRITE_UP.get(document_id)


def tools_of_step(number: int) -> tuple[Tool, ...]:
    """The tools that help with a step of the guide."""
    return tuple(tool for tool in TOOLS if number in tool.steps)
