"""What samspil doctor says of each thing that it looked at."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class State(enum.StrEnum):
    """How something stands: `look` works and could be better, `fault` does not work."""

    OK = "ok"
    LOOK = "look"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it stands, and what to do; "" where nothing is."""

    about: str
    state: State
    told: str
    advice: str = ""
