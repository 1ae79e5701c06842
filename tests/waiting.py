"""Waiting for what lasts once it is so; a busy machine may take its time."""

from __future__ import annotations

import time
from collections.abc import Callable

GIVE_UP_SECONDS = 900.0
"""Not how long anything may take: only so that a fault ends the tests some day."""


def wait_until(condition: Callable[[], object], every_seconds: float = 0.05) -> None:
    """Wait for something that stays true: what may pass again could pass between two looks."""
    gives_up = time.monotonic() + GIVE_UP_SECONDS
    while not condition():
        assert time.monotonic() < gives_up, "it never came true"
        time.sleep(every_seconds)
