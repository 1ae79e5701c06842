"""All values of fields with their numbers of documents, exact however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.view import Asked

_MOST_AT_ONCE = 2000
"""With more values than this, they are fetched page by page; a cluster refuses more than 65,535 in one answer."""


def values_aggregation(field: str) -> Json:
    """Counts the values of a field; whether they are all is told by `values_counts`."""
    return {"terms": {"field": field, "size": _MOST_AT_ONCE}}


def values_counts(answered: Json, field: str, documents: Json, asked: Asked) -> dict[str, int]:
    """The counts of an answered `values_aggregation`; where values were left out, all of them over the documents."""
    if not answered["sum_other_doc_count"]:
        return {bucket["key"]: bucket["doc_count"] for bucket in answered["buckets"]}
    # Not the rest alone: each shard cuts its own list, so counts of values that came may be too low.
    return {value: count for (value,), count in combinations([field], documents, asked)}


def combinations(fields: Sequence[str], documents: Json, asked: Asked) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each combination of values of some fields that a document has, with the number of these documents."""
    sources = [{str(number): {"terms": {"field": field}}} for number, field in enumerate(fields)]
    after: Json = {}
    while True:
        composite = {"size": _MOST_AT_ONCE, "sources": sources, **after}
        body = {"query": documents, "size": 0, "track_total_hits": False, "aggs": {"all": {"composite": composite}}}
        (answer,) = asked.search(body)
        found = answer["aggregations"]["all"]
        for bucket in found["buckets"]:
            yield tuple(bucket["key"][str(number)] for number in range(len(fields))), bucket["doc_count"]
        if "after_key" not in found or len(found["buckets"]) < _MOST_AT_ONCE:
            return
        after = {"after": found["after_key"]}
