"""How often one address may do something, in each process; nothing of it is written down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from flask import request
from werkzeug.exceptions import TooManyRequests

_MAX_REMEMBERED = 10_000


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
