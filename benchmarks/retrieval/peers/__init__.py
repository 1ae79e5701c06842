"""Other search engines, each in its best ordinary set-up: what the product is measured against.

A peer is a function that indexes documents of one language and ranks them for every query. Ordinary means: the stemmer
and stop words that the engine brings for the language, title and text searched together, any of the words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import Language
from indexer.evaluation.measures import DEPTH, JudgedQuery

NAMES = {Language.DANISH: "danish", Language.ENGLISH: "english"}
"""What stemmers call the languages."""


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """A document as any engine takes it."""

    id: str
    title: str
    text: str

    @property
    def whole_text(self) -> str:
        """Title and text as one."""
        return f"{self.title}\n{self.text}" if self.title else self.text


Run = dict[str, list[str]]
"""The ids found by query id, best first, at most DEPTH."""

Peer = Callable[[Sequence[PlainDocument], Language, Sequence[JudgedQuery]], Run]


class PeerUnavailable(Exception):
    """The peer cannot run here; says what is missing."""


def plain_documents(documents: Sequence[Document]) -> list[PlainDocument]:
    """The documents of a test set without what only the product knows."""
    return [PlainDocument(d.id, d.metadata.title, "\n".join(page.text for page in d.pages)) for d in documents]


__all__ = ["DEPTH", "NAMES", "Peer", "PeerUnavailable", "PlainDocument", "Run", "plain_documents"]
