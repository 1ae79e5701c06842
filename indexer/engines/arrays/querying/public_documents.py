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
        ids=[DocumentId(text) for text in _texts(snapshot, "id", numbers)],
        records=_texts(snapshot, "record", numbers),
        term_counts={field: _term_counts(snapshot, field, ordinals) for field in fields},
    )


def _texts(snapshot: IndexSnapshot, name: str, numbers: list[int]) -> list[str]:
    """A text of each of some documents; read in the order in which they are kept, block after block."""
    rising = sorted(numbers)
    found = dict(zip(rising, snapshot.texts(name, np.array(rising, dtype=np.int64)), strict=True))
    return [found[number] for number in numbers]


def _term_counts(snapshot: IndexSnapshot, field: str, ordinals: Int64Array) -> TermCounts:
    names, documents, terms, frequencies = snapshot.terms.term_counts(field)
    document_places = ordinals[documents]
    is_public = document_places >= 0
    return TermCounts(names, document_places[is_public], terms[is_public], frequencies[is_public])
