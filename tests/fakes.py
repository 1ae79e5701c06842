"""Working stand-ins for what tests need not have: nearness without a model, and a model of a few meanings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.domain.documents.metadata import DocumentId


@dataclass(frozen=True)
class TableProximity:
    """Nearness told from a document's id: tenths that a seed turns round."""

    nearest: tuple[DocumentId, ...] = ()
    seed: int = 0

    @property
    def related(self) -> tuple[DocumentId, ...]:
        return self.nearest

    def of(self, ids: Sequence[DocumentId]) -> list[float]:
        return [(sum(map(ord, each)) * 7 + self.seed) % 10 / 10 for each in ids]

    def passage(self, document_id: DocumentId) -> tuple[int, int] | None:
        return None
