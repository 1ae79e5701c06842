"""Int64Array fields over several segments: the order of documents by a term, and facets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.segments.lists.postings_pieces import SortedTerms
from indexer.engines.arrays.structures.bitsets import DocNumbers
from indexer.engines.arrays.structures.facet_values import FacetArrays
from indexer.storage.ragged import Int64Array

# So many are looked up in the mapped bytes; for more, all terms are read first.
_MAX_TERMS_LOOKED_UP = 2_000


def ranks_of(fields: Sequence[tuple[FieldPostings, int]], size: int) -> Int64Array:
    """The rank of each document's only term among all terms of a field; equal terms share a rank.

    `fields` are the field of each segment with the number of its first document.
    """
    ranks = np.zeros(size, dtype=np.int64)
    for (postings, doc_base), ordinals in zip(
        fields, _ordinals_among_all([field.terms for field, _ in fields]), strict=True
    ):
        piece = postings.piece(0, len(postings.terms))
        ranks[piece.documents + np.int64(doc_base)] = np.repeat(ordinals, piece.document_frequencies)
    return ranks


def _ordinals_among_all(lists: Sequence[SortedTerms]) -> list[Int64Array]:
    """Of each rising list the ordinals of its terms among the different terms of all."""
    # Most terms stand in the longest list: only the others are looked up in it, and its own move up by what is new.
    longest: SortedTerms = max(lists, key=len, default=[])
    others = sorted({term for terms in lists if terms is not longest for term in terms})
    known = list(longest) if len(others) > _MAX_TERMS_LOOKED_UP else longest
    ordinals = np.array([bisect_left(known, term) for term in others], dtype=np.int64)
    found = zip(ordinals.tolist(), others, strict=True)
    is_new = np.array([ordinal == len(known) or known[ordinal] != term for ordinal, term in found], dtype=np.bool_)
    added = ordinals[is_new]
    own = np.arange(len(longest))
    own += added.searchsorted(own, side="right")
    ordinals += np.cumsum(is_new, dtype=np.int64) - is_new
    by_term = dict(zip(others, ordinals.tolist(), strict=True))
    return [
        own if terms is longest else np.fromiter(map(by_term.__getitem__, terms), dtype=np.int64, count=len(terms))
        for terms in lists
    ]


def facet_arrays(fields: Sequence[tuple[FieldPostings, int]]) -> FacetArrays:
    """A field's terms as the values of a facet; `fields` as in `ranks_of`."""
    values: dict[bytes, int] = {}
    documents, numbers = [_NONE], [_NONE]
    for postings, doc_base in fields:
        own = np.fromiter((values.setdefault(term, len(values)) for term in postings.terms), dtype=np.int64)
        piece = postings.piece(0, len(postings.terms))
        documents.append(piece.documents + np.int64(doc_base))
        numbers.append(np.repeat(own, piece.document_frequencies))
    return FacetArrays(
        tuple(value.decode() for value in values),
        np.concatenate(documents).astype(np.uint32),
        np.concatenate(numbers).astype(np.uint16 if len(values) < 1 << 16 else np.uint32),
    )


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
