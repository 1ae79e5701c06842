"""The tools of a room, each a row: its page, the steps of the guide that it belongs to, and whether it was begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer import Message
from indexer.rooms import Room


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool; `endpoint` is its page, and whether it was begun is told by what the room holds."""

    endpoint: str
    name: Message
    purpose: Message
    steps: tuple[int, ...]
    is_begun: Callable[[Room], bool]


TOOLS = (
    Tool(
        "room_plan.plan",
        Message("room-tool-plan"),
        Message("room-tool-plan-purpose"),
        (1, 2),
        lambda room: bool(room.plan.text),
    ),
    Tool(
        "room_network.network",
        Message("room-tool-network"),
        Message("room-tool-network-purpose"),
        (3, 4),
        lambda room: bool(room.actors),
    ),
    Tool(
        "room_agreement.agreement",
        Message("room-tool-agreement"),
        Message("room-tool-agreement-purpose"),
        (6,),
        lambda room: bool(room.answers),
    ),
)
"""In the order of the guide."""


def tools_of_step(number: int) -> tuple[Tool, ...]:
    """The tools that help with a step of the guide."""
    return tuple(tool for tool in TOOLS if number in tool.steps)
