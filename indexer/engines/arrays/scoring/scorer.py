"""What every part of a query can be asked, and what all parts share."""

from __future__ import annotations

from typing import Protocol

from indexer.engines.arrays.scoring.scored_postings import Row
from indexer.engines.arrays.scoring.top_docs import BestDocuments
from indexer.engines.arrays.structures.bitsets import Bits, DocumentSet, Numbers, Scores

ROUNDING = 2e-9
"""Scores that differ by less may be equal once rounded to nine decimals, which decides ties."""
GENEROUS = 1e-7
"""Slack that is enough for whatever is asked of the same part next: contenders are then found once."""
USUALLY_ASKED = 100
"""Contenders that are enough for most pages."""


class Plan(Protocol):
    """A part of a query on one generation."""

    is_flat: bool
    """Whether every document scores 0."""
    is_union: bool
    """Whether every document of its rows matches."""
    row: Row | None
    """The row that this part is, None if it is made of others."""

    def matches(self) -> DocumentSet:
        """All documents that match, deleted ones among them."""

    def matches_within(self, within: Bits | None) -> DocumentSet:
        """All documents among `within` (None for all) that match."""

    def scores_at(self, numbers: Numbers, *, all_match: bool = False) -> Scores:
        """The scores of some documents (rising), 0 where they do not match; `all_match` if all are known to."""

    def contenders(self, within: Bits | None, count: int, slack: float = ROUNDING) -> BestDocuments:
        """At least the `count` best matches among `within` and all that score up to `slack` less than the last."""

    def rows(self) -> list[Row]:
        """Rows whose scores, added up, are nowhere less than this part's; empty if there are none such."""

    def highest(self) -> float:
        """The highest score of all, deleted documents among them."""


class Part:
    """What all parts share."""

    row: Row | None = None
    is_union = False
    _within: Bits | None = None
    _narrowed: DocumentSet | None = None

    def matches(self) -> DocumentSet:
        """See Plan.matches."""
        raise NotImplementedError

    def matches_within(self, within: Bits | None) -> DocumentSet:
        """See Plan.matches_within."""
        if within is None:
            return self.matches()
        if self._narrowed is None or self._within is not within:
            self._within, self._narrowed = within, self._find(within)
        return self._narrowed

    def _find(self, within: Bits | None) -> DocumentSet:
        """The same, found anew."""
        matches = self.matches()
        return matches if within is None else matches.narrowed(within)
