"""All public documents of one state in a batch: what comparison is made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.domain.documents.metadata import DocumentId
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.port import PublicDocuments, TermCounts
from indexer.storage.ragged import Int64Array


def read_public_documents(snapshot: IndexSnapshot, fields: Sequence[str]) -> PublicDocuments:
    """Every public document by id, with its record and the terms of the fields."""
    numbers = [number for number in snapshot.by_id.tolist() if snapshot.is_public[number]]
    ordinals: Int64Array = np.full(snapshot.size, -1, dtype=np.int64)
    ordinals[numbers] = np.arange(len(numbers))
    return PublicDocuments(
        ids=[DocumentId(snapshot.text("id", number)) for number in numbers],
        records=[snapshot.text("record", number) for number in numbers],
        term_counts={field: _term_counts(snapshot, field, ordinals) for field in fields},
    )


def _term_counts(snapshot: IndexSnapshot, field: str, ordinals: Int64Array) -> TermCounts:
    names, documents, terms, frequencies = snapshot.terms.term_counts(field)
    document_places = ordinals[documents]
    is_public = document_places >= 0
    return TermCounts(names, document_places[is_public], terms[is_public], frequencies[is_public])
