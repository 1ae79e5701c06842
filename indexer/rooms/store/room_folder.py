"""The folder of the rooms: a file for each, and what a crash may have left beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.rooms.store.links import RoomLink

_ENDING = ".room"
_UNFINISHED = ".tmp"


@dataclass(frozen=True, slots=True)
class RoomFolder:
    """A folder that may not be there yet: there are no rooms then."""

    folder: Path

    def path(self, link: RoomLink) -> Path:
        """Where the room of a link lies, whether there is one or not."""
        return self.folder / f"{link.file_name}{_ENDING}"

    def paths(self) -> Iterator[str]:
        """The file of every room."""
        if self.folder.is_dir():
            with os.scandir(self.folder) as entries:
                yield from (entry.path for entry in entries if entry.name.endswith(_ENDING))

    def count(self) -> int:
        """How many rooms there are."""
        return sum(1 for _ in self.paths())

    def remove_unfinished(self) -> None:
        """Remove what writers left that died; to be called by one that holds the lock of all writers."""
        for path in self.folder.glob(f".*{_UNFINISHED}"):
            path.unlink(missing_ok=True)
