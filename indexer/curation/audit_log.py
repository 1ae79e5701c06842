"""Who did what and when: one JSON object a line, only ever appended to, each line bound to the one before."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.domain.errors import DamagedState
from indexer.storage.atomic_files import make_private_folder
from indexer.storage.file_locks import SharedLock

# A line is far shorter; the whole log, which only grows, need not be read for the last one.
_TAIL_BYTES = 1 << 16
_ADDRESS: ContextVar[str] = ContextVar("address", default="")


def act_from(address: str) -> None:
    """Say from which address this thread is asked from now on: the log notes it beside whatever is done."""
    _ADDRESS.set(address)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done.

    Attributes:
        moment: ISO 8601 in UTC, to the millisecond.
        account: the name of who did it; "" for the system itself.
        action: a fixed short name, for example "signed-in" or "published".
        subject: the document, account or file that it concerns; "" if none.
        change: number of the last change that is on the disk as a whole.
        previous: SHA-256 of the line before, so that a line cannot be taken out unseen.
        address: of the client who asked; "" for commands, and in lines of versions before 0.3.
    """

    moment: str
    account: str
    action: str
    subject: str = ""
    detail: str = ""
    change: int = 0
    previous: str = ""
    address: str = ""


def now() -> str:
    """The moment as the log writes it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


class AuditLog:
    """The log below one path; safe to share between threads and processes."""

    def __init__(self, path: Path, lock: SharedLock) -> None:
        self._path = path
        self._lock = lock

    def append(self, account: str, action: str, *, subject: str = "", detail: str = "", change: int = 0) -> AuditEntry:
        """Write one line and see it safely onto the disk; `change` 0 repeats that of the last line."""
        with self._lock.held():
            last = self._last_line()
            change = change or self._change_of(last)
            previous = hashlib.sha256(last).hexdigest() if last else ""
            entry = AuditEntry(now(), account, action, subject, detail, change, previous, _ADDRESS.get())
            line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
            make_private_folder(self._path.parent)
            with self._path.open("ab") as stream:
                os.fchmod(stream.fileno(), 0o600)
                stream.write(line.encode())
                stream.flush()
                os.fsync(stream.fileno())
        return entry

    def last_change(self) -> int:
        """Number of the last change that was applied as a whole; 0 before the first."""
        with self._lock.held():
            last = self._last_line()
        return self._change_of(last)

    def entries(self) -> Iterator[AuditEntry]:
        """Every entry, oldest first; a line that was cut off by a crash is left out."""
        if self._path.is_file():
            with self._path.open("rb") as stream:
                for line in stream:
                    if line.endswith(b"\n"):
                        yield AuditEntry(**json.loads(line))

    def first_broken_line(self) -> int | None:
        """Number (from 1) of the first line that does not follow from the one before; None if all do."""
        previous = ""
        if self._path.is_file():
            for number, line in enumerate(self._path.read_bytes().split(b"\n")[:-1], start=1):
                try:
                    follows = json.loads(line)["previous"] == previous
                except (ValueError, KeyError, TypeError):
                    follows = False
                if not follows:
                    return number
                previous = hashlib.sha256(line).hexdigest()
        return None

    def _change_of(self, line: bytes) -> int:
        try:
            return int(json.loads(line)["change"]) if line else 0
        except (ValueError, KeyError, TypeError) as error:
            place = f"{self._path.parent.name}/{self._path.name}"
            raise DamagedState("log-damaged", name=place) from error

    def _last_line(self) -> bytes:
        """The last whole line without its end, b"" if there is none; a torn one, never acknowledged, is cut off."""
        if not self._path.is_file():
            return b""
        with self._path.open("r+b") as stream:
            size = stream.seek(0, os.SEEK_END)
            reach = min(size, _TAIL_BYTES)
            stream.seek(size - reach)
            tail = stream.read(reach)
            whole = tail.rfind(b"\n") + 1
            if whole != len(tail):
                stream.truncate(size - len(tail) + whole)
        return tail[:whole].removesuffix(b"\n").rpartition(b"\n")[2]
