"""Whole fields over several segments: the order of documents by a term, and facets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from indexer.engines.arrays.segments.segment import FieldPostings
from indexer.engines.arrays.structures.bitsets import Numbers
from indexer.engines.arrays.structures.facet_values import FacetArrays

_FEW_TERMS = 2_000
"""So many are looked up in the mapped bytes; for more, all terms are read first."""


def ranks_of(fields: Sequence[tuple[FieldPostings, int]], size: int) -> Numbers:
    """The place of each document's only term among all terms of a field; equal terms share a place.

    `fields` are the field of each segment with the number of its first document.
    """
    ranks = np.zeros(size, dtype=np.int64)
    for (postings, base), places in zip(fields, _places_among_all([field.terms for field, _ in fields]), strict=True):
        own = np.repeat(places, np.diff(postings.arrays.pointers))
        ranks[postings.arrays.documents + np.int64(base)] = own
    return ranks


def _places_among_all(lists: Sequence[Sequence[bytes]]) -> list[Numbers]:
    """Of each rising list the places of its terms among the different terms of all; most stand in the longest."""
    longest = max(lists, key=len, default=())
    others = sorted({term for terms in lists if terms is not longest for term in terms})
    known = list(longest) if len(others) > _FEW_TERMS else longest
    places = np.array([bisect_left(known, term) for term in others], dtype=np.int64)
    found = zip(places.tolist(), others, strict=True)
    is_new = np.array([place == len(known) or known[place] != term for place, term in found], dtype=np.bool_)
    added = places[is_new]
    own = np.arange(len(longest))
    own += added.searchsorted(own, side="right")
    places += np.cumsum(is_new, dtype=np.int64) - is_new
    by_term = dict(zip(others, places.tolist(), strict=True))
    return [
        own if terms is longest else np.fromiter(map(by_term.__getitem__, terms), dtype=np.int64, count=len(terms))
        for terms in lists
    ]


def facet_of(fields: Sequence[tuple[FieldPostings, int]]) -> FacetArrays:
    """A field's terms as the values of a facet; `fields` as in `ranks_of`."""
    values: dict[bytes, int] = {}
    documents, numbers = [_NONE], [_NONE]
    for postings, base in fields:
        own = np.fromiter((values.setdefault(term, len(values)) for term in postings.terms), dtype=np.int64)
        documents.append(postings.arrays.documents + np.int64(base))
        numbers.append(np.repeat(own, np.diff(postings.arrays.pointers)))
    return FacetArrays(
        tuple(value.decode() for value in values),
        np.concatenate(documents).astype(np.uint32),
        np.concatenate(numbers).astype(np.uint16 if len(values) < 1 << 16 else np.uint32),
    )


_NONE: Numbers = np.zeros(0, dtype=np.int64)
