"""/metrics: what Prometheus asks for, on this machine alone or with a token."""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Iterator

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from indexer import KnowledgeBaseError, Statistics
from web.site.context import site
from web.site.watching.exposition import MEDIA_TYPE, Sample, family, gauge
from web.site.watching.request_counts import BUCKETS
from web.site.watching.requests import request_counts, routes

blueprint = Blueprint("watching", __name__)
TOKEN_VARIABLE = "SAMSPIL_METRICS_TOKEN"  # noqa: S105 (where it stands, not what it is)
_LOOPBACK = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via")
"""Whoever sends these is a proxy on this machine, and asks for somebody else."""

_LOOK_AGAIN_SECONDS = 60.0
"""To compare corpus and index takes as long as a run that finds nothing to do, so it is not done for each question."""


@blueprint.get("/metrics")
def metrics() -> Response:
    """Requests, times, cache and index, in the text format of Prometheus; nothing is there for anybody else."""
    if not _may_ask():
        raise NotFound
    lines = [*_of_requests(), *_of_index()]
    return Response("\n".join(lines) + "\n", content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def _may_ask() -> bool:
    token = os.environ.get(TOKEN_VARIABLE, "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    return request.remote_addr in _LOOPBACK and not any(name in request.headers for name in _FORWARDED)


def _of_requests() -> Iterator[str]:
    counts, names = request_counts(), list(routes())
    by_status = sorted(counts.by_status(len(names)).items())
    yield from family(
        "samspil_requests_total",
        "counter",
        "Requests by route and status.",
        (
            ("", {"route": names[route], "status": str(status or "other")}, count)
            for (route, status), count in by_status
        ),
    )
    yield from family(
        "samspil_request_seconds",
        "histogram",
        "Seconds until an answer was made, by route.",
        (
            sample
            for route, (within, total) in counts.by_time(len(names)).items()
            for sample in _histogram(names[route], within, total)
        ),
    )
    hits, misses = counts.lookups()
    yield from family(
        "samspil_cache_lookups_total",
        "counter",
        "Searched words whose postings were kept in memory (hit) or made (miss).",
        (("", {"result": "hit"}, hits), ("", {"result": "miss"}, misses)),
    )


def _histogram(route: str, within: list[int], total: float) -> Iterator[Sample]:
    for bound, count in zip((*map(str, BUCKETS), "+Inf"), within, strict=True):
        yield "_bucket", {"route": route, "le": bound}, count
    yield "_sum", {"route": route}, total
    yield "_count", {"route": route}, within[-1]


def _of_index() -> Iterator[str]:
    context = site()
    yield from gauge("samspil_indexing_busy", "Whether the index is being written.", context.index_follower.is_busy)
    failed = context.index_follower.last_fault is not None
    yield from gauge("samspil_indexing_failed", "Whether the last run of the indexing failed.", failed)
    try:
        committed = context.knowledge_base.engine.statistics.committed_at()
        statistics = _statistics()
    except (KnowledgeBaseError, OSError):
        yield from gauge("samspil_index_usable", "Whether searches can be answered.", 0)
        return
    yield from gauge("samspil_index_usable", "Whether searches can be answered.", 1)
    yield from gauge("samspil_index_age_seconds", "Since the index was changed last.", max(0, time.time() - committed))
    yield from gauge("samspil_index_bytes", "Bytes of the index.", statistics.index_bytes)
    yield from gauge("samspil_index_current", "Whether this version made the index.", statistics.is_current)
    yield from gauge("samspil_documents", "Documents in the index.", statistics.documents)
    yield from gauge("samspil_documents_pending", "Files that wait to be indexed or taken out.", statistics.pending)
    yield from gauge("samspil_documents_refused", "Files that cannot become documents.", len(statistics.refused))


def _statistics() -> Statistics:
    """The state of corpus and index, at most a minute old."""
    kept = current_app.extensions.get("samspil-statistics")
    if kept is None or time.monotonic() - kept[0] > _LOOK_AGAIN_SECONDS:
        found = site().knowledge_base.statistics({})
        kept = current_app.extensions["samspil-statistics"] = (time.monotonic(), found)
    statistics: Statistics = kept[1]
    return statistics
