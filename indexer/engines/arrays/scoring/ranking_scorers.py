"""The parts that look at whole rankings: nearness of words, and the better of two languages."""

from __future__ import annotations

import numpy as np

from indexer.domain.queries.structured_query import Near
from indexer.engines.arrays.scoring.counted_scorers import ScoredByScorer
from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings
from indexer.engines.arrays.scoring.proximity import closeness
from indexer.engines.arrays.scoring.rescoring import RescoringScorer
from indexer.engines.arrays.scoring.scorer import GENEROUS_SLACK, ROUNDING_SLACK, BaseScorer, Scorer
from indexer.engines.arrays.scoring.top_docs import TopDocs
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import Bits, DocNumbers, DocumentSet, Scores, sorted_union, union


class ProximityScorer(BaseScorer):
    """A part whose best documents rise where the words stand near each other."""

    def __init__(self, snapshot: IndexSnapshot, operand: Scorer, near: Near, public: Bits | None) -> None:
        """`public` are the documents among which the best are taken, None for all."""
        self.operand = operand
        self._snapshot = snapshot
        self._near = near
        self._public = public
        self._boosts: tuple[DocNumbers, Scores] | None = None
        self.is_unscored = self.operand.is_unscored

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        return self.operand.matches()

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        scores = self.operand.scores_at(doc_numbers, all_match=all_match)
        best, boosts = self._boosted()
        if len(best) and len(doc_numbers):
            ordinals = np.minimum(doc_numbers.searchsorted(best), len(doc_numbers) - 1)
            is_asked = doc_numbers[ordinals] == best
            scores[ordinals[is_asked]] *= boosts[is_asked]
        return scores

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """See Scorer.top_k_candidates."""
        best, boosts = self._boosted()
        if within is self._public:
            # The boosted ones are among these candidates, which the operand has kept since it was asked for them.
            depth, generous = max(k, self._near.depth), max(slack, GENEROUS_SLACK)
            found = self.operand.top_k_candidates(within, depth, generous).by_doc_number()
            scores = found.scores.copy()
            scores[found.doc_numbers.searchsorted(best)] *= boosts
            return TopDocs(found.doc_numbers, scores)
        risen = TopDocs(best, boosts) if within is None else TopDocs(best, boosts).restricted_to(within)
        found = self.operand.top_k_candidates(within, k, slack).by_doc_number()
        doc_numbers = sorted_union([found.doc_numbers, risen.doc_numbers])
        return TopDocs(doc_numbers, self.scores_at(doc_numbers, all_match=True))

    def bounding_postings(self) -> list[ScoredPostings]:
        """See Scorer.bounding_postings."""
        return []

    def max_score(self) -> float:
        """See Scorer.max_score."""
        best, _ = self._boosted()
        return max(self.operand.max_score(), float(self.scores_at(best, all_match=True).max(initial=0.0)))

    def _boosted(self) -> tuple[DocNumbers, Scores]:
        """The best documents (rising) with what their scores are multiplied by."""
        if self._boosts is None:
            # Only of the best: to read the positions of every match would cost more than all else together.
            found = self.operand.top_k_candidates(self._public, self._near.depth, GENEROUS_SLACK)
            best = np.sort(found.top_k(self._near.depth, self._snapshot.id_ranks).doc_numbers)
            self._boosts = best, 1 + self._near.weight * closeness(self._snapshot.terms, self._near, best)
        return self._boosts


class CrossLanguageScorer(BaseScorer):
    """The better of two parts, each divided by its highest score."""

    def __init__(self, size: int, own: Scorer, other: Scorer, factor: float) -> None:
        self._size = size
        self.own = own
        self.other = other
        self._factor = factor
        self._matches: DocumentSet | None = None
        self.is_unscored = own.is_unscored and other.is_unscored

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        if self._matches is None:
            self._matches = union([self.own.matches(), self.other.matches()], self._size)
        return self._matches

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        # Scores of two languages are not of one scale: idf and lengths differ. Each counts beside the best of its own.
        own = self.own.scores_at(doc_numbers) / (self.own.max_score() or 1.0)
        other = self.other.scores_at(doc_numbers) / (self.other.max_score() or 1.0)
        return np.maximum(own, self._factor * other)

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """See Scorer.top_k_candidates."""
        own_max, other_max = self.own.max_score() or 1.0, self.other.max_score() or 1.0
        own = self.own.top_k_candidates(within, k, slack * own_max).by_doc_number()
        other_slack = slack * other_max / self._factor if self._factor else np.inf
        other = self.other.top_k_candidates(within, k, other_slack).by_doc_number()
        if not len(other.doc_numbers) and self.other.matches().count == 0:
            return TopDocs(own.doc_numbers, own.scores / own_max)
        doc_numbers = sorted_union([own.doc_numbers, other.doc_numbers])
        return TopDocs(doc_numbers, self.scores_at(doc_numbers))

    def bounding_postings(self) -> list[ScoredPostings]:
        """See Scorer.bounding_postings."""
        return []

    def max_score(self) -> float:
        """See Scorer.max_score."""
        own = 1.0 if self.own.max_score() > 0 else 0.0
        return max(own, self._factor if self.other.max_score() > 0 else 0.0)


def is_translated(scorer: Scorer, doc_numbers: DocNumbers) -> list[bool]:
    """Which of some documents (rising) match by translation alone."""
    while isinstance(scorer, ProximityScorer | RescoringScorer | ScoredByScorer):
        scorer = scorer.ranking if isinstance(scorer, ScoredByScorer) else scorer.operand
    if isinstance(scorer, CrossLanguageScorer):
        own, other = (side.matches().contains(doc_numbers) for side in (scorer.own, scorer.other))
        found: list[bool] = (other & ~own).tolist()
        return found
    return [False] * len(doc_numbers)
