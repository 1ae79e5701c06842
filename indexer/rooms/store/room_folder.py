"""The folder of the rooms: a file for each, those of their surveys, and what a crash may have left beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.rooms.store.links import AnswerLink, RoomLink

ROOM = ".room"
_SURVEY, _ANSWERS = ".survey", ".answers"
ENDINGS = (ROOM, _SURVEY, _ANSWERS)
_UNFINISHED = ".tmp"


@dataclass(frozen=True, slots=True)
class RoomFolder:
    """A folder that may not be there yet: there are no rooms then."""

    folder: Path

    def path(self, link: RoomLink) -> Path:
        """Where the room of a link lies, whether there is one or not."""
        return self.folder / f"{link.file_name}{ROOM}"

    def survey_path(self, link: AnswerLink) -> Path:
        """Where the survey of a link lies while it can be answered."""
        return self.folder / f"{link.file_name}{_SURVEY}"

    def answers_path(self, room: str) -> Path:
        """Where answers wait for the room whose file has this name, without its ending."""
        return self.folder / f"{room}{_ANSWERS}"

    def has_room(self, room: str) -> bool:
        """Whether there is a room whose file has this name."""
        return (self.folder / f"{room}{ROOM}").is_file()

    def paths(self, *endings: str) -> Iterator[str]:
        """The files with these endings."""
        if self.folder.is_dir():
            with os.scandir(self.folder) as entries:
                yield from (entry.path for entry in entries if entry.name.endswith(endings))

    def count(self) -> int:
        """How many rooms there are."""
        return sum(1 for _ in self.paths(ROOM))

    def remove_unfinished(self) -> None:
        """Remove what writers left that died; to be called by one that holds the lock of all writers."""
        for path in self.folder.glob(f".*{_UNFINISHED}"):
            path.unlink(missing_ok=True)
