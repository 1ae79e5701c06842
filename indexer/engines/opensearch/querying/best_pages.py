"""Which page of a document matches best, where, and what each part of a tree found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.fields import is_body
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    Leaf,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Rescored,
    ScoredBy,
    StructuredQuery,
    positive_leaves,
)
from indexer.domain.queries.two_texts import translated_leaves
from indexer.engines.opensearch.cluster import Json
from indexer.engines.opensearch.documents import decoded
from indexer.engines.opensearch.layout import BODY_FIELDS
from indexer.engines.opensearch.querying.scores import TreeScores
from indexer.engines.opensearch.querying.sets import PUBLIC, any_of, phrase
from indexer.engines.opensearch.view import Asked
from indexer.engines.port import Contribution

_EXACT_BITS = 24
"""Whole numbers of so many bits are exact as scores."""
_CAPPED = "return Math.min(_score, params.most);"
_OWN, _OTHER = "own", "other"


class BestPage(NamedTuple):
    """See RankedDocument."""

    number: int | None = None
    positions: tuple[int, ...] | None = None
    is_translated: bool = False


@dataclass(frozen=True, slots=True)
class _Ranks:
    """What a page scores for a leaf of the query's own language, for one of either, and for all places at most.

    Each of these is more than all that follow can add up to.
    """

    own: float
    leaf: float
    most_places: float

    @classmethod
    def of(cls, leaves: Sequence[Leaf], own: int) -> _Ranks:
        """Those of a query with so many leaves of its own language."""
        others = len(leaves) - own
        bits = max(4, _EXACT_BITS - len(leaves).bit_length() - (own.bit_length() if others else 0))
        leaf = float(1 << bits)
        return cls(own=leaf * (len(leaves) + 1) if others else 0.0, leaf=leaf, most_places=leaf - 1)


def best_pages(
    asked: Asked, scores: TreeScores, tree: StructuredQuery, ids: Sequence[DocumentId]
) -> Mapping[DocumentId, BestPage]:
    """Of some documents the page that holds most different words of the tree, then most of them, then the first.

    Words of the query's own language come before those of its translation.
    """
    leaves = tuple(dict.fromkeys(positive_leaves(tree)))
    should = _page_queries(scores, tree, leaves) + _side_queries(scores, tree)
    if not (ids and should):
        return {}
    (answer,) = asked.search(
        {
            "query": {"bool": {"filter": [{"terms": {"id": [*ids]}}], "should": should}},
            "size": len(ids),
            "docvalue_fields": ["id"],
            "track_total_hits": False,
        }
    )
    terms = [_Sought(scores, leaf) for leaf in leaves]
    return {hit["fields"]["id"][0]: _best_page(hit, terms) for hit in answer["hits"]["hits"]}


def explain(asked: Asked, scores: TreeScores, tree: StructuredQuery, document_id: DocumentId) -> Iterator[Contribution]:
    """See IndexSearcher.explain."""
    leaves = tuple(dict.fromkeys(positive_leaves(tree)))
    should: list[Json] = []
    for number, leaf in enumerate(leaves):
        should.append({"bool": {"must": [scores.scored(leaf)], "_name": str(number)}})
        for other, alternative in enumerate(leaf.alternatives if isinstance(leaf, MatchWord) else ()):
            held: list[Json] = [{"term": {field: alternative.term}} for field, _ in alternative.fields]
            should.append({"bool": {"filter": [any_of(held)], "_name": f"{number}/{other}"}})
    query = {"bool": {"filter": [PUBLIC, {"term": {"id": document_id}}], "should": should}}
    (answer,) = asked.search({"query": query, "size": 1}, include_named_queries_score="true")
    found = [hit.get("matched_queries", {}) for hit in answer["hits"]["hits"]]
    for number, leaf in enumerate(leaves):
        score = found[0].get(str(number)) if found else None
        if score and isinstance(leaf, MatchWord):
            held_ones = (one for other, one in enumerate(leaf.alternatives) if f"{number}/{other}" in found[0])
            yield from (Contribution(leaf, one, score) for one in held_ones)
        elif score:
            yield Contribution(leaf, None, score)


def _page_queries(scores: TreeScores, tree: StructuredQuery, leaves: Sequence[Leaf]) -> list[Json]:
    """The best page of each document, as the one thing found within it."""
    translated = translated_leaves(tree)
    ranks = _Ranks.of(leaves, sum(leaf not in translated for leaf in leaves))
    found, places = [], []
    for leaf in leaves:
        if on_page := _on_page(scores, leaf):
            rank = ranks.leaf + (0.0 if leaf in translated else ranks.own)
            found.append({"constant_score": {"filter": any_of(on_page), "boost": rank}})
            places += on_page
    if not found:
        return []
    capped = {"source": _CAPPED, "params": {"most": ranks.most_places}}
    in_number = {"script_score": {"query": any_of(places), "script": capped}}
    nested = {
        "path": "pages",
        "query": {"bool": {"must": [any_of(found), in_number]}},
        "score_mode": "max",
        "inner_hits": {
            "size": 1,
            "sort": [{"_score": "desc"}, {"pages.number": "asc"}],
            "_source": False,
            "docvalue_fields": ["pages.number"],
            "stored_fields": [f"pages.{field}" for field in BODY_FIELDS],
        },
    }
    return [{"nested": nested}]


def _side_queries(scores: TreeScores, tree: StructuredQuery) -> list[Json]:
    """What tells that a document was found by translation alone."""
    while not isinstance(tree, AcrossLanguages):
        match tree:
            case Near(operand) | Rescored(operand):
                tree = operand
            case ScoredBy(_, ranking):
                tree = ranking
            case _:
                return []
    sides = ((_OWN, tree.own), (_OTHER, tree.other))
    return [{"bool": {"filter": [scores.sets.matched(side)], "_name": name}} for name, side in sides]


class _Sought:
    """What of a leaf is looked for on a page."""

    def __init__(self, scores: TreeScores, leaf: Leaf) -> None:
        self._phrase = leaf.terms if isinstance(leaf, MatchPhrase) else ()
        self._terms: dict[str, set[str]] = {}
        for field, term in _body_terms(scores, leaf):
            self._terms.setdefault(field, set()).add(term)
        self._field = leaf.field if isinstance(leaf, MatchPhrase) else ""

    def positions(self, texts: Mapping[str, Sequence[tuple[str, ...]]]) -> Iterator[int]:
        """Where it stands, counted among the words of the page."""
        for field, terms in self._terms.items():
            yield from (place for place, held in enumerate(texts.get(field, ())) if not terms.isdisjoint(held))
        text, length = texts.get(self._field, ()), len(self._phrase)
        for start in range(len(text) - length + 1 if length else 0):
            if all(term in text[start + number] for number, term in enumerate(self._phrase)):
                yield from range(start, start + length)


def _best_page(hit: Json, sought: Sequence[_Sought]) -> BestPage:
    sides = hit.get("matched_queries", ())
    is_translated = _OTHER in sides and _OWN not in sides
    for page in hit.get("inner_hits", {}).get("pages", {}).get("hits", {}).get("hits", ()):
        fields = page["fields"]
        texts = {field: decoded(fields[f"pages.{field}"][0]) for field in BODY_FIELDS if f"pages.{field}" in fields}
        positions = sorted({position for one in sought for position in one.positions(texts)})
        return BestPage(fields["pages.number"][0], tuple(positions), is_translated)
    return BestPage(is_translated=is_translated)


def _on_page(scores: TreeScores, leaf: Leaf) -> list[Json]:
    """Queries on a page that score how often a leaf stands there."""
    if isinstance(leaf, MatchPhrase):
        found = phrase(f"pages.{leaf.field}", leaf.terms)
        # The similarity is called for each term of a phrase, and its scores are added up.
        return [{"bool": {"must": [found], "boost": 1 / len(leaf.terms)}}] if is_body(leaf.field) else []
    return [{"term": {f"pages.{field}": term}} for field, term in _body_terms(scores, leaf)]


def _body_terms(scores: TreeScores, leaf: Leaf) -> Sequence[tuple[str, str]]:
    """The (field, term) pairs that a word or prefix looks for on pages, each once."""
    match leaf:
        case MatchWord(_, alternatives, _):
            wanted = ((field, one.term) for one in alternatives for field, _ in one.fields if is_body(field))
            return tuple(dict.fromkeys(wanted))
        case MatchPrefix(field, _, _) if is_body(field):
            return tuple((field, term) for term in scores.sets.expanded(leaf))
        case _:
            return ()
