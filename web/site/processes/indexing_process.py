"""Who makes the index equal to the corpus while the site runs: a process beside it that is woken after each save."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Protocol

from indexer import CONFIG_VARIABLE, Config, EngineUnavailable, Message, message_from, message_of, seconds_until

_CHANGES = ("added", "changed", "withdrawn", "rebuilt")
"""What of a report says that the index is another one."""

_REPAIR_AGAIN_SECONDS = 5.0
_AFTER_SECONDS, _MOST_SECONDS = 0.2, 3600.0
"""A little after an embargo ends; looked at anew each hour, for clocks are set."""


class IndexFollower(Protocol):
    """What pages ask of the indexing process; nothing here waits for it."""

    def wake(self) -> None:
        """Let the index follow the corpus now."""

    def rebuild(self) -> None:
        """Let a new index be built; the old one serves meanwhile."""

    def repair(self) -> None:
        """Let the index be looked at soon: it cannot be used."""

    @property
    def is_busy(self) -> bool:
        """Whether the process is at work."""

    @property
    def last_fault(self) -> Message | None:
        """Why the last run failed; None if it did not."""


class NoFollower:
    """For sites without a process beside them, as in tests: the index follows when someone runs `samspil index`."""

    is_busy = False
    last_fault: Message | None = None

    def wake(self) -> None:
        """Nothing follows at once."""

    def rebuild(self) -> None:
        """Nothing follows at once."""

    def repair(self) -> None:
        """Nothing follows at once."""


class ProcessFollower:
    """`samspil index --on-demand` as a process that stays: it is started again should it end.

    A thread hands it one line per run; saves only set an event.
    """

    def __init__(self, config: Config, on_change: Callable[[], None] = lambda: None) -> None:
        """`on_change` is called after each run that changed the index."""
        self._config = config
        self._on_change = on_change
        self._every = config.index.reconcile_every_seconds or None
        self._event = threading.Event()
        self._stopping = threading.Event()
        self._is_rebuild_wanted, self._next_public = False, ""
        self._repaired = -_REPAIR_AGAIN_SECONDS
        self._process: subprocess.Popen[str] | None = None
        self.is_busy = False
        self.last_fault: Message | None = None
        self._thread = threading.Thread(target=self._follow, daemon=True, name="index-follower")

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Let the process end after what it is doing."""
        self._stopping.set()
        self._event.set()
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()

    def wake(self) -> None:
        """See IndexFollower.wake."""
        self._event.set()

    def rebuild(self) -> None:
        """See IndexFollower.rebuild."""
        self._is_rebuild_wanted = True
        self._event.set()

    def repair(self) -> None:
        """See IndexFollower.repair; every visitor asks for it, so not more often than now and then."""
        if time.monotonic() - self._repaired > _REPAIR_AGAIN_SECONDS:
            self._repaired = time.monotonic()
            self._event.set()

    def _follow(self) -> None:
        while not self._stopping.is_set():
            self._event.wait(self._seconds_to_wait())
            # Before the run: a save that comes while it lasts asks for another one.
            self._event.clear()
            if self._stopping.is_set():
                return
            rebuild, self._is_rebuild_wanted = self._is_rebuild_wanted, False
            self.is_busy = True
            try:
                self.last_fault = self._run("rebuild" if rebuild else "reconcile")
            except (EngineUnavailable, OSError, ValueError) as error:
                self.last_fault = message_of(error)
                self._let_go()
                # Or one that ends as soon as it begins would be started without a pause.
                self._stopping.wait(1.0)
                self._is_rebuild_wanted |= rebuild  # what was asked for is not done yet
                self._event.set()
            self.is_busy = False

    def _seconds_to_wait(self) -> float | None:
        """Until the next look, or the end of the next embargo if that comes before; None to wait for a save."""
        if not self._next_public:
            return self._every
        left = min(seconds_until(self._next_public) + _AFTER_SECONDS, _MOST_SECONDS)
        return left if self._every is None else min(self._every, left)

    def _run(self, order: str) -> Message | None:
        """Have an order done; why it could not be.

        Raises:
            EngineUnavailable, OSError, ValueError: the process ended, or its answer is none.
        """
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{order}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise EngineUnavailable("indexing-ended", code=process.wait())
        report = json.loads(answer)
        if any(report.get(key) for key in _CHANGES):
            self._on_change()
        self._next_public = str(report.get("next_public") or "")
        fault = report.get("error")
        return message_from(fault) if fault else None

    def _let_go(self) -> None:
        """Forget a process that ended or answers nonsense."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is not None:
            self._let_go()
        if self._process is None:
            command = [sys.executable, "-m", "indexer", "index", "--on-demand"]
            environment = os.environ | {CONFIG_VARIABLE: str(self._config.path)}
            # Our own interpreter and module, nothing of a visitor.
            self._process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                bufsize=1,
            )
        return self._process
