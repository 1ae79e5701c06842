"""Writes segments of arrays: inverts with numpy within a memory limit, and merges whole arrays.

The lock and the table of contents are Whoosh's. A commit is all or nothing: every file is on the disk before the table
of contents names it, and until then nothing refers to them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC, FileIndex, LockError, clean_files
from whoosh.util.filelock import try_for

from indexer.engines.arrays.segments.inverter import FieldInverter
from indexer.engines.arrays.segments.merging import MergeSource
from indexer.engines.arrays.segments.open_segments import open_segment_postings
from indexer.engines.arrays.segments.schema import ID_FIELD, PLAIN_KINDS, TEXT_NAMES, FieldKind, IndexedDocument
from indexer.engines.arrays.segments.segment import SegmentPostings, SegmentWriter, sampled
from indexer.engines.whoosh.codec import ArrayCodec, postings_path
from indexer.engines.whoosh.table_of_contents import write_contents
from indexer.storage.ragged import Int64Array
from indexer.storage.text_blocks import Texts

# A segment is written anew when more than this share of its documents was deleted.
_MAX_DELETED_SHARE = 0.5
# Memory is reckoned up after so many documents, and not after each: all fields are gone through for it.
_DOCUMENTS_BETWEEN_CHECKS = 256


@dataclass(frozen=True, slots=True)
class WritingLimits:
    """How long to wait for the lock, and how much memory the postings of a segment may take while they are made."""

    lock_timeout_seconds: float = 30.0
    memory_megabytes: int = 700


class ArrayWriter:
    """Adds documents and deletes them by id, in one commit: all or nothing.

    As a context: what was not committed when the block ends is cancelled.
    """

    def __init__(self, index: FileIndex, fields: Mapping[str, FieldKind], limits: WritingLimits) -> None:
        """Take the lock.

        Raises:
            LockError: another process holds it.
        """
        self._index = index
        self._storage = index.storage
        self._kinds = dict(fields)
        self._memory = limits.memory_megabytes << 20
        self._lock = index.lock("WRITELOCK")
        if not try_for(self._lock.acquire, timeout=limits.lock_timeout_seconds, delay=0.05):
            raise LockError
        toc = TOC.read(self._storage, index.indexname)
        self._segments: list[W3Segment] = list(toc.segments)
        self._generation = int(toc.generation) + 1
        self._schema = toc.schema
        self._codec = ArrayCodec()
        self._is_committed = False
        self._fresh: list[W3Segment] = []
        self._added: dict[str, tuple[W3Segment, int]] = {}
        self._begin_segment()

    def delete_ids(self, ids: Iterable[str]) -> None:
        """Delete the committed documents with these ids, where there are any."""
        wanted = [document_id.encode() for document_id in ids] if self._segments else []
        for segment in self._segments:
            field = open_segment_postings(postings_path(self._storage, segment)).fields[ID_FIELD]
            for document_id in wanted:
                # Not `ordinal`, which remembers what it was asked: each id is looked for once.
                ordinal = field.terms.first_ordinal(document_id)
                if ordinal < len(field.terms) and field.terms[ordinal] == document_id:
                    for number in field.documents(ordinal).tolist():
                        segment.delete_document(number)

    def add(self, document_id: str, document: IndexedDocument) -> None:
        """Add a document, in the place of any with its id that was committed or added before."""
        if (replaced := self._added.get(document_id)) is not None:
            replaced[0].delete_document(replaced[1])
        self._added[document_id] = self._segment, self._count
        for name, field in document.fields.items():
            self._inverters[name].add(self._count, field)
        for name, terms in document.labels.items():
            self._inverters[name].add_terms(self._count, terms)
        for name, value in document.values.items():
            self._values.setdefault(name, []).append(value)
        texts = tuple([document.texts[name].encode() for name in TEXT_NAMES])
        self._texts.append(texts)
        self._text_bytes += sum(map(len, texts)) + 64 * len(texts)  # the bytes, and the objects that hold them
        self._count += 1
        if self._count % _DOCUMENTS_BETWEEN_CHECKS == 0 and self._memory_needed() > self._memory:
            self._flush()

    def commit(self, *, merges_all: bool = False) -> None:
        """Commit, merging small segments (or all of them)."""
        self._flush()
        # By now they may be spread over several segments of this batch; what they replace is deleted in all older ones.
        self.delete_ids(self._added)
        segments = [*self._segments, *self._fresh]
        to_merge = segments if merges_all and len(segments) > 1 else _segments_to_merge(segments)
        remaining = [segment for segment in segments if segment not in to_merge]
        if to_merge and sum(_live_count(segment) for segment in to_merge):
            remaining.append(self._merged(to_merge))
        folder = Path(self._storage.folder)
        _synchronize(folder)
        self._fresh = []  # from here on the table of contents may name them, whatever interrupts us
        write_contents(folder, TOC(self._schema, remaining, self._generation), self._index.indexname)
        clean_files(self._storage, self._index.indexname, self._generation, remaining)
        self._is_committed = True
        self._lock.release()

    def __enter__(self) -> ArrayWriter:
        return self

    def __exit__(self, *exception: object) -> None:
        if not self._is_committed:
            self.cancel()

    def cancel(self) -> None:
        """Forget everything that was added or deleted."""
        for segment in self._fresh:
            postings_path(self._storage, segment).unlink(missing_ok=True)
        self._lock.release()

    def _begin_segment(self) -> None:
        self._segment = self._new_segment(0)
        self._count = 0
        self._inverters = {name: FieldInverter(kind) for name, kind in self._kinds.items()}
        self._values: dict[str, list[int]] = {}
        self._texts: list[Texts] = []
        self._text_bytes = 0

    def _memory_needed(self) -> int:
        inverters = self._inverters.values()
        return self._text_bytes + sum(i.bytes_held for i in inverters) + max(i.bytes_to_sort for i in inverters)

    def _flush(self) -> None:
        """Write what was added as a segment."""
        if not self._count:
            return
        self._segment.set_doc_count(self._count)
        self._fresh.append(self._segment)
        with SegmentWriter(postings_path(self._storage, self._segment), self._count) as writer:
            for name, kind in self._kinds.items():
                inverted = self._inverters.pop(name).inverted(self._count)
                writer.add_field(name, inverted, is_plain=kind in PLAIN_KINDS)
            for name, values in self._values.items():
                writer.add_values(name, np.array(values, dtype=np.int64))
            samples = [self._texts[number] for number in sampled(self._count).tolist()]
            writer.add_texts(TEXT_NAMES, self._texts, samples)
        self._begin_segment()

    def _merged(self, segments: Sequence[W3Segment]) -> W3Segment:
        """A segment with the live documents of several."""
        sources = []
        size = 0
        for segment in segments:
            opened = open_segment_postings(postings_path(self._storage, segment))
            is_live = np.ones(opened.size, dtype=np.bool_)
            is_live[np.fromiter(segment.deleted_docs(), dtype=np.int64)] = False
            numbers = np.where(is_live, np.cumsum(is_live) - 1 + size, -1)
            sources.append((opened, numbers))
            size += int(np.count_nonzero(is_live))
        merged = self._new_segment(size)
        self._fresh.append(merged)
        with SegmentWriter(postings_path(self._storage, merged), size) as writer:
            for name, kind in self._kinds.items():
                fields = [MergeSource(opened.fields[name], new, opened.release_pages) for opened, new in sources]
                writer.merge_field(name, fields, is_plain=kind in PLAIN_KINDS)
            first = sources[0][0]
            for name in first.value_names:
                writer.add_values(name, np.concatenate([s.values(name)[numbers >= 0] for s, numbers in sources]))
            live = [(segment, np.flatnonzero(numbers >= 0)) for segment, numbers in sources]
            samples = _texts_of([(segment, numbers[sampled(len(numbers))]) for segment, numbers in live])
            writer.add_texts(first.kept_texts.names, _texts_of(live), list(samples))
        return merged

    def _new_segment(self, size: int) -> W3Segment:
        return W3Segment(self._codec, self._index.indexname, size, segid=secrets.token_hex(8))


def _texts_of(documents: Sequence[tuple[SegmentPostings, Int64Array]]) -> Iterator[Texts]:
    for segment, numbers in documents:
        yield from map(segment.kept_texts.texts, numbers.tolist())


def _segments_to_merge(segments: Sequence[W3Segment]) -> list[W3Segment]:
    """The segments to merge into one.

    From the smallest on, each segment no larger than all that comes before it together is merged: sizes then at least
    double from one to the next, so N documents lie in about log2 N segments and each is copied about log2 N times.
    """
    to_merge: list[W3Segment] = []
    size = 0
    for segment in sorted(segments, key=lambda segment: (_live_count(segment), segment.segment_id())):
        live = _live_count(segment)
        if live <= size or not to_merge or _is_mostly_deleted(segment):
            to_merge.append(segment)
            size += live
    # One segment alone is copied only to be rid of its deleted documents.
    return to_merge if len(to_merge) > 1 else [segment for segment in to_merge if _is_mostly_deleted(segment)]


def _is_mostly_deleted(segment: W3Segment) -> bool:
    return bool(segment.deleted_count() > _MAX_DELETED_SHARE * segment.doc_count_all())


def _live_count(segment: W3Segment) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _synchronize(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
