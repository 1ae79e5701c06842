"""A Whoosh codec whose postings are flat arrays, mapped from disk.

Stored fields, columns, locks and the table of contents stay Whoosh's own; only the terms and postings are ours.
Whoosh's matchers read them through the ordinary interface, our executor in place.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
from whoosh.codec.base import FieldWriter, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import OverlayStorage, Storage
from whoosh.formats import Positions
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.whoosh.segment_postings import FieldPostings, SegmentPostings

POSTINGS_EXTENSION = ".arr"
_OPEN: WeakValueDictionary[Path, SegmentPostings] = WeakValueDictionary()
_OPEN_LOCK = threading.Lock()
"""Segments never change once written and their names are never used again: each is validated once per process."""


def open_segment_postings(path: Path) -> SegmentPostings:
    """The postings of a segment; readers of one process share them."""
    with _OPEN_LOCK:
        opened = _OPEN.get(path)
        if opened is None:
            opened = _OPEN[path] = SegmentPostings(path)
        return opened


class ArrayCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's default codec with other postings, in a file beside the segment's own."""

    def field_writer(self, storage: Storage, segment: W3Segment) -> FieldWriter:
        """Nothing is written term by term; ArrayWriter writes whole fields."""
        return _NoFieldWriter()

    def terms_reader(self, storage: Storage, segment: W3Segment) -> ArrayTermsReader:
        """The terms of a segment."""
        return ArrayTermsReader(open_segment_postings(postings_path(storage, segment)))


def postings_path(storage: Storage, segment: W3Segment) -> Path:
    """Where a segment's postings lie."""
    plain = storage.b if isinstance(storage, OverlayStorage) else storage
    return Path(str(plain.folder), str(segment.make_filename(POSTINGS_EXTENSION)))


class _NoFieldWriter(FieldWriter):  # type: ignore[misc]
    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class ArrayTermsReader(TermsReader):  # type: ignore[misc]
    """Whoosh's view of a segment's terms."""

    def __init__(self, postings: SegmentPostings) -> None:
        self.postings = postings

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._place(*term) is not None

    def indexed_field_names(self) -> Iterator[str]:
        """Names of the fields that hold terms."""
        return iter(self.postings.fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All (field, term) in order."""
        for name, field in sorted(self.postings.fields.items()):
            for term in field.terms():
                yield name, term

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """(field, term) from a term on, to the end of its field."""
        field = self.postings.fields.get(fieldname)
        if field is not None:
            for place in range(field.first_place(prefix), len(field)):
                yield fieldname, field.term(place)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Terms from one on with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Frequencies and extremes of a term."""
        field, first, last = self._bounds(fieldname, text)
        frequencies, documents = field.frequencies[first:last], field.documents[first:last]
        lengths = field.lengths[documents]
        total, highest = float(frequencies.sum()), float(frequencies.max())
        shortest, longest = int(lengths.min()), int(lengths.max())
        return TermInfo(total, last - first, shortest, longest, highest, int(documents[0]), int(documents[-1]))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term occurs."""
        place = self._place(fieldname, text)
        return 0 if place is None else self.term_info(fieldname, text).weight()

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents hold a term, deleted ones among them."""
        place = self._place(fieldname, text)
        if place is None:
            return 0
        first, last = self.postings.fields[fieldname].bounds(place)
        return last - first

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:  # noqa: ANN401
        """Whoosh's own matcher over a term's postings."""
        field, first, last = self._bounds(fieldname, text)
        frequencies = field.frequencies[first:last]
        values: list[bytes]
        if field.has_positions and isinstance(format_, Positions):
            pointers = field.position_pointers[first : last + 1].tolist()
            encode = format_.encode
            places = (field.positions[a:b].tolist() for a, b in pairwise(pointers))
            values = [encode(positions) for positions in places]
        else:
            values = [struct.pack("!I", frequency) for frequency in frequencies.tolist()]
        weights = frequencies.astype(np.float64).tolist()
        documents = field.documents[first:last].tolist()
        info = self.term_info(fieldname, text)
        return ListMatcher(documents, weights, values, format_, scorer=scorer, term=(fieldname, text), terminfo=info)

    def cursor(self, fieldname: str, fieldobj: object) -> object:
        """Only Whoosh's automata ask for one; spelling corrections are our own."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is held open: the arrays go when the last reader goes."""

    def _place(self, fieldname: str, text: bytes) -> int | None:
        field = self.postings.fields.get(fieldname)
        return None if field is None else field.place(text)

    def _bounds(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int, int]:
        place = self._place(fieldname, text)
        if place is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        field = self.postings.fields[fieldname]
        return field, *field.bounds(place)
