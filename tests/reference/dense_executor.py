"""A structured query evaluated with one number per document, term by term, over Whoosh's own matchers.

Slow and plain: what the executor must give, up to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from whoosh.formats import Existence, Frequency, Positions
from whoosh.reading import IndexReader

from indexer.domain.documents.metadata import Language
from indexer.domain.queries.structured_query import (
    AcrossLanguages,
    AllOf,
    Alternative,
    AnyOf,
    MatchAll,
    MatchDocuments,
    MatchPhrase,
    MatchPrefix,
    MatchWord,
    Near,
    Rescored,
    StructuredQuery,
)
from indexer.domain.queries.two_texts import counts_texts
from indexer.engines.arrays.segments.schema import INDEX_FIELDS, FieldKind, facet_field
from indexer.engines.port import RankingParameters

FORMATS = {
    FieldKind.POSITIONS: Positions(),
    FieldKind.FREQUENCIES: Frequency(),
    FieldKind.VALUES: Existence(),
}


@dataclass(frozen=True)
class Evaluation:
    """By document number: whether it matches, its score, and whether only by translation."""

    matches: np.ndarray
    scores: np.ndarray
    is_translated: np.ndarray


class DenseExecutor:
    """Evaluates queries on what a reader sees; deleted documents take part, for they count in every frequency."""

    def __init__(self, reader: IndexReader, is_public: np.ndarray, parameters: RankingParameters) -> None:
        self._leaves = [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
        self._size = reader.doc_count_all()
        self._is_public = is_public
        self._parameters = parameters
        by_language = [set(self.postings(facet_field("language"), each.value)) for each in Language]
        self._second_texts = len(set.intersection(*by_language))
        self.ids = [
            leaf._perdoc.stored_fields(n)["id"] for leaf, _ in self._leaves for n in range(leaf.doc_count_all())
        ]

    def postings(self, field: str, term: str) -> dict[int, tuple[float, list[int]]]:
        """Frequency and positions of a term by document."""
        found = {}
        for leaf, base in self._leaves:
            if (field, term.encode()) in leaf._terms:
                matcher = leaf._terms.matcher(field, term.encode(), FORMATS[INDEX_FIELDS[field]])
                while matcher.is_active():
                    has_positions = INDEX_FIELDS[field] is FieldKind.POSITIONS
                    positions = list(matcher.value_as("positions")) if has_positions else []
                    found[base + matcher.id()] = matcher.weight(), positions
                    matcher.next()
        return found

    def lengths(self, field: str) -> np.ndarray:
        """Each document's length divided by the average of the texts that have the field."""
        lengths = np.array(
            [leaf.doc_field_length(n, field) for leaf, _ in self._leaves for n in range(leaf.doc_count_all())], float
        )
        filled = np.count_nonzero(lengths)
        texts = filled + (self._second_texts if counts_texts(field) else 0)
        return lengths / (lengths.sum() / texts) if filled else lengths

    def evaluate(self, query: StructuredQuery) -> Evaluation:
        """All documents that match, deleted and hidden ones among them, with scores."""
        match query:
            case MatchAll():
                return self._evaluation(np.ones(self._size, bool), np.zeros(self._size))
            case MatchDocuments(ids):
                return self._evaluation(np.array([each in ids for each in self.ids], bool), np.zeros(self._size))
            case MatchWord():
                return self._word(query)
            case MatchPhrase():
                return self._phrase(query)
            case MatchPrefix(field, prefix, weight):
                matches = np.zeros(self._size, bool)
                for term in self._expanded(field, prefix):
                    matches[list(self.postings(field, term))] = True
                return self._evaluation(matches, np.where(matches, weight, 0.0))
            case AnyOf(operands):
                found = [self.evaluate(one) for one in operands]
                matches = np.logical_or.reduce([one.matches for one in found], axis=0, initial=False)
                return self._evaluation(np.broadcast_to(matches, self._size), sum(one.scores for one in found))
            case AllOf():
                return self._all_of(query)
            case Near():
                return self._near(query)
            case Rescored():
                return self._rescored(query)
            case AcrossLanguages(own, other, factor):
                return self._across(self.evaluate(own), self.evaluate(other), factor)

    def _evaluation(self, matches: np.ndarray, scores: np.ndarray) -> Evaluation:
        return Evaluation(matches, np.zeros(self._size) + scores, np.zeros(self._size, bool))

    def _word(self, word: MatchWord) -> Evaluation:
        expected = np.zeros(self._size)
        document_frequency = 0.0
        for alternative in word.alternatives:
            document_frequency += alternative.probability * self._add(expected, alternative)
        return self._saturated(expected, word.weight * self._idf(document_frequency))

    def _add(self, expected: np.ndarray, alternative: Alternative) -> int:
        holders: set[int] = set()
        b = self._parameters.b
        for field, weight in alternative.fields:
            lengths = self.lengths(field)
            for number, (frequency, _) in self.postings(field, alternative.term).items():
                factor = alternative.probability * weight
                expected[number] += factor * frequency / (1 - b + b * lengths[number])
                holders.add(number)
        return len(holders)

    def _idf(self, document_frequency: float) -> float:
        texts = self._size + self._second_texts
        frequency = min(document_frequency, texts)
        return log(1 + (texts - frequency + 0.5) / (frequency + 0.5))

    def _saturated(self, frequencies: np.ndarray, factor: float) -> Evaluation:
        k1 = self._parameters.k1
        return self._evaluation(frequencies > 0, factor * frequencies * (k1 + 1) / (frequencies + k1))

    def _phrase(self, phrase: MatchPhrase) -> Evaluation:
        each = [self.postings(phrase.field, term) for term in phrase.terms]
        b, lengths = self._parameters.b, self.lengths(phrase.field)
        frequencies = np.zeros(self._size)
        for number, (_, positions) in each[0].items():
            others = [set(postings[number][1]) if number in postings else set() for postings in each[1:]]
            count = sum(all(start + i in o for i, o in enumerate(others, start=1)) for start in positions)
            frequencies[number] = count / (1 - b + b * lengths[number])
        idf = sum(self._idf(len(postings)) for postings in each)
        return self._saturated(frequencies, phrase.weight * idf)

    def _expanded(self, field: str, prefix: str) -> list[str]:
        terms = {t for leaf, _ in self._leaves for f, t in leaf._terms.terms_from(field, b"") if f == field}
        begun = sorted(term for term in terms if term.startswith(prefix.encode()))
        return [term.decode() for term in begun[: self._parameters.prefix_expansions]]

    def _all_of(self, query: AllOf) -> Evaluation:
        required = [self.evaluate(one) for one in query.required]
        matches = np.ones(self._size, bool)
        for one in required:
            matches = matches & one.matches
        for one in query.excluded:
            matches = matches & ~self.evaluate(one).matches
        scores = sum((one.scores for one in (*required, *map(self.evaluate, query.optional))), np.zeros(self._size))
        return self._evaluation(matches, np.where(matches, scores, 0.0))

    def _near(self, near: Near) -> Evaluation:
        found = self.evaluate(near.operand)
        scores = found.scores.copy()
        for number in self._best(found, near.depth):
            scores[number] *= 1 + near.weight * self._closeness(near, number)
        return Evaluation(found.matches, scores, found.is_translated)

    def _best(self, found: Evaluation, depth: int) -> list[int]:
        candidates = [n for n in range(self._size) if found.matches[n] and self._is_public[n]]
        return sorted(candidates, key=lambda n: (-round(found.scores[n], 9), self.ids[n]))[:depth]

    def _rescored(self, rescored: Rescored) -> Evaluation:
        found = self.evaluate(rescored.operand)
        scores = (1 - rescored.weight) * found.scores / (found.scores.max(initial=0.0) or 1.0)
        near = [n for n in range(self._size) if found.matches[n] and self.ids[n] in rescored.proximity.nearest]
        for number in {*self._best(found, rescored.depth), *near}:
            scores[number] += rescored.weight * rescored.proximity.of([self.ids[number]])[0]
        return Evaluation(found.matches, scores, found.is_translated)

    def _closeness(self, near: Near, number: int) -> float:
        places = []
        for word in near.words:
            of_word: set[int] = set()
            for alternative in word.alternatives:
                for field, _ in alternative.fields:
                    of_word |= set(self.postings(field, alternative.term).get(number, (0, []))[1])
            places.append(of_word)
        total = 0.0
        for first, second in pairwise(places):
            distances = [max(1, abs(a - b)) for a in first for b in second]
            nearest = min(distances, default=near.window + 1)
            total += 1 / nearest if nearest <= near.window else 0.0
        return total / max(1, len(near.words) - 1)

    def _across(self, own: Evaluation, other: Evaluation, factor: float) -> Evaluation:
        def normalized(scores: np.ndarray) -> np.ndarray:
            highest = scores.max(initial=0.0)
            return scores / highest if highest > 0 else scores

        scores = np.maximum(normalized(own.scores), factor * normalized(other.scores))
        return Evaluation(own.matches | other.matches, scores, other.matches & ~own.matches)
