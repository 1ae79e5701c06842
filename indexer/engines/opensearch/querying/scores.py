"""A tree as a query whose scores are those of the port's formulas, not the cluster's own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.fields import TEXT_FIELDS
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
from indexer.engines.opensearch.layout import length_field
from indexer.engines.opensearch.querying.aboutness import documents_about
from indexer.engines.opensearch.querying.sets import EVERYTHING, NOTHING, PUBLIC, DocumentSets
from indexer.engines.opensearch.querying.term_statistics import TermStatistics
from indexer.engines.opensearch.view import Asked
from indexer.engines.port import RankingParameters

_SATURATED = "return params.factor * found * (params.k1 + 1) / (found + params.k1);"
_WORD = f"""
double found = 0;
for (int i = 0; i < params.terms.length; i++) {{
  int frequency = termFreq(params.fields[i], params.terms[i]);
  if (frequency > 0) {{
    double length = doc[params.lengths[i]].value / (double) params.means[i];
    found += params.weights[i] * frequency / (1 - params.b + params.b * length);
  }}
}}
{_SATURATED}
"""
"""Frequencies beside exact lengths, expected over alternatives and fields, then saturated: BM25F."""
_PHRASE = f"""
double length = doc[params.length].value / (double) params.mean;
double found = _score / params.terms / (1 - params.b + params.b * length);
{_SATURATED}
"""
_RAISED = "return _score * (double) params.factors.getOrDefault(doc['id'].value, 1.0);"
_WEIGHED = "return _score * params.share + (double) params.added.getOrDefault(doc['id'].value, 0.0);"
# Texts of scripts are compiled once each: what changes are parameters alone.

IN_ORDER: list[Json] = [{"_score": "desc"}, {"id": "asc"}]
_MASK = TEXT_FIELDS[0]
"""Spans of several fields pass for those of one, since places count through all fields of a document."""


class TreeScores:
    """Makes queries for one question; parts that depend on the best documents of another are asked for on the way."""

    def __init__(self, asked: Asked, statistics: TermStatistics, parameters: RankingParameters) -> None:
        self._asked = asked
        self._statistics = statistics
        self._constants = {"k1": parameters.k1, "b": parameters.b}
        self.sets = DocumentSets(lambda prefix: statistics.expanded[prefix], self._documents_about)

    def scored(self, query: StructuredQuery) -> Json:
        """The documents of a tree with its scores."""
        match query:
            case MatchAll() | MatchDocuments() | IsAbout():
                return _constant(self.sets.matched(query), 0.0)
            case MatchWord():
                return self._word(query)
            case MatchPhrase():
                return self._phrase(query)
            case MatchPrefix():
                return _constant(self.sets.matched(query), query.weight)
            case Near():
                return self._near(query)
            case Rescored():
                return self._rescored(query)
            case AcrossLanguages():
                return self._across(query)
            case AnyOf() | AllOf() | ScoredBy():
                return self._compound(query)

    def _compound(self, query: AnyOf | AllOf | ScoredBy) -> Json:
        match query:
            case AnyOf(operands):
                should = [self.scored(one) for one in operands]
                return {"bool": {"should": should, "minimum_should_match": 1}} if should else NOTHING
            case AllOf(required, optional, excluded):
                return {
                    "bool": {
                        # Where nothing is required the cluster would demand one of `should`.
                        "filter": [] if required else [EVERYTHING],
                        "must": [self.scored(one) for one in required],
                        "should": [self.scored(one) for one in optional],
                        "must_not": [self.sets.matched(one) for one in excluded],
                    }
                }
            case ScoredBy(documents_of, ranking):
                return {"bool": {"filter": [self.sets.matched(documents_of)], "should": [self.scored(ranking)]}}

    def _documents_about(self, asked: IsAbout) -> Json:
        is_telling = self._statistics.is_telling
        return documents_about(asked, [one for one in asked.stated if is_telling(*one, asked.share)])

    def _word(self, word: MatchWord) -> Json:
        parts = [
            (one.term, field, one.probability * weight) for one in word.alternatives for field, weight in one.fields
        ]
        expected = sum(
            one.probability * self._statistics.holders((field for field, _ in one.fields), one.term)
            for one in word.alternatives
        )
        parameters = {
            "terms": [term for term, _, _ in parts],
            "fields": [field for _, field, _ in parts],
            "weights": [float(weight) for _, _, weight in parts],
            "lengths": [length_field(field) for _, field, _ in parts],
            "means": [self._statistics.mean_lengths[field] for _, field, _ in parts],
            "factor": word.weight * self._statistics.rarity(expected),
        }
        return _script(self.sets.matched(word), _WORD, self._constants | parameters)

    def _phrase(self, phrase: MatchPhrase) -> Json:
        # A phrase weighs as much as its words together; how rare the phrase is itself would cost a count of its own.
        rarity = sum(self._statistics.rarity(self._statistics.holders((phrase.field,), one)) for one in phrase.terms)
        parameters = {
            "terms": len(phrase.terms),
            "length": length_field(phrase.field),
            "mean": self._statistics.mean_lengths[phrase.field],
            "factor": phrase.weight * rarity,
        }
        return _script(self.sets.matched(phrase), _PHRASE, self._constants | parameters)

    def _near(self, near: Near) -> Json:
        operand = self.scored(near.operand)
        best, _ = self._best(operand, near.depth)
        if not best:
            return operand
        (answer,) = self._asked.search(
            {
                "query": {"bool": {"must": [_closeness(near)], "filter": [{"terms": {"id": best}}]}},
                "size": len(best),
                "docvalue_fields": ["id"],
                "track_total_hits": False,
            }
        )
        factors = {hit["fields"]["id"][0]: hit["_score"] for hit in answer["hits"]["hits"] if hit["_score"] > 1}
        return _script(operand, _RAISED, {"factors": factors}) if factors else operand

    def _rescored(self, rescored: Rescored) -> Json:
        operand = self.scored(rescored.operand)
        best, highest = self._best(operand, rescored.depth)
        # Those of the nearest that do not match are in no answer, and do no harm here.
        chosen = list(dict.fromkeys((*best, *rescored.proximity.nearest)))
        nearness = rescored.proximity.of(chosen)
        added = {one: rescored.weight * float(near) for one, near in zip(chosen, nearness, strict=True) if near}
        share = (1 - rescored.weight) / (highest or 1.0)
        return _script(operand, _WEIGHED, {"share": share, "added": added})

    def _across(self, across: AcrossLanguages) -> Json:
        sides = self.scored(across.own), self.scored(across.other)
        answers = self._asked.search(*({"query": side, "size": 1, "track_total_hits": False} for side in sides))
        queries = []
        for side, answer, factor in zip(sides, answers, (1.0, across.factor), strict=True):
            highest = answer["hits"]["max_score"] or 1.0
            queries.append(_script(side, _WEIGHED, {"share": factor / highest, "added": {}}))
        return {"dis_max": {"queries": queries}}

    def _best(self, scored: Json, depth: int) -> tuple[list[DocumentId], float]:
        """The ids of the best public documents, and the highest score of all documents."""
        (answer,) = self._asked.search(
            {
                "query": scored,
                "post_filter": PUBLIC,
                # Not `max_score`, which leaves out what `post_filter` does.
                "aggs": {"highest": {"max": {"script": {"source": "return _score;"}}}},
                "size": depth,
                "sort": IN_ORDER,
                "docvalue_fields": ["id"],
                "track_total_hits": False,
            }
        )
        ids = [DocumentId(hit["fields"]["id"][0]) for hit in answer["hits"]["hits"]]
        return ids, answer["aggregations"]["highest"]["value"] or 0.0


def _closeness(near: Near) -> Json:
    """Scores 1 + weight * closeness: for each pair of neighbouring words 1 / distance of their nearest places."""
    pairs = max(1, len(near.words) - 1)
    should: list[Json] = []
    for first, second in pairwise(_spans(word) for word in near.words):
        steps = [
            _constant(
                {"span_near": {"clauses": [first, second], "slop": distance - 1, "in_order": False}},
                near.weight / pairs / distance,
            )
            for distance in range(1, near.window + 1)
            if first and second
        ]
        should += [{"dis_max": {"queries": steps}}] if steps else []
    return {"bool": {"must": [_constant(EVERYTHING, 1.0)], "should": should}}


def _spans(word: MatchWord) -> Json | None:
    wanted = dict.fromkeys((field, one.term) for one in word.alternatives for field, _ in one.fields)
    spans: Sequence[Json] = [
        {"field_masking_span": {"query": {"span_term": {field: term}}, "field": _MASK}}
        for field, term in wanted
        if field in TEXT_FIELDS
    ]
    return {"span_or": {"clauses": [*spans]}} if spans else None


def _constant(documents: Json, score: float) -> Json:
    return {"constant_score": {"filter": documents, "boost": score}}


def _script(query: Json, source: str, parameters: Json) -> Json:
    return {"script_score": {"query": query, "script": {"source": source, "params": parameters}}}
