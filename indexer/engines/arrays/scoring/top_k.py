"""Choosing the best documents without scoring all of them exactly.

Upper bounds of all scores are added up in 16 bits, which costs a fraction of the exact scores; only documents whose
bound reaches the k-th best are scored. The idea is that of MaxScore (Turtle and Flood, Query evaluation: strategies and
optimizations, 1995), over whole arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.scoring.postings.scored_postings import MAX_UPPER_BOUND, ScoredPostings, top_k_threshold
from indexer.engines.arrays.scoring.scorer import Scorer
from indexer.engines.arrays.scoring.top_docs import TopDocs
from indexer.engines.arrays.structures.bitsets import Bits, DocumentSet, byte_mask

# So many matches (and one document in so many) are scored exactly at once.
_MAX_SCORED_AT_ONCE, _MAX_SCORED_SHARE = 256, 16
# Postings of more than one document in so many are added up whole.
_MIN_DENSE_SHARE = 8


def bounded_candidates(scorer: Scorer, within: Bits | None, k: int, slack: float) -> TopDocs:
    """The top-k candidates of a part whose score is at most the sum of its postings' scores."""
    matches = scorer.matches_within(within)
    is_many = matches.count > max(_MAX_SCORED_AT_ONCE + matches.size // _MAX_SCORED_SHARE, 4 * k)
    postings = scorer.bounding_postings() if is_many else []
    max_score = sum(one.max_score for one in postings)
    if not max_score:
        return TopDocs(matches.doc_numbers, scorer.scores_at(matches.doc_numbers, all_match=True))
    # Each bound is rounded up by at most one; the room for that is left free, so that no sum overflows.
    scale = (MAX_UPPER_BOUND - 2 * len(postings)) / max_score
    is_masked = within is not None or not scorer.is_pure_disjunction
    upper_bounds = _summed_upper_bounds(postings, matches, scale, is_masked=is_masked)
    threshold = int(top_k_threshold(upper_bounds, k)) - len(postings) - int(slack * scale) - 1
    while threshold > 0:
        doc_numbers = (upper_bounds >= threshold).nonzero()[0]
        found = TopDocs(doc_numbers, scorer.scores_at(doc_numbers, all_match=True))
        # The k-th best of these is exact: a document whose upper bound is lower than that cannot be among the best.
        needed = int((found.score_at_rank(k) - slack) * scale)
        if needed >= threshold:
            return found
        threshold = needed
    return TopDocs(matches.doc_numbers, scorer.scores_at(matches.doc_numbers, all_match=True))


def _summed_upper_bounds(
    postings: list[ScoredPostings], matches: DocumentSet, scale: float, *, is_masked: bool
) -> npt.NDArray[np.uint16]:
    """By document an upper bound of its score times the scale, 0 where it does not match.

    `is_masked` if some document of the postings does not match.
    """
    sums = np.zeros(matches.size, dtype=np.uint16)
    for one in postings:
        # Spreading and adding whole arrays beats adding in place by number, once many documents are meant.
        if len(one) * _MIN_DENSE_SHARE > matches.size:
            spread = np.zeros(matches.size, dtype=np.uint16)
            spread[one.documents] = one.score_upper_bounds(scale)
            sums += spread
        else:
            sums[one.documents] += one.score_upper_bounds(scale)
    if is_masked:
        sums *= byte_mask(matches.bits, matches.size)
    return sums
