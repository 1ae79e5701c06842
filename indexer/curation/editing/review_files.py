"""What is kept of reviews, a file for each document:

state/reviews/<hash of the id>.json   owner, reviewer, the thread, and when each of them looked last
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from indexer.domain.documents.metadata import DocumentId
from indexer.storage.atomic_files import atomic_write, remove_durably

_LOG = logging.getLogger(__name__)
_ENDING, _DIGITS = ".json", 32


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was said or done about a document.

    Attributes:
        kind: "answered", "owner-changed", "reviewer-changed", or the action of a change.
        text: what was said; of a new owner or reviewer the account that it is now, "" for nobody.
    """

    moment: str
    account: str
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What is kept of a document.

    Attributes:
        owner: "" where that is not stated: then it is whoever added it.
        seen: when each account looked at it last.
    """

    owner: str = ""
    reviewer: str = ""
    notes: tuple[Note, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)


class ReviewFiles:
    """The files below one folder; whoever writes holds a lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ids(self) -> tuple[DocumentId, ...]:
        """The documents of which something is kept."""
        return tuple(filter(None, map(_document_of, sorted(self._folder.glob(f"*{_ENDING}")))))

    def read(self, document_id: DocumentId) -> Review:
        """What is kept of a document; nothing where the file is gone, or somebody's hand made it unreadable."""
        try:
            content = json.loads(self._path(document_id).read_text("utf-8"))
            notes = tuple(Note(**note) for note in content["notes"])
            return Review(str(content["owner"]), str(content["reviewer"]), notes, dict(content["seen"]))
        except FileNotFoundError:
            return Review()
        except (OSError, ValueError, KeyError, TypeError) as error:
            _LOG.warning("The review of %s cannot be read: %s", document_id, error)
            return Review()

    def write(self, document_id: DocumentId, review: Review) -> None:
        """Keep it, safely on the disk when this returns; raises OSError where it cannot be written."""
        content = json.dumps({"document": document_id, **asdict(review)}, ensure_ascii=False).encode()
        atomic_write(self._path(document_id), content, is_private=True)

    def forget(self, document_id: DocumentId) -> None:
        """Keep nothing of a document any more."""
        if self._path(document_id).is_file():
            remove_durably(self._path(document_id))

    def tidy(self) -> None:
        """Clear away what a crash had not written whole."""
        for path in self._folder.glob(".*.tmp"):
            path.unlink(missing_ok=True)

    def _path(self, document_id: DocumentId) -> Path:
        # By its hash: an id may be as long as a name of a file can be.
        return self._folder / f"{hashlib.sha256(document_id.encode()).hexdigest()[:_DIGITS]}{_ENDING}"


def _document_of(path: Path) -> DocumentId:
    """Which document a file is about; "" where that cannot be read."""
    try:
        return DocumentId(str(json.loads(path.read_text("utf-8"))["document"]))
    except (OSError, ValueError, KeyError, TypeError):
        return DocumentId("")
