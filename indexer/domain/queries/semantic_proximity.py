"""How near documents are to a text in meaning: what retrieval asks, whoever answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from indexer.domain.documents.metadata import DocumentId, Language


class Proximity(Protocol):
    """Nearness to one text; nothing of it changes, so that numbers stay what a click gives.

    Nearness is 1 for the nearest document of all, 0 for the mean of all and those further off, and for documents that
    have no vector yet.
    """

    @property
    def nearest(self) -> tuple[DocumentId, ...]:
        """The nearest documents of all, nearest first; some of them may be in no index any more."""

    @property
    def related(self) -> tuple[DocumentId, ...]:
        """Those of the nearest that are about what the text says; none for a text without sense."""

    def of(self, ids: Sequence[DocumentId]) -> Sequence[float]:
        """The nearness of each of some documents."""

    def passage(self, document_id: DocumentId) -> tuple[int, int] | None:
        """Page and offset in it where the passage begins that is nearest; page 0 is the summary, None if unknown."""


class Meaning(Protocol):
    """The one thing that retrieval asks of meaning. Where it is absent, everything is by words alone."""

    def proximity(self, text: str, language: Language) -> Proximity | None:
        """Nearness to a text, the same object while neither text nor vectors change; None if there are no vectors."""
