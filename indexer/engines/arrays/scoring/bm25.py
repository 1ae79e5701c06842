"""The leaves of a query -> rows of documents with scores.

BM25 with idf = ln(1 + (N - df + 0.5) / (df + 0.5)); frequencies are added up over the fields of a word before they are
saturated (BM25F) and over the alternatives for it (see MatchWord).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.domain.queries.structured_query import Alternative, Leaf, MatchPhrase, MatchWord
from indexer.engines.arrays.scoring.phrases import phrase_frequencies
from indexer.engines.arrays.scoring.postings_cache import RowCache
from indexer.engines.arrays.scoring.scored_postings import Row, scratch
from indexer.engines.arrays.snapshot import Generation
from indexer.engines.arrays.structures.bitsets import Numbers, Scores, merged, union
from indexer.engines.arrays.structures.term_postings import TermPostings
from indexer.engines.port import RankingParameters

_MOST_TABLES = 64


class WordRows:
    """Rows for the leaves of queries on one generation; they are kept, as far as memory allows."""

    def __init__(self, generation: Generation, parameters: RankingParameters, cache: RowCache) -> None:
        self.generation = generation
        self.parameters = parameters
        self.cache = cache
        self._normalized: dict[str, Scores] = {}
        self._saturated_tables: dict[tuple[str, float], Scores] = {}

    def row(self, leaf: Leaf) -> Row:
        """The documents of a leaf."""
        key = _key(leaf) if isinstance(leaf, MatchWord) else leaf
        row = self.cache.get(key)
        if row is None:
            row = self._made(leaf)
            self.cache.put(key, row)
        return row

    def _made(self, leaf: Leaf) -> Row:
        if isinstance(leaf, MatchWord):
            return self._word(leaf)
        if isinstance(leaf, MatchPhrase):
            return self._phrase(leaf.field, leaf.terms, leaf.weight)
        return self._prefix(leaf.field, leaf.prefix, leaf.weight)

    def _word(self, word: MatchWord) -> Row:
        each = [self._postings(alternative) for alternative in word.alternatives]
        parts = [part for found in each for part in found]
        is_single = len(parts) == 1 and parts[0][2] > 0
        numbers, frequencies = (_NONE, _NO_SCORES) if is_single else self._summed(parts)
        if len(each) == 1 and not is_single and all(weight > 0 for _, _, weight in parts):
            distinct = [len(numbers)]
        else:
            distinct = [self._distinct([postings for postings, _, _ in found]) for found in each]
        expected = sum(a.probability * count for a, count in zip(word.alternatives, distinct, strict=True))
        factor = word.weight * self.idf(expected)
        if is_single:
            return self._simple(*parts[0], factor)
        return Row(self.generation, numbers, self._saturated(frequencies, factor), None)

    def _postings(self, alternative: Alternative) -> list[tuple[TermPostings, str, float]]:
        found = []
        for field, weight in alternative.fields:
            postings = self.generation.postings(field, alternative.term)
            if len(postings.documents):
                found.append((postings, field, alternative.probability * weight))
        return found

    def _distinct(self, found: Sequence[TermPostings]) -> int:
        """How many documents hold the term in any of the fields."""
        if len(found) < 2:
            return len(found[0].documents) if found else 0
        if sum(len(postings.documents) for postings in found) * 16 < self.generation.size:
            return len(merged([postings.documents for postings in found]))
        is_held = np.zeros(self.generation.size, dtype=np.bool_)
        for postings in found:
            is_held[postings.documents] = True
        return int(np.count_nonzero(is_held))

    def _simple(self, postings: TermPostings, field: str, weight: float, factor: float) -> Row:
        """A word of one term in one field: its scores stay in the field's table."""
        table = self._saturated_table(field, weight)
        return Row(self.generation, postings.documents, table, postings.pairs, factor)

    def _summed(self, parts: Sequence[tuple[TermPostings, str, float]]) -> tuple[Numbers, Scores]:
        """(documents, expected frequencies) over the parts; those with expectation 0 are left out."""
        each = [
            (_wide(postings.documents), weight * self._normalized_frequencies(field).take(postings.pairs))
            for postings, field, weight in parts
        ]
        if sum(len(numbers) for numbers, _ in each) * 16 < self.generation.size:
            together = np.concatenate([_NONE, *(numbers for numbers, _ in each)])
            weights = np.concatenate([_NO_SCORES, *(frequencies for _, frequencies in each)])
            order = together.argsort(kind="stable")  # merges runs
            together = together.take(order)
            starts = np.flatnonzero(np.concatenate((_FIRST[: len(together)], together[1:] != together[:-1])))
            sums = np.add.reduceat(weights.take(order), starts) if len(starts) else weights
            is_expected = sums > 0
            return together.take(starts)[is_expected], sums[is_expected]
        expected = scratch(self.generation.size)
        is_held = np.zeros(self.generation.size, dtype=np.bool_)
        for numbers, frequencies in each:
            expected[numbers] += frequencies
            is_held[numbers] = True
        numbers = is_held.nonzero()[0]
        sums = expected.take(numbers)
        expected[numbers] = 0
        is_expected = sums > 0
        return (numbers, sums) if is_expected.all() else (numbers[is_expected], sums[is_expected])

    def idf(self, document_frequency: float) -> float:
        """The inverse document frequency; deleted documents count."""
        size = self.generation.size
        frequency = min(document_frequency, size)
        return log(1 + (size - frequency + 0.5) / (frequency + 0.5))

    def _saturated(self, frequencies: Scores, factor: float) -> Scores:
        k1 = self.parameters.k1
        saturated: Scores = factor * frequencies * (k1 + 1) / (frequencies + k1)
        return saturated

    def _normalized_frequencies(self, field: str) -> Scores:
        """The length-normalized frequency of every pair of a field."""
        table = self._normalized.get(field)
        if table is None:
            pairs, b = self.generation.pair_table(field), self.parameters.b
            table = self._normalized[field] = pairs.frequencies / (1 - b + b * pairs.relative_lengths)
        return table

    def _saturated_table(self, field: str, weight: float) -> Scores:
        """What every pair of a field scores with a factor of 1."""
        table = self._saturated_tables.get((field, weight))
        if table is None:
            table = self._saturated(weight * self._normalized_frequencies(field), 1.0)
            if len(self._saturated_tables) < _MOST_TABLES:
                self._saturated_tables[field, weight] = table
        return table

    def _phrase(self, field: str, terms: tuple[str, ...], weight: float) -> Row:
        numbers, counts, document_frequencies = phrase_frequencies(self.generation, field, terms)
        b = self.parameters.b
        frequencies = counts / (1 - b + b * self.generation.relative_length(field, numbers))
        if not len(numbers):
            return Row(self.generation, numbers, counts, None)
        idf = sum(map(self.idf, document_frequencies))
        return Row(self.generation, numbers, self._saturated(frequencies, weight * idf), None)

    def _prefix(self, field: str, prefix: str, weight: float) -> Row:
        generation = self.generation
        terms = generation.expand_prefix(field, prefix, self.parameters.prefix_expansions)
        found = [Row(generation, generation.postings(field, term).documents, _NO_SCORES, None) for term in terms]
        numbers = union([row.matches for row in found], generation.size).numbers if found else _NONE
        return Row(generation, numbers, np.full(len(numbers), weight, dtype=np.float64), None)


def _key(word: MatchWord) -> Hashable:
    """What decides a word's row; an enum is slow to hash, and origins decide nothing."""
    if len(word.alternatives) == 1:
        only = word.alternatives[0]
        return word.weight, only.term, only.fields, only.probability
    return word.weight, *((a.term, a.fields, a.probability) for a in word.alternatives)


def _wide(documents: npt.NDArray[np.integer[Any]]) -> Numbers:
    return documents.astype(np.int64, copy=False)


_NONE: Numbers = np.zeros(0, dtype=np.int64)
_NO_SCORES: Scores = np.zeros(0)
_FIRST = np.ones(1, dtype=np.bool_)
