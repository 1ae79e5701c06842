"""A Whoosh codec whose postings are flat arrays, mapped from disk.

A segment is one array file, written by ArrayWriter; locks and the table of contents stay Whoosh's own. Whoosh's
matchers, scorers and stored fields read it through the ordinary interface, our scorers in place.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from whoosh.codec.base import FieldCursor, PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import Storage
from whoosh.formats import Positions
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.segments.open_segments import open_segment_postings
from indexer.engines.arrays.segments.segment import SegmentPostings
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned

_POSTINGS_EXTENSION = ".arr"


# Whoosh pickles it into every index by the name of this module: moving it asks for another LAYOUT_VERSION.
class ArrayCodec(W3Codec):
    """Reads segments of array files; Whoosh's own writer cannot write them."""

    def field_writer(self, storage: Storage, segment: W3Segment) -> object:
        """Segments are written by ArrayWriter alone."""
        raise NotImplementedError("write with ArrayWriter")

    def per_document_writer(self, storage: Storage, segment: W3Segment) -> object:
        """Segments are written by ArrayWriter alone."""
        raise NotImplementedError("write with ArrayWriter")

    def terms_reader(self, storage: Storage, segment: W3Segment) -> ArrayTermsReader:
        """The terms of a segment."""
        return ArrayTermsReader(open_segment_postings(postings_path(storage, segment)))

    def per_document_reader(self, storage: Storage, segment: W3Segment) -> ArrayDocumentReader:
        """The documents of a segment."""
        return ArrayDocumentReader(open_segment_postings(postings_path(storage, segment)), segment)


def postings_path(storage: Storage, segment: W3Segment) -> Path:
    """Where a segment's array file lies."""
    return Path(str(storage.folder), str(segment.make_filename(_POSTINGS_EXTENSION)))


class ArrayDocumentReader(PerDocumentReader):
    """Whoosh's view of a segment's documents."""

    def __init__(self, postings: SegmentPostings, segment: W3Segment) -> None:
        self._postings = postings
        self._segment = segment

    def doc_count(self) -> int:
        """Documents that were not deleted."""
        return self.doc_count_all() - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """Documents, deleted ones among them."""
        return self._postings.size

    def has_deletions(self) -> bool:
        """Whether any document was deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document was deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """The deleted documents."""
        return iter(self._segment.deleted_docs())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Tokens of a field of a document."""
        field = self._postings.fields.get(fieldname)
        return default if field is None else int(field.lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        """Tokens of a field of all documents."""
        return int(self._lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """The fewest tokens that a document has in a field."""
        return int(self._lengths(fieldname).min())

    def max_field_length(self, fieldname: str) -> int:
        """The most tokens that a document has in a field."""
        return int(self._lengths(fieldname).max())

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The texts of a document."""
        texts = self._postings.kept_texts
        return {name: texts.text(name, docnum) for name in texts.names}

    def _lengths(self, fieldname: str) -> Unsigned:
        field = self._postings.fields.get(fieldname)
        return np.zeros(1, dtype=np.uint32) if field is None else field.lengths


class ArrayTermsReader(TermsReader):
    """Whoosh's view of a segment's terms."""

    def __init__(self, postings: SegmentPostings) -> None:
        self.postings = postings

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._ordinal(*term) is not None

    def indexed_field_names(self) -> Iterator[str]:
        """Names of the fields that hold terms."""
        return iter(self.postings.fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All (field, term) in order."""
        for name in sorted(self.postings.fields):
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """(field, term) from a term on, to the end of its field."""
        field = self.postings.fields.get(fieldname)
        if field is not None:
            for ordinal in range(field.terms.first_ordinal(prefix), len(field.terms)):
                yield fieldname, field.terms[ordinal]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Terms from one on with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Frequencies and extremes of a term."""
        field, ordinal = self._found(fieldname, text)
        documents, frequencies = field.documents(ordinal), field.frequencies(ordinal)
        lengths = field.lengths[documents]
        total, max_frequency = float(frequencies.sum(dtype=np.int64)), float(frequencies.max())
        min_length, max_length = int(lengths.min()), int(lengths.max())
        bounds = min_length, max_length, max_frequency
        return TermInfo(total, len(documents), *bounds, int(documents[0]), int(documents[-1]))

    def matcher(self, fieldname: str, text: bytes, format_: object, scorer: object = None) -> ListMatcher:
        """Whoosh's own matcher over a term's postings."""
        # Whoosh tells the two apart: a KeyError means a frequency of 0, this one ends a query.
        if (fieldname, text) not in self:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        field, ordinal = self._found(fieldname, text)
        documents, frequencies = field.documents(ordinal), field.frequencies(ordinal)
        # Whoosh wants a posting's value encoded, if only to decode it again: it is made from our arrays on the way.
        values: list[bytes]
        if field.lists.has_positions and isinstance(format_, Positions):
            positions = field.positions(ordinal) - np.repeat(field.position_bases[documents], frequencies)
            pieces = np.split(positions, np.cumsum(frequencies)[:-1])
            values = [format_.encode(piece.tolist()) for piece in pieces]
        else:
            values = [struct.pack("!I", frequency) for frequency in frequencies.tolist()]
        weights = frequencies.astype(np.float64).tolist()
        info = self.term_info(fieldname, text)
        return ListMatcher(
            documents.tolist(), weights, values, format_, scorer=scorer, term=(fieldname, text), terminfo=info
        )

    def cursor(self, fieldname: str, fieldobj: object) -> ArrayCursor:
        """A walk over the terms of a field, for Whoosh's spelling corrections."""
        return ArrayCursor(self, fieldname, fieldobj)

    def _ordinal(self, fieldname: str, text: bytes) -> int | None:
        field = self.postings.fields.get(fieldname)
        return None if field is None else field.terms.ordinal(text)

    def _found(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int]:
        ordinal = self._ordinal(fieldname, text)
        if ordinal is None:
            raise KeyError(f"No term {fieldname}:{text!r}")
        return self.postings.fields[fieldname], ordinal


class ArrayCursor(FieldCursor):
    """A walk over the terms of a field in their order."""

    def __init__(self, reader: ArrayTermsReader, fieldname: str, fieldobj: object) -> None:
        self._reader = reader
        self._name = fieldname
        self._format = fieldobj
        self._field = reader.postings.fields[fieldname]
        self._ordinal = 0

    def is_valid(self) -> bool:
        """Whether it stands on a term."""
        return self._ordinal < len(self._field.terms)

    def first(self) -> str | None:
        """Go to the first term."""
        return self._at(0)

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not before a text."""
        return self._at(self._field.terms.first_ordinal(string if isinstance(string, bytes) else string.encode()))

    def next(self) -> str | None:
        """Go to the next term."""
        return self._at(self._ordinal + 1)

    def text(self) -> str | None:
        """The term it stands on."""
        return self._field.terms[self._ordinal].decode() if self.is_valid() else None

    def term_info(self) -> TermInfo:
        """What is known of the term it stands on."""
        return self._reader.term_info(self._name, self._field.terms[self._ordinal])

    def _at(self, ordinal: int) -> str | None:
        self._ordinal = ordinal
        return self.text()
