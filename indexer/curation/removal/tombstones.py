"""What stays of documents that were deleted for good: id, moment, who and why. state/deleted/<id>.json"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.curation.editing.document_files import is_id
from indexer.domain.documents.metadata import DocumentId
from indexer.storage.atomic_files import atomic_write

_LOG = logging.getLogger(__name__)
DELETED_NAME = "deleted"
"""What the folder is called below state/."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A document that is gone for good.

    Attributes:
        was_public: whether visitors may know its address, which is told to be gone then.
        contents: SHA-256 of every file that it ever had, for as long as they are being removed.
        is_done: whether nothing of it is left; until then whoever comes next goes on.
        merged: what was merged into it and goes with it; each has a tombstone of its own in the end.
        downloads: files that belonged to it alone, for as long as they are being removed.
        names: what rows of waiting imports call it, for as long as those are being removed.
    """

    id: DocumentId
    moment: str
    account: str
    why: str
    was_public: bool
    contents: tuple[str, ...] = ()
    is_done: bool = False
    merged: tuple[DocumentId, ...] = ()
    downloads: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[DocumentId, ...]:
        """Its own id and those of what was merged into it."""
        return (self.id, *self.merged)


class Tombstones:
    """The tombstones below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, tombstone: Tombstone) -> None:
        """Set a tombstone, or say more on it.

        Raises:
            ValueError: its id is none, and would be a path.
        """
        # Files by hand may have longer names than `is_id` grants to new ones, but none that leads elsewhere.
        if Path(tombstone.id).name != tombstone.id:
            raise ValueError(tombstone.id)
        content = json.dumps(asdict(tombstone), ensure_ascii=False).encode()
        atomic_write(self._folder / f"{tombstone.id}.json", content, is_private=True)

    def find(self, document_id: str) -> Tombstone | None:
        """The tombstone of a document; None where it has none."""
        return _read(self._folder / f"{document_id}.json") if is_id(document_id) else None

    def all(self) -> tuple[Tombstone, ...]:
        """Every tombstone, the newest first."""
        found = filter(None, map(_read, self._paths()))
        return tuple(sorted(found, key=lambda one: (one.moment, one.id), reverse=True))

    def ids(self) -> frozenset[str]:
        """The ids of the documents that are gone."""
        return frozenset(path.stem for path in self._paths())

    def _paths(self) -> Iterator[Path]:
        # What begins with a dot was being written when a process ended.
        return (path for path in self._folder.glob("*.json") if not path.name.startswith("."))


def _read(path: Path) -> Tombstone | None:
    """What a file says; None where there is none, or somebody's hand made it unreadable."""
    try:
        content = json.loads(path.read_text("utf-8"))
        content["merged"] = tuple(map(DocumentId, content["merged"]))
        lists = {name: tuple(content.get(name, ())) for name in ("contents", "downloads", "names")}
        return Tombstone(**(content | lists | {"id": DocumentId(content["id"])}))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        _LOG.warning("%s cannot be read: %s", path.name, error)
        return None
