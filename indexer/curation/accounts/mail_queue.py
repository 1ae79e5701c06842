"""Mail that waits to be sent: state/mail/<moment>-<number>.json, so that neither a server that is down nor a restart
loses it.

One process sends at a time. A mail may come twice where a process ends right after the server took it; it has the same
Message-ID then.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from indexer.domain.errors import InvalidEntry
from indexer.storage.atomic_files import atomic_write, remove_durably
from indexer.storage.file_locks import SharedLock

_LOG = logging.getLogger(__name__)
_WAITS = (60.0, 300.0, 900.0, 3600.0)
"""Seconds before each further try; the last one again and again."""

_GIVE_UP_SECONDS = 3 * 86_400.0
"""RFC 5321, 4.5.4.1 asks for days; what is older is no news any more."""

_MOST = 1000


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail that waits.

    Attributes:
        began, due: seconds since 1970: when it was handed in, and when it is tried next.
        fault: what the last try came to; "" before the first.
    """

    to: str
    subject: str
    text: str
    message_id: str
    began: float
    due: float
    tries: int = 0
    fault: str = ""


class MailQueue:
    """The mails below one folder; safe to share between threads and processes."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock
        self._lock = SharedLock(folder / ".lock")

    def put(self, to: str, subject: str, text: str, message_id: str) -> None:
        """Keep a mail until it is sent; raises OSError where it cannot be kept."""
        moment = self._clock()
        name = f"{moment:017.6f}-{secrets.token_hex(4)}.json"
        self._write(self._folder / name, QueuedMail(to, subject, text, message_id, moment, moment))

    def waiting(self) -> tuple[QueuedMail, ...]:
        """Every mail that waits, the oldest first."""
        return tuple(mail for _, mail in self._all())

    def forget(self, words: str) -> None:
        """Send nothing that names something, because it is gone for good; raises OSError where that cannot be done."""
        if self._folder.is_dir():
            with self._lock.held():
                for path, mail in self._all():
                    if words in mail.text:
                        remove_durably(path)

    def send(self, hand_in: Callable[[QueuedMail], None]) -> float | None:
        """Hand in what is due; seconds until the next try, None where nothing waits any more.

        `hand_in` raises InvalidEntry where the server does not take a mail. Whoever asks waits for other processes
        that send. Raises OSError where the folder cannot be used.
        """
        if not self._folder.is_dir():
            return None
        with self._lock.held():
            for path, mail in self._all():
                if mail.due <= self._clock():
                    self._try(path, mail, hand_in)
            dues = [mail.due for mail in self.waiting()]
        return max(1.0, min(dues) - self._clock()) if dues else None

    def _try(self, path: Path, mail: QueuedMail, hand_in: Callable[[QueuedMail], None]) -> None:
        try:
            hand_in(mail)
        except InvalidEntry as error:
            fault = str(error.message.arguments["error"])
            if self._clock() - mail.began > _GIVE_UP_SECONDS:
                _LOG.error("A mail was given up: %s", fault)
            else:
                _LOG.warning("A mail waits to be sent again: %s", fault)
                wait = _WAITS[min(mail.tries, len(_WAITS) - 1)]
                self._write(path, replace(mail, due=self._clock() + wait, tries=mail.tries + 1, fault=fault))
                return
        remove_durably(path)

    def _all(self) -> list[tuple[Path, QueuedMail]]:
        found = ((path, _read(path)) for path in sorted(self._folder.glob("[0-9]*.json"))[:_MOST])
        return [(path, mail) for path, mail in found if mail is not None]

    def _write(self, path: Path, mail: QueuedMail) -> None:
        atomic_write(path, json.dumps(asdict(mail), ensure_ascii=False).encode(), is_private=True)


def _read(path: Path) -> QueuedMail | None:
    """What a file says; None where it was sent meanwhile, or somebody's hand made it unreadable."""
    try:
        return QueuedMail(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        _LOG.warning("%s cannot be read: %s", path.name, error)
        return None
