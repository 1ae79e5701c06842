"""Who sends what followers wait for while the site runs: a process that is started when a mail is due."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

from indexer import CONFIG_VARIABLE, Config, KnowledgeBaseError, Outbox

_LOG = logging.getLogger(__name__)


class FollowProcess:
    """`samspil follow send`, run when somebody is to be written to; where mail is not set up nothing is started.

    The outbox is one of its own: workers are forked meanwhile, and must inherit no lock that a thread holds.
    """

    def __init__(self, config: Config, outbox: Outbox, *, sends_mail: bool) -> None:
        self._config, self._outbox, self._every = config, outbox, 60 * config.mail.send_every_minutes
        self._is_on = sends_mail and self._every > 0
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._follow, daemon=True, name="follow-mail")

    def start(self) -> None:
        """Begin to look."""
        if self._is_on:
            self._thread.start()

    def stop(self) -> None:
        """End now; a mail that is being handed over counts as sent, the others wait."""
        self._stopping.set()
        if (process := self._process) is not None:
            process.terminate()
            process.wait()

    def _follow(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                if self._outbox.has_due():
                    self._send()
            except (KnowledgeBaseError, OSError) as error:
                _LOG.error("Mails of what is new wait: %s", error)

    def _send(self) -> None:
        # Our own interpreter and module, nothing of a visitor. What it complains of stands in the log of the site.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "indexer", "follow", "send"],
            env=os.environ | {CONFIG_VARIABLE: str(self._config.path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        # Whoever stopped while it was being started found no process to end.
        if self._stopping.is_set():
            self._process.terminate()
        self._process.wait()
