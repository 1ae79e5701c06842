"""The part that puts its best documents in order by meaning as well as by words."""

from __future__ import annotations

import numpy as np

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.structured_query import Rescored
from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings
from indexer.engines.arrays.scoring.scorer import GENEROUS_SLACK, ROUNDING_SLACK, BaseScorer, Scorer
from indexer.engines.arrays.scoring.top_docs import TopDocs
from indexer.engines.arrays.segments.schema import ID_FIELD
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import Bits, DocNumbers, DocumentSet, Scores, sorted_union


class RescoringScorer(BaseScorer):
    """See Rescored."""

    is_unscored = False

    def __init__(self, snapshot: IndexSnapshot, operand: Scorer, rescored: Rescored, public: Bits | None) -> None:
        """`public` are the documents among which the best are taken, None for all."""
        self.operand = operand
        self._snapshot = snapshot
        self._rescored = rescored
        self._public = public
        self._factor = (1 - rescored.weight) / (operand.max_score() or 1.0)
        self._additions: TopDocs | None = None

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        return self.operand.matches()

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """See Scorer.scores_at."""
        scores = self.operand.scores_at(doc_numbers, all_match=all_match) * self._factor
        added = self._added()
        if len(added.doc_numbers) and len(doc_numbers):
            ordinals = np.minimum(doc_numbers.searchsorted(added.doc_numbers), len(doc_numbers) - 1)
            is_asked = doc_numbers[ordinals] == added.doc_numbers
            scores[ordinals[is_asked]] += added.scores[is_asked]
        return scores

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """See Scorer.top_k_candidates."""
        # Whoever is not rescored keeps its place among those that are not, so the operand's best are enough.
        operand_slack = slack / self._factor if self._factor else np.inf
        found = self.operand.top_k_candidates(within, k, operand_slack)
        added = self._added() if within is None else self._added().restricted_to(within)
        doc_numbers = sorted_union([found.by_doc_number().doc_numbers, added.doc_numbers])
        return TopDocs(doc_numbers, self.scores_at(doc_numbers, all_match=True))

    def bounding_postings(self) -> list[ScoredPostings]:
        """See Scorer.bounding_postings."""
        return []

    def max_score(self) -> float:
        """See Scorer.max_score."""
        added = self._added().doc_numbers
        own = self.operand.max_score() * self._factor
        return max(own, float(self.scores_at(added, all_match=True).max(initial=0.0)))

    def _added(self) -> TopDocs:
        """The rescored documents (rising) with what is added to their scores."""
        if self._additions is None:
            rescored = self._rescored
            # The best of none are asked for as the best one, of which none is kept.
            found = self.operand.top_k_candidates(self._public, max(1, rescored.depth), GENEROUS_SLACK)
            best = found.top_k(max(1, rescored.depth), self._snapshot.id_ranks).doc_numbers[: rescored.depth]
            near = self._snapshot.doc_numbers(rescored.proximity.nearest)
            near = near[self.operand.matches().contains(near)]
            doc_numbers = sorted_union([np.sort(best), near])
            ids = [DocumentId(each) for each in self._snapshot.texts(ID_FIELD, doc_numbers)]
            self._additions = TopDocs(doc_numbers, rescored.weight * np.asarray(rescored.proximity.of(ids)))
        return self._additions
