"""The postings of one segment in its array file: written once, read in place.

For field number f: f.terms (all terms' bytes), f.offsets, f.pointers, f.documents, f.frequencies, f.lengths, and
f.positions where the field has them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.array_file import ArrayFile, DamagedFile, write_arrays
from indexer.engines.whoosh.inversion import Postings, Unsigned, Whole, cumulated

FORMAT = 1
"""Raised whenever the arrays get another meaning."""


def write_postings(
    path: Path,
    fields: Mapping[str, tuple[Postings, Unsigned]],
    document_values: Mapping[str, NDArray[np.int64]],
    size: int,
) -> None:
    """Write the postings and document lengths of each field, and whole numbers by document number."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for number, (postings, lengths) in enumerate(fields.values()):
        arrays[f"{number}.terms"] = np.frombuffer(b"".join(postings.terms), dtype=np.uint8)
        arrays[f"{number}.offsets"] = cumulated(
            np.fromiter(map(len, postings.terms), dtype=np.int64, count=len(postings.terms))
        )
        arrays[f"{number}.pointers"] = postings.pointers
        arrays[f"{number}.documents"] = postings.documents
        arrays[f"{number}.frequencies"] = postings.frequencies
        arrays[f"{number}.positions"] = postings.positions
        arrays[f"{number}.lengths"] = lengths
    for name, values in document_values.items():
        arrays[f"document.{name}"] = values
    facts = {"format": FORMAT, "size": size, "fields": list(fields), "values": list(document_values)}
    write_arrays(path, arrays, facts)


class SegmentPostings:
    """One segment's postings, read in place; safe to share between threads, for nothing in it changes."""

    def __init__(self, path: Path) -> None:
        """Open and validate.

        Raises:
            DamagedFile: the file was damaged or written in another format.
        """
        self._file = ArrayFile(path)
        if self._file.facts.get("format") != FORMAT:
            raise DamagedFile(f"{path.name} has format {self._file.facts.get('format')} and not {FORMAT}")
        self.size = int(self._file.facts["size"])
        names: list[str] = self._file.facts["fields"]
        self.fields = {name: FieldPostings(self._file, number) for number, name in enumerate(names)}

    @property
    def value_names(self) -> tuple[str, ...]:
        """The names of the whole numbers that documents have."""
        return tuple(self._file.facts["values"])

    def document_values(self, name: str) -> NDArray[np.int64]:
        """Whole numbers by document number."""
        return self._file[f"document.{name}"]


class FieldPostings:
    """The postings of one field of one segment."""

    def __init__(self, file: ArrayFile, number: int) -> None:
        self._terms = file.view(f"{number}.terms")
        self._offsets = file[f"{number}.offsets"]
        self.pointers: Whole = file[f"{number}.pointers"]
        self.documents: Unsigned = file[f"{number}.documents"]
        self.frequencies: Unsigned = file[f"{number}.frequencies"]
        self.positions: Unsigned = file[f"{number}.positions"]
        self.lengths: Unsigned = file[f"{number}.lengths"]
        self._places: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @cached_property
    def has_positions(self) -> bool:
        """Whether the places of terms are known."""
        return bool(len(self.positions))

    @cached_property
    def position_pointers(self) -> Whole:
        """Where the positions of each posting begin; one longer than the postings."""
        return cumulated(self.frequencies)

    def term(self, place: int) -> bytes:
        """The term at a place of the sorted list."""
        return bytes(self._terms[int(self._offsets[place]) : int(self._offsets[place + 1])])

    def terms(self) -> Iterator[bytes]:
        """All terms in byte order."""
        return map(self.term, range(len(self)))

    def first_place(self, term: bytes) -> int:
        """The place of the first term that is not before this one."""
        return bisect_left(_Sorted(self), term)

    def place(self, term: bytes) -> int | None:
        """The place of a term, None if the field lacks it."""
        known = self._places.get(term)
        if known is None:
            known = self.first_place(term)
            if known == len(self) or self.term(known) != term:
                known = -1
            if len(self._places) < 100_000:
                self._places[term] = known
        return known if known >= 0 else None

    def bounds(self, place: int) -> tuple[int, int]:
        """First and last-but-one posting of the term at a place."""
        return int(self.pointers[place]), int(self.pointers[place + 1])

    def as_postings(self) -> Postings:
        """The whole field, for merging."""
        return Postings(list(self.terms()), self.pointers, self.documents, self.frequencies, self.positions)


class _Sorted(Sequence[bytes]):
    """The terms as a sequence that bisect can walk."""

    def __init__(self, postings: FieldPostings) -> None:
        self._postings = postings

    def __len__(self) -> int:
        return len(self._postings)

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # bisect asks for single items only
        return self._postings.term(place)
