"""Attempts to sign in that failed: each name is slowed down after some, and locked for a while after more."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

_FREE_FAILURES = 2
_MAX_NAMES = 10_000
"""Names remembered: someone who tries ever new ones must not fill the memory."""


@dataclass(slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0


class SignInThrottle:
    """How long each name, known or not, must wait before its next attempt counts."""

    def __init__(self, max_attempts: int, lock_seconds: float, clock: Callable[[], float] = time.time) -> None:
        self._max_attempts = max_attempts
        self._lock_seconds = lock_seconds
        self._clock = clock
        self._failures: dict[str, _Failures] = {}

    def wait_seconds(self, name: str) -> int:
        """Doubling after two failures, then the time of a lock; 0 when the next attempt counts."""
        failures = self._failures.get(name)
        if failures is None or failures.count <= _FREE_FAILURES:
            return 0
        is_locked = failures.count >= self._max_attempts
        left = failures.last + (self._lock_seconds if is_locked else 2.0 ** (failures.count - _FREE_FAILURES))
        left -= self._clock()
        if left <= 0 and is_locked:
            self.forget(name)
        # Rounded up: who has waited as long as was said is not refused once more.
        return max(0, -int(-left // 1))

    def note_failure(self, name: str) -> None:
        """Count a failed attempt; the names that failed longest ago are forgotten first."""
        while len(self._failures) >= _MAX_NAMES:
            self._failures.pop(next(iter(self._failures)), None)
        failures = self._failures.pop(name, _Failures())
        failures.count += 1
        failures.last = self._clock()
        self._failures[name] = failures

    def forget(self, name: str) -> None:
        """Let a name begin anew: it signed in, or has a new password."""
        self._failures.pop(name, None)
