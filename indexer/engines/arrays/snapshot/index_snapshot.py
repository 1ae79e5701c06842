"""One committed state of an index as arrays, over all its segments."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from indexer.domain.documents.facets import FACETS
from indexer.engines.arrays.segments.schema import ID_FIELD, PUBLIC_FIELD, TITLE_KEY_FIELD, facet_field
from indexer.engines.arrays.segments.sort_orders import facet_arrays, ranks_of
from indexer.engines.arrays.snapshot.field_statistics import FieldStatistics
from indexer.engines.arrays.snapshot.snapshot_segments import SnapshotSegment, SnapshotSegments
from indexer.engines.arrays.snapshot.snapshot_terms import SnapshotTerms
from indexer.engines.arrays.structures.bitsets import DocNumbers, Mask
from indexer.engines.arrays.structures.facet_counts import FacetCounter
from indexer.storage.ragged import Int64Array


class IndexSnapshot:
    """The arrays of one committed state; what costs is made once, on first use.

    Attributes:
        identity: equal for equal states: the index folder and Whoosh's number of the commit.
        size: documents, deleted ones among them; all arrays by document are so long.
        terms: postings and lexicons of all fields.
        statistics: lengths of all fields, and how many texts there are.
        kept_texts: all texts that are kept with a document, by name.
        check, check_unwritten: whether the files are those that were validated; see ArrayFile.
    """

    def __init__(self, identity: tuple[str, int | None], size: int, parts: Iterable[SnapshotSegment]) -> None:
        self.identity = identity
        self.size = size
        opened = list(parts)
        self._segments = SnapshotSegments(opened, size)
        self.check, self.check_unwritten = self._segments.check, self._segments.check_unwritten
        self.kept_texts = self._segments.kept_texts
        self.terms = SnapshotTerms(self._segments)
        self.statistics = FieldStatistics(self._segments, size, lambda: self.facets)
        self.is_live: Mask = np.ones(size, dtype=np.bool_)
        for part in opened:
            self.is_live[part.doc_base + part.deleted] = False
        self._lock = threading.RLock()

    @cached_property
    def is_public(self) -> Mask:
        """Live documents that anyone may see."""
        public = np.zeros(self.size, dtype=np.bool_)
        public[self.terms.postings(PUBLIC_FIELD, "yes").documents] = True
        return public & self.is_live

    @cached_property
    def published(self) -> Int64Array:
        """When each document became public, in seconds since 1970; NOT_DATED where that is not known."""
        return self._segments.values("published")

    @cached_property
    def page_counts(self) -> Int64Array:
        """The number of pages of each document."""
        return self._segments.values("pages")

    @cached_property
    def id_ranks(self) -> Int64Array:
        """The rank of each document in the order of ids."""
        return ranks_of(self._segments.fields(ID_FIELD), self.size)

    @cached_property
    def by_id(self) -> DocNumbers:
        """All documents in the order of ids."""
        return np.argsort(self.id_ranks, kind="stable")

    @cached_property
    def by_title(self) -> DocNumbers:
        """All documents in Danish alphabetical order of titles, ties by id."""
        return np.lexsort((self.id_ranks, ranks_of(self._segments.fields(TITLE_KEY_FIELD), self.size)))

    @cached_property
    def by_publication(self) -> DocNumbers:
        """All documents, the newest first, those without a date last, ties by id."""
        return np.lexsort((self.id_ranks, -self.published))

    @cached_property
    def facets(self) -> FacetCounter:
        """All facets that the index has values of."""
        # One thread at a time: two that made it together would take its memory twice over.
        with self._lock:
            arrays = {facet.id: facet_arrays(self._segments.fields(facet_field(facet.id))) for facet in FACETS}
            return FacetCounter(arrays, self.size)

    def doc_numbers(self, ids: Iterable[str]) -> DocNumbers:
        """The documents with some ids, deleted ones among them, rising; ids that none has are passed over."""
        found = [self.terms.postings(ID_FIELD, each).documents for each in ids]
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found]))

    def text(self, name: str, doc_number: int) -> str:
        """A text that is kept with a document."""
        return self._segments.text(name, doc_number)

    def texts(self, name: str, doc_numbers: DocNumbers) -> list[str]:
        """A text that is kept with each of some documents; the numbers rise."""
        return self._segments.texts(name, doc_numbers)
