"""WhooshEngine: the SearchEngine port over Whoosh 2.7.4.

Rules that Whoosh asks for, and where they are kept: one reader per request and no refresh (searcher_pool.py); no writer
goes on after an error (index_writer.py); update is delete and add, one addition per id (writer.py); opening is tried
again (readers.py); damaged files become one error of ours (errors.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from indexer.engines.whoosh.index_folder import IndexFolder
from indexer.engines.whoosh.index_place import EnginePreferences, IndexPlace
from indexer.engines.whoosh.index_searcher import WhooshSearcher
from indexer.engines.whoosh.index_statistics import WhooshStatistics
from indexer.engines.whoosh.index_writer import WhooshIndexWriter
from indexer.engines.whoosh.searcher_pool import SearcherPool


class WhooshEngine:
    """An index below one folder; safe to use from several threads."""

    def __init__(
        self, folder: Path, making: Mapping[str, str], preferences: EnginePreferences, build: Path | None = None
    ) -> None:
        """`making` names what decides the terms (analysis, vocabulary, libraries); a change asks for a rebuild.

        `build` is the folder of a build that does not serve yet.
        """
        place = IndexPlace(IndexFolder(folder), making, preferences, build)
        self._searchers = SearcherPool(place)
        self.statistics = WhooshStatistics(place, self._searchers)
        self.writer = WhooshIndexWriter(
            place, self._searchers, lambda beside: WhooshEngine(folder, making, preferences, beside)
        )

    def searcher(self) -> WhooshSearcher:
        """See SearchEngine.searcher."""
        return self._searchers.newest()

    def close(self) -> None:
        """See SearchEngine.close."""
        self._searchers.close()
