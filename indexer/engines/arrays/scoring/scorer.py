"""What every part of a query can be asked, and what all parts share."""

from __future__ import annotations

from typing import Protocol

from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings
from indexer.engines.arrays.scoring.top_docs import TopDocs
from indexer.engines.arrays.structures.bitsets import Bits, DocNumbers, DocumentSet, Scores

# Scores that differ by less may be equal once rounded to nine decimals, which decides ties.
ROUNDING_SLACK = 2e-9
# Slack that is enough for whatever is asked of the same part next: candidates are then found once.
GENEROUS_SLACK = 1e-7
# Candidates that are enough for most pages.
USUAL_PAGE_DEPTH = 100


class Scorer(Protocol):
    """A part of a query on one snapshot."""

    is_unscored: bool
    """Whether every document scores 0."""
    is_pure_disjunction: bool
    """Whether every document of its postings matches."""
    own_postings: ScoredPostings | None
    """The postings that this part is, None if it is made of others."""

    def matches(self) -> DocumentSet:
        """All documents that match, deleted ones among them."""

    def matches_within(self, within: Bits | None) -> DocumentSet:
        """All documents among `within` (None for all) that match."""

    def scores_at(self, doc_numbers: DocNumbers, *, all_match: bool = False) -> Scores:
        """The scores of some documents (rising), 0 where they do not match; `all_match` if all are known to."""

    def top_k_candidates(self, within: Bits | None, k: int, slack: float = ROUNDING_SLACK) -> TopDocs:
        """At least the `k` best matches among `within` and all that score up to `slack` less than the last."""

    def bounding_postings(self) -> list[ScoredPostings]:
        """Postings whose scores, added up, are nowhere less than this part's; empty if there are none such."""

    def max_score(self) -> float:
        """The highest score of all, deleted documents among them."""


class BaseScorer:
    """What all parts share: matches are narrowed once for all who ask about the same documents."""

    own_postings: ScoredPostings | None = None
    is_pure_disjunction = False
    _within: Bits | None = None
    _narrowed: DocumentSet | None = None

    def matches(self) -> DocumentSet:
        """See Scorer.matches."""
        raise NotImplementedError

    def matches_within(self, within: Bits | None) -> DocumentSet:
        """See Scorer.matches_within."""
        if within is None:
            return self.matches()
        # A search asks for the matches, the candidates and the counts within one and the same mask.
        if self._narrowed is None or self._within is not within:
            self._within, self._narrowed = within, self._find(within)
        return self._narrowed

    def _find(self, within: Bits | None) -> DocumentSet:
        """The same, found anew."""
        matches = self.matches()
        return matches if within is None else matches.restricted_to(within)
