"""One segment in its array file: postings of every field, whole numbers and texts by document; read in place.

docs/index-format.md says what stands in the file byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.segments.field_writer import FieldWriter
from indexer.engines.arrays.segments.lists.postings_pieces import FieldSource
from indexer.engines.arrays.segments.merging import FieldMerge, MergeSource
from indexer.storage.array_file import ArrayFile, ArrayFileWriter, DamagedFile
from indexer.storage.packed_arrays import PackedArrayWriter, packed_array
from indexer.storage.ragged import Int64Array
from indexer.storage.text_blocks import TextBlocks, Texts, write_texts

FORMAT = 4
"""Raised whenever the arrays get another meaning."""

# So many documents are looked at to see what texts are like.
_SAMPLES = 64


class SegmentWriter:
    """Writes the array file of a segment of `size` documents; a context as ArrayFileWriter is."""

    def __init__(self, path: Path, size: int) -> None:
        self._file = ArrayFileWriter(path, {"format": FORMAT, "size": size})
        self._arrays = PackedArrayWriter(self._file, path.parent)
        self._size = size
        self._fields: list[str] = []
        self._plain: list[str] = []
        self._references: dict[str, int] = {}

    def __enter__(self) -> SegmentWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._arrays.close()
        self._file.facts |= {"fields": self._fields, "plain": self._plain, "values": self._references}
        self._file.__exit__(kind, error, trace)

    def add_field(self, name: str, source: FieldSource, *, is_plain: bool = False) -> None:
        """Write a field; a plain one has no positions, and is read in place."""
        writer = FieldWriter(self._file, self._arrays, f"{len(self._fields)}.")
        self._fields.append(name)
        if is_plain:
            self._plain.append(name)
        writer.write(source, is_plain=is_plain)

    def merge_field(self, name: str, sources: Sequence[MergeSource], *, is_plain: bool = False) -> None:
        """Write a field of several segments."""
        self.add_field(name, FieldMerge(sources, self._size), is_plain=is_plain)

    def add_values(self, name: str, values: Int64Array) -> None:
        """Write whole numbers by document."""
        # Distances from one in the middle are short, either way; the upper halves are then zeros, or nearly all.
        middle = int(np.partition(values, len(values) // 2)[len(values) // 2]) if len(values) else 0
        self._references[name] = middle
        distances = values - np.int64(middle)
        folded = ((distances << np.int64(1)) ^ (distances >> np.int64(63))).view(np.uint64)
        self._arrays.add(f"value.{name}.low", (folded & np.uint64(0xFFFFFFFF)).astype(np.uint32))
        self._arrays.add(f"value.{name}.high", (folded >> np.uint64(32)).astype(np.uint32))

    def add_texts(self, names: Sequence[str], documents: Iterable[Texts], samples: Sequence[Texts]) -> None:
        """Write the texts of every document; `samples` are those of some (see `sampled`)."""
        write_texts(self._file, self._arrays, names, documents, samples, self._size)


def sampled(size: int) -> Int64Array:
    """Some of so many documents, from all over."""
    return np.unique(np.linspace(0, size - 1, min(size, _SAMPLES)).astype(np.int64))


class SegmentPostings:
    """A segment's arrays, read in place; safe to share between threads, for nothing in it changes."""

    def __init__(self, path: Path) -> None:
        """Open and validate.

        Raises:
            DamagedFile: the file was damaged or written in another format.
        """
        self._file = ArrayFile(path)
        facts = self._file.facts
        if facts.get("format") != FORMAT:
            raise DamagedFile(f"{path.name} has format {facts.get('format')} and not {FORMAT}")
        self.size = int(facts["size"])
        self.value_names: tuple[str, ...] = tuple(facts["values"])
        self.kept_texts = TextBlocks(self._file)
        self.fields: Mapping[str, FieldPostings] = {
            name: FieldPostings(self._file, number, self.size, is_plain=name in facts["plain"])
            for number, name in enumerate(facts["fields"])
        }

    def release_pages(self) -> None:
        """See ArrayFile.release_pages."""
        self._file.release_pages()

    def check(self) -> None:
        """See ArrayFile.check."""
        self._file.check()

    def check_unwritten(self) -> None:
        """See ArrayFile.check_unwritten."""
        self._file.check_unwritten()

    def values(self, name: str) -> Int64Array:
        """Whole numbers by document number."""
        low, high = (packed_array(self._file, f"value.{name}.{half}").all() for half in ("low", "high"))
        folded = (high.astype(np.uint64) << np.uint64(32)) | low
        distances = (folded >> np.uint64(1)).view(np.int64) ^ -(folded & np.uint64(1)).view(np.int64)
        return distances + np.int64(self._file.facts["values"][name])
