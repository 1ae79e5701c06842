"""The parts of a query on one snapshot: words, all, any; each knows which documents match and what they score.

A part gives its matches as a set, the scores of any documents, and top-k candidates: documents among which the best
are. Nothing of the size of the collection is touched where the answer is small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings
from indexer.engines.arrays.scoring.scorer import GENEROUS_SLACK, ROUNDING_SLACK, USUAL_PAGE_DEPTH, BaseScorer, Scorer
from indexer.engines.arrays.scoring.top_docs import TopDocs
from indexer.engines.arrays.scoring.top_k import bounded_candidates
from indexer.engines.arrays.structures.bitsets import (
    Bits,
    DocNumbers,
    DocumentSet,
    Scores,
    all_bits,
    difference,
    intersection,
    union,
)


class TermScorer(BaseScorer):
    """A word, a phrase or a prefix."""

    is_unscored = False

    def __init__(self, postings: ScoredPostings) -> None:
        self.own_postings = postings
        self.is_pure_disjunction = True
        self._postings = postings
        self.scores_at = postings.scores_at

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        return self._postings.matches

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """See Scorer.top_k_candidates."""
        top = self._postings.top
        if top is not None:
            doc_numbers, scores = top.doc_numbers, top.scores
            if within is not None:
                kept = top.probe.ordinals(within)
                doc_numbers, scores = doc_numbers.take(kept), scores.take(kept)
            # What lies below the threshold of the kept ones may still be wanted, if filters took most of these away.
            is_enough = len(scores) >= k and scores[k - 1] - slack - ROUNDING_SLACK >= top.threshold
            if not top.threshold or is_enough:
                return TopDocs(doc_numbers, scores, is_ordered=True)
        return bounded_candidates(self, within, k, slack)

    def bounding_postings(self) -> list[ScoredPostings]:
        """See Scorer.bounding_postings."""
        return [self._postings]

    def max_score(self) -> float:
        """See Scorer.max_score."""
        return self._postings.max_score


class UnscoredScorer(BaseScorer):
    """Some documents, or all, whatever they hold."""

    is_unscored = True

    def __init__(self, documents: DocumentSet) -> None:
        self._documents = documents

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        return self._documents

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        return np.zeros(len(doc_numbers))

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """See Scorer.top_k_candidates."""
        return bounded_candidates(self, within, k, slack)

    def bounding_postings(self) -> list[ScoredPostings]:
        """See Scorer.bounding_postings."""
        return []

    def max_score(self) -> float:
        """See Scorer.max_score."""
        return 0.0


class MatchAllScorer(UnscoredScorer):
    """All documents."""

    def __init__(self, size: int) -> None:
        super().__init__(DocumentSet(size, bits=all_bits(size)))
        self._size = size

    def matches_within(self, within: Bits | None) -> DocumentSet:
        """See Scorer.matches_within."""
        return self.matches() if within is None else DocumentSet(self._size, bits=within)


@dataclass(frozen=True, slots=True)
class _KeptCandidates:
    """Candidates with what was asked for."""

    within: Bits | None
    k: int
    slack: float
    found: TopDocs

    def serve(self, within: Bits | None, k: int, slack: float) -> bool:
        """Whether they answer a question as well."""
        return self.within is within and k <= self.k and slack <= self.slack


class CompoundScorer(BaseScorer):
    """A part made of others, whose matches are found once; candidates serve whoever asks for fewer of them next."""

    def __init__(self, size: int, scoring: Sequence[Scorer]) -> None:
        self._size = size
        self._scoring = scoring
        self._matches: DocumentSet | None = None
        self._candidates: _KeptCandidates | None = None
        self.is_unscored = all(one.is_unscored for one in scoring)

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        if self._matches is None:
            self._matches = self._find(None)
        return self._matches

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        raise NotImplementedError

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """See Scorer.top_k_candidates."""
        kept = self._candidates
        if kept is None or not kept.serve(within, k, slack):
            kept = self._candidates = _KeptCandidates(within, k, slack, bounded_candidates(self, within, k, slack))
        return kept.found

    def bounding_postings(self) -> list[ScoredPostings]:
        """See Scorer.bounding_postings."""
        found: list[ScoredPostings] = []
        for one in self._scoring:
            postings = one.bounding_postings()
            # One part without bounds, such as nearness, leaves the sum without one.
            if not postings and not one.is_unscored:
                return []
            found += postings
        return found

    def max_score(self) -> float:
        """See Scorer.max_score."""
        return self.top_k_candidates(None, USUAL_PAGE_DEPTH, GENEROUS_SLACK).max_score()

    def _find(self, within: Bits | None) -> DocumentSet:
        raise NotImplementedError


class DisjunctionScorer(CompoundScorer):
    """Any of some parts."""

    def __init__(self, size: int, operands: Sequence[Scorer]) -> None:
        super().__init__(size, operands)
        self.is_pure_disjunction = all(one.is_pure_disjunction for one in operands)

    def _find(self, within: Bits | None) -> DocumentSet:
        found = union([one.matches() for one in self._scoring], self._size)
        return found if within is None else found.restricted_to(within)

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        return _summed([one.scores_at(doc_numbers) for one in self._scoring], len(doc_numbers))


class ConjunctionScorer(CompoundScorer):
    """All required parts, none of the excluded ones; the optional ones only score."""

    def __init__(
        self, size: int, required: Sequence[Scorer], optional: Sequence[Scorer], excluded: Sequence[Scorer]
    ) -> None:
        super().__init__(size, [*required, *optional])
        self._required = required
        self._optional = optional
        self._excluded = excluded

    def _find(self, within: Bits | None) -> DocumentSet:
        sets = [one.matches() for one in self._required]
        if within is not None or not sets:
            sets.append(DocumentSet(self._size, bits=all_bits(self._size) if within is None else within))
        found = intersection(sets, self._size)
        for one in self._excluded:
            found = difference(found, one.matches(), self._size)
        return found

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        if not all_match:
            is_match = self.matches().contains(doc_numbers)
            if not is_match.all():
                scores = np.zeros(len(doc_numbers))
                scores[is_match] = self.scores_at(doc_numbers[is_match], all_match=True)
                return scores
        # What matches the whole holds every required part, which need not be looked for again.
        found = [one.scores_at(doc_numbers, all_match=True) for one in self._required]
        return _summed([*found, *(one.scores_at(doc_numbers) for one in self._optional)], len(doc_numbers))


def _summed(scores: list[Scores], count: int) -> Scores:
    """The sums of fresh arrays, in their order."""
    if not scores:
        return np.zeros(count)
    # In place and in the order of the tree: sums that are equal in two searches are then equal to the last bit.
    total = scores[0]
    for one in scores[1:]:
        total += one
    return total
