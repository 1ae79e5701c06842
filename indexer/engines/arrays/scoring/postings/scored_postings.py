"""What a word of a query finds: its documents with their scores, in the forms that different questions need.

They are kept for the next query (PostingsCache); what a form costs is paid when it is first asked for.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.scoring.postings.score_lookup import IntArray, ScoreLookup
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import MAX_SIZE_FOR_BITS, DocNumbers, DocumentSet, Probe, Scores
from indexer.engines.arrays.structures.facet_counts import FacetCounts

MAX_UPPER_BOUND = (1 << 16) - 1
# The best are found once for all pages that are usually asked for; where more than the second number score alike, no
# threshold tells them apart, and keeping all of them would cost more than it saves.
_TOP_KEPT = 512
_MAX_TOP_KEPT = 4096
_BYTES_OF_OBJECTS = 1024


class TopPostings:
    """The documents that score `threshold` or more, in the order of an answer."""

    def __init__(self, doc_numbers: DocNumbers, scores: Scores, threshold: float) -> None:
        self.doc_numbers = doc_numbers
        self.scores = scores
        self.threshold = threshold

    @cached_property
    def probe(self) -> Probe:
        """To find those that are also elsewhere."""
        return Probe(self.doc_numbers)


class ScoredPostings:
    """The documents (rising) that a word is found in, with scores, all above 0.

    Attributes:
        value_per_byte, priority: what PostingsCache reckons with.
        counts: facet counts of all its public documents, once they were asked for.
    """

    def __init__(
        self,
        snapshot: IndexSnapshot,
        documents: IntArray,
        scores: Scores,
        tf_length_pairs: IntArray | None,
        factor: float = 1.0,
    ) -> None:
        """One score a document, or a table of scores in which `tf_length_pairs` are the documents' ordinals.

        Scores of a table are multiplied by the factor.
        """
        self._snapshot = snapshot
        self.size = snapshot.size
        self._lookup = ScoreLookup(snapshot.size, documents, scores, tf_length_pairs, factor)
        self.scores_at = self._lookup.scores_at  # asked for every word of every query: one call the less
        self.score_upper_bounds = self._lookup.upper_bounds
        self.is_dense = self._lookup.is_dense
        self.documents = self._lookup.documents
        self.value_per_byte = self.priority = 0.0
        self.counts: FacetCounts | None = None

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def bytes_held(self) -> int:
        """Memory that they take now; what is mapped from the index's file, or shared with other words, costs none."""
        held = _BYTES_OF_OBJECTS + self._lookup.bytes_held
        # Forms that were not asked for are not made here: they are looked for where cached_property keeps them.
        if "_sparse_set" in self.__dict__:
            held += self._sparse_set.bytes_made
        if (top := self.__dict__.get("top")) is not None:
            held += 32 * len(top.doc_numbers)
        return held

    @property
    def scores(self) -> Scores:
        """The score of each document, in the order of `documents`."""
        return self._lookup.scores

    @property
    def matches(self) -> DocumentSet:
        """The documents as a set; what is large and made of it does not stay with the postings."""
        if self.is_dense:
            return DocumentSet(self.size, bits=self._lookup.bits, count=len(self.documents))
        return self._sparse_set if self.size <= MAX_SIZE_FOR_BITS else self._new_sparse_set()

    @cached_property
    def _sparse_set(self) -> DocumentSet:
        return self._new_sparse_set()

    def _new_sparse_set(self) -> DocumentSet:
        return DocumentSet(self.size, self.documents.astype(np.int64, copy=False))  # 64 bits already, if not dense

    @cached_property
    def max_score(self) -> float:
        """The highest score, 0 if there is no document."""
        return float(self.scores.max(initial=0.0))

    @cached_property
    def top(self) -> TopPostings | None:
        """The best documents; None if there is no telling them from too many others."""
        found, scores, threshold = self.documents, self.scores, 0.0
        if len(scores) > _TOP_KEPT:
            threshold = top_k_threshold(scores, _TOP_KEPT)
            kept = (scores >= threshold).nonzero()[0]
            if len(kept) > _MAX_TOP_KEPT:
                return None
            found, scores = found[kept], scores.take(kept)
        doc_numbers: DocNumbers = found.astype(np.int64, copy=False)
        if len(doc_numbers) > 1:
            order = np.lexsort((self._snapshot.id_ranks.take(doc_numbers), -scores.round(9)))
            doc_numbers, scores = doc_numbers.take(order), scores.take(order)
        return TopPostings(doc_numbers, scores, threshold)


def top_k_threshold(values: npt.NDArray[np.generic], k: int) -> float:
    """The k-th largest value, or a little less where that is faster to tell; there are at least k values."""
    # The k-th largest of the maxima of disjoint groups is no more than the k-th largest value. Not np.partition, which
    # is slow where many values are equal, as scores of short texts and upper bounds are.
    for group, min_columns in ((64, 40 * k), (16, 40 * k), (4, 2 * k)):
        columns = len(values) // group
        if columns >= min_columns:
            values = values[: columns * group].reshape(group, columns).max(axis=0)
            break
    return float(np.sort(values)[len(values) - k])
