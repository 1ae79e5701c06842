"""A structured query -> the scorers of its parts."""

from __future__ import annotations

from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    AnyOf,
    MatchAll,
    MatchDocuments,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Rescored,
    StructuredQuery,
)
from indexer.engines.arrays.scoring.bm25 import Bm25
from indexer.engines.arrays.scoring.ranking_scorers import CrossLanguageScorer, ProximityScorer
from indexer.engines.arrays.scoring.rescoring import RescoringScorer
from indexer.engines.arrays.scoring.scorer import Scorer
from indexer.engines.arrays.scoring.scorers import (
    ConjunctionScorer,
    DisjunctionScorer,
    MatchAllScorer,
    TermScorer,
    UnscoredScorer,
)
from indexer.engines.arrays.structures.bitsets import Bits, DocumentSet

_LEAVES = (MatchWord, MatchPhrase, MatchPrefix)


class Planner:
    """Makes scorers on one snapshot.

    Attributes:
        public: the documents that take part in a search at all, None if all do.
    """

    def __init__(self, bm25: Bm25) -> None:
        self.bm25 = bm25
        self.snapshot = bm25.snapshot
        self.public: Bits | None = None
        # No mask where nothing is hidden: whoever meets None skips the meeting.
        if not self.snapshot.is_public.all():
            self.public = DocumentSet(self.snapshot.size, self.snapshot.is_public.nonzero()[0]).bits

    def scorer(self, query: StructuredQuery) -> Scorer:
        """The scorer of a tree."""
        if isinstance(query, _LEAVES):
            return TermScorer(self.bm25.scored_postings(query))
        return self._compound(query)

    def _compound(self, query: AllOf | AnyOf | MatchAll | MatchDocuments | Near | AcrossLanguages | Rescored) -> Scorer:
        size = self.snapshot.size
        match query:
            case AllOf(required, optional, excluded):
                parts = ([self.scorer(one) for one in some] for some in (required, optional, excluded))
                return ConjunctionScorer(size, *parts)
            case AnyOf(operands):
                return DisjunctionScorer(size, [self.scorer(one) for one in operands])
            case MatchAll():
                return MatchAllScorer(size)
            case MatchDocuments(ids):
                return UnscoredScorer(DocumentSet(size, self.snapshot.doc_numbers(ids)))
            case Rescored(operand):
                return RescoringScorer(self.snapshot, self.scorer(operand), query, self.public)
            case Near(operand):
                return ProximityScorer(self.snapshot, self.scorer(operand), query, self.public)
            case AcrossLanguages(own, other, factor):
                return CrossLanguageScorer(size, self.scorer(own), self.scorer(other), factor)
