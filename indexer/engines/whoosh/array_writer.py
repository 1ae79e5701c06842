"""A Whoosh segment writer that inverts with numpy and merges whole arrays."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from indexer.engines.whoosh.codec import ArrayCodec, open_segment_postings, postings_path
from indexer.engines.whoosh.inversion import FieldInverter, Postings, Unsigned, Whole, merged_postings
from indexer.engines.whoosh.schema import ID_FIELD, FieldKind, IndexedDocument
from indexer.engines.whoosh.segment_postings import SegmentPostings, write_postings

_MOST_DELETED = 0.5
"""A segment is written anew when more than this share of its documents was deleted."""


class ArrayWriter(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """Adds documents and deletes them by id, in one commit: all or nothing."""

    def __init__(self, index: FileIndex, fields: Mapping[str, FieldKind], timeout: float) -> None:
        super().__init__(index, timeout=timeout, codec=ArrayCodec())
        self._inverters = {name: FieldInverter(kind is FieldKind.POSITIONS) for name, kind in fields.items()}
        self._new_values: dict[str, list[int]] = {}
        self._merged: list[tuple[SegmentPostings, Whole]] = []

    def delete_ids(self, ids: Iterable[str]) -> None:
        """Delete the documents with these ids, where there are any."""
        wanted = [document_id.encode() for document_id in ids]
        for segment in self.segments:
            field = open_segment_postings(postings_path(self.storage, segment)).fields[ID_FIELD]
            for document_id in wanted:
                place = field.place(document_id)
                if place is not None:
                    segment.delete_document(int(field.documents[field.bounds(place)[0]]))

    def add(self, document: IndexedDocument) -> None:
        """Add a document; its id must be no other's in this commit."""
        for name, (terms, positions) in document.fields.items():
            self._inverters[name].add(self.docnum, terms, positions)
        for name, value in document.values.items():
            self._new_values.setdefault(name, []).append(value)
        self._write_stored(document.stored)

    def commit_all(self) -> None:
        """Commit, merging the small segments into the new one."""
        first_new = self.docnum
        remaining, swallowed = _merge_plan(self.segments, first_new)
        for segment in swallowed:
            self._swallow(segment)
        self._segment_postings = self._inverted(first_new)
        self.commit(mergetype=lambda writer, segments: remaining)

    def _write_stored(self, stored: Mapping[str, object]) -> None:
        self.perdocwriter.start_doc(self.docnum)
        for name, value in stored.items():
            self.perdocwriter.add_field(name, self.schema[name], value, 0)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def _swallow(self, segment: W3Segment) -> None:
        """Copy the live documents of a segment behind those of this one."""
        postings = open_segment_postings(postings_path(self.storage, segment))
        new_numbers = np.full(postings.size, -1, dtype=np.int64)
        reader = SegmentReader(self.storage, self.schema, segment)
        for old_number, stored in reader.iter_docs():
            new_numbers[old_number] = self.docnum
            self._write_stored(stored)
        reader.close()
        if (new_numbers >= 0).any():
            self._merged.append((postings, new_numbers))

    def _inverted(self, new_documents: int) -> dict[str, tuple[Postings, Unsigned]]:
        """Postings and lengths of every field: what was added, then what was merged."""
        unchanged: Whole = np.arange(new_documents, dtype=np.int64)
        fields = {}
        for name, inverter in self._inverters.items():
            parts = [(inverter.postings(), unchanged)]
            lengths = inverter.lengths(self.docnum)
            for segment, new_numbers in self._merged:
                if name in segment.fields:
                    parts.append((segment.fields[name].as_postings(), new_numbers))
                    is_live = new_numbers >= 0
                    lengths[new_numbers[is_live]] = segment.fields[name].lengths[is_live]
            fields[name] = (merged_postings(parts) if len(parts) > 1 else parts[0][0], lengths)
        return fields

    def _document_values(self) -> dict[str, Whole]:
        values = {}
        for name in self._new_values or (self._merged[0][0].value_names if self._merged else ()):
            parts = [np.array(self._new_values.get(name, []), dtype=np.int64)]
            parts += [segment.document_values(name)[numbers >= 0] for segment, numbers in self._merged]
            values[name] = np.concatenate(parts)
        return values

    def _flush_segment(self) -> None:
        """Whoosh's hook: nothing is left to write but stored fields."""
        self.perdocwriter.close()
        self.fieldwriter.close()

    def _assemble_segment(self) -> None:
        """Whoosh's hook: its own files become one, and the postings are written beside it."""
        super()._assemble_segment()
        path = postings_path(self.storage, self.newsegment)
        write_postings(path, self._segment_postings, self._document_values(), self.docnum)

    def _commit_toc(self, segments: Sequence[W3Segment]) -> None:
        """Whoosh's hook: everything is on the disk before the table of contents names it."""
        folder = Path(self.storage.folder)
        for path in folder.glob(f"{self.newsegment.segment_id()}.*"):
            _synchronize(path)
        super()._commit_toc(segments)
        _synchronize(folder)


def _merge_plan(segments: Sequence[W3Segment], new_documents: int) -> tuple[list[W3Segment], list[W3Segment]]:
    """(segments that stay, segments to merge into the new one).

    From the smallest on, each segment no larger than all that comes before it together is merged: sizes then at least
    double from one to the next, so N documents lie in about log2 N segments and each is copied about log2 N times.
    """
    remaining, swallowed = [], []
    size = new_documents
    for segment in sorted(segments, key=lambda segment: (_live_count(segment), segment.segment_id())):
        live = _live_count(segment)
        if live <= size or segment.deleted_count() > _MOST_DELETED * segment.doc_count_all():
            swallowed.append(segment)
            size += live
        else:
            remaining.append(segment)
    return remaining, swallowed


def _live_count(segment: W3Segment) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _synchronize(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
