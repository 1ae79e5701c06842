"""The order of documents by a term that each of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from indexer.engines.whoosh.document_sets import Numbers
from indexer.engines.whoosh.segment_postings import FieldPostings


def ranks_of(fields: Sequence[tuple[FieldPostings, int]], size: int) -> Numbers:
    """The place of each document's only term among all terms of a field; equal terms share a place.

    `fields` are the field of each segment with the number of its first document.
    """
    ranks = np.zeros(size, dtype=np.int64)
    terms = [term for postings, _ in fields for term in postings.terms]
    order = sorted(range(len(terms)), key=terms.__getitem__) if len(fields) > 1 else range(len(terms))
    places = np.zeros(len(terms), dtype=np.int64)
    is_new = [True, *(terms[a] != terms[b] for a, b in pairwise(order))]
    places[np.array(order, dtype=np.int64)] = np.cumsum(is_new[: len(terms)]) - 1
    begun = 0
    for postings, base in fields:
        own = places[begun : begun + len(postings.terms)]
        begun += len(postings.terms)
        ranks[postings.arrays.documents + np.int64(base)] = np.repeat(own, np.diff(postings.arrays.pointers))
    return ranks
