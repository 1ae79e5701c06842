"""A structured query -> the documents that match and their scores, by numpy over the postings.

BM25 as in Whoosh's BM25F (Robertson et al. 1994; idf = ln(N / (df + 1)) + 1), summed over the fields; the scores equal
those of Whoosh's own matchers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.domain.structured_query import (
    AllOf,
    AnyOf,
    Leaf,
    MatchAll,
    MatchPhrase,
    MatchPrefix,
    MatchTerm,
    StructuredQuery,
    positive_leaves,
)
from indexer.engines.whoosh.snapshot import Mask, Numbers, Scores, Snapshot


@dataclass(frozen=True, slots=True)
class RankingParameters:
    """BM25's two constants, and how many words a prefix may stand for."""

    k1: float = 1.2
    b: float = 0.75
    prefix_expansions: int = 200


@dataclass(frozen=True, slots=True)
class Evaluation:
    """By document number: whether it matches, and its score (0 where it does not)."""

    matches: Mask
    scores: Scores


class Executor:
    """Evaluates queries on one snapshot."""

    def __init__(self, snapshot: Snapshot, parameters: RankingParameters) -> None:
        self._snapshot = snapshot
        self._parameters = parameters
        self._size = snapshot.size

    def evaluate(self, query: StructuredQuery) -> Evaluation:
        """All live documents that match, with scores."""
        match query:
            case MatchAll():
                return Evaluation(self._snapshot.documents.is_live.copy(), np.zeros(self._size))
            case MatchTerm(field, term, weight):
                postings = self._snapshot.postings(field, term)
                idf = self._snapshot.inverse_document_frequency(field, term) if len(postings.documents) else 0.0
                return self._scored(field, postings.documents, postings.frequencies, idf * weight)
            case MatchPhrase(field, terms, weight):
                documents, frequencies = self._phrase(field, terms)
                idf = sum(self._snapshot.inverse_document_frequency(field, t) for t in terms) if len(documents) else 0
                return self._scored(field, documents, frequencies, idf * weight)
            case MatchPrefix(field, prefix, weight):
                return self._prefix(field, prefix, weight)
            case AnyOf(operands):
                return self._any_of(operands)
            case AllOf():
                return self._all_of(query)

    def best_pages(self, query: StructuredQuery, numbers: list[int]) -> dict[int, int]:
        """For each document that matches in its text, the page that holds most of the query's different terms.

        Then the one that holds most of them in number, then the first. The summary (page 0) is no page.
        """
        documents: Numbers = np.array(sorted(numbers), dtype=np.int64)
        found: dict[int, dict[int, tuple[set[str], int]]] = {number: {} for number in numbers}
        starts = {number: _page_starts(self._snapshot.stored(number)) for number in numbers}
        for leaf in dict.fromkeys(positive_leaves(query)):
            for number, positions in self._leaf_positions(leaf, documents).items():
                for page, count in _count_by_page(positions, starts[number].get(leaf.field, ())).items():
                    terms, total = found[number].get(page, (set(), 0))
                    found[number][page] = (terms | {_leaf_text(leaf)}, total + count)
        best = {}
        for number, pages in found.items():
            real = [(len(terms), total, -page) for page, (terms, total) in pages.items() if page > 0]
            if real:
                best[number] = -max(real)[2]
        return best

    def _scored(self, field: str, documents: Numbers, frequencies: Scores, factor: float) -> Evaluation:
        matches = np.zeros(self._size, dtype=np.bool_)
        scores = np.zeros(self._size)
        if len(documents):
            k1, b = self._parameters.k1, self._parameters.b
            relative = self._snapshot.lengths(field)[documents] / self._snapshot.average_length(field)
            matches[documents] = True
            scores[documents] = factor * (frequencies * (k1 + 1)) / (frequencies + k1 * ((1 - b) + b * relative))
        return Evaluation(matches, scores)

    def _phrase(self, field: str, terms: tuple[str, ...]) -> tuple[Numbers, Scores]:
        documents = self._snapshot.postings(field, terms[0]).documents
        for term in terms[1:]:
            documents = np.intersect1d(documents, self._snapshot.postings(field, term).documents, assume_unique=True)
        places = [self._snapshot.positions(field, term, documents) for term in terms]
        found, frequencies = [], []
        for number in documents.tolist():
            starts = set(places[0].get(number, ()))
            for offset, by_document in enumerate(places[1:], start=1):
                starts &= {position - offset for position in by_document.get(number, ())}
            if starts:
                found.append(number)
                frequencies.append(float(len(starts)))
        return np.array(found, dtype=np.int64), np.array(frequencies)

    def _prefix(self, field: str, prefix: str, weight: float) -> Evaluation:
        matches = np.zeros(self._size, dtype=np.bool_)
        for term in self._snapshot.expand_prefix(field, prefix, self._parameters.prefix_expansions):
            matches[self._snapshot.postings(field, term).documents] = True
        return Evaluation(matches, np.where(matches, weight, 0.0))

    def _any_of(self, operands: tuple[StructuredQuery, ...]) -> Evaluation:
        matches = np.zeros(self._size, dtype=np.bool_)
        scores = np.zeros(self._size)
        for operand in operands:
            found = self.evaluate(operand)
            matches |= found.matches
            scores += found.scores
        return Evaluation(matches, scores)

    def _all_of(self, query: AllOf) -> Evaluation:
        matches = self._snapshot.documents.is_live.copy()
        scores = np.zeros(self._size)
        for operand in query.required:
            found = self.evaluate(operand)
            matches &= found.matches
            scores += found.scores
        for operand in query.optional:
            scores += self.evaluate(operand).scores
        for operand in query.excluded:
            matches &= ~self.evaluate(operand).matches
        return Evaluation(matches, np.where(matches, scores, 0.0))

    def _leaf_positions(self, leaf: Leaf, documents: Numbers) -> dict[int, list[int]]:
        match leaf:
            case MatchTerm(field, term, _):
                return self._snapshot.positions(field, term, documents)
            case MatchPhrase(field, terms, _):
                places = [self._snapshot.positions(field, term, documents) for term in terms]
                together = {}
                for number, first in places[0].items():
                    others = [set(p.get(number, ())) for p in places[1:]]
                    starts = [s for s in first if all(s + i in p for i, p in enumerate(others, start=1))]
                    if starts:
                        together[number] = starts
                return together
            case MatchPrefix(field, prefix, _):
                merged: dict[int, list[int]] = {}
                for term in self._snapshot.expand_prefix(field, prefix, self._parameters.prefix_expansions):
                    for number, positions in self._snapshot.positions(field, term, documents).items():
                        merged.setdefault(number, []).extend(positions)
                return merged


def _page_starts(stored: dict[str, object]) -> dict[str, tuple[tuple[int, int], ...]]:
    record = stored["record"]
    assert isinstance(record, dict)
    starts = record["page_starts"]
    assert isinstance(starts, dict)
    return starts


def _count_by_page(positions: list[int], starts: tuple[tuple[int, int], ...]) -> dict[int, int]:
    """How many positions fall on each page; nothing for a field without pages."""
    if not starts:
        return {}
    firsts = np.array([first for _, first in starts])
    counts: dict[int, int] = {}
    for place in np.searchsorted(firsts, positions, side="right").tolist():
        page = starts[place - 1][0]
        counts[page] = counts.get(page, 0) + 1
    return counts


def _leaf_text(leaf: Leaf) -> str:
    match leaf:
        case MatchTerm(_, term, _):
            return term
        case MatchPhrase(_, terms, _):
            return " ".join(terms)
        case MatchPrefix(_, prefix, _):
            return prefix
