"""Contents of files by their SHA-256, written once and never changed: what the history keeps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from indexer.domain.errors import InvalidEntry
from indexer.storage.atomic_files import atomic_write, remove_durably, write_together

_DIGEST = re.compile(r"[0-9a-f]{64}")


class ContentStore:
    """The contents below one folder, as ab/ab12…"""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a content, safely on the disk; its SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.is_file():
            atomic_write(path, content, is_private=True)
        return digest

    def keep_all(self, contents: Sequence[bytes]) -> list[str]:
        """Keep many contents, safely on the disk when this returns; their SHA-256, in order."""
        digests = [hashlib.sha256(content).hexdigest() for content in contents]
        paths = {self._path(digest): content for digest, content in zip(digests, contents, strict=True)}
        write_together([(path, content) for path, content in paths.items() if not path.is_file()], is_private=True)
        return digests

    def content(self, digest: str) -> bytes:
        """A kept content.

        Raises:
            InvalidEntry: nothing is kept under that SHA-256.
        """
        path = self._path(digest)
        if not path.is_file():
            raise InvalidEntry("no-such-content", hash=digest)
        return path.read_bytes()

    def digests(self) -> Iterator[str]:
        """The SHA-256 of every content that is kept."""
        return (path.name for path in self._folder.glob("??/*") if _DIGEST.fullmatch(path.name))

    def remove(self, digests: Iterable[str]) -> None:
        """Forget contents for good; those that are not kept are gone already."""
        for digest in digests:
            if (path := self._path(digest)).is_file():
                remove_durably(path)

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise InvalidEntry("no-such-content", hash=digest)
        return self._folder / digest[:2] / digest
