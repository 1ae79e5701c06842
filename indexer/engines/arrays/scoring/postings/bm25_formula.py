"""BM25: how rare a term is, and what frequencies score, by table where many postings share a pair.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009; the idf is Lucene's, which is
above 0 for every term.
"""

from __future__ import annotations

from math import log

from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import Scores
from indexer.engines.arrays.structures.term_postings import TermPostings
from indexer.engines.port import RankingParameters

# A query weighs a field in a handful of ways; more tables than these would be of weights that never come again.
_MAX_TABLES = 64


class Bm25Formula:
    """The formula over the statistics of one snapshot."""

    def __init__(self, snapshot: IndexSnapshot, parameters: RankingParameters) -> None:
        self._snapshot = snapshot
        self._k1, self._b = parameters.k1, parameters.b
        self._normalized: dict[str, Scores] = {}
        self._saturated_tables: dict[tuple[str, float], Scores] = {}

    def idf(self, document_frequency: float) -> float:
        """The inverse document frequency; deleted documents count."""
        size = self._snapshot.statistics.text_count
        # Expected frequencies of several translations may add up to more than there are texts.
        frequency = min(document_frequency, size)
        return log(1 + (size - frequency + 0.5) / (frequency + 0.5))

    def saturated(self, frequencies: Scores, factor: float) -> Scores:
        """The scores of length-normalized frequencies; `factor` is idf times weight."""
        saturated: Scores = factor * frequencies * (self._k1 + 1) / (frequencies + self._k1)
        return saturated

    def normalized(self, frequencies: Scores, relative_lengths: Scores) -> Scores:
        """Frequencies as they would be in a text of average length."""
        normalized: Scores = frequencies / self._length_factors(relative_lengths)
        return normalized

    def normalized_of(self, postings: TermPostings, field: str) -> Scores:
        """The same of a term in a field; without the numbers of its pairs, which are more work to find."""
        average = self._snapshot.statistics.average_length(field)
        factors = postings.by_length(lambda lengths: self._length_factors(lengths / average))
        normalized: Scores = postings.frequencies / factors
        return normalized

    def _length_factors(self, relative_lengths: Scores) -> Scores:
        factors: Scores = 1 - self._b + self._b * relative_lengths
        return factors

    def normalized_frequencies(self, field: str) -> Scores:
        """The length-normalized frequency of every pair of a field."""
        table = self._normalized.get(field)
        if table is None:
            pairs = self._snapshot.statistics.tf_length_table(field)
            table = self._normalized[field] = self.normalized(pairs.frequencies, pairs.relative_lengths)
        return table

    def saturated_table(self, field: str, weight: float) -> Scores:
        """What every pair of a field scores with a factor of 1."""
        table = self._saturated_tables.get((field, weight))
        if table is None:
            table = self.saturated(weight * self.normalized_frequencies(field), 1.0)
            if len(self._saturated_tables) < _MAX_TABLES:
                self._saturated_tables[field, weight] = table
        return table
