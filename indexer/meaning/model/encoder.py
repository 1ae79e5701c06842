"""Texts -> vectors, by onnxruntime on one thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.domain.documents.metadata import Language
from indexer.meaning.model.encoder_graph import INPUT, MASK, OUTPUT
from indexer.meaning.model.weights_file import BLOCK, Floats, unpacked
from indexer.meaning.model.word_pieces import WordPieces
from indexer.meaning.port import TextKind
from indexer.storage.array_file import ArrayFile

_MAX_PIECES = {TextKind.PASSAGE: 510, TextKind.QUERY: 40}
_MAX_CHARACTERS = {TextKind.PASSAGE: 4000, TextKind.QUERY: 300}
_PIECES_AT_ONCE = 1024


class OnnxEncoder:
    """See Encoder. Threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open the model.

        Raises:
            OSError, DamagedFile: there is none, or it is damaged.
            ImportError: onnxruntime or tokenizers are missing.
        """
        import onnxruntime

        file = ArrayFile(path)
        facts = file.facts
        self.name = str(facts["name"])
        self.dimensions = int(facts["hidden"])
        self._begin, self._end, self._padding = facts["begin"], facts["end"], facts["padding"]
        texts = file["pieces"].tobytes().decode().split("\n")
        replaced = {int(code): text for code, text in facts["replaced"].items()}
        self._pieces = WordPieces(texts, file["scores"].tolist(), facts["unknown"], replaced)
        self._means = {
            (TextKind(kind), Language(language)): np.array(mean, np.float32)
            for kind, by_language in facts["means"].items()
            for language, mean in by_language.items()
        }
        blocks = self.dimensions // BLOCK
        self._factors = file["factors"].view(np.float16).reshape(-1, blocks)
        self._halves = file["halves"].reshape(-1, blocks, BLOCK // 2)
        self._positions = file["positions"].reshape(-1, self.dimensions)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(
            file["graph"].tobytes(), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str], kind: TextKind, languages: Sequence[Language]) -> Floats:
        """See Encoder.encode."""
        means = np.array([self._means[kind, language] for language in languages]).reshape(-1, self.dimensions)
        return _unit(self.encode_as_trained(texts, kind) - means)

    def encode_as_trained(self, texts: Sequence[str], kind: TextKind) -> Floats:
        """The same as the model gives it, with its language in it."""
        ids = [self._ids(text, kind) for text in texts]
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for batch in _batches(ids):
            vectors[batch] = self._encode([ids[i] for i in batch])
        return vectors

    def _ids(self, text: str, kind: TextKind) -> list[int]:
        found = self._pieces.ids(f"{kind.value}: {text}", _MAX_CHARACTERS[kind])
        return [self._begin, *found[: _MAX_PIECES[kind]], self._end]

    def _encode(self, batch: Sequence[Sequence[int]]) -> Floats:
        length = max(map(len, batch))
        ids: NDArray[np.int64] = np.full((len(batch), length), self._padding, np.int64)
        mask = np.zeros((len(batch), length), np.int32)
        for row, one in enumerate(batch):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        words = unpacked(self._factors[ids], self._halves[ids]).reshape(len(batch), length, -1)
        hidden = self._session.run([OUTPUT], {INPUT: words + self._positions[:length], MASK: mask})[0]
        return _unit((hidden * mask[..., None]).sum(axis=1))


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Ordinals of texts of like lengths, not more at once than fit into the cache of a processor."""
    batch: list[int] = []
    for ordinal in sorted(range(len(ids)), key=lambda i: len(ids[i])):
        if batch and (len(batch) + 1) * len(ids[ordinal]) > _PIECES_AT_ONCE:
            yield batch
            batch = []
        batch.append(ordinal)
    if batch:
        yield batch
