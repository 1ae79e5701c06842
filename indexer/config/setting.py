"""A key of config.toml: its default and its help stand side by side with its name."""

from __future__ import annotations

from dataclasses import field
from typing import TypeVar

Value = TypeVar("Value")


def setting(default: Value, help_text: str, choices: tuple[str, ...] = ()) -> Value:
    """A field with its help, which the documentation test compares with config.toml, and what it may be."""
    return field(default=default, metadata={"help": help_text, "choices": choices})
