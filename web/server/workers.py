"""Processes that answer: forked from one that has everything open, and forked again when one ends."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import NoReturn

_LOG = logging.getLogger(__name__)
_AGAIN_SECONDS = 1.0
"""Between two starts of a worker, so that one that cannot live does not take the machine."""
_END_SECONDS = 15.0


class Workers:
    """So many processes that each run `serve`, which ends by SystemExit. They end when this process does.

    `serve` is given the number of the process, from 0; one that is started again has that of the one before.
    """

    def __init__(self, count: int, serve: Callable[[int], None]) -> None:
        self._serve = serve
        self._count = count
        self._running: dict[int, float] = {}
        self._numbers: dict[int, int] = {}
        self._alive, self._held = os.pipe()

    def start(self) -> None:
        """Fork what is missing."""
        for number in sorted(set(range(self._count)) - set(self._numbers.values())):
            pid = self._fork(number)
            self._running[pid], self._numbers[pid] = time.monotonic(), number

    def renew(self) -> None:
        """Put another in the place of each that has ended."""
        for pid, began in list(self._running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self._running[pid], self._numbers[pid]
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

    def _fork(self, number: int) -> int:
        pid = os.fork()
        if not pid:
            with _EndOfProcess():
                self._work(number)
        return pid

    def _work(self, number: int) -> None:
        signal.signal(signal.SIGTERM, _end)
        # Ctrl-C goes to the whole group: who ends before the process above did is taken for one that failed.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(self._held)
        threading.Thread(target=self._end_with_parent, daemon=True, name="parent").start()
        self._serve(number)

    def _end_with_parent(self) -> None:
        os.read(self._alive, 1)  # nothing is ever written: the pipe ends with the process that holds its other end
        os.kill(os.getpid(), signal.SIGTERM)


class _EndOfProcess:
    """A block after which a forked process ends: what stands above it on the stack is its parent's."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> NoReturn:
        has_failed = error is not None and not isinstance(error, SystemExit)
        if has_failed:
            _LOG.error("A worker of the site failed", exc_info=error)
        os._exit(int(has_failed))


def _end(_number: int, _frame: object) -> None:
    raise SystemExit
