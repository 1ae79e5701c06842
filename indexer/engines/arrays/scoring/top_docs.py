"""The best documents of a part of a query."""

from __future__ import annotations

import numpy as np

from indexer.engines.arrays.scoring.postings.scored_postings import top_k_threshold
from indexer.engines.arrays.structures.bitsets import Bits, DocNumbers, Scores, bits_at
from indexer.storage.ragged import Int64Array

# More documents than these (and than twice those that are wanted) are thinned out before they are sorted by two keys.
_MAX_SORTED_AT_ONCE = 512


class TopDocs:
    """Documents with their scores: rising, or in the order of an answer if `is_ordered`."""

    __slots__ = ("doc_numbers", "is_ordered", "scores")

    def __init__(self, doc_numbers: DocNumbers, scores: Scores, *, is_ordered: bool = False) -> None:
        self.doc_numbers = doc_numbers
        self.scores = scores
        self.is_ordered = is_ordered

    def restricted_to(self, bits: Bits) -> TopDocs:
        """Those whose bit is set."""
        is_kept = bits_at(bits, self.doc_numbers)
        return TopDocs(self.doc_numbers[is_kept], self.scores[is_kept])

    def by_doc_number(self) -> TopDocs:
        """The same in the order of their numbers."""
        if not self.is_ordered:
            return self
        order = self.doc_numbers.argsort()
        return TopDocs(self.doc_numbers.take(order), self.scores.take(order))

    def score_at_rank(self, k: int) -> float:
        """The k-th highest score; there are at least so many."""
        return float(np.sort(self.scores)[len(self.scores) - k])

    def max_score(self) -> float:
        """The highest score, 0 if there is no document."""
        return float(self.scores.max(initial=0.0))

    def top_k(self, k: int, ranks: Int64Array) -> TopDocs:
        """The best in their order: by score rounded to nine decimals, ties by rank."""
        doc_numbers, scores = self.doc_numbers, self.scores
        if self.is_ordered or len(doc_numbers) < 2:
            return TopDocs(doc_numbers[:k], scores[:k])
        if len(doc_numbers) > max(_MAX_SORTED_AT_ONCE, 2 * k):
            doc_numbers, scores = _preselected(doc_numbers, scores, k, ranks)
        # Rounded, for sums that are equal on paper differ in their last bits by the order of the words.
        order = np.lexsort((ranks.take(doc_numbers), -scores.round(9)))[:k]
        return TopDocs(doc_numbers.take(order), scores.take(order))


def _preselected(doc_numbers: DocNumbers, scores: Scores, k: int, ranks: Int64Array) -> tuple[DocNumbers, Scores]:
    """Fewer documents, among which the first `k` still are."""
    rounded = scores.round(9)
    threshold = np.sort(rounded)[len(rounded) - k] if len(rounded) < 4 * k else top_k_threshold(rounded, k)
    kept = (rounded >= threshold).nonzero()[0]
    if len(kept) > 4 * k + _MAX_SORTED_AT_ONCE:  # many are equal: the lowest ranks of the last score are enough
        better = (rounded > threshold).nonzero()[0]
        equal = (rounded == threshold).nonzero()[0]
        if len(better) < k:
            equal = equal[np.argpartition(ranks.take(doc_numbers.take(equal)), k - 1)[:k]]
            kept = np.concatenate((better, equal))
    return doc_numbers.take(kept), scores.take(kept)
