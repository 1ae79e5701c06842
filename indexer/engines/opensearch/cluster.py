"""What is asked of a cluster: requests that end by a deadline, and errors as ours."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from indexer.domain.errors import EngineUnavailable

Json = dict[str, Any]

BUSY = frozenset({429, 502, 503, 504})
"""Answers that another try may better: too much to do, or no node that could."""
TOO_MUCH = frozenset({429})
"""Of these the one that says nothing about nodes."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 2.0
_MOST_CHARACTERS = 300


class Refused(EngineUnavailable):
    """The cluster answered, and would not; `status` is that of HTTP, `error` its own words."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__("cluster-refused", error=f"{status} {error[:_MOST_CHARACTERS]}")
        self.status = status
        self.error = error


class Deadline:
    """The moment by which something must be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds that are left; negative when it is over."""
        return self._end - time.monotonic()

    def pause(self, attempt: int) -> bool:
        """Wait before the next attempt, longer each time; False, at once, if it would come too late."""
        seconds = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)
        if seconds >= self.remaining:
            return False
        time.sleep(seconds)
        return True


class Cluster(Protocol):
    """What answers requests; tests have a stand-in for it."""

    def request(
        self,
        method: str,
        path: str,
        deadline: Deadline,
        body: object = None,
        parameters: Mapping[str, str] | None = None,
        repeated: Collection[int] = BUSY,
    ) -> Json:
        """The answer to a request, which may be sent several times: it must be one that does no harm then.

        It is sent again while the answers have one of the statuses `repeated`, or there is none.

        Raises:
            Refused: the answer is an error that another try would not better.
            EngineUnavailable: there was no answer by the deadline.
        """
