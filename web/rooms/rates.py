"""How often one address may begin rooms, change them and try links, in each process; nothing of it is written down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

from indexer import Config

_MAX_REMEMBERED = 10_000
_HOUR, _MINUTE = 3600, 60


class Rate:
    """So many in a time, for each address; safe to share between threads."""

    def __init__(self, most: int, seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, int], int] = {}

    def take(self, address: str) -> bool:
        """Whether the address may once more; it is counted either way."""
        window = int(self._clock() // self._seconds)
        with self._lock:
            if len(self._counts) >= _MAX_REMEMBERED:
                self._counts = {key: count for key, count in self._counts.items() if key[1] == window}
            if len(self._counts) >= _MAX_REMEMBERED:
                self._counts.clear()
            count = self._counts[address, window] = self._counts.get((address, window), 0) + 1
        return count <= self._most

    def demand(self) -> None:
        """Count this request.

        Raises:
            TooManyRequests: its address had its share.
        """
        if not self.take(request.remote_addr or ""):
            raise TooManyRequests(retry_after=self._seconds)


class RoomRates:
    """The rates of one process."""

    def __init__(self, config: Config) -> None:
        settings = config.rooms
        self.begun = Rate(settings.begun_per_hour, _HOUR)
        self.changes = Rate(settings.changes_per_minute, _MINUTE)
        self.misses = Rate(settings.misses_per_minute, _MINUTE)


def install(app: Flask, config: Config) -> None:
    """Keep the rates of the application."""
    app.extensions["samspil-room-rates"] = RoomRates(config)


def room_rates() -> RoomRates:
    """The rates of the current application."""
    return cast(RoomRates, current_app.extensions["samspil-room-rates"])
