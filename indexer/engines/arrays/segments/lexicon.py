"""The terms of a field over several segments; `fields` are as in `sort_orders.ranks_of`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.arrays.segments.segment import FieldPostings
from indexer.engines.arrays.structures.bitsets import Scores
from indexer.storage.ragged import Int64Array


def terms_with_prefix(fields: Sequence[tuple[FieldPostings, int]], prefix: str, limit: int) -> list[str]:
    """Terms that begin with the prefix, in order, at most `limit` of them."""
    wanted = prefix.encode()
    terms: set[bytes] = set()
    for postings, _ in fields:
        # `limit` of each segment are enough: no other term can be among the first of all segments together.
        first = postings.first_ordinal(wanted)
        for ordinal in range(first, min(first + limit, len(postings.terms))):
            term = postings.terms[ordinal]
            if not term.startswith(wanted):
                break
            terms.add(term)
    return [term.decode() for term in sorted(terms)[:limit]]


def frequencies_by_term(fields: Sequence[tuple[FieldPostings, int]]) -> dict[str, int]:
    """Every term with the number of documents that hold it, deleted ones among them."""
    found: dict[str, int] = {}
    for postings, _ in fields:
        counts = np.diff(postings.arrays.offsets).tolist()
        for term, count in zip(postings.terms, counts, strict=True):
            name = term.decode()
            found[name] = found.get(name, 0) + count
    return found


def counted_terms(fields: Sequence[tuple[FieldPostings, int]]) -> tuple[list[str], Int64Array, Int64Array, Scores]:
    """(terms; and parallel document numbers, ordinals of terms, and frequencies)."""
    ordinals: dict[bytes, int] = {}
    documents, terms, frequencies = [_NONE], [_NONE], [np.zeros(0)]
    for postings, doc_base in fields:
        arrays = postings.arrays
        own = np.fromiter((ordinals.setdefault(term, len(ordinals)) for term in postings.terms), dtype=np.int64)
        documents.append(arrays.documents + np.int64(doc_base))
        terms.append(np.repeat(own, np.diff(arrays.offsets)))
        frequencies.append(arrays.pair_frequencies[arrays.tf_length_pairs].astype(np.float64))
    names = [term.decode() for term in ordinals]
    return names, np.concatenate(documents), np.concatenate(terms), np.concatenate(frequencies)


_NONE: Int64Array = np.zeros(0, dtype=np.int64)
