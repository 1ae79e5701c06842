"""Who sends the mails that wait while the site runs: a process that is started when one is due."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

from indexer import CONFIG_VARIABLE, Config, KnowledgeBaseError, MailQueue, Outbox

_LOG = logging.getLogger(__name__)
_FORGET_SECONDS = 3600.0
"""Between two looks where nothing is sent from here."""


class FollowProcess:
    """`samspil follow send`, run when somebody is to be written to, or a notice waits since before a restart.

    Where mail is not set up, or cron sends it, nothing is started; what is too old is removed all the same.

    The outbox is one of its own: workers are forked meanwhile, and must inherit no lock that a thread holds.
    """

    def __init__(self, config: Config, outbox: Outbox, notices: MailQueue, *, sends_mail: bool) -> None:
        self._config, self._outbox, self._notices = config, outbox, notices
        every = 60 * config.mail.send_every_minutes
        self._is_on = sends_mail and every > 0
        self._every = every if self._is_on else _FORGET_SECONDS
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._follow, daemon=True, name="follow-mail")

    def start(self) -> None:
        """Begin to look, at once: what waits has waited while the site stood still."""
        self._thread.start()

    def look(self) -> None:
        """Have sent what is due, and removed what is too old. Raises what the state raises."""
        self._notices.give_up_old()
        if not self._is_on:
            self._outbox.forget_unconfirmed()
        elif self._outbox.has_due() or self._notices.has_due():
            self._send()

    def stop(self) -> None:
        """End now; a mail that is being handed over counts as sent, the others wait."""
        self._stopping.set()
        if (process := self._process) is not None:
            process.terminate()
            process.wait()

    def _follow(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except (KnowledgeBaseError, OSError) as error:
                _LOG.error("Mails wait: %s", error)
            self._stopping.wait(self._every)

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
