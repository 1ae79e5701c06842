"""What a run that makes the index equal to the corpus says of itself, meanwhile and at its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.corpus_store.port import CorpusFault
from indexer.domain.documents.dates import public_from
from indexer.domain.documents.metadata import DocumentId, Metadata


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: files done of files to do, and the one at hand."""

    done: int
    total: int
    location: str


@dataclass
class ReconcileReport:
    """What a run did; ids in the order in which they were done. Of incomplete files a part was indexed.

    Attributes:
        next_public: the moment at which the next embargo ends; "" where none is waited for.
    """

    added: list[DocumentId] = field(default_factory=list)
    changed: list[DocumentId] = field(default_factory=list)
    withdrawn: list[DocumentId] = field(default_factory=list)
    refused: list[CorpusFault] = field(default_factory=list)
    incomplete: list[CorpusFault] = field(default_factory=list)
    unchanged: int = 0
    is_rebuilt: bool = False
    next_public: str = ""

    def note_hidden(self, metadata: Metadata) -> None:
        """Remember when a document that is not public now becomes so by itself."""
        moment = public_from(metadata)
        if moment:
            self.next_public = min(self.next_public or moment, moment)

    @property
    def has_changes(self) -> bool:
        """Whether the index is another one than before."""
        return bool(self.added or self.changed or self.withdrawn or self.is_rebuilt)
