"""What the documents that name an organisation or a place have in common: when, and who stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from indexer import NOT_STATED, DocumentId, Filter, Metadata, Query, ResultPage, SortOrder, danish_sort_key
from web.site.context import page_vocabulary, site
from web.site.presentation import label
from web.site.urls.search_url import query_string

_LISTED = 20
_BESIDE = 15
"""So many of those that stand beside it are named; the search has all of them."""


@dataclass(frozen=True, slots=True)
class Role:
    """The documents that name a record as a value of a facet.

    Attributes:
        result: the first of them, published last first.
        records: what is stated about each of them.
        beside: (facet, value, count) of the organisations that they name too, most often first.
        years: the first and the last year in which they ran, "" where none is stated.
        search: the query string of the search for all of them.
    """

    facet: str
    result: ResultPage
    records: Mapping[DocumentId, Metadata]
    beside: tuple[tuple[str, str, int], ...]
    years: str
    search: str


def role(facet: str, record_id: str) -> Role:
    """The documents that name a record, or a part of it, as a value of a facet."""
    query = Query(filters=(Filter(facet, record_id),), sort=SortOrder.NEWEST, page_size=_LISTED)
    result = site().knowledge_base.search(query)
    records = dict(site().knowledge_base.records(query))
    years = [int(value.id) for value in result.facet("year").values if value.id != NOT_STATED and value.count]
    return Role(
        facet=facet,
        result=result,
        records=records,
        beside=_beside(records, record_id),
        years="–".join(map(str, dict.fromkeys((min(years), max(years))))) if years else "",
        search=query_string(query),
    )


def _beside(records: Mapping[DocumentId, Metadata], record_id: str) -> tuple[tuple[str, str, int], ...]:
    """Counted document by document: the numbers of a facet pass over what is chosen in it."""
    counts: Counter[tuple[str, str]] = Counter()
    for metadata in records.values():
        counts.update(named_beside(metadata, record_id))
    return most_often(counts)


def most_often(counts: Counter[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    """(facet, value, count) of those that were counted most, by name where they were counted equally often."""
    ordered = sorted(counts, key=lambda pair: (-counts[pair], danish_sort_key(label(*pair))))
    return tuple((*pair, counts[pair]) for pair in ordered[:_BESIDE])


def named_beside(metadata: Metadata, record_id: str) -> set[tuple[str, str]]:
    """The organisations that a document names, each once, without the one that is asked about and its parts."""
    vocabulary = page_vocabulary()
    # A library that a document calls a partner as well stands there as a library.
    named = dict.fromkeys(metadata.partners, "partner") | dict.fromkeys(metadata.libraries, "library")
    return {
        (facet, value) for value, facet in named.items() if record_id not in vocabulary.with_broader(facet, (value,))
    }
