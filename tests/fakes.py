"""Working stand-ins for what tests need not have: nearness without a model, and a model of a few meanings."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.domain.documents.metadata import DocumentId, Language
from indexer.meaning.port import TextKind


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


MEANINGS = (
    "ensomhed alene isoleret lonely isolated",
    "lektier lektiehjælp homework",
    "bus bogbus bookmobile",
    "wwwux børn åbne samler onsdag flere",
    "qqquux fangerne kriminalforsorgen bibliotekarerne låner",
)
"""Words of one line mean the same; every other word means itself."""
DIMENSIONS = 128


class WordEncoder:
    """A model of a few meanings: a number for each meaning, and for each other word one of many."""

    name = "words"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], kind: TextKind, languages: Sequence[Language]) -> np.ndarray:
        self.encoded += texts
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().replace(".", " ").split():
                vectors[row, _dimension(word)] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _dimension(word: str) -> int:
    for number, words in enumerate(MEANINGS):
        if word in words.split():
            return number
    return len(MEANINGS) + zlib.crc32(word.encode()) % (DIMENSIONS - len(MEANINGS))
