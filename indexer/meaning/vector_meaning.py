"""Nearness of documents to texts: answers Meaning over the mapped vectors, a text embedded but once."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.domain.documents.metadata import DocumentId, Language
from indexer.meaning.embedding import vector_paths
from indexer.meaning.nearest import Nearest, best_passage, document_cosines, nearest_documents
from indexer.meaning.port import Encoder, Floats, TextKind
from indexer.meaning.recently_used import RecentlyUsed
from indexer.meaning.vector_file import VectorFile
from indexer.storage.array_file import DamagedFile

_LOG = logging.getLogger(__name__)
NEAREST = 50
"""So many documents are looked for; with more of them nothing is gained (prototype: 50 .742, 200 .744)."""
RELATED_COSINE = 0.27
"""From this cosine on a document is about what a text says: nearest to a text without sense is one of up to 0.26, to a
judged query one of 0.35 (median). Cosines of two texts do not move with the size of the collection."""
_DIGITS = 5
"""Of nearness: the last digits of a sum depend on how many sums are made at once."""
_TEXTS_KEPT = 512


class VectorProximity:
    """See Proximity."""

    def __init__(self, file: VectorFile, vector: Floats) -> None:
        self._file = file
        self._vector = vector
        # The mean does not move with the size of the collection, as the cosine of the n-th nearest would.
        self._floor = float(file.mean @ vector)

    @cached_property
    def _nearest(self) -> Nearest:
        return nearest_documents(self._file, self._vector, NEAREST)

    @cached_property
    def nearest(self) -> tuple[DocumentId, ...]:
        """See Proximity.nearest."""
        return tuple(self._file.ids[ordinal] for ordinal in self._nearest.documents.tolist())

    @property
    def related(self) -> tuple[DocumentId, ...]:
        """See Proximity.related."""
        return self.nearest[: int((self._nearest.cosines >= RELATED_COSINE).sum())]

    def of(self, ids: Sequence[DocumentId]) -> Sequence[float]:
        """See Proximity.of."""
        found = np.zeros(len(ids))
        places = [(place, self._file.ordinals[each]) for place, each in enumerate(ids) if each in self._file.ordinals]
        if places:
            known, ordinals = zip(*places, strict=True)
            cosines = document_cosines(self._file, self._vector, ordinals).astype(np.float64)
            nearness = np.clip((cosines - self._floor) / (self._best - self._floor), 0, 1)
            found[list(known)] = nearness.round(_DIGITS)
        return found.tolist()

    def passage(self, document_id: DocumentId) -> tuple[int, int] | None:
        """See Proximity.passage."""
        ordinal = self._file.ordinals.get(document_id)
        if ordinal is None:
            return None
        passage = best_passage(self._file, self._vector, ordinal)
        return int(self._file.pages[passage]), int(self._file.places[passage])

    @property
    def _best(self) -> float:
        """The cosine of the nearest document; above the floor even where all are alike."""
        return max(float(self._nearest.cosines[0]), self._floor + 1e-6)


class VectorMeaning:
    """See Meaning. Safe to share between threads."""

    def __init__(self, open_encoder: Callable[[], Encoder | None], folder: Path) -> None:
        """`folder` is that of the vectors, which may come later and change; the encoder is opened once there are any.

        `open_encoder` gives None where the model or what runs it is missing.
        """
        self._open_encoder = open_encoder
        _, self._path = vector_paths(folder)
        self._process = os.getpid()
        self._encoder: Encoder | None = None
        self._file: VectorFile | None = None
        self._changed = 0
        self._opening = threading.Lock()
        self._vectors: RecentlyUsed[tuple[str, Language], Floats] = RecentlyUsed(_TEXTS_KEPT)
        self._proximities: RecentlyUsed[tuple[str, Language, str], VectorProximity] = RecentlyUsed(_TEXTS_KEPT)

    def proximity(self, text: str, language: Language) -> VectorProximity | None:
        """See Meaning.proximity."""
        file, encoder = self._newest(), self._encoder
        if file is None or encoder is None or not file.size:
            return None
        key = (text, language)

        def vector() -> Floats:
            vectors = encoder.encode([text], TextKind.QUERY, [language])
            return np.array(vectors[0], np.float32)

        return self._proximities.get((*key, file.state), lambda: VectorProximity(file, self._vectors.get(key, vector)))

    def _newest(self) -> VectorFile | None:
        """The file as it is now; while one thread opens a newer one, others are answered by the older."""
        if self._process != os.getpid():
            # The runtime's own threads do not exist in a forked worker: what was opened before is opened anew.
            self._process, self._encoder, self._changed = os.getpid(), None, 0
        try:
            changed = self._path.stat().st_mtime_ns
        except OSError:
            return None
        if changed != self._changed and self._opening.acquire(blocking=self._file is None):
            try:
                if changed != self._changed:
                    self._file = self._opened()
                    self._changed = changed
            finally:
                self._opening.release()
        return self._file

    def _opened(self) -> VectorFile | None:
        self._encoder = self._encoder or self._open_encoder()
        if self._encoder is None:
            return None
        try:
            return VectorFile(self._path, self._encoder.name, self._encoder.dimensions)
        except (OSError, DamagedFile) as error:
            _LOG.warning("The vectors cannot be used until they are made again: %s", error)
            return None
