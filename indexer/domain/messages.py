"""What is to be said to a person, before it is said: an id of the message catalogue and named arguments.

Errors, faults and records on disk hold these, never finished sentences; `presentation/messages.py` has the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A message of the catalogue; an argument may be a message itself, or a tuple of them."""

    id: str
    arguments: Mapping[str, object] = field(hash=False)

    def __init__(self, message_id: str, /, **arguments: object) -> None:
        object.__setattr__(self, "id", message_id)
        object.__setattr__(self, "arguments", arguments)

    def __str__(self) -> str:
        stated = ", ".join(f"{name}={value!s}" for name, value in self.arguments.items())
        return f"{self.id} ({stated})" if stated else self.id
