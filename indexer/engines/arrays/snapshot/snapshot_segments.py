"""The segments of a snapshot: document numbers count through them, deleted documents too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.segments.segment import SegmentPostings
from indexer.engines.arrays.structures.bitsets import DocNumbers
from indexer.storage.ragged import Int64Array

# Bytes read of the mapped files, anyhow and by document, before pages are let go; the system keeps them at hand.
_MAX_BYTES_TOUCHED, _MAX_BYTES_TOUCHED_PER_DOCUMENT = 16 << 20, 64
# What becomes resident around a read, about: the system maps up to two megabytes at once.
_READ_AROUND = 1 << 19


class SnapshotSegment(NamedTuple):
    """An open segment, the number of its first document, and which of its documents (from 0) were deleted."""

    postings: SegmentPostings
    doc_base: int
    deleted: DocNumbers


class SnapshotSegments:
    """All segments with documents, in the order of their numbers."""

    def __init__(self, parts: Sequence[SnapshotSegment], size: int) -> None:
        self.parts = [(part.postings, part.doc_base) for part in parts]
        self.size = size
        self._bytes_touched = 0

    def __len__(self) -> int:
        return len(self.parts)

    def fields(self, name: str) -> list[tuple[FieldPostings, int]]:
        """A field of each segment that has it, with the number of the segment's first document."""
        return [(segment.fields[name], doc_base) for segment, doc_base in self.parts if name in segment.fields]

    def values(self, name: str) -> Int64Array:
        """Whole numbers by document."""
        return np.concatenate([_NONE, *(segment.values(name) for segment, _ in self.parts)])

    def text(self, name: str, doc_number: int) -> str:
        """A text that is kept with a document."""
        segment, doc_base = self._holding(doc_number)
        return segment.kept_texts.text(name, doc_number - doc_base)

    def kept_texts(self, doc_number: int) -> dict[str, str]:
        """All texts that are kept with a document, by name."""
        segment, doc_base = self._holding(doc_number)
        kept = segment.kept_texts
        return dict(zip(kept.names, map(bytes.decode, kept.texts(doc_number - doc_base)), strict=True))

    def _holding(self, doc_number: int) -> tuple[SegmentPostings, int]:
        return next((segment, base) for segment, base in reversed(self.parts) if base <= doc_number)

    def texts(self, name: str, doc_numbers: DocNumbers) -> list[str]:
        """A text that is kept with each of some documents; the numbers rise."""
        bounds = np.searchsorted(doc_numbers, [base for _, base in self.parts] + [self.size]).tolist()
        found: list[str] = []
        for (segment, doc_base), first, last in zip(self.parts, bounds[:-1], bounds[1:], strict=True):
            found += [segment.kept_texts.text(name, n) for n in (doc_numbers[first:last] - doc_base).tolist()]
        return found

    def check(self) -> None:
        """See ArrayFile.check."""
        for segment, _ in self.parts:
            segment.check()

    def check_unwritten(self) -> None:
        """See ArrayFile.check_unwritten."""
        for segment, _ in self.parts:
            segment.check_unwritten()

    def count_read(self, nbytes: int) -> None:
        """Count what is read of the mapped files, and let go of it now and then."""
        # Threads may lose a count to each other, which only makes the release a little later.
        self._bytes_touched += nbytes + _READ_AROUND
        if self._bytes_touched > _MAX_BYTES_TOUCHED + _MAX_BYTES_TOUCHED_PER_DOCUMENT * self.size:
            self._bytes_touched = 0
            for segment, _ in self.parts:
                segment.release_pages()


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
