"""The leaves of a query -> documents with their BM25 scores.

Frequencies are added up over the fields of a word before they are saturated (BM25F) and over the alternatives for it
(see MatchWord).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.domain.queries.structured_query import Alternative, Leaf, MatchPhrase, MatchWord
from indexer.engines.arrays.scoring.postings.bm25_formula import Bm25Formula
from indexer.engines.arrays.scoring.postings.phrases import phrase_frequencies
from indexer.engines.arrays.scoring.postings.postings_cache import PostingsCache
from indexer.engines.arrays.scoring.postings.score_lookup import zeroed_scores
from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings
from indexer.engines.arrays.snapshot import IndexSnapshot
from indexer.engines.arrays.structures.bitsets import DocNumbers, Scores, sorted_union, union
from indexer.engines.arrays.structures.term_postings import TermPostings
from indexer.engines.port import RankingParameters

# Fewer postings than one document in so many are merged by sorting; more are marked document by document.
_MERGED_SHARE = 16


class Bm25:
    """Scored postings for the leaves of queries on one snapshot; they are kept, as far as memory allows."""

    def __init__(self, snapshot: IndexSnapshot, parameters: RankingParameters, cache: PostingsCache) -> None:
        self.snapshot = snapshot
        self.parameters = parameters
        self.cache = cache
        self._formula = Bm25Formula(snapshot, parameters)

    def scored_postings(self, leaf: Leaf) -> ScoredPostings:
        """The documents of a leaf."""
        key = _key(leaf) if isinstance(leaf, MatchWord) else leaf
        found = self.cache.get(key)
        if found is None:
            found = self._score(leaf)
            self.cache.put(key, found)
        return found

    def _score(self, leaf: Leaf) -> ScoredPostings:
        if isinstance(leaf, MatchWord):
            return self._word(leaf)
        if isinstance(leaf, MatchPhrase):
            return self._phrase(leaf.field, leaf.terms, leaf.weight)
        return self._prefix(leaf.field, leaf.prefix, leaf.weight)

    def _word(self, word: MatchWord) -> ScoredPostings:
        by_alternative = [self._postings(alternative) for alternative in word.alternatives]
        parts = [part for found in by_alternative for part in found]
        is_single = len(parts) == 1 and parts[0][2] > 0
        doc_numbers, frequencies = (_NONE, _NO_SCORES) if is_single else self._summed(parts)
        if len(by_alternative) == 1 and not is_single and all(weight > 0 for _, _, weight in parts):
            distinct = [len(doc_numbers)]  # what was summed up is at hand, and is what would be counted
        else:
            distinct = [self._holder_count([postings for postings, _, _ in found]) for found in by_alternative]
        # A translation counts as far as it is probable: document frequencies are expectations, as frequencies are.
        expected = sum(a.probability * count for a, count in zip(word.alternatives, distinct, strict=True))
        factor = word.weight * self._formula.idf(expected)
        if is_single:
            return self._single(*parts[0], factor)
        return ScoredPostings(self.snapshot, doc_numbers, self._formula.saturated(frequencies, factor), None)

    def _postings(self, alternative: Alternative) -> list[tuple[TermPostings, str, float]]:
        found = []
        for field, weight in alternative.fields:
            postings = self.snapshot.terms.postings(field, alternative.term)
            if len(postings.documents):
                found.append((postings, field, alternative.probability * weight))
        return found

    def _holder_count(self, found: Sequence[TermPostings]) -> int:
        """How many documents hold the term in any of the fields."""
        if len(found) < 2:
            return len(found[0].documents) if found else 0
        if sum(len(postings.documents) for postings in found) * _MERGED_SHARE < self.snapshot.size:
            return len(sorted_union([postings.documents for postings in found]))
        is_held = np.zeros(self.snapshot.size, dtype=np.bool_)
        for postings in found:
            is_held[postings.documents] = True
        return int(np.count_nonzero(is_held))

    def _single(self, postings: TermPostings, field: str, weight: float, factor: float) -> ScoredPostings:
        """A word of one term in one field: its scores stay in the field's table."""
        table = self._formula.saturated_table(field, weight)
        return ScoredPostings(self.snapshot, postings.documents, table, postings.tf_length_pairs, factor)

    def _summed(self, parts: Sequence[tuple[TermPostings, str, float]]) -> tuple[DocNumbers, Scores]:
        """(documents, expected frequencies) over the parts; those with expectation 0 are left out."""
        lists = [
            (_wide(postings.documents), weight * self._formula.normalized_of(postings, field))
            for postings, field, weight in parts
        ]
        if sum(len(doc_numbers) for doc_numbers, _ in lists) * _MERGED_SHARE < self.snapshot.size:
            return _summed_by_merging(lists)
        return _summed_by_marking(lists, self.snapshot.size)

    def _phrase(self, field: str, terms: tuple[str, ...], weight: float) -> ScoredPostings:
        doc_numbers, counts, document_frequencies = phrase_frequencies(self.snapshot.terms, field, terms)
        if not len(doc_numbers):
            return ScoredPostings(self.snapshot, doc_numbers, counts, None)
        relative_lengths = self.snapshot.statistics.relative_length(field, doc_numbers)
        frequencies = self._formula.normalized(counts, relative_lengths)
        # The rarity of a phrase would take reading all of it anew; that of its words together is known.
        idf = sum(map(self._formula.idf, document_frequencies))
        return ScoredPostings(self.snapshot, doc_numbers, self._formula.saturated(frequencies, weight * idf), None)

    def _prefix(self, field: str, prefix: str, weight: float) -> ScoredPostings:
        terms = self.snapshot.terms
        expanded = terms.expand_prefix(field, prefix, self.parameters.prefix_expansions)
        found = [ScoredPostings(self.snapshot, terms.postings(field, t).documents, _NO_SCORES, None) for t in expanded]
        doc_numbers = union([one.matches for one in found], self.snapshot.size).doc_numbers if found else _NONE
        # All score alike, for a rare ending is no better an answer to a prefix than a common one.
        return ScoredPostings(self.snapshot, doc_numbers, np.full(len(doc_numbers), weight, dtype=np.float64), None)


