"""What costs, made when a thread first asks for it and then shared by all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class MadeOnce(Generic[Made]):
    """Values by field."""

    def __init__(self) -> None:
        self._made: dict[str, Made] = {}
        self._lock = threading.RLock()

    def get(self, field: str, make: Callable[[], Made]) -> Made:
        """The field's value; `make` is called by one thread, while others that ask for it wait."""
        found = self._made.get(field)
        if found is None:
            with self._lock:
                # Once more: another thread may have made it while this one waited.
                found = self._made.get(field)
                if found is None:
                    found = self._made[field] = make()
        return found
