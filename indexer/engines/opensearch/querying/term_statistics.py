"""How frequent terms are in one committed state, and how long its fields: asked of the cluster once and kept."""

from __future__ import annotations

import re
import threading
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import log
from typing import NamedTuple

from indexer.domain.queries.fields import FREQUENCY_FIELDS, TEXT_FIELDS
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    AnyOf,
    IsAbout,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Rescored,
    ScoredBy,
    StructuredQuery,
)
from indexer.domain.queries.two_texts import counts_texts
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.layout import TWO_TEXTS_FIELD, facet_field, length_field, terms_field
from indexer.engines.opensearch.querying.sets import PUBLIC, any_of
from indexer.engines.opensearch.view import Asked


class HoldersOf(NamedTuple):
    """How many documents hold a term in any of some fields."""

    fields: tuple[str, ...]
    term: str


class StatedBy(NamedTuple):
    """How many public documents state a facet value."""

    facet: str
    value: str


_Wanted = HoldersOf | StatedBy | MatchPrefix
_MOST_AT_ONCE = 500
# A site that is read and never written asks for ever more words in the same state; a prefix stands for many.
_MOST_NUMBERS, _MOST_PREFIXES = 100_000, 1_000


@dataclass(slots=True)
class LookupCounts:
    """How often what a query needs was kept, and how often it was asked for."""

    hits: int = 0
    misses: int = 0


@dataclass(slots=True)
class KeptStatistics:
    """What was asked of one state so far; threads share it, and what two ask at once is the same."""

    lookups: LookupCounts
    documents: int = 0
    second_texts: int = 0
    public: int = 0
    mean_lengths: dict[str, float] = field(default_factory=dict)
    numbers: dict[HoldersOf | StatedBy, int] = field(default_factory=dict)
    expanded: dict[MatchPrefix, tuple[str, ...]] = field(default_factory=dict)
    has_lengths: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def prepared(self, asked: Asked, trees: Iterable[StructuredQuery], prefix_expansions: int) -> TermStatistics:
        """All that scoring the trees needs; what is not known yet is asked for, and kept while there is room."""
        wanted = list(dict.fromkeys(one for tree in trees for one in _wanted(tree)))
        missing = [one for one in wanted if one not in self.numbers and one not in self.expanded]
        self.lookups.hits += len(wanted) - len(missing)
        self.lookups.misses += len(missing)
        if not self.has_lengths:
            self._ask_lengths(asked)
        numbers: dict[HoldersOf | StatedBy, int] = {}
        expanded: dict[MatchPrefix, tuple[str, ...]] = {}
        for first in range(0, len(missing), _MOST_AT_ONCE):
            some = missing[first : first + _MOST_AT_ONCE]
            aggregations = {str(number): _aggregation(one, prefix_expansions) for number, one in enumerate(some)}
            (answer,) = asked.search({"size": 0, "track_total_hits": False, "aggs": aggregations})
            for number, one in enumerate(some):
                found = answer["aggregations"][str(number)]
                if isinstance(one, MatchPrefix):
                    expanded[one] = tuple(bucket["key"] for bucket in _buckets(found))
                else:
                    numbers[one] = found["doc_count"]
        self._keep(numbers, expanded)
        return TermStatistics(self, ChainMap(numbers, self.numbers), ChainMap(expanded, self.expanded))

    def _ask_lengths(self, asked: Asked) -> None:
        aggregations: Json = {
            "two": {"filter": {"term": {TWO_TEXTS_FIELD: True}}},
            "public": {"filter": PUBLIC},
            **{name: {"stats": {"field": length_field(name)}} for name in (*TEXT_FIELDS, *FREQUENCY_FIELDS)},
        }
        (answer,) = asked.search({"size": 0, "track_total_hits": True, "aggs": aggregations})
        found = answer["aggregations"]
        with self.lock:
            self.documents = answer["hits"]["total"]["value"]
            self.second_texts = found["two"]["doc_count"]
            self.public = found["public"]["doc_count"]
            for name in (*TEXT_FIELDS, *FREQUENCY_FIELDS):
                texts = found[name]["count"] + (self.second_texts if counts_texts(name) else 0)
                # A field that no document has scores nothing.
                self.mean_lengths[name] = found[name]["sum"] / texts if found[name]["count"] else 1.0
            self.has_lengths = True

    def _keep(
        self, numbers: Mapping[HoldersOf | StatedBy, int], expanded: Mapping[MatchPrefix, tuple[str, ...]]
    ) -> None:
        # Nothing is thrown away: other questions rest on what they found here.
        with self.lock:
            self.numbers.update(islice(numbers.items(), max(0, _MOST_NUMBERS - len(self.numbers))))
            self.expanded.update(islice(expanded.items(), max(0, _MOST_PREFIXES - len(self.expanded))))


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """What one question needs of a state: what is kept, and what there was no room for."""

    state: KeptStatistics
    numbers: Mapping[HoldersOf | StatedBy, int]
    expanded: Mapping[MatchPrefix, tuple[str, ...]]

    @property
    def mean_lengths(self) -> Mapping[str, float]:
        """How long the texts of each field are on average."""
        return self.state.mean_lengths

    def rarity(self, holders: float) -> float:
        """How much a find tells that so many texts share: BM25's inverse document frequency."""
        size = self.state.documents + self.state.second_texts
        found = min(holders, size)
        return log(1 + (size - found + 0.5) / (found + 0.5))

    def holders(self, fields: Iterable[str], term: str) -> int:
        """How many documents hold a term in any of some fields."""
        return self.numbers[_holders(fields, term)]

    def is_telling(self, facet: str, value: str, share: float) -> bool:
        """Whether no more than a share of all public documents state a value."""
        return self.numbers[StatedBy(facet, value)] <= share * self.state.public


