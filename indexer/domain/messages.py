"""What is to be said to a person, before it is said: an id of the message catalogue and named arguments.

Errors, faults and records on disk hold these, never finished sentences; `presentation/messages.py` has the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A message of the catalogue; an argument may be a message itself, or a tuple of them."""

    id: str
    arguments: Mapping[str, object] = field(hash=False)

    def __init__(self, message_id: str, /, **arguments: object) -> None:
        # The only way to fill in a frozen dataclass.
        object.__setattr__(self, "id", message_id)
        object.__setattr__(self, "arguments", arguments)

    def __str__(self) -> str:
        stated = ", ".join(f"{name}={value!s}" for name, value in self.arguments.items())
        return f"{self.id} ({stated})" if stated else self.id


def message_record(message: Message) -> dict[str, Any]:
    """The message as JSON can hold it: its id and arguments, those that are messages in the same way."""
    return {"id": message.id, "arguments": {name: _recorded(value) for name, value in message.arguments.items()}}


def message_from(record: Mapping[str, Any]) -> Message:
    """The message that a record was made from.

    Raises:
        KeyError, TypeError: the record is none of a message.
    """
    return Message(record["id"], **{name: _restored(value) for name, value in record["arguments"].items()})


def _recorded(value: object) -> object:
    if isinstance(value, Message):
        return message_record(value)
    if isinstance(value, tuple):
        return [_recorded(one) for one in value]
    return value if isinstance(value, int | float) else str(value)


def _restored(value: object) -> object:
    if isinstance(value, dict):
        return message_from(value)
    return tuple(map(_restored, value)) if isinstance(value, list) else value
