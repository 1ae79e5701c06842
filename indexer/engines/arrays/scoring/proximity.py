"""How near the words of a query stand to each other in some documents."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from indexer.domain.queries.structured_query import MatchWord, Near
from indexer.engines.arrays.snapshot.snapshot_terms import SnapshotTerms
from indexer.engines.arrays.structures.bitsets import DocNumbers, Scores, sorted_union
from indexer.storage.ragged import Int64Array


def closeness(terms: SnapshotTerms, near: Near, documents: DocNumbers) -> Scores:
    """The closeness of each of the documents (rising numbers); see Near. The title stands far before the text."""
    total = np.zeros(len(documents))
    positions = [_positions(terms, word, documents) for word in near.words]
    for first, second in pairwise(positions):
        if len(first) and len(second):
            _add_pair(total, documents, _distances(first, second), first, near.window)
    return total / max(1, len(near.words) - 1)


def _positions(terms: SnapshotTerms, word: MatchWord, documents: DocNumbers) -> Int64Array:
    found = [
        terms.positions_in(field, alternative.term, documents)
        for alternative in word.alternatives
        for field, _ in alternative.fields
    ]
    return sorted_union(found)


def _distances(first: Int64Array, second: Int64Array) -> Int64Array:
    """For each position of the first word the distance to the nearest of the second, at least 1."""
    # Positions carry their document in the upper half: one in another document is further away than any window.
    after = np.searchsorted(second, first)
    following = np.abs(second[np.minimum(after, len(second) - 1)] - first)
    before = np.abs(first - second[np.maximum(after - 1, 0)])
    distances: Int64Array = np.maximum(np.minimum(following, before), 1)
    return distances


def _add_pair(total: Scores, documents: DocNumbers, distances: Int64Array, positions: Int64Array, window: int) -> None:
    is_near = distances <= window
    best = np.zeros(len(documents))
    np.maximum.at(best, np.searchsorted(documents, positions[is_near] >> 32), 1 / distances[is_near])
    total += best
