"""BM25 of words, document by document, as the formula says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import log

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.queries.structured_query import Alternative, MatchWord
from indexer.domain.queries.two_texts import counts_texts
from indexer.engines.memory.committed_state import CommittedState
from indexer.engines.port import RankingParameters

Scores = Mapping[DocumentId, float]


class WordScores:
    """Scores of words and phrases in one state (Robertson and Zaragoza, Probabilistic Relevance Framework, 2009)."""

    def __init__(self, state: CommittedState, parameters: RankingParameters) -> None:
        self._state = state
        self._parameters = parameters

    def word(self, word: MatchWord) -> Scores:
        """Every document that holds an alternative of a word; what they stand for is expected together."""
        frequencies: defaultdict[DocumentId, float] = defaultdict(float)
        document_frequency = 0.0
        for alternative in word.alternatives:
            document_frequency += alternative.probability * self._add(frequencies, alternative)
        return self.saturated(frequencies, word.weight * self.idf(document_frequency))

    def normalized(self, field: str, document: DocumentId, frequency: float) -> float:
        """A frequency beside the length of the field it was counted in."""
        b = self._parameters.b
        second_texts = self._state.second_texts if counts_texts(field) else 0
        return frequency / (1 - b + b * self._state.fields[field].relative_length(document, second_texts))

    def idf(self, document_frequency: float) -> float:
        """How much a find tells that so many texts share."""
        size = len(self._state.documents) + self._state.second_texts
        frequency = min(document_frequency, size)
        return log(1 + (size - frequency + 0.5) / (frequency + 0.5))

    def saturated(self, frequencies: Scores, factor: float) -> Scores:
        """Scores of normalized frequencies: each further find adds less."""
        k1 = self._parameters.k1
        return {d: factor * f * (k1 + 1) / (f + k1) for d, f in frequencies.items() if f > 0}

    def _add(self, frequencies: dict[DocumentId, float], alternative: Alternative) -> int:
        """Add what an alternative is expected to stand for; how many documents hold it."""
        holders: set[DocumentId] = set()
        for field, weight in alternative.fields:
            for document, (frequency, _) in self._state.postings(field, alternative.term).items():
                factor = alternative.probability * weight
                frequencies[document] += factor * self.normalized(field, document, frequency)
                holders.add(document)
        return len(holders)
