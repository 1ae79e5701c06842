"""One segment in its array file: postings of every field, whole numbers and texts by document; read in place.

For field number f: f.terms (all terms' bytes), f.term_offsets and every array of Postings. For a document's whole
numbers and texts: value.NAME, text.NAME and text_offsets.NAME.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.inverter import Postings, SortedTerms
from indexer.engines.arrays.segments.merging import FieldMerge, MergeSource
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned
from indexer.storage.array_file import ArrayFile, ArrayFileWriter, DamagedFile
from indexer.storage.ragged import Int64Array, cumulated, ranges

FORMAT = 2
"""Raised whenever the arrays get another meaning."""

# Every array of Postings by its name in the file. Some names of format 2 are older than those in the code; to change
# them would ask everybody for a rebuild.
_STORED_ARRAYS = {
    "pointers": "offsets",
    "place_pointers": "position_offsets",
    "pair_frequencies": "pair_frequencies",
    "pair_lengths": "pair_lengths",
    "bases": "position_bases",
    "lengths": "lengths",
    "documents": "documents",
    "pairs": "tf_length_pairs",
    "places": "positions",
}
# These have an item a posting or an occurrence, and are merged piece by piece.
_STORED_IN_PIECES = ("documents", "pairs", "places")
# Terms that were looked up are remembered: a binary search in mapped bytes makes two dozen small objects.
_MAX_KNOWN_ORDINALS = 100_000


class SegmentWriter:
    """Writes the array file of a segment of `size` documents; a context as ArrayFileWriter is."""

    def __init__(self, path: Path, size: int) -> None:
        self._file = ArrayFileWriter(path, {"format": FORMAT, "size": size})
        self._size = size
        self._fields: list[str] = []
        self._values: list[str] = []
        self._texts: list[str] = []

    def __enter__(self) -> SegmentWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.facts |= {"fields": self._fields, "values": self._values, "texts": self._texts}
        self._file.__exit__(kind, error, trace)

    def add_field(self, name: str, postings: Postings) -> None:
        """Write the postings of a field."""
        number = self._begin(name)
        self._add_terms(number, postings.terms)
        for stored, array in _STORED_ARRAYS.items():
            self._file.add(f"{number}.{stored}", getattr(postings, array))

    def merge_field(self, name: str, sources: Sequence[MergeSource]) -> None:
        """Write the postings of a field of several segments."""
        merge = FieldMerge(sources, self._size)
        number = self._begin(name)
        posting_count, position_count = merge.counts()
        self._file.reserve(f"{number}.documents", np.uint32, posting_count)
        self._file.reserve(f"{number}.pairs", merge.pair_number_type, posting_count)
        self._file.reserve(f"{number}.places", merge.position_type, position_count)
        posting_counts, position_counts = [_NONE], [_NONE]
        for piece in merge.pieces():
            # What a piece was read from is not read again; left alone, the whole of all segments would become resident.
            for source in sources:
                source.release_pages()
            for stored in _STORED_IN_PIECES:
                self._file.append(f"{number}.{stored}", getattr(piece, _STORED_ARRAYS[stored]))
            posting_counts.append(piece.posting_counts)
            position_counts.append(piece.position_counts)
        counts = np.concatenate(posting_counts)
        used = counts.nonzero()[0]  # terms of deleted documents alone are left out
        self._add_terms(number, [merge.terms[ordinal] for ordinal in used.tolist()])
        self._file.add(f"{number}.pointers", cumulated(counts[used]))
        self._file.add(f"{number}.place_pointers", cumulated(np.concatenate(position_counts)[used]))
        for stored in ("pair_frequencies", "pair_lengths", "bases", "lengths"):
            self._file.add(f"{number}.{stored}", getattr(merge, _STORED_ARRAYS[stored]))

    def add_values(self, name: str, values: Int64Array) -> None:
        """Write whole numbers by document."""
        self._values.append(name)
        self._file.add(f"value.{name}", values)

    def add_texts(self, name: str, lengths: Int64Array, pieces: Iterator[NDArray[np.uint8]]) -> None:
        """Write the bytes of a text of each document, which come in pieces."""
        self._texts.append(name)
        offsets = cumulated(lengths)
        self._file.add(f"text_offsets.{name}", offsets)
        self._file.reserve(f"text.{name}", np.uint8, int(offsets[-1]))
        for piece in pieces:
            self._file.append(f"text.{name}", piece)

    def _begin(self, name: str) -> int:
        self._fields.append(name)
        return len(self._fields) - 1

    def _add_terms(self, number: int, terms: SortedTerms) -> None:
        self._file.add(f"{number}.terms", np.frombuffer(b"".join(terms), dtype=np.uint8))
        lengths = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
        self._file.add(f"{number}.term_offsets", cumulated(lengths))


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
        self.value_names: tuple[str, ...] = tuple(facts.get("values", ()))
        self.text_names: tuple[str, ...] = tuple(facts.get("texts", ()))
        self.fields: Mapping[str, FieldPostings] = {
            name: FieldPostings(self._file, number) for number, name in enumerate(facts["fields"])
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
        """Int64Array numbers by document number."""
        return self._file[f"value.{name}"]

    def text(self, name: str, document: int) -> str:
        """A text of a document."""
        offsets = self._file[f"text_offsets.{name}"]
        # Read and not mapped: a page of results touches twenty texts, and each would make its neighbours resident.
        return self._file.read(f"text.{name}", int(offsets[document]), int(offsets[document + 1])).decode()

    def texts(self, name: str, documents: Int64Array) -> list[str]:
        """A text of each of some documents."""
        offsets, content = self._file[f"text_offsets.{name}"], self._file.view(f"text.{name}")
        firsts, lasts = offsets[documents].tolist(), offsets[documents + 1].tolist()
        return [bytes(content[first:last]).decode() for first, last in zip(firsts, lasts, strict=True)]

    def text_lengths(self, name: str) -> Int64Array:
        """The bytes that each document's text takes."""
        return np.diff(self._file[f"text_offsets.{name}"])

    def texts_of(self, name: str, documents: Int64Array) -> NDArray[np.uint8]:
        """The bytes of a text of some documents, one after the other."""
        offsets = self._file[f"text_offsets.{name}"]
        content: NDArray[np.uint8] = self._file[f"text.{name}"]
        return content[ranges(offsets[documents], offsets[documents + 1] - offsets[documents])]


