"""The terms of a field over several segments; `fields` are as in `sort_orders.ranks_of`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.structures.bitsets import Mask, Scores
from indexer.storage.ragged import Int64Array


def terms_with_prefix(fields: Sequence[tuple[FieldPostings, int]], prefix: str, limit: int) -> list[str]:
    """Terms that begin with the prefix, in order, at most `limit` of them."""
    wanted = prefix.encode()
    terms: set[bytes] = set()
    for postings, _ in fields:
        # `limit` of each segment are enough: no other term can be among the first of all segments together.
        first = postings.terms.first_ordinal(wanted)
        for ordinal in range(first, min(first + limit, len(postings.terms))):
            term = postings.terms[ordinal]
            if not term.startswith(wanted):
                break
            terms.add(term)
    return [term.decode() for term in sorted(terms)[:limit]]


def frequencies_by_term(fields: Sequence[tuple[FieldPostings, int]]) -> dict[str, int]:
    """Every term with the number of documents that hold it, deleted ones among them; not to be changed."""
    if len(fields) == 1:
        return fields[0][0].document_frequencies
    found: dict[str, int] = {}
    for postings, _ in fields:
        if not found:
            found |= postings.document_frequencies
            continue
        for name, count in postings.document_frequencies.items():
            found[name] = found.get(name, 0) + count
    return found


def counted_terms(
    fields: Sequence[tuple[FieldPostings, int]], is_wanted: Mask
) -> tuple[list[str], Int64Array, Int64Array, Scores]:
    """(terms; and parallel document numbers, ordinals of terms, and frequencies) of the wanted documents."""
    ordinals: dict[bytes, int] = {}
    documents, terms, frequencies = [_NONE], [_NONE], [np.zeros(0)]
    for postings, doc_base in fields:
        own_wanted = is_wanted[doc_base : doc_base + postings.size]
        if not own_wanted.any():
            continue
        piece = postings.piece(0, len(postings.terms))
        kept = np.flatnonzero(own_wanted[piece.documents])
        held = np.repeat(np.arange(len(postings.terms)), piece.document_frequencies)[kept]
        used = np.unique(held)
        names = postings.terms if len(used) == len(postings.terms) else map(postings.terms.__getitem__, used.tolist())
        own = np.zeros(len(postings.terms), dtype=np.int64)
        own[used] = [ordinals.setdefault(name, len(ordinals)) for name in names]
        documents.append(piece.documents[kept] + np.int64(doc_base))
        terms.append(own[held])
        frequencies.append(piece.frequencies[kept].astype(np.float64))
    decoded = [term.decode() for term in ordinals]
    return decoded, np.concatenate(documents), np.concatenate(terms), np.concatenate(frequencies)


_NONE: Int64Array = np.zeros(0, dtype=np.int64)