def _buckets(answer: Mapping[str, object]) -> Sequence[Json]:
    terms = answer["terms"]
    return terms["buckets"] if isinstance(terms, dict) else ()


def _holders(fields: Iterable[str], term: str) -> HoldersOf:
    return HoldersOf(tuple(sorted(set(fields))), term)


def _aggregation(one: _Wanted, prefix_expansions: int) -> Json:
    match one:
        case HoldersOf(fields, term):
            return {"filter": any_of([{"term": {name: term}} for name in fields])}
        case StatedBy(facet, value):
            return {"filter": {"bool": {"filter": [PUBLIC, {"term": {facet_field(facet): value}}]}}}
        case MatchPrefix(name, prefix, _):
            # The first terms in the order of their letters' code points: that of the cluster's keywords.
            listed = {
                "field": terms_field(name),
                "include": f"{_literal(prefix)}.*",
                "order": {"_key": "asc"},
                "size": prefix_expansions,
            }
            return {"filter": {"prefix": {name: {"value": prefix}}}, "aggs": {"terms": {"terms": listed}}}


def _literal(text: str) -> str:
    """A text as a regular expression of Lucene, which knows more operators than Python's."""
    return re.sub(r"([^\w])", r"\\\1", text)


def _wanted(query: StructuredQuery) -> Iterator[_Wanted]:
    match query:
        case MatchWord(_, alternatives, _):
            yield from (_holders((name for name, _ in one.fields), one.term) for one in alternatives)
        case MatchPhrase(name, terms, _):
            yield from (_holders((name,), term) for term in terms)
        case MatchPrefix():
            yield query
        case IsAbout():
            yield from (StatedBy(facet, value) for facet, value in query.stated)
        case _:
            for part in _parts(query):
                yield from _wanted(part)


def _parts(query: StructuredQuery) -> Sequence[StructuredQuery]:
    match query:
        case AnyOf(operands):
            return operands
        case AllOf(required, optional, excluded):
            return (*required, *optional, *excluded)
        case AcrossLanguages(own, other, _):
            return own, other
        case Near(operand) | Rescored(operand):
            return (operand,)
        case ScoredBy(documents, ranking):
            return documents, ranking
        case _:
            return ()
