"""A structured query -> the documents that match and their scores, by numpy over the postings.

BM25 with idf = ln(1 + (N - df + 0.5) / (df + 0.5)); frequencies are added up over the fields of a word before they are
saturated (BM25F) and over the alternatives for it (see MatchWord).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from indexer.domain.fields import is_body
from indexer.domain.structured_query import (
    AcrossLanguages,
    AllOf,
    Alternative,
    AnyOf,
    Leaf,
    MatchAll,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    StructuredQuery,
    positive_leaves,
)
from indexer.engines.whoosh.generation import Generation, Mask, Numbers, Scores, phrase_occurrences
from indexer.engines.whoosh.proximity import closeness


@dataclass(frozen=True, slots=True)
class RankingParameters:
    """BM25's two constants, and how many words a prefix may stand for."""

    k1: float = 1.2
    b: float = 0.75
    prefix_expansions: int = 200


@dataclass(frozen=True, slots=True)
class Evaluation:
    """By document number: whether it matches, its score (0 where it does not), and whether only by translation."""

    matches: Mask
    scores: Scores
    is_translated: Mask | None = None


class Executor:
    """Evaluates queries on one generation."""

    def __init__(self, generation: Generation, parameters: RankingParameters) -> None:
        self._generation = generation
        self._parameters = parameters
        self._size = generation.size

    def evaluate(self, query: StructuredQuery) -> Evaluation:
        """All live documents that match, with scores."""
        found = self._evaluate(query)
        return Evaluation(found.matches & self._generation.is_live, found.scores, found.is_translated)

    def best_pages(
        self, query: StructuredQuery, numbers: list[int], page_starts: dict[int, dict[str, tuple[tuple[int, int], ...]]]
    ) -> dict[int, int]:
        """For each document that matches in its text, the page that holds most of the query's different words.

        Then the one that holds most of them in number, then the first. The summary (page 0) is no page.
        """
        documents: Numbers = np.array(sorted(numbers), dtype=np.int64)
        found: dict[int, dict[int, tuple[set[int], int]]] = {number: {} for number in numbers}
        for place, leaf in enumerate(dict.fromkeys(positive_leaves(query))):
            for field, positions_of in self._leaf_positions(leaf, documents):
                for number, positions in positions_of.items():
                    for page, count in _count_by_page(positions, page_starts[number].get(field, ())).items():
                        leaves, total = found[number].get(page, (set(), 0))
                        found[number][page] = (leaves | {place}, total + count)
        best = {}
        for number, pages in found.items():
            real = [(len(leaves), total, -page) for page, (leaves, total) in pages.items() if page > 0]
            if real:
                best[number] = -max(real)[2]
        return best

    def explain(self, query: StructuredQuery, number: int) -> list[tuple[Leaf, Alternative | None, float]]:
        """What each leaf and each of its alternatives found in a document, with the leaf's score, as in `evaluate`."""
        explained: list[tuple[Leaf, Alternative | None, float]] = []
        for leaf in dict.fromkeys(positive_leaves(query)):
            score = float(self._evaluate(leaf).scores[number])
            if not score:
                continue
            if not isinstance(leaf, MatchWord):
                explained.append((leaf, None, score))
                continue
            for alternative in leaf.alternatives:
                found = (self._generation.postings(field, alternative.term) for field, _ in alternative.fields)
                if any(number in postings.documents for postings in found):
                    explained.append((leaf, alternative, score))
        return explained

    def _evaluate(self, query: StructuredQuery) -> Evaluation:
        match query:
            case MatchAll():
                return Evaluation(np.ones(self._size, dtype=np.bool_), np.zeros(self._size))
            case MatchWord():
                return self._word(query)
            case MatchPhrase(field, terms, weight):
                return self._phrase(field, terms, weight)
            case MatchPrefix(field, prefix, weight):
                return self._prefix(field, prefix, weight)
            case AnyOf(operands):
                return self._any_of(operands)
            case AllOf():
                return self._all_of(query)
            case Near():
                return self._near(query)
            case AcrossLanguages(own, other, factor):
                return self._across(self._evaluate(own), self._evaluate(other), factor)

    def _word(self, word: MatchWord) -> Evaluation:
        expected = np.zeros(self._size)
        document_frequency = 0.0
        for alternative in word.alternatives:
            document_frequency += alternative.probability * self._add_frequencies(expected, alternative)
        return self._saturated(expected, word.weight * self._idf(document_frequency))

    def _add_frequencies(self, expected: Scores, alternative: Alternative) -> int:
        """Add a term's weighted, length-normalized frequencies; return the number of documents that hold it."""
        b = self._parameters.b
        holders: list[Numbers] = []
        for field, weight in alternative.fields:
            postings = self._generation.postings(field, alternative.term)
            if len(postings.documents):
                lengths = self._generation.relative_lengths(field)[postings.documents]
                factor = alternative.probability * weight
                expected[postings.documents] += factor * postings.frequencies / (1 - b + b * lengths)
                holders.append(postings.documents)
        if len(holders) < 2:
            return len(holders[0]) if holders else 0
        mask = np.zeros(self._size, dtype=np.bool_)
        for documents in holders:
            mask[documents] = True
        return int(np.count_nonzero(mask))

    def _idf(self, document_frequency: float) -> float:
        frequency = min(document_frequency, self._size)
        return log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))

    def _saturated(self, frequencies: Scores, factor: float) -> Evaluation:
        k1 = self._parameters.k1
        return Evaluation(frequencies > 0, factor * frequencies * (k1 + 1) / (frequencies + k1))

    def _phrase(self, field: str, terms: tuple[str, ...], weight: float) -> Evaluation:
        postings = phrase_occurrences(self._generation, field, terms)
        b = self._parameters.b
        frequencies = np.zeros(self._size)
        lengths = self._generation.relative_lengths(field)[postings.documents]
        frequencies[postings.documents] = postings.frequencies / (1 - b + b * lengths)
        idf = sum(self._idf(len(self._generation.postings(field, term).documents)) for term in terms)
        return self._saturated(frequencies, weight * idf)

    def _prefix(self, field: str, prefix: str, weight: float) -> Evaluation:
        matches = np.zeros(self._size, dtype=np.bool_)
        for term in self._generation.expand_prefix(field, prefix, self._parameters.prefix_expansions):
            matches[self._generation.postings(field, term).documents] = True
        return Evaluation(matches, np.where(matches, weight, 0.0))

    def _any_of(self, operands: tuple[StructuredQuery, ...]) -> Evaluation:
        matches = np.zeros(self._size, dtype=np.bool_)
        scores = np.zeros(self._size)
        for operand in operands:
            found = self._evaluate(operand)
            matches |= found.matches
            scores += found.scores
        return Evaluation(matches, scores)

    def _all_of(self, query: AllOf) -> Evaluation:
        matches = np.ones(self._size, dtype=np.bool_)
        scores = np.zeros(self._size)
        for operand in query.required:
            found = self._evaluate(operand)
            matches &= found.matches
            scores += found.scores
        for operand in query.optional:
            scores += self._evaluate(operand).scores
        for operand in query.excluded:
            matches &= ~self._evaluate(operand).matches
        return Evaluation(matches, np.where(matches, scores, 0.0))

    def _near(self, near: Near) -> Evaluation:
        found = self._evaluate(near.operand)
        candidates: Numbers = np.flatnonzero(found.matches & self._generation.is_public)
        ranks = self._generation.id_ranks[candidates]
        best = np.sort(candidates[np.lexsort((ranks, -np.round(found.scores[candidates], 9)))[: near.depth]])
        scores = found.scores.copy()
        scores[best] *= 1 + near.weight * closeness(self._generation, near, best)
        return Evaluation(found.matches, scores, found.is_translated)

    def _across(self, own: Evaluation, other: Evaluation, factor: float) -> Evaluation:
        own_scores, other_scores = _normalized(own.scores), factor * _normalized(other.scores)
        return Evaluation(
            own.matches | other.matches, np.maximum(own_scores, other_scores), other.matches & ~own.matches
        )

    def _leaf_positions(self, leaf: Leaf, documents: Numbers) -> list[tuple[str, dict[int, list[int]]]]:
        """(field, positions by document) of each body field that the leaf looks into."""
        match leaf:
            case MatchWord(_, alternatives, _):
                wanted = dict.fromkeys((f, a.term) for a in alternatives for f, _ in a.fields if is_body(f))
                return [(field, self._generation.positions(field, term, documents)) for field, term in wanted]
            case MatchPhrase(field, terms, _) if is_body(field):
                return [(field, self._phrase_positions(field, terms, documents))]
            case MatchPrefix(field, prefix, _) if is_body(field):
                found = self._generation.expand_prefix(field, prefix, self._parameters.prefix_expansions)
                return [(field, self._generation.positions(field, term, documents)) for term in found]
            case _:
                return []

    def _phrase_positions(self, field: str, terms: tuple[str, ...], documents: Numbers) -> dict[int, list[int]]:
        places = [self._generation.positions(field, term, documents) for term in terms]
        together = {}
        for number, first in places[0].items():
            others = [set(p.get(number, ())) for p in places[1:]]
            starts = [s for s in first if all(s + i in p for i, p in enumerate(others, start=1))]
            if starts:
                together[number] = starts
        return together


def _normalized(scores: Scores) -> Scores:
    highest = float(scores.max(initial=0.0))
    return scores / highest if highest > 0 else scores


def _count_by_page(positions: list[int], starts: tuple[tuple[int, int], ...]) -> dict[int, int]:
    """How many positions fall on each page; those before the first page are of the title."""
    if not starts:
        return {}
    firsts = np.array([first for _, first in starts])
    counts: dict[int, int] = {}
    for place in np.searchsorted(firsts, positions, side="right").tolist():
        if place:
            page = starts[place - 1][0]
            counts[page] = counts.get(page, 0) + 1
    return counts
