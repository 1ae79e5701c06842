"""A result page as the JSON that `samspil search --json` and /api/search give."""

from __future__ import annotations

from typing import TypedDict

from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.queries.results import Facet, Hit, ResultPage
from indexer.presentation.labels import facet_value_label


class HitJson(TypedDict):
    """One hit."""

    id: str
    title: str
    kind: str
    language: str
    languages: list[str]
    published: str
    changed: str
    score: float
    page: int | None
    snippet: str
    matches: list[list[int]]
    by_meaning: bool


class ValueJson(TypedDict):
    """One facet value; `state` is available, selected or excluded."""

    id: str
    label: str
    count: int
    state: str


class NearValueJson(TypedDict):
    """A facet value that lies near a text which nothing is about; `total` is what a filter by it alone gives."""

    facet: str
    id: str
    label: str
    total: int


class ResultJson(TypedDict):
    """The whole answer; `matches` are [start, end) offsets in the snippet."""

    total: int
    page: int
    hits: list[HitJson]
    facets: dict[str, list[ValueJson]]
    correction: str | None
    is_corrected: bool
    related_total: int
    nearest: list[HitJson]
    names: list[str]
    unknown_filters: list[str]
    near_values: list[NearValueJson]


def result_json(result: ResultPage, vocabulary: Vocabulary, language: Language) -> ResultJson:
    """The answer with labels in the given language."""
    unknown = [f"{'-' if f.is_excluded else ''}{f.facet}={f.value}" for f in result.unknown_filters]
    return {
        "total": result.total,
        "page": result.query.page_number,
        "hits": [_hit(hit.read_in(language), language) for hit in result.hits],
        "facets": {facet.id: _values(facet, vocabulary, language) for facet in result.facets},
        "correction": result.correction,
        "is_corrected": result.is_corrected,
        "related_total": result.related_total,
        "nearest": [_hit(hit.read_in(language), language) for hit in result.nearest],
        "names": list(result.names),
        "unknown_filters": unknown,
        "near_values": [
            {
                "facet": near.facet,
                "id": near.value,
                "label": facet_value_label(vocabulary, near.facet, near.value, language),
                "total": near.total,
            }
            for near in result.near_values
        ],
    }


def _hit(hit: Hit, language: Language) -> HitJson:
    return {
        "id": hit.id,
        "title": hit.metadata.title_in(language) or hit.metadata.title,
        "kind": hit.metadata.kind,
        "language": hit.metadata.language.value,
        "languages": sorted(hit.metadata.languages),
        "published": hit.metadata.published,
        "changed": hit.metadata.changed,
        "score": round(hit.score, 6),
        "page": hit.snippet.page_number,
        "snippet": hit.snippet.text,
        "matches": [[match.start, match.end] for match in hit.snippet.matches],
        "by_meaning": hit.is_by_meaning,
    }


def _values(facet: Facet, vocabulary: Vocabulary, language: Language) -> list[ValueJson]:
    return [
        {
            "id": value.id,
            "label": facet_value_label(vocabulary, facet.id, value.id, language),
            "count": value.count,
            "state": value.state.value,
        }
        for value in facet.values
    ]
