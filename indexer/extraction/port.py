"""What takes text from files, and what keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from indexer.domain.documents.document import Page
from indexer.domain.documents.extraction import Extraction


class TextSource(Protocol):
    """Extracted text by the hash of its file, kept so that nothing is extracted twice."""

    def load(self, content_hash: str) -> Extraction | None:
        """The whole extraction, None if it is not kept."""

    def page(self, content_hash: str, number: int) -> Page | None:
        """A single page, read without the others; None if it is not kept."""

    def sketch(self, content_hash: str) -> tuple[int, ...] | None:
        """What near duplicates are found by, read without the text; None if the extraction is not kept."""

    def store(self, content_hash: str, extraction: Extraction) -> None:
        """Keep an extraction; where that is not possible now, nothing happens."""

    def hashes(self) -> set[str] | None:
        """What texts are kept under; None where that cannot be told now."""

    def count(self) -> int | None:
        """How many texts are kept; None where that cannot be told now."""

    def prune(self, unused: Collection[str]) -> None:
        """Remove the texts that are named."""

    def forget_refused(self) -> None:
        """Drop kept refusals, so that those files are tried again."""

    def close(self) -> None:
        """Let go of what is open; a later call opens it again."""


class Extractor(Protocol):
    """Takes text from files; never raises for a bad file, whose extraction is refused instead."""

    def extract(self, path: Path) -> Extraction:
        """The text of one file."""

    def extract_many(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Extraction]]:
        """The texts of many files as they become ready, in any order, a bounded number in flight."""

    def unpack(self, path: Path, folder: Path) -> tuple[str, ...] | None:
        """Write the files that come with an e-mail into a folder, as 0, 1, 2 …; their names, None where it fails."""

    def close(self) -> None:
        """Stop whatever works in the background; a later call starts it again."""
