"""Processes that answer: forked from one that has everything open, and forked again when one ends."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable

_LOG = logging.getLogger(__name__)
_AGAIN_SECONDS = 1.0
"""Between two starts of a worker, so that one that cannot live does not take the machine."""
_END_SECONDS = 15.0


class Workers:
    """So many processes that each run `serve`, which ends by SystemExit. They end when this process does."""

    def __init__(self, count: int, serve: Callable[[], None]) -> None:
        self._serve = serve
        self._count = count
        self._running: dict[int, float] = {}
        self._alive, self._held = os.pipe()

    def start(self) -> None:
        """Fork what is missing."""
        while len(self._running) < self._count:
            self._running[self._fork()] = time.monotonic()

    def renew(self) -> None:
        """Put another in the place of each that has ended."""
        for pid, began in list(self._running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self._running[pid]
                _LOG.error("A worker of the site ended (%s) and is started again", os.waitstatus_to_exitcode(status))
                time.sleep(max(0.0, _AGAIN_SECONDS - (time.monotonic() - began)))
        self.start()

    def stop(self) -> None:
        """Let all of them finish what they are at, and end."""
        for pid in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        gives_up = time.monotonic() + _END_SECONDS
        while self._running:
            for pid in list(self._running):
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del self._running[pid]
                elif time.monotonic() > gives_up:
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)

    def _fork(self) -> int:
        pid = os.fork()
        if pid:
            return pid
        try:
            signal.signal(signal.SIGTERM, _end)
            signal.signal(signal.SIGINT, _end)
            os.close(self._held)
            threading.Thread(target=self._end_with_parent, daemon=True, name="parent").start()
            self._serve()
            os._exit(0)
        except BaseException:
            _LOG.exception("A worker of the site failed")
        finally:
            os._exit(1)

    def _end_with_parent(self) -> None:
        os.read(self._alive, 1)  # nothing is ever written: the pipe ends with the process that holds its other end
        os.kill(os.getpid(), signal.SIGTERM)


def _end(_number: int, _frame: object) -> None:
    raise SystemExit
