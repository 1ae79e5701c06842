"""The terms of a field over several segments; `fields` are as in `orders.ranks_of`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.arrays.segments.segment import FieldPostings
from indexer.engines.arrays.structures.bitsets import Numbers, Scores


def terms_with_prefix(fields: Sequence[tuple[FieldPostings, int]], prefix: str, limit: int) -> list[str]:
    """Terms that begin with the prefix, in order, at most `limit` of them."""
    wanted = prefix.encode()
    terms: set[bytes] = set()
    for postings, _ in fields:
        first = postings.first_place(wanted)
        for place in range(first, min(first + limit, len(postings.terms))):
            term = postings.terms[place]
            if not term.startswith(wanted):
                break
            terms.add(term)
    return [term.decode() for term in sorted(terms)[:limit]]


def frequencies_by_term(fields: Sequence[tuple[FieldPostings, int]]) -> dict[str, int]:
    """Every term with the number of documents that hold it, deleted ones among them."""
    found: dict[str, int] = {}
    for postings, _ in fields:
        counts = np.diff(postings.arrays.pointers).tolist()
        for term, count in zip(postings.terms, counts, strict=True):
            name = term.decode()
            found[name] = found.get(name, 0) + count
    return found


def counted_terms(fields: Sequence[tuple[FieldPostings, int]]) -> tuple[list[str], Numbers, Numbers, Scores]:
    """(terms; and parallel document numbers, places of terms, and frequencies)."""
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


_NONE: Numbers = np.zeros(0, dtype=np.int64)
