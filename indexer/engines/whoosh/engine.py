"""WhooshEngine: the SearchEngine port over Whoosh 2.7.4.

Rules that Whoosh asks for, and where they are kept: one reader per request and no refresh (searchers.py); no writer
goes on after an error (`apply`); update is delete and add, one addition per id (array_writer.py); opening is tried
again (readers.py); damaged files become one error of ours (damage.py).
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import whoosh
from whoosh import index as whoosh_index

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.documents.metadata_schema import schema_digest
from indexer.domain.errors import EngineUnavailable
from indexer.domain.queries.cross_tabulation import Crossing
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import MatchAll, StructuredQuery
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.arrays.querying.best_pages import explain
from indexer.engines.arrays.querying.cross_tabulation import cross_tabulate
from indexer.engines.arrays.querying.public_documents import read_public_documents
from indexer.engines.arrays.querying.ranking import ranking
from indexer.engines.arrays.querying.searcher import Searcher
from indexer.engines.arrays.scoring.bm25_formula import RankingParameters
from indexer.engines.arrays.segments.schema import ID_FIELD, INDEX_FIELDS, LAYOUT_VERSION, indexed_document
from indexer.engines.port import AnalysisBasis, Contribution, PublicDocuments, Ranking, SearchEngine
from indexer.engines.whoosh.errors import translated
from indexer.engines.whoosh.index_folder import IndexFolder
from indexer.engines.whoosh.readers import open_index
from indexer.engines.whoosh.searcher_pool import Searchers
from indexer.engines.whoosh.stock_schema import whoosh_schema
from indexer.engines.whoosh.writer import ArrayWriter, WritingLimits
from indexer.storage.gc_pause import garbage_collection_paused


@dataclass(frozen=True, slots=True)
class EnginePreferences:
    """What config.toml says about the index."""

    lock_timeout_seconds: float = 30.0
    writing_megabytes: int = 700
    cache_megabytes: int = 96
    ranking: RankingParameters = field(default_factory=RankingParameters)


class WhooshEngine:
    """An index below one folder; safe to use from several threads."""

    def __init__(self, folder: Path, making: dict[str, str], preferences: EnginePreferences) -> None:
        """`making` names what decides the terms (analysis, vocabulary, libraries); a change asks for a rebuild."""
        self._folder = IndexFolder(folder)
        self._made_by: dict[str, object] = {
            "layout": f"{LAYOUT_VERSION}, metadata {schema_digest()}, whoosh {whoosh.versionstring()}",
            "making": dict(sorted(making.items())),
        }
        self._preferences = preferences
        self._basis: tuple[Path, AnalysisBasis] | None = None
        self._lock = threading.Lock()
        self._searchers = self._searchers_of(None)

    # Searching

    def search(self, structured: StructuredQuery, query: Query) -> Ranking:
        """See SearchEngine.search."""
        with self._searcher() as searcher:
            return ranking(searcher, structured, query)

    def count(self, structured: StructuredQuery, query: Query) -> int:
        """See SearchEngine.count."""
        with self._searcher() as searcher:
            return searcher.matches(structured, query).count

    def explain(self, structured: StructuredQuery, document_id: DocumentId) -> tuple[Contribution, ...]:
        """See SearchEngine.explain."""
        with self._searcher() as searcher:
            found = searcher.snapshot.terms.postings(ID_FIELD, document_id).documents.tolist()
            numbers = [number for number in found if searcher.snapshot.is_public[number]]
            if not numbers:
                return ()
            return tuple(Contribution(*part) for part in explain(searcher.planner, structured, numbers[0]))

    def cross(self, structured: StructuredQuery, query: Query, row_axis: str, column_axis: str) -> Crossing:
        """See SearchEngine.cross."""
        with self._searcher() as searcher:
            return cross_tabulate(searcher, structured, query, (row_axis, column_axis))

    def public_documents(self, fields: Sequence[str]) -> PublicDocuments:
        """See SearchEngine.public_documents."""
        with self._searcher() as searcher:
            return read_public_documents(searcher.snapshot, fields)

    def matching_ids(self, structured: StructuredQuery, query: Query | None = None) -> tuple[DocumentId, ...]:
        """See SearchEngine.matching_ids."""
        with self._searcher() as searcher:
            found = searcher.matches(structured, query or Query()).doc_numbers
            return tuple(sorted(map(DocumentId, searcher.snapshot.texts("id", found))))

    def has_term(self, field: str, term: str) -> bool:
        """See SearchEngine.has_term."""
        with self._searcher() as searcher:
            return searcher.snapshot.terms.document_frequency(field, term) > 0

    def document_frequencies(self, field: str) -> Mapping[str, int]:
        """See SearchEngine.document_frequencies."""
        with self._searcher() as searcher:
            return searcher.snapshot.terms.document_frequencies(field)

    def state(self) -> object:
        """See SearchEngine.state."""
        with self._searcher() as searcher:
            return searcher.snapshot.identity

    def facet_value_exists(self, facet: str, value: str) -> bool:
        """See SearchEngine.facet_value_exists."""
        with self._searcher() as searcher:
            holders = searcher.snapshot.facets.facets[facet].holders(value)
            return bool(searcher.snapshot.is_public[holders].any())

    def indexed_documents(self) -> dict[DocumentId, str]:
        """See SearchEngine.indexed_documents."""
        if self._serving() is None:
            return {}
        with self._searcher() as searcher:
            snapshot = searcher.snapshot
            live = snapshot.is_live.nonzero()[0].tolist()
            return {DocumentId(snapshot.text("id", n)): snapshot.text("hash", n) for n in live}

    def document_count(self) -> int:
        """See SearchEngine.document_count."""
        if self._serving() is None:
            return 0
        with self._searcher() as searcher:
            return int(np.count_nonzero(searcher.snapshot.is_live))

    def page_total(self) -> int:
        """See SearchEngine.page_total."""
        if self._serving() is None:
            return 0
        with self._searcher() as searcher:
            return int(searcher.snapshot.page_counts[searcher.snapshot.is_live].sum())

    # Writing

    def apply(self, additions: Iterable[AnalyzedDocument], removals: Iterable[DocumentId]) -> None:
        """See SearchEngine.apply."""
        serving = self._serving()
        if serving is None:
            raise EngineUnavailable("no-index-to-write")
        with (
            translated(),
            garbage_collection_paused(),
            ArrayWriter(open_index(serving), INDEX_FIELDS, self._limits()) as writer,
        ):
            for document in additions:
                writer.add(document.id, indexed_document(document))
            writer.delete_ids(removals)
            writer.commit()

    def is_current(self) -> bool:
        """See SearchEngine.is_current."""
        serving = self._serving()
        return serving is not None and self._folder.made_by(serving).items() >= self._made_by.items()

    def basis(self) -> AnalysisBasis:
        """See SearchEngine.basis."""
        serving = self._serving()
        with self._lock:
            if serving is None:
                return AnalysisBasis()
            if self._basis is None or self._basis[0] != serving:
                self._basis = serving, self._folder.basis(serving)
            return self._basis[1]

    @contextmanager
    def rebuilding(self, basis: AnalysisBasis) -> Iterator[SearchEngine]:
        """See SearchEngine.rebuilding."""
        folder = self._folder.unfinished_or_new(self._made_by, basis)
        with translated():
            if not whoosh_index.exists_in(str(folder)):
                whoosh_index.create_in(str(folder), whoosh_schema())
        beside = WhooshEngine.__new__(WhooshEngine)
        beside.__dict__.update(self.__dict__, _basis=None, _lock=threading.Lock())
        beside._searchers = self._searchers_of(folder)
        yield beside
        beside._merge_all()
        beside.count(MatchAll(), Query())
        self._folder.serve(folder)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See SearchEngine.writing."""
        with self._folder.writing(self._preferences.lock_timeout_seconds):
            yield

    def size_bytes(self) -> int:
        """See SearchEngine.size_bytes."""
        return self._folder.size_bytes()

    def fingerprint(self) -> str:
        """See SearchEngine.fingerprint."""
        serving = self._serving()
        if serving is None:
            return ""
        made_by = json.dumps(self._folder.made_by(serving), sort_keys=True)
        return hashlib.sha256(made_by.encode()).hexdigest()[:16]

    def close(self) -> None:
        """See SearchEngine.close."""
        self._searchers.close()

    # Opening

    def _serving(self) -> Path | None:
        return self._searchers.place()

    def _searcher(self) -> AbstractContextManager[Searcher]:
        return self._searchers.newest()

    def _searchers_of(self, build: Path | None) -> Searchers:
        limits = self._preferences.ranking, self._preferences.cache_megabytes
        return Searchers(self._folder, self._made_by["layout"], *limits, build)

    def _limits(self) -> WritingLimits:
        return WritingLimits(self._preferences.lock_timeout_seconds, self._preferences.writing_megabytes)

    def _merge_all(self) -> None:
        """Make one segment of all."""
        folder = self._serving()
        assert folder is not None
        with translated(), ArrayWriter(open_index(folder), INDEX_FIELDS, self._limits()) as writer:
            writer.commit(merges_all=True)
