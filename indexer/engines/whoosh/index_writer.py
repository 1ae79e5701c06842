"""The one writer of a Whoosh index: batches, and new indexes beside the one that serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh import index as whoosh_index

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.errors import EngineUnavailable, IndexDamaged
from indexer.domain.queries.query import Query
from indexer.domain.queries.structured_query import MatchAll
from indexer.engines.analyzed_document import AnalyzedDocument
from indexer.engines.arrays.segments.schema import INDEX_FIELDS, indexed_document
from indexer.engines.port import AnalysisBasis, SearchEngine
from indexer.engines.whoosh.errors import translated
from indexer.engines.whoosh.index_place import IndexPlace
from indexer.engines.whoosh.readers import open_index, patiently
from indexer.engines.whoosh.searcher_pool import SearcherPool
from indexer.engines.whoosh.stock_schema import whoosh_schema
from indexer.engines.whoosh.table_of_contents import check_contents
from indexer.engines.whoosh.writer import ArrayWriter, WritingLimits
from indexer.storage.gc_pause import garbage_collection_paused


class WhooshIndexWriter:
    """See IndexWriter."""

    def __init__(self, place: IndexPlace, searchers: SearcherPool, open_build: Callable[[Path], SearchEngine]) -> None:
        """`open_build` gives the engine of a build that does not serve yet."""
        self._place = place
        self._searchers = searchers
        self._open_build = open_build

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See IndexWriter.writing."""
        with self._place.builds.writing(self._place.preferences.lock_timeout_seconds):
            yield

    def apply(self, additions: Iterable[AnalyzedDocument], removals: Iterable[DocumentId]) -> None:
        """See IndexWriter.apply."""
        folder = self._place.folder()
        if folder is None:
            raise EngineUnavailable("no-index-to-write")
        with translated(), garbage_collection_paused(), self._array_writer(folder) as writer:
            for document in additions:
                writer.add(document.id, indexed_document(document))
            writer.delete_ids(removals)
            writer.commit()

    @contextmanager
    def rebuilding(self, basis: AnalysisBasis) -> Iterator[SearchEngine]:
        """See IndexWriter.rebuilding."""
        folder = self._place.builds.unfinished_or_new(self._place.made_by, basis)
        try:
            with translated():
                if not whoosh_index.exists_in(str(folder)):
                    whoosh_index.create_in(str(folder), whoosh_schema())
            beside = self._open_build(folder)
            yield beside
            with translated(), self._array_writer(folder) as writer:
                writer.commit(merges_all=True)
            beside.searcher().count(MatchAll(), Query())
        except IndexDamaged:  # taken up again, it would be as damaged the next time
            self._place.builds.discard(folder)
            raise
        self._place.builds.serve(folder)

    def forget_former(self) -> None:
        """See IndexWriter.forget_former."""
        with self.writing():
            self._place.builds.forget_former()

    def indexed_documents(self) -> dict[DocumentId, str]:
        """See IndexWriter.indexed_documents."""
        if self._place.folder() is None:
            return {}
        with translated():
            snapshot = self._searchers.newest().arrays.snapshot
            live = snapshot.is_live.nonzero()[0].tolist()
            return {DocumentId(snapshot.text("id", n)): snapshot.text("hash", n) for n in live}

    def is_current(self) -> bool:
        """See IndexWriter.is_current."""
        folder = self._place.folder()
        return folder is not None and self._place.builds.made_by(folder).items() >= self._place.made_by.items()

    def is_whole(self) -> bool:
        """See IndexWriter.is_whole."""
        folder = self._place.folder()
        if folder is None:
            return False
        try:
            with translated():
                patiently(lambda: check_contents(folder))
                self._place.builds.basis(folder)
                self._searchers.newest()
        except IndexDamaged:
            return False
        return True

    def _array_writer(self, folder: Path) -> ArrayWriter:
        preferences = self._place.preferences
        limits = WritingLimits(preferences.lock_timeout_seconds, preferences.writing_megabytes)
        return ArrayWriter(open_index(folder), INDEX_FIELDS, limits)
