"""The tools that are nothing but a form: which sections of the record each shows, and what it says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indexer import Message
from indexer.rooms import SECTIONS, Room
from web.rooms.partnership_tools.form_notes import (
    budget_notes,
    closing_notes,
    goal_notes,
    no_notes,
    risk_notes,
    role_notes,
)


@dataclass(frozen=True, slots=True)
class FormTool:
    """A tool: the ids of its sections in their order, and what is to be said of what stands there."""

    id: str
    sections: tuple[str, ...]
    notes: Callable[[Room], tuple[Message, ...]] = no_notes

    def is_begun(self, room: Room) -> bool:
        """Whether anything stands in its sections."""
        empty = Room()
        return any(getattr(room, section) != getattr(empty, section) for section in self.sections)


FORM_TOOLS = {
    tool.id: tool
    for tool in (
        FormTool("goals", ("goals",), goal_notes),
        FormTool("risks", ("risks",), risk_notes),
        FormTool("roles", ("tasks", "decisions"), role_notes),
        FormTool("communication", ("communication", "audiences")),
        FormTool("budget", ("money", "hours"), budget_notes),
        FormTool("closing", ("closing", "closing_tasks"), closing_notes),
        FormTool("sources", ("sources",)),
    )
}


def typed_fields(section: str) -> tuple[str, ...]:
    """The names of what people type into a section, in their order."""
    return tuple(name for name in SECTIONS[section].fields if name != "id")
