"""All public documents of one state in a batch: what comparison is made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.domain.documents.metadata import DocumentId
from indexer.engines.arrays.snapshot import Generation
from indexer.engines.arrays.structures.bitsets import Numbers
from indexer.engines.port import PublicDocuments, TermCounts


def read_public_documents(generation: Generation, fields: Sequence[str]) -> PublicDocuments:
    """Every public document by id, with its record and the terms of the fields."""
    numbers = [number for number in generation.by_id.tolist() if generation.is_public[number]]
    places: Numbers = np.full(generation.size, -1, dtype=np.int64)
    places[numbers] = np.arange(len(numbers))
    return PublicDocuments(
        ids=[DocumentId(generation.text("id", number)) for number in numbers],
        records=[generation.text("record", number) for number in numbers],
        term_counts={field: _term_counts(generation, field, places) for field in fields},
    )


def _term_counts(generation: Generation, field: str, places: Numbers) -> TermCounts:
    names, documents, terms, frequencies = generation.term_counts(field)
    document_places = places[documents]
    is_public = document_places >= 0
    return TermCounts(names, document_places[is_public], terms[is_public], frequencies[is_public])
