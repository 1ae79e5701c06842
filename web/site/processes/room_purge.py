"""The removal of rooms whose last day has passed, now and then while the site runs."""

from __future__ import annotations

import logging
import threading

from indexer import Rooms

_EVERY_SECONDS = 6 * 3600.0
_LOG = logging.getLogger(__name__)


class RoomPurge:
    """A thread of the process that answers nobody; a room past its last day cannot be opened before that either."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True, name="room-purge")

    def start(self) -> None:
        """Begin, with what is due now."""
        self._thread.start()

    def stop(self) -> None:
        """End before the next turn."""
        self._stopping.set()

    def _follow(self) -> None:
        while True:
            try:
                if removed := self._rooms.purge():
                    _LOG.info("%d rooms had passed their last day and are removed", removed)
            except OSError as error:
                _LOG.error("Rooms past their last day could not be removed: %s", error)
            if self._stopping.wait(_EVERY_SECONDS):
                return
