"""One segment in its array file: postings of every field, whole numbers and texts by document; read in place.

For field number f: f.terms (all terms' bytes), f.term_offsets and every array of Postings. For a document's whole
numbers and texts: value.NAME, text.NAME and text_offsets.NAME.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays.segments.inverter import Postings
from indexer.engines.arrays.segments.merging import FieldMerge, Part
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned
from indexer.storage.array_file import ArrayFile, ArrayFileWriter, DamagedFile
from indexer.storage.ragged import Whole, cumulated, ranges

FORMAT = 2
"""Raised whenever the arrays get another meaning."""

_WHOLE_ARRAYS = ("pointers", "place_pointers", "pair_frequencies", "pair_lengths", "bases", "lengths")
_MOST_PLACES_KNOWN = 100_000


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

    def __exit__(self, *exception: object) -> None:
        self._file.facts |= {"fields": self._fields, "values": self._values, "texts": self._texts}
        self._file.__exit__(*exception)  # type: ignore[arg-type]  # passed on as it came

    def add_field(self, name: str, postings: Postings) -> None:
        """Write the postings of a field."""
        number = self._begin(name)
        self._add_terms(number, postings.terms)
        for array in (*_WHOLE_ARRAYS, "documents", "pairs", "places"):
            self._file.add(f"{number}.{array}", getattr(postings, array))

    def merge_field(self, name: str, parts: Sequence[Part]) -> None:
        """Write the postings of a field of several segments."""
        merge = FieldMerge(parts, self._size)
        number = self._begin(name)
        posting_count, place_count = merge.counts()
        self._file.reserve(f"{number}.documents", np.uint32, posting_count)
        self._file.reserve(f"{number}.pairs", merge.pair_type, posting_count)
        self._file.reserve(f"{number}.places", merge.place_type, place_count)
        posting_counts, place_counts = [_NONE], [_NONE]
        for piece in merge.pieces():
            for part in parts:
                part.release_pages()
            for array in ("documents", "pairs", "places"):
                self._file.append(f"{number}.{array}", getattr(piece, array))
            posting_counts.append(piece.posting_counts)
            place_counts.append(piece.place_counts)
        counts = np.concatenate(posting_counts)
        used = counts.nonzero()[0]  # terms of deleted documents alone are left out
        self._add_terms(number, [merge.terms[place] for place in used.tolist()])
        self._file.add(f"{number}.pointers", cumulated(counts[used]))
        self._file.add(f"{number}.place_pointers", cumulated(np.concatenate(place_counts)[used]))
        for array in ("pair_frequencies", "pair_lengths", "bases", "lengths"):
            self._file.add(f"{number}.{array}", getattr(merge, array))

    def add_values(self, name: str, values: Whole) -> None:
        """Write whole numbers by document."""
        self._values.append(name)
        self._file.add(f"value.{name}", values)

    def add_texts(self, name: str, lengths: Whole, pieces: Iterator[NDArray[np.uint8]]) -> None:
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

    def _add_terms(self, number: int, terms: Sequence[bytes]) -> None:
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

    def values(self, name: str) -> Whole:
        """Whole numbers by document number."""
        return self._file[f"value.{name}"]

    def text(self, name: str, document: int) -> str:
        """A text of a document."""
        offsets = self._file[f"text_offsets.{name}"]
        return self._file.read(f"text.{name}", int(offsets[document]), int(offsets[document + 1])).decode()

    def texts(self, name: str, documents: Whole) -> list[str]:
        """A text of each of some documents."""
        offsets, content = self._file[f"text_offsets.{name}"], self._file.view(f"text.{name}")
        firsts, lasts = offsets[documents].tolist(), offsets[documents + 1].tolist()
        return [bytes(content[first:last]).decode() for first, last in zip(firsts, lasts, strict=True)]

    def text_lengths(self, name: str) -> Whole:
        """The bytes that each document's text takes."""
        return np.diff(self._file[f"text_offsets.{name}"])

    def texts_of(self, name: str, documents: Whole) -> NDArray[np.uint8]:
        """The bytes of a text of some documents, one after the other."""
        offsets = self._file[f"text_offsets.{name}"]
        content: NDArray[np.uint8] = self._file[f"text.{name}"]
        return content[ranges(offsets[documents], offsets[documents + 1] - offsets[documents])]


class FieldPostings:
    """The postings of one field of one segment, mapped."""

    def __init__(self, file: ArrayFile, number: int) -> None:
        self.terms = _Terms(file.view(f"{number}.terms"), file[f"{number}.term_offsets"])
        arrays = {name: file[f"{number}.{name}"] for name in (*_WHOLE_ARRAYS, "documents", "pairs", "places")}
        self.arrays = Postings(terms=self.terms, **arrays)
        self._places_known: dict[bytes, int] = {}

    def first_place(self, term: bytes) -> int:
        """The place of the first term that is not before this one."""
        return bisect_left(self.terms, term)

    def place(self, term: bytes) -> int | None:
        """The place of a term, None if the field lacks it."""
        place = self._places_known.get(term)
        if place is None:
            place = self.first_place(term)
            if place == len(self.terms) or self.terms[place] != term:
                place = -1
            if len(self._places_known) < _MOST_PLACES_KNOWN:
                self._places_known[term] = place
        return place if place >= 0 else None

    def bounds(self, place: int) -> tuple[int, int]:
        """First and last-but-one posting of the term at a place."""
        return int(self.arrays.pointers[place]), int(self.arrays.pointers[place + 1])

    def occurrences(self, place: int) -> Unsigned:
        """Every occurrence of the term at a place of the list, as Postings.places, rising."""
        pointers = self.arrays.place_pointers
        return self.arrays.places[int(pointers[place]) : int(pointers[place + 1])]


class _Terms(Sequence[bytes]):
    """The terms in their mapped bytes."""

    def __init__(self, view: memoryview, offsets: Whole) -> None:
        self._view = view
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # single items only
        return bytes(self._view[int(self._offsets[place]) : int(self._offsets[place + 1])])

    def __iter__(self) -> Iterator[bytes]:
        content, bounds = bytes(self._view), self._offsets.tolist()
        return (content[start:end] for start, end in pairwise(bounds))


_NONE = np.zeros(0, dtype=np.int64)
