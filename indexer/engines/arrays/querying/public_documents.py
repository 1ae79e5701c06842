"""Public documents of one state in a batch, all or some: what comparison is made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from indexer.domain.documents.metadata import DocumentId
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import DocNumbers
from indexer.engines.port import PublicDocuments, TermCounts
from indexer.storage.ragged import Int64Array

# Up to one in so many documents is looked up by its id; for more, all ids are read.
_LOOKED_UP_SHARE = 8


def read_public_versions(snapshot: IndexSnapshot) -> Mapping[DocumentId, str]:
    """The content hash of every public document, by id and in that order."""
    numbers = np.flatnonzero(snapshot.is_public)
    ids = map(DocumentId, snapshot.texts("id", numbers))
    return dict(sorted(zip(ids, snapshot.texts("hash", numbers), strict=True)))


def read_public_documents(
    snapshot: IndexSnapshot, fields: Sequence[str], wanted: Collection[DocumentId] | None = None
) -> PublicDocuments:
    """The public documents among the wanted ones, or all, by id, with their records and the terms of the fields."""
    numbers = np.flatnonzero(snapshot.is_public) if wanted is None else _public_numbers(snapshot, wanted)
    ids, records = snapshot.texts("id", numbers), snapshot.texts("record", numbers)
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    ordinals: Int64Array = np.full(snapshot.size, -1, dtype=np.int64)
    ordinals[numbers[by_id]] = np.arange(len(numbers))
    return PublicDocuments(
        ids=[DocumentId(ids[place]) for place in by_id],
        records=[records[place] for place in by_id],
        term_counts={field: _term_counts(snapshot, field, ordinals) for field in fields},
    )


def _public_numbers(snapshot: IndexSnapshot, wanted: Collection[DocumentId]) -> DocNumbers:
    """The public documents among some ids, rising."""
    if len(wanted) * _LOOKED_UP_SHARE < snapshot.size:
        held = snapshot.doc_numbers(wanted)
        return held[snapshot.is_public[held]]
    public, chosen = np.flatnonzero(snapshot.is_public), frozenset(wanted)
    return public[[document_id in chosen for document_id in snapshot.texts("id", public)]]


def _term_counts(snapshot: IndexSnapshot, field: str, ordinals: Int64Array) -> TermCounts:
    names, documents, terms, frequencies = snapshot.terms.term_counts(field, ordinals >= 0)
    return TermCounts(names, ordinals[documents], terms, frequencies)
