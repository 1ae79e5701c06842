"""Keeps the vectors equal to the indexed documents; made to run beside everything else and to be stopped anywhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from indexer.domain.documents.document import Document
from indexer.domain.documents.metadata import DocumentId
from indexer.meaning.passages import PASSAGES_VERSION, Passage, document_passages
from indexer.meaning.port import Encoder, TextKind
from indexer.meaning.vector_file import VectorFile, write_vector_file
from indexer.meaning.vector_store import PASSAGE, KeptDocument, VectorStore, text_key
from indexer.meaning.vectors import packed
from indexer.storage.array_file import DamagedFile

_DOCUMENTS_AT_ONCE = 8
_PASSAGES_AT_ONCE = 64
_WRITE_EVERY_SECONDS = 30.0
"""While many documents wait, searches get what is done so often: to write the file of a large collection takes one."""

Item = TypeVar("Item")
ReadDocument = Callable[[DocumentId], Document | None]


@dataclass(frozen=True, slots=True)
class EmbeddingProgress:
    """How many documents are done of those that are indexed."""

    done: int
    total: int


class Embedding:
    """The vectors of one collection under one model."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        """`folder` is that of the vectors; see vector_paths."""
        self._encoder = encoder
        store_path, self._file_path = vector_paths(folder)
        self._store = VectorStore(store_path)
        # Documents cut otherwise, or read by another model, are other documents to the store.
        self._made_by = f"{encoder.name} {PASSAGES_VERSION}"

    def follow(
        self,
        indexed: Mapping[DocumentId, str],
        read: ReadDocument,
        report_progress: Callable[[EmbeddingProgress], None] = lambda progress: None,
    ) -> int:
        """Embed what is indexed and not yet embedded, forget what is gone, and write the file; how many were embedded.

        `indexed` are content hashes by id. What is done is kept when this is stopped. `read` may know nothing of a
        document, which is passed over then.

        Raises:
            DatabaseUnavailable, DatabaseDamaged, DatabaseNewer, OSError: the vectors cannot be kept.
        """
        wanted = {each: f"{content} {self._made_by}" for each, content in indexed.items()}
        known = self._store.content_hashes()
        gone = known.keys() - wanted.keys()
        to_do = [each for each in sorted(wanted) if known.get(each) != wanted[each]]
        written = time.monotonic()
        done = 0
        for batch in _pieces(to_do, _DOCUMENTS_AT_ONCE):
            documents = [document for each in batch if (document := read(each)) is not None]
            self._embed(documents, wanted)
            done += len(batch)
            report_progress(EmbeddingProgress(len(wanted) - len(to_do) + done, len(wanted)))
            if time.monotonic() - written > _WRITE_EVERY_SECONDS:
                self._write()
                written = time.monotonic()
        if gone:
            self._store.keep_documents((), gone)
        if to_do or gone:
            self._store.prune()
        if to_do or gone or not self._is_written():
            self._write()
        return len(to_do)

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()

    def _embed(self, documents: list[Document], wanted: Mapping[DocumentId, str]) -> None:
        """Embed documents that changed; texts that were embedded before are not read by the model again."""
        by_document = {document.id: document_passages(document) for document in documents}
        by_key = {self._key(passage): passage for passages in by_document.values() for passage in passages}
        kept = self._store.vectors(by_key.keys())
        missing = {key: passage for key, passage in by_key.items() if key not in kept}
        for keys in _pieces(list(missing), _PASSAGES_AT_ONCE):
            texts, languages = zip(*((missing[key].text, missing[key].language) for key in keys), strict=True)
            rows = packed(self._encoder.encode(texts, TextKind.PASSAGE, languages))
            self._store.keep_vectors(dict(zip(keys, rows, strict=True)))
        self._store.keep_documents(
            [KeptDocument(each, wanted[each], self._rows(passages)) for each, passages in by_document.items()]
        )

    def _rows(self, passages: tuple[Passage, ...]) -> np.ndarray[tuple[int], np.dtype[np.void]]:
        rows = [(self._key(passage), passage.page_number, passage.start) for passage in passages]
        return np.array(rows, PASSAGE)

    def _key(self, passage: Passage) -> bytes:
        return text_key(f"{self._encoder.name} {passage.language.value}", passage.text)

    def _is_written(self) -> bool:
        try:
            VectorFile(self._file_path, self._encoder.name, self._encoder.dimensions)
        except (OSError, DamagedFile):
            return False
        return True

    def _write(self) -> None:
        write_vector_file(self._file_path, self._store, self._encoder.name, self._encoder.dimensions)


def vector_paths(folder: Path) -> tuple[Path, Path]:
    """Where vectors are kept as they are made, and the file that searches map."""
    return folder / "vectors.sqlite3", folder / "vectors.arrays"


def embedded_documents(folder: Path, indexed: Mapping[DocumentId, str]) -> int:
    """How many indexed documents have vectors of what they say now, of whatever model.

    Raises:
        DatabaseUnavailable, DatabaseDamaged, DatabaseNewer: the vectors cannot be read.
    """
    store_path, _ = vector_paths(folder)
    if not store_path.is_file():
        return 0
    store = VectorStore(store_path)
    try:
        known = store.content_hashes()
    finally:
        store.close()
    return sum(known.get(each, "").partition(" ")[0] == content for each, content in indexed.items())


def _pieces(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
