"""What one attempt at one file may use."""

from __future__ import annotations

import time
from dataclasses import dataclass

SHARE_FOR_READING = 0.75


@dataclass(frozen=True, slots=True)
class ExtractionLimits:
    """Limits of one attempt, as config.toml states them."""

    timeout_seconds: float = 15.0
    memory_megabytes: int = 1024
    page_limit: int = 2000
    text_megabytes: float = 20.0

    @property
    def text_characters(self) -> int:
        """The limit on text, taking a character for a byte."""
        return int(self.text_megabytes * 1_000_000)


class Allowance:
    """Counts what an attempt has used, so that it can stop in good order with a part of the text.

    A quarter of the time is left for cleaning what was read.
    """

    def __init__(self, limits: ExtractionLimits) -> None:
        self.limits = limits
        self._reading_ends = time.monotonic() + SHARE_FOR_READING * limits.timeout_seconds
        self._characters = limits.text_characters

    def spend(self, text: str) -> None:
        """Count a text that was read."""
        self._characters -= len(text)

    @property
    def is_out_of_text(self) -> bool:
        """Whether more text was read than is kept."""
        return self._characters < 0

    @property
    def is_out_of_time(self) -> bool:
        """Whether no further page may be begun."""
        return time.monotonic() > self._reading_ends
