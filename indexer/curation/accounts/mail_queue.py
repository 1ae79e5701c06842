"""Mail that waits to be sent: state/mail/<moment>-<number>.json, so that neither a server that is down nor a restart
loses it.

A mail is marked while it is handed in, so that nobody else does the same meanwhile; the folder is locked for the mark
alone. One may come twice where a process ends right after the server took it; it has the same Message-ID then.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from urllib.parse import quote

from indexer.curation.accounts.handover import MailRefused, without_address
from indexer.domain.errors import InvalidEntry
from indexer.storage.atomic_files import atomic_write, remove_durably
from indexer.storage.file_locks import SharedLock

_LOG = logging.getLogger(__name__)
_WAITS = (60.0, 300.0, 900.0, 3600.0)
"""Seconds before each further try; the last one again and again."""

_GIVE_UP_SECONDS = 3 * 86_400.0
"""RFC 5321, 4.5.4.1 asks for days; what is older is no news any more."""

_CUT_SHORT_SECONDS = 900.0
"""Nobody hands in a mail so long: it was cut short."""

_ASIDE = ".unreadable"
_NAME = re.compile(rf"(\d+\.\d+)-[0-9a-f]+(?:\.json|{re.escape(_ASIDE)})")


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail that waits.

    Attributes:
        began, due: seconds since 1970: when it was handed in, and when it is tried next.
        fault: what the last try came to; "" before the first.
        handed: since when somebody hands it in; 0 where nobody does.
    """

    to: str
    subject: str
    text: str
    message_id: str
    began: float
    due: float
    tries: int = 0
    fault: str = ""
    handed: float = 0.0

    @property
    def ready(self) -> float:
        """When it may be taken."""
        return max(self.due, self.handed + _CUT_SHORT_SECONDS if self.handed else 0.0)


class MailQueue:
    """The mails below one folder; safe to share between threads and processes."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock
        self._lock = SharedLock(folder / ".lock")

    def apart(self) -> MailQueue:
        """Another queue over the same mails: for a thread beside forks, whose locks no child must inherit."""
        return MailQueue(self._folder, self._clock)

    def put(self, to: str, subject: str, text: str, message_id: str) -> None:
        """Keep a mail until it is sent; raises OSError where it cannot be kept."""
        moment = self._clock()
        name = f"{moment:017.6f}-{secrets.token_hex(4)}.json"
        _write(self._folder / name, QueuedMail(to, subject, text, message_id, moment, moment))

    def waiting(self) -> tuple[QueuedMail, ...]:
        """Every mail that waits, the oldest first."""
        found = (_read_if_whole(path) for path in self._files("*.json"))
        return tuple(mail for mail in found if mail is not None)

    def has_due(self) -> bool:
        """Whether one is to be handed in now."""
        return any(mail.ready <= self._clock() for mail in self.waiting())

    def forget(self, address: str) -> None:
        """Send nothing that names an address of the site or one below it: what was there is gone for good.

        Raises OSError where that cannot be done.
        """
        # What only begins like it is another document's. As links write it: letters beyond ASCII as bytes.
        written = "|".join(re.escape(one) for one in {address, quote(address)})
        named = re.compile(rf"(?:{written})(?![.-]*[\w%])")
        if self._folder.is_dir():
            with self._lock.held():
                for path in self._files("*"):
                    if named.search(path.read_text("utf-8", "replace")):
                        remove_durably(path)

    def give_up_old(self) -> None:
        """Remove what waits for days, whether mail can be sent or not; raises OSError where that cannot be done."""
        for path in self._files("*"):
            found = _NAME.fullmatch(path.name)
            if found and self._clock() - float(found.group(1)) > _GIVE_UP_SECONDS:
                with self._lock.held():
                    mail = _read_if_whole(path)
                    remove_durably(path)
                _LOG.error("A mail was given up: %s", (mail.fault if mail else "") or "nobody handed it in")

    def send(self, hand_in: Callable[[QueuedMail], None]) -> float | None:
        """Hand in what is due; seconds until the next try, None where nothing waits any more.

        `hand_in` raises InvalidEntry where the server does not take a mail, MailRefused where it never will. Raises
        OSError where the folder cannot be used.
        """
        self.give_up_old()
        for path in self._files("*.json"):
            if (mail := self._take(path)) is not None:
                self._try(path, mail, hand_in)
        readies = [mail.ready for mail in self.waiting()]
        return max(1.0, min(readies) - self._clock()) if readies else None

    def _take(self, path: Path) -> QueuedMail | None:
        """A mail that is due, marked as ours; None where it is not, or somebody else's."""
        with self._lock.held():
            try:
                mail = _read(path)
            except ValueError as error:
                _LOG.error("%s is put aside, for it cannot be read: %s", path.name, error)
                path.replace(path.with_suffix(_ASIDE))
                return None
            if mail is None or mail.ready > self._clock():
                return None
            taken = replace(mail, handed=self._clock())
            _write(path, taken)
            return taken

    def _try(self, path: Path, mail: QueuedMail, hand_in: Callable[[QueuedMail], None]) -> None:
        try:
            hand_in(mail)
        except InvalidEntry as error:
            fault = without_address(error.message.arguments["error"], mail.to)
            if not isinstance(error, MailRefused):
                _LOG.warning("A mail waits to be sent again: %s", fault)
                self._wait_again(path, mail, fault)
                return
            _LOG.error("A mail was given up: %s", fault)
        with self._lock.held():
            remove_durably(path)

    def _wait_again(self, path: Path, mail: QueuedMail, fault: str) -> None:
        with self._lock.held():
            # It may be gone, because what it is about was deleted for good meanwhile.
            if _read_if_whole(path) == mail:
                due = self._clock() + _WAITS[min(mail.tries, len(_WAITS) - 1)]
                _write(path, replace(mail, due=due, tries=mail.tries + 1, fault=fault, handed=0.0))

    def _files(self, pattern: str) -> list[Path]:
        return sorted(self._folder.glob(f"[0-9]{pattern}"))


def _write(path: Path, mail: QueuedMail) -> None:
    atomic_write(path, json.dumps(asdict(mail), ensure_ascii=False).encode(), is_private=True)


def _read(path: Path) -> QueuedMail | None:
    """What a file says; None where it was sent meanwhile, or cannot be read now.

    Raises:
        ValueError: somebody's hand made it unreadable.
    """
    try:
        mail = QueuedMail(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        _LOG.warning("%s cannot be read: %s", path.name, error)
        return None
    except TypeError as error:
        raise ValueError(str(error)) from error
    for part in fields(mail):
        if not isinstance(getattr(mail, part.name), str if part.type == "str" else int | float):
            raise ValueError(part.name)
    return mail


def _read_if_whole(path: Path) -> QueuedMail | None:
    """As `_read`; None for one that is unreadable as well: whoever sends next puts it aside."""
    try:
        return _read(path)
    except ValueError:
        return None
