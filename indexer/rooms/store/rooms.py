"""Rooms on disk: begun, opened by a link, changed, deleted, and removed after their last day.

A file per room, named by what its links derive, written beside, synced and renamed under a lock that all processes
share. A read needs no lock: it sees the old content or the new.
"""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.domain.errors import RoomDamaged, RoomNotFound, RoomReadOnly, RoomRefused
from indexer.rooms.record.room import Room
from indexer.rooms.record.room_json import room_from_json, room_to_json
from indexer.rooms.store.links import Access, RoomLink
from indexer.rooms.store.room_folder import ENDINGS, ROOM, RoomFolder
from indexer.rooms.store.sealed_file import Envelope, envelope_of, sealed, unsealed
from indexer.rooms.store.surveys import Surveys
from indexer.storage.atomic_files import atomic_write, remove_durably, sync_folder
from indexer.storage.file_locks import SharedLock


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """How much there may be: rooms in all, bytes of one, and days from today until its last."""

    rooms: int = 20_000
    room_bytes: int = 5_000_000
    days: int = 5 * 366


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A room as a link opens it; `ends` is its last day."""

    room: Room
    ends: datetime.date
    access: Access


class Rooms:
    """All rooms of a folder; safe to share between threads and processes. `surveys` are those that they ask."""

    def __init__(
        self,
        folder: Path,
        limits: RoomLimits,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.limits = limits
        self._files = RoomFolder(folder)
        self._today = today
        self._lock = SharedLock(folder / "lock")
        self.surveys = Surveys(self._files, self._lock, limits.room_bytes, today)

    def begin(self, room: Room, ends: datetime.date) -> RoomLink:
        """Keep a new room; its edit link, which is written down nowhere.

        Raises:
            RoomRefused: it is too large, it would end too early or too late, or there are as many rooms as may be.
            OSError: it cannot be written.
        """
        self._judge_end(ends)
        link = RoomLink.new()
        with self._lock.held():
            if self.count() >= self.limits.rooms:
                raise RoomRefused("room-none-left")
            self._write(link, Envelope(ends, link.write_proof), room)
            self.surveys.publish(link, ends, room)
        return link

    def open(self, link: RoomLink) -> OpenRoom:
        """The room of a link.

        Raises:
            RoomNotFound: there is none, or not any more.
            RoomDamaged: its file is not what was written.
        """
        envelope, room = self.surveys.with_waiting(link, lambda: self._read(link))
        return OpenRoom(room, envelope.ends, link.access)

    def change(self, link: RoomLink, change: Callable[[Room], Room]) -> Room:
        """The room after a change of what it holds now; nobody else writes meanwhile.

        Raises:
            RoomNotFound, RoomDamaged: see `open`.
            RoomReadOnly: the link is the one to read.
            RoomRefused: the room would be too large, or whatever `change` refuses; nothing is written.
            OSError: it cannot be written; the room is as it was.
        """
        with self._writing(link) as (envelope, room):
            changed = change(room)
            if changed != room or self.surveys.are_waiting(link):
                self._write(link, envelope, changed)
            # Without a change too: what a crash left of the last one is put right.
            self.surveys.publish(link, envelope.ends, changed)
        return changed

    def set_end(self, link: RoomLink, ends: datetime.date) -> None:
        """Give a room another last day; see `change`."""
        self._judge_end(ends)
        with self._writing(link) as (envelope, room):
            self._write(link, Envelope(ends, envelope.write_proof), room)
            self.surveys.publish(link, ends, room)

    def delete(self, link: RoomLink) -> None:
        """Remove a room for good, with what a crash may have left of it; see `change`."""
        with self._writing(link):
            # The room last: until its file is gone, its link can delete it once more after a crash.
            self.surveys.withdraw(link)
            remove_durably(self._files.path(link))
            self._files.remove_unfinished()

    def purge(self) -> int:
        """Remove the rooms whose last day has passed, and what crashes left behind; how many rooms they were."""
        if not self._files.folder.is_dir():
            return 0
        today, removed = self._today(), 0
        with self._lock.held():
            for path in list(self._files.paths(*ENDINGS)):
                with contextlib.suppress(RoomDamaged, FileNotFoundError):  # a damaged room is for a person to judge
                    if envelope_of(path).ends < today:
                        Path(path).unlink()
                        removed += path.endswith(ROOM)
            self._files.remove_unfinished()
            sync_folder(self._files.folder)
        return removed

    def count(self) -> int:
        """How many rooms there are."""
        return self._files.count()

    @contextlib.contextmanager
    def _writing(self, link: RoomLink) -> Iterator[tuple[Envelope, Room]]:
        """What a room holds, which nobody else changes before the block ends."""
        if link.access is not Access.EDIT:
            raise RoomReadOnly("room-read-only")
        if not self._files.path(link).is_file():
            raise RoomNotFound("room-not-found")
        with self._lock.held():
            envelope, room = self.surveys.with_waiting(link, lambda: self._read(link))
            if not link.may_write(envelope.write_proof):
                raise RoomReadOnly("room-read-only")
            yield envelope, room

    def _read(self, link: RoomLink) -> tuple[Envelope, Room]:
        try:
            file = self._files.path(link).read_bytes()
        except FileNotFoundError as error:
            raise RoomNotFound("room-not-found") from error
        envelope, content = unsealed(file, link.content_key)
        if envelope.ends < self._today():
            raise RoomNotFound("room-not-found")
        return envelope, room_from_json(json.loads(content), is_own=True)

    def _write(self, link: RoomLink, envelope: Envelope, room: Room) -> None:
        content = json.dumps(room_to_json(room), ensure_ascii=False, separators=(",", ":")).encode()
        if room_from_json(json.loads(content), is_own=True) != room:
            # What could not be opened again is never written: the room would be lost with all that it holds.
            raise RoomRefused("room-not-kept")
        if len(content) > self.limits.room_bytes:
            raise RoomRefused("room-too-large", most=self.limits.room_bytes // 1_000_000)
        atomic_write(self._files.path(link), sealed(envelope, link.content_key, content), is_private=True)
        self.surveys.taken_in(link)

    def _judge_end(self, ends: datetime.date) -> None:
        last = self._today() + datetime.timedelta(days=self.limits.days)
        if not self._today() < ends <= last:
            raise RoomRefused("room-end", last=last.isoformat())
