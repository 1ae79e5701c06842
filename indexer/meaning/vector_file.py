"""The vectors of all documents as mapped arrays: written anew when documents changed, and then never touched.

ids (JSON) · starts: first passage of each document, and the end · numbers (dimension bytes a passage) ·
signs (dimension bits a passage) · pages, places: where a passage stands · mean: that of all vectors
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.domain.documents.metadata import DocumentId
from indexer.meaning.port import Floats
from indexer.meaning.vector_store import PASSAGE, KeptDocument, VectorStore
from indexer.meaning.vectors import signs, unpacked_mean
from indexer.storage.array_file import ArrayFile, ArrayFileWriter, DamagedFile
from indexer.storage.atomic_files import written_aside

_LAYOUT = 1
_PASSAGES_AT_ONCE = 20_000


class VectorFile:
    """The arrays, opened.

    Attributes:
        state: equal for files of the same vectors.
        ids: documents in the order of their passages; `ordinals` are their places in it.
        starts: first passage by document ordinal, and the number of all passages.
        numbers, signs: a row or a column per passage, see vectors.
    """

    def __init__(self, path: Path, model: str, dimensions: int) -> None:
        """Open and check.

        Raises:
            OSError, DamagedFile: there is none; it is damaged, or of another model.
        """
        file = ArrayFile(path)
        if (file.facts.get("layout"), file.facts.get("model")) != (_LAYOUT, model):
            raise DamagedFile(f"{path.name} is of another model")
        self.state = str(file.facts["state"])
        self.ids = [DocumentId(each) for each in json.loads(file["ids"].tobytes())]
        self.ordinals = {each: ordinal for ordinal, each in enumerate(self.ids)}
        self.starts = file["starts"]
        self.numbers = file["numbers"].reshape(-1, dimensions)
        self.signs = file["signs"].reshape(dimensions // 64, -1)
        self.pages, self.places = file["pages"], file["places"]
        self.mean: Floats = file["mean"]

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.numbers)


def write_vector_file(path: Path, store: VectorStore, model: str, dimensions: int) -> str:
    """Write the file of all documents that are embedded; its state.

    Raises:
        OSError: it cannot be written; the older one is as it was.
    """
    documents = store.documents()
    state = _state(model, documents)
    counts = [len(one.passages) for one in documents]
    total = sum(counts)
    facts = {"layout": _LAYOUT, "model": model, "state": state}
    with written_aside(path) as aside, ArrayFileWriter(aside, facts) as writer:
        writer.add("ids", np.frombuffer(json.dumps([one.id for one in documents]).encode(), np.uint8))
        writer.add("starts", np.cumsum([0, *counts], dtype=np.int64))
        writer.reserve("numbers", np.uint8, total * dimensions)
        _add_passages(writer, documents, store, dimensions)
    return state


def _add_passages(
    writer: ArrayFileWriter, documents: Sequence[KeptDocument], store: VectorStore, dimensions: int
) -> None:
    passages = np.concatenate([np.zeros(0, PASSAGE), *(one.passages for one in documents)])
    total, bits = np.zeros(dimensions), [np.zeros((dimensions // 64, 0), np.uint64)]
    missing = bytes(dimensions)  # near nothing: a text whose vector was lost in a power cut
    for first in range(0, len(passages), _PASSAGES_AT_ONCE):
        keys = [key.tobytes() for key in passages["text"][first : first + _PASSAGES_AT_ONCE]]
        kept = store.vectors(set(keys))
        rows = np.frombuffer(b"".join(kept.get(key, missing) for key in keys), np.uint8).reshape(-1, dimensions)
        writer.append("numbers", rows.reshape(-1))
        bits.append(signs(rows))
        total += rows.view(np.int8).sum(axis=0, dtype=np.int64)
    writer.add("signs", np.concatenate(bits, axis=1).reshape(-1))
    writer.add("pages", passages["page"].astype(np.uint32))
    writer.add("places", passages["start"].astype(np.uint32))
    writer.add("mean", unpacked_mean(total, len(passages)))


def _state(model: str, documents: Sequence[KeptDocument]) -> str:
    digest = hashlib.sha256(model.encode())
    for one in documents:
        digest.update(f"{one.id}\0{one.content_hash}\0".encode())
    return digest.hexdigest()[:16]
