"""What an index on the cluster holds."""

from __future__ import annotations

import hashlib
import json

from indexer.engines.opensearch.cluster import Deadline
from indexer.engines.opensearch.marks import read_mark
from indexer.engines.opensearch.place import IndexPlace
from indexer.engines.opensearch.views import Views


class OpenSearchStatistics:
    """See IndexStatistics."""

    def __init__(self, place: IndexPlace, views: Views) -> None:
        self._place = place
        self._views = views

    def document_count(self) -> int:
        """See IndexStatistics.document_count."""
        return self._sizes()[0]

    def page_total(self) -> int:
        """See IndexStatistics.page_total."""
        return self._sizes()[1]

    def size_bytes(self) -> int:
        """See IndexStatistics.size_bytes; copies on other nodes count."""
        index = self._index()
        if index is None:
            return 0
        found = self._place.cluster.request("GET", f"/{index}/_stats/store", self._deadline())
        return int(found["_all"]["total"]["store"]["size_in_bytes"])

    def committed_at(self) -> float:
        """See IndexStatistics.committed_at."""
        index = self._index()
        mark = read_mark(self._place.state, index, self._deadline()) if index else None
        return mark.committed_at if mark else 0.0

    def cache_lookups(self) -> tuple[int, int]:
        """See IndexStatistics.cache_lookups: of the numbers that terms are weighed by."""
        return self._views.lookups.hits, self._views.lookups.misses

    def fingerprint(self) -> str:
        """See IndexStatistics.fingerprint."""
        index = self._index()
        if index is None:
            return ""
        made_by = json.dumps(self._place.meta(index, self._deadline()), sort_keys=True)
        return hashlib.sha256(made_by.encode()).hexdigest()[:16]

    def _sizes(self) -> tuple[int, int]:
        """How many documents there are, public or not, and how many pages they have."""
        if self._index() is None:
            return 0, 0
        pages = {"pages": {"sum": {"field": "page_count"}}}
        asked = self._views.newest().questions.quick()
        (answer,) = asked.search({"size": 0, "track_total_hits": True, "aggs": pages})
        return answer["hits"]["total"]["value"], int(answer["aggregations"]["pages"]["value"])

    def _index(self) -> str | None:
        return self._place.index(self._deadline())

    def _deadline(self) -> Deadline:
        return Deadline(self._place.preferences.searching_seconds)