def _summed_by_merging(lists: Sequence[tuple[DocNumbers, Scores]]) -> tuple[DocNumbers, Scores]:
    together = np.concatenate([_NONE, *(doc_numbers for doc_numbers, _ in lists)])
    weights = np.concatenate([_NO_SCORES, *(frequencies for _, frequencies in lists)])
    order = together.argsort(kind="stable")  # finds the runs and merges them
    together = together.take(order)
    starts = np.flatnonzero(np.concatenate((_FIRST[: len(together)], together[1:] != together[:-1])))
    sums = np.add.reduceat(weights.take(order), starts) if len(starts) else weights
    is_expected = sums > 0
    return together.take(starts)[is_expected], sums[is_expected]


def _summed_by_marking(lists: Sequence[tuple[DocNumbers, Scores]], size: int) -> tuple[DocNumbers, Scores]:
    expected = zeroed_scores(size)
    is_held = np.zeros(size, dtype=np.bool_)
    for doc_numbers, frequencies in lists:
        expected[doc_numbers] += frequencies
        is_held[doc_numbers] = True
    doc_numbers = is_held.nonzero()[0]
    sums = expected.take(doc_numbers)
    expected[doc_numbers] = 0  # the array belongs to the thread, and must be left as it was found
    is_expected = sums > 0
    return (doc_numbers, sums) if is_expected.all() else (doc_numbers[is_expected], sums[is_expected])


def _key(word: MatchWord) -> Hashable:
    """What decides a word's postings; an enum is slow to hash, and origins decide nothing."""
    if len(word.alternatives) == 1:
        only = word.alternatives[0]
        return word.weight, only.term, only.fields, only.probability
    return word.weight, *((a.term, a.fields, a.probability) for a in word.alternatives)


def _wide(documents: npt.NDArray[np.integer[Any]]) -> DocNumbers:
    return documents.astype(np.int64, copy=False)


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
_NO_SCORES: Scores = np.zeros(0)
_FIRST = np.ones(1, dtype=np.bool_)
