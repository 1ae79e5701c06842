"""The documents of a tree, as a query that scores nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    AnyOf,
    IsAbout,
    MatchAll,
    MatchDocuments,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Rescored,
    ScoredBy,
    StructuredQuery,
)
from indexer.engines.opensearch.cluster import Json

EVERYTHING: Json = {"match_all": {}}
NOTHING: Json = {"match_none": {}}
PUBLIC: Json = {"term": {"is_public": True}}


def any_of(queries: Sequence[Json]) -> Json:
    """Documents of at least one query; their scores are added up."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": [*queries], "minimum_should_match": 1}} if queries else NOTHING


def all_of(queries: Sequence[Json]) -> Json:
    """Documents of every query; scores nothing."""
    return {"bool": {"filter": [*queries]}} if queries else EVERYTHING


def phrase(field: str, terms: Sequence[str]) -> Json:
    """Terms at consecutive places; its score is how often, as often as it has terms."""
    return {"match_phrase": {field: {"query": " ".join(terms)}}}


class DocumentSets:
    """Makes the query of a tree's documents in one committed state."""

    def __init__(
        self, expanded: Callable[[MatchPrefix], Sequence[str]], documents_about: Callable[[IsAbout], Json]
    ) -> None:
        """`expanded` are the terms that a prefix stands for."""
        self.expanded = expanded
        self._documents_about = documents_about

    def matched(self, query: StructuredQuery) -> Json:
        """The documents that match, public or not."""
        match query:
            case MatchWord() | MatchPhrase() | MatchPrefix():
                return self._leaf(query)
            case MatchAll():
                return EVERYTHING
            case MatchDocuments(ids):
                return {"terms": {"id": [*ids]}}
            case IsAbout():
                return self._documents_about(query)
            case AnyOf(operands):
                return any_of([self.matched(one) for one in operands])
            case AllOf(required, _, excluded):
                return {
                    "bool": {
                        "filter": [self.matched(one) for one in required] or [EVERYTHING],
                        "must_not": [self.matched(one) for one in excluded],
                    }
                }
            case AcrossLanguages(own, other, _):
                return any_of([self.matched(own), self.matched(other)])
            case Near(operand) | Rescored(operand):
                return self.matched(operand)
            case ScoredBy(documents, _):
                return self.matched(documents)

    def _leaf(self, leaf: MatchWord | MatchPhrase | MatchPrefix) -> Json:
        match leaf:
            case MatchWord(_, alternatives, _):
                by_field: dict[str, list[str]] = {}
                for alternative in alternatives:
                    for field, _ in alternative.fields:
                        by_field.setdefault(field, []).append(alternative.term)
                return any_of([{"terms": {field: terms}} for field, terms in by_field.items()])
            case MatchPhrase(field, terms, _):
                return phrase(field, terms)
            case MatchPrefix(field, _, _):
                return {"terms": {field: [*self.expanded(leaf)]}}
