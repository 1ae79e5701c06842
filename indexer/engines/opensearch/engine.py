"""OpenSearchEngine: the SearchEngine port over a cluster of OpenSearch 2.19.

What a cluster asks for, and where it is kept: requests that end (cluster.py), states that are whole (views.py), one
writer (lease.py), terms and positions of ours (documents.py), scores and counts of ours (querying/).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.engines.opensearch.index_statistics import OpenSearchStatistics
from indexer.engines.opensearch.place import IndexPlace
from indexer.engines.opensearch.preferences import ClusterPreferences
from indexer.engines.opensearch.querying.index_searcher import OpenSearchSearcher
from indexer.engines.opensearch.state_documents import StateDocuments
from indexer.engines.opensearch.views import Views
from indexer.engines.opensearch.writing.index_writer import OpenSearchIndexWriter
from indexer.engines.opensearch.writing.lease import Lease
from indexer.engines.port import RankingParameters

_VARIABLE = "SAMSPIL_OPENSEARCH_PASSWORD"


class _BuildEngine:
    """An index of a place with its three sides."""

    def __init__(self, place: IndexPlace, lease: Lease) -> None:
        """Whoever writes builds of the same name shares the lease."""
        self._views = Views(place)
        self.statistics = OpenSearchStatistics(place, self._views)
        self.writer = OpenSearchIndexWriter(
            place, self._views, lease, lambda build: _BuildEngine(replace(place, build=build), lease)
        )

    def searcher(self) -> OpenSearchSearcher:
        """See SearchEngine.searcher."""
        return self._views.newest()

    def close(self) -> None:
        """See SearchEngine.close."""
        self._views.close()


class OpenSearchEngine(_BuildEngine):
    """Indexes of one name on a cluster; safe to use from several threads, and after a fork."""

    def __init__(self, making: Mapping[str, str], preferences: ClusterPreferences) -> None:
        """`making` names what decides the terms (analysis, vocabulary, libraries); a change asks for a rebuild.

        The cluster is asked nothing before it is needed.
        """
        self.preferences = preferences
        # Not above: all else here can be read, and tested, without the client.
        from indexer.engines.opensearch.client import OpenSearchCluster

        self._cluster = OpenSearchCluster(preferences)
        state = StateDocuments(self._cluster, preferences.index_name, preferences.replicas)
        lease = Lease(state, preferences.lease_seconds, preferences.lock_timeout_seconds)
        super().__init__(IndexPlace(self._cluster, state, making, preferences), lease)

    def close(self) -> None:
        """See SearchEngine.close."""
        super().close()
        self._cluster.close()


def open_cluster_engine(
    making: Mapping[str, str],
    settings: Mapping[str, Any],
    base: Path,
    timeout_seconds: float,
    ranking: RankingParameters,
) -> OpenSearchEngine:
    """The engine that the section [engine] of config.toml chooses; relative paths start at `base`."""
    preferences = ClusterPreferences(
        **{name: value for name, value in settings.items() if name not in ("kind", "ca_file")},
        ca_file=str(base / settings["ca_file"]) if settings["ca_file"] else "",
        password=os.environ.get(_VARIABLE, ""),
        lock_timeout_seconds=timeout_seconds,
        ranking=ranking,
    )
    return OpenSearchEngine(making, preferences)
