"""Whole fields over several segments: the order of documents by a term, counts of terms, facets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from indexer.engines.whoosh.document_sets import Numbers, Scores
from indexer.engines.whoosh.facet_arrays import FacetArrays
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


def counted_terms(fields: Sequence[tuple[FieldPostings, int]]) -> tuple[list[str], Numbers, Numbers, Scores]:
    """(terms; and parallel document numbers, places of terms, and frequencies); `fields` as in `ranks_of`."""
    places: dict[bytes, int] = {}
    documents, terms, frequencies = [_NONE], [_NONE], [np.zeros(0)]
    for postings, base in fields:
        arrays = postings.arrays
        own = np.fromiter((places.setdefault(term, len(places)) for term in postings.terms), dtype=np.int64)
        documents.append(arrays.documents + np.int64(base))
        terms.append(np.repeat(own, np.diff(arrays.pointers)))
        frequencies.append(arrays.pair_frequencies[arrays.pairs].astype(np.float64))
    names = [term.decode() for term in places]
    return names, np.concatenate(documents), np.concatenate(terms), np.concatenate(frequencies)


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