class FieldPostings:
    """The postings of one field of one segment, mapped."""

    def __init__(self, file: ArrayFile, number: int) -> None:
        self.terms = MappedTerms(file.view(f"{number}.terms"), file[f"{number}.term_offsets"])
        arrays = {array: file[f"{number}.{stored}"] for stored, array in _STORED_ARRAYS.items()}
        self.arrays = Postings(terms=self.terms, **arrays)
        self._known_ordinals: dict[bytes, int] = {}

    def first_ordinal(self, term: bytes) -> int:
        """The ordinal of the first term that is not before this one."""
        return bisect_left(self.terms, term)

    def ordinal(self, term: bytes) -> int | None:
        """The ordinal of a term among all terms of the field, None if the field lacks it."""
        ordinal = self._known_ordinals.get(term)
        if ordinal is None:
            ordinal = self.first_ordinal(term)
            if ordinal == len(self.terms) or self.terms[ordinal] != term:
                ordinal = -1  # that a term is missing is remembered too: queries ask for it in every field
            if len(self._known_ordinals) < _MAX_KNOWN_ORDINALS:
                self._known_ordinals[term] = ordinal
        return ordinal if ordinal >= 0 else None

    @cached_property
    def document_frequencies(self) -> dict[str, int]:
        """Every term with the number of documents that hold it; made once, for the states that share the segment."""
        counts = np.diff(self.arrays.offsets).tolist()
        return dict(zip((term.decode() for term in self.terms), counts, strict=True))

    def bounds(self, ordinal: int) -> tuple[int, int]:
        """Where the postings of a term begin and end, by its ordinal."""
        return int(self.arrays.offsets[ordinal]), int(self.arrays.offsets[ordinal + 1])

    def occurrences(self, ordinal: int) -> Unsigned:
        """Every occurrence of a term, by its ordinal: rising positions as in Postings.positions."""
        offsets = self.arrays.position_offsets
        return self.arrays.positions[int(offsets[ordinal]) : int(offsets[ordinal + 1])]


class MappedTerms:
    """The terms of a field in byte order, in their mapped bytes; a list of them would take several times the room."""

    def __init__(self, view: memoryview, offsets: Int64Array) -> None:
        self._view = view
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, ordinal: int) -> bytes:
        return bytes(self._view[int(self._offsets[ordinal]) : int(self._offsets[ordinal + 1])])

    def __iter__(self) -> Iterator[bytes]:
        # One copy of all bytes, cut in memory: quicker than a copy for each term out of the mapping.
        content, bounds = bytes(self._view), self._offsets.tolist()
        return (content[start:end] for start, end in pairwise(bounds))


_NONE = np.zeros(0, dtype=np.int64)
