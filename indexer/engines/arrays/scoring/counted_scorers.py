"""The parts that decide what is counted: what documents are about, and one part's documents in another's order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings
from indexer.engines.arrays.scoring.scorer import ROUNDING_SLACK, BaseScorer, Scorer
from indexer.engines.arrays.scoring.top_docs import TopDocs
from indexer.engines.arrays.structures.bitsets import Bits, DocNumbers, DocumentSet, Scores

# So many documents are scored one by one: fewer than that are not worth looking for the best among them.
_MAX_SCORED_AT_ONCE = 512


class AboutScorer(BaseScorer):
    """Documents that are about something."""

    is_unscored = True

    def __init__(self, postings: ScoredPostings) -> None:
        """`postings` are the documents, with scores that are not used."""
        self._postings = postings

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        return self._postings.matches

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        return np.zeros(len(doc_numbers))

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """See Scorer.top_k_candidates."""
        doc_numbers = self.matches_within(within).doc_numbers
        return TopDocs(doc_numbers, np.zeros(len(doc_numbers)))

    def bounding_postings(self) -> list[ScoredPostings]:
        """See Scorer.bounding_postings."""
        return []

    def max_score(self) -> float:
        """See Scorer.max_score."""
        return 0.0


class ScoredByScorer(BaseScorer):
    """The documents of one part with the scores of another; who only counts never makes the other."""

    is_unscored = False

    def __init__(self, documents: Scorer, make_ranking: Callable[[], Scorer]) -> None:
        self._documents = documents
        self._make_ranking = make_ranking
        self._ranking: Scorer | None = None

    @property
    def ranking(self) -> Scorer:
        """The part that scores."""
        if self._ranking is None:
            self._ranking = self._make_ranking()
        return self._ranking

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        return self._documents.matches()

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        scores = self.ranking.scores_at(doc_numbers)
        return scores if all_match else np.where(self.matches().contains(doc_numbers), scores, 0.0)

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """See Scorer.top_k_candidates."""
        found = self.matches_within(within)
        if found.count > max(_MAX_SCORED_AT_ONCE, 2 * k):
            best = self.ranking.top_k_candidates(found.bits, k, slack)
            if len(best.doc_numbers) >= k:
                return best
        return TopDocs(found.doc_numbers, self.scores_at(found.doc_numbers, all_match=True))

    def bounding_postings(self) -> list[ScoredPostings]:
        """See Scorer.bounding_postings."""
        return []

    def max_score(self) -> float:
        """See Scorer.max_score."""
        return self.top_k_candidates(None, 1).max_score()
