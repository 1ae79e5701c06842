"""MemoryEngine: the SearchEngine port over committed states that are kept in memory and gone with the process."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import EngineUnavailable, IndexLocked
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.memory.committed_state import CommittedState
from indexer.engines.memory.index_searcher import MemorySearcher
from indexer.engines.port import AnalysisBasis, RankingParameters, SearchEngine

_NUMBERS = itertools.count(1)


class _Index:
    """What reader and writer share: the state that serves, None before there is an index."""

    def __init__(self) -> None:
        self.serving: CommittedState | None = None

    def commit(self, basis: AnalysisBasis, documents: dict[DocumentId, AnalyzedDocument]) -> None:
        """Let a new state serve; where a document is wrong, the old one goes on."""
        self.serving = CommittedState(next(_NUMBERS), basis, documents)

    @property
    def documents(self) -> dict[DocumentId, AnalyzedDocument]:
        """The documents that serve."""
        return self.serving.documents if self.serving else {}


class MemoryIndexWriter:
    """See IndexWriter."""

    def __init__(self, index: _Index, parameters: RankingParameters, lock_timeout_seconds: float) -> None:
        self._index = index
        self._parameters = parameters
        self._lock_timeout_seconds = lock_timeout_seconds
        self._lock = threading.Lock()
        self._unfinished: tuple[AnalysisBasis, MemoryEngine] | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See IndexWriter.writing."""
        if not self._lock.acquire(timeout=self._lock_timeout_seconds):
            raise IndexLocked("index-locked")
        try:
            yield
        finally:
            self._lock.release()

    def apply(self, additions: Iterable[AnalyzedDocument], removals: Iterable[DocumentId]) -> None:
        """See IndexWriter.apply."""
        serving = self._index.serving
        if serving is None:
            raise EngineUnavailable("no-index-to-write")
        documents = serving.documents | {document.id: document for document in additions}
        for document_id in removals:
            documents.pop(document_id, None)
        self._index.commit(serving.basis, documents)

    @contextmanager
    def rebuilding(self, basis: AnalysisBasis) -> Iterator[SearchEngine]:
        """See IndexWriter.rebuilding."""
        if self._unfinished is None or self._unfinished[0] != basis:
            beside = MemoryEngine(self._parameters, self._lock_timeout_seconds)
            beside.index.commit(basis, {})
            self._unfinished = basis, beside
        beside = self._unfinished[1]
        yield beside
        self._index.serving = beside.index.serving
        self._unfinished = None

    def forget_former(self) -> None:
        """See IndexWriter.forget_former."""
        self._unfinished = None

    def indexed_documents(self) -> dict[DocumentId, str]:
        """See IndexWriter.indexed_documents."""
        return {document.id: document.content_hash for document in self._index.documents.values()}

    def is_current(self) -> bool:
        """See IndexWriter.is_current."""
        return self._index.serving is not None

    def is_whole(self) -> bool:
        """See IndexWriter.is_whole."""
        return self._index.serving is not None


class MemoryStatistics:
    """See IndexStatistics."""

    def __init__(self, index: _Index) -> None:
        self._index = index

    def document_count(self) -> int:
        """See IndexStatistics.document_count."""
        return len(self._index.documents)

    def page_total(self) -> int:
        """See IndexStatistics.page_total."""
        return sum(document.page_count for document in self._index.documents.values())

    def size_bytes(self) -> int:
        """See IndexStatistics.size_bytes."""
        return 0

    def committed_at(self) -> float:
        """See IndexStatistics.committed_at."""
        return 0.0

    def cache_lookups(self) -> tuple[int, int]:
        """See IndexStatistics.cache_lookups; nothing is kept, and nothing made."""
        return 0, 0

    def fingerprint(self) -> str:
        """See IndexStatistics.fingerprint."""
        return "memory" if self._index.serving else ""


class MemoryEngine:
    """An index in memory; safe to use from several threads."""

    def __init__(self, parameters: RankingParameters | None = None, lock_timeout_seconds: float = 30.0) -> None:
        self._parameters = parameters or RankingParameters()
        self.index = _Index()
        self.writer = MemoryIndexWriter(self.index, self._parameters, lock_timeout_seconds)
        self.statistics = MemoryStatistics(self.index)

    def searcher(self) -> MemorySearcher:
        """See SearchEngine.searcher."""
        if self.index.serving is None:
            raise EngineUnavailable("no-index")
        return MemorySearcher(self.index.serving, self._parameters)

    def close(self) -> None:
        """See SearchEngine.close."""
