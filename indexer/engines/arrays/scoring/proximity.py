"""How near the words of a query stand to each other in some documents."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from indexer.domain.queries.structured_query import MatchWord, Near
from indexer.engines.arrays.snapshot import Generation
from indexer.engines.arrays.structures.bitsets import Numbers, Scores, merged


def closeness(generation: Generation, near: Near, documents: Numbers) -> Scores:
    """The closeness of each of the documents (rising numbers); see Near. The title stands far before the text."""
    total = np.zeros(len(documents))
    places = [_places(generation, word, documents) for word in near.words]
    for first, second in pairwise(places):
        if len(first) and len(second):
            _add_pair(total, documents, _distances(first, second), first, near.window)
    return total / max(1, len(near.words) - 1)


def _places(generation: Generation, word: MatchWord, documents: Numbers) -> Numbers:
    found = [
        generation.places_of(field, alternative.term, documents)
        for alternative in word.alternatives
        for field, _ in alternative.fields
    ]
    return merged(found)


def _distances(first: Numbers, second: Numbers) -> Numbers:
    """For each place of the first word the distance to the nearest place of the second, at least 1."""
    after = np.searchsorted(second, first)
    following = np.abs(second[np.minimum(after, len(second) - 1)] - first)
    before = np.abs(first - second[np.maximum(after - 1, 0)])
    distances: Numbers = np.maximum(np.minimum(following, before), 1)
    return distances


def _add_pair(total: Scores, documents: Numbers, distances: Numbers, places: Numbers, window: int) -> None:
    is_near = distances <= window
    best = np.zeros(len(documents))
    np.maximum.at(best, np.searchsorted(documents, places[is_near] >> 32), 1 / distances[is_near])
    total += best
