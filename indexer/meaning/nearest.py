"""Which documents are nearest to a vector: by signs first, then by the numbers of the best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.meaning.port import Floats
from indexer.meaning.vector_file import VectorFile
from indexer.meaning.vectors import cosines, packed, sign_distances, signs

PASSAGES_LOOKED_AT = 1000
"""Of the best by signs, those whose numbers are multiplied: they hold .98 of the ten nearest (decision 0050)."""
Ordinals = NDArray[np.int64]


class Nearest(NamedTuple):
    """Documents by ordinal, nearest first, with the cosine and the ordinal of each one's best passage."""

    documents: Ordinals
    cosines: Floats
    passages: Ordinals


def nearest_documents(file: VectorFile, vector: Floats, count: int) -> Nearest:
    """The nearest documents by their best passages; fewer where one document has most of the best passages."""
    candidates = _candidates(file, vector)
    found = cosines(file.numbers[candidates], vector)
    order = np.lexsort((candidates, -found))
    candidates, found = candidates[order], found[order]
    documents = file.starts.searchsorted(candidates, side="right") - 1
    first = np.sort(np.unique(documents, return_index=True)[1])[:count]
    return Nearest(documents[first], found[first], candidates[first])


def document_cosines(file: VectorFile, vector: Floats, ordinals: Sequence[int]) -> Floats:
    """The cosine of the best passage of each of some documents; each has at least one."""
    if not len(ordinals):
        return np.zeros(0, np.float32)
    chosen = np.asarray(ordinals, dtype=np.int64)
    lengths = file.starts[chosen + 1] - file.starts[chosen]
    ends = lengths.cumsum()
    rows = np.arange(ends[-1]) + np.repeat(file.starts[chosen] - (ends - lengths), lengths)
    found: Floats = np.maximum.reduceat(cosines(file.numbers[rows], vector), ends - lengths)
    return found


def best_passage(file: VectorFile, vector: Floats, ordinal: int) -> int:
    """The ordinal of the nearest passage of a document."""
    first, last = (int(file.starts[each]) for each in (ordinal, ordinal + 1))
    return first + int(cosines(file.numbers[first:last], vector).argmax())


def _candidates(file: VectorFile, vector: Floats) -> Ordinals:
    """Rising ordinals of the passages that agree with a vector in most signs."""
    if file.size <= PASSAGES_LOOKED_AT:
        return np.arange(file.size)
    distances = sign_distances(file.signs, signs(packed(vector[None]))[:, 0])
    # Whole distances have few values: to count them is quicker than a partition.
    reached = np.bincount(distances).cumsum()
    threshold = int(reached.searchsorted(PASSAGES_LOOKED_AT))
    return (distances <= threshold).nonzero()[0]
