"""A structured query -> the scorers of its parts."""

from __future__ import annotations

import numpy as np

from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    AnyOf,
    IsAbout,
    MatchAll,
    MatchDocuments,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Rescored,
    ScoredBy,
    StructuredQuery,
)
from indexer.engines.arrays.scoring.aboutness import Aboutness
from indexer.engines.arrays.scoring.counted_scorers import AboutScorer, ScoredByScorer
from indexer.engines.arrays.scoring.postings.bm25 import Bm25
from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings
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
_Compound = AllOf | AnyOf | MatchAll | MatchDocuments | Near | AcrossLanguages | Rescored | IsAbout | ScoredBy


class Planner:
    """Makes scorers on one snapshot.

    Attributes:
        public: the documents that take part in a search at all, None if all do.
    """

    def __init__(self, bm25: Bm25) -> None:
        self.bm25 = bm25
        self.snapshot = bm25.snapshot
        self._aboutness = Aboutness(bm25.snapshot)
        self.public: Bits | None = None
        # No mask where nothing is hidden: whoever meets None skips the meeting.
        if not self.snapshot.is_public.all():
            self.public = DocumentSet(self.snapshot.size, self.snapshot.is_public.nonzero()[0]).bits

    def scorer(self, query: StructuredQuery) -> Scorer:
        """The scorer of a tree."""
        if isinstance(query, _LEAVES):
            return TermScorer(self.bm25.scored_postings(query))
        return self._compound(query)

    def _compound(self, query: _Compound) -> Scorer:
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
            case IsAbout():
                return AboutScorer(self._about(query))
            case ScoredBy(documents, ranking):
                return ScoredByScorer(self.scorer(documents), lambda: self.scorer(ranking))

    def _about(self, asked: IsAbout) -> ScoredPostings:
        """The documents that are about something, kept like those of words."""
        found = self.bm25.cache.get(asked)
        if found is None:
            doc_numbers = self._aboutness.documents(asked)
            found = ScoredPostings(self.snapshot, doc_numbers, np.ones(len(doc_numbers)), None)
            self.bm25.cache.put(asked, found)
        return found
