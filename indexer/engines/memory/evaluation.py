"""A structured query evaluated document by document, as the definitions of its parts say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from indexer.domain.documents.metadata import DocumentId
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
from indexer.engines.memory.aboutness import documents_about
from indexer.engines.memory.committed_state import CommittedState
from indexer.engines.memory.word_scores import Scores, WordScores
from indexer.engines.port import RankingParameters

SCORE_DIGITS = 9
"""Scores that agree so far are equal: then the ids decide."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The documents that match with their scores, and those of them that match by translation alone."""

    scores: Scores
    translated: frozenset[DocumentId] = frozenset()


class Evaluator:
    """Evaluates queries on one state; documents that are not public take part, for they count in every frequency."""

    def __init__(self, state: CommittedState, parameters: RankingParameters) -> None:
        self.state = state
        self.parameters = parameters
        self._words = WordScores(state, parameters)

    def evaluate(self, query: StructuredQuery) -> Evaluation:
        """All documents that match."""
        match query:
            case MatchAll() | MatchDocuments() | IsAbout():
                return Evaluation(dict.fromkeys(_listed(self.state, query), 0.0))
            case MatchWord():
                return Evaluation(self._words.word(query))
            case MatchPhrase():
                return self._phrase(query)
            case MatchPrefix():
                return self._prefix(query)
            case AnyOf(operands):
                return Evaluation(_sum(self.evaluate(one).scores for one in operands))
            case AllOf():
                return self._all_of(query)
            case Near():
                return self._near(query)
            case Rescored():
                return self._rescored(query)
            case AcrossLanguages(own, other, factor):
                return _better(self.evaluate(own), self.evaluate(other), factor)
            case ScoredBy(documents, ranking):
                return _scored_by(self.evaluate(documents), self.evaluate(ranking))

    def expanded(self, prefix: MatchPrefix) -> list[str]:
        """The terms that a prefix stands for."""
        return self.state.terms_with_prefix(prefix.field, prefix.prefix, self.parameters.prefix_expansions)

    def phrase_starts(self, phrase: MatchPhrase, document_id: DocumentId) -> list[int]:
        """The positions at which a phrase begins in a document, rising."""
        first, *others = (self.state.positions(phrase.field, term, document_id) for term in phrase.terms)
        return [start for start in first if all(start + n in held for n, held in enumerate(others, start=1))]

    def _prefix(self, prefix: MatchPrefix) -> Evaluation:
        postings = [self.state.postings(prefix.field, term) for term in self.expanded(prefix)]
        return Evaluation({document: prefix.weight for held in postings for document in held})

    def _phrase(self, phrase: MatchPhrase) -> Evaluation:
        postings = [self.state.postings(phrase.field, term) for term in phrase.terms]
        frequencies = {
            document: self._words.normalized(phrase.field, document, len(self.phrase_starts(phrase, document)))
            for document in postings[0]
        }
        # A phrase weighs as much as its words together; how rare the phrase is itself would cost a count of its own.
        idf = sum(self._words.idf(len(held)) for held in postings)
        return Evaluation(self._words.saturated(frequencies, phrase.weight * idf))

    def _all_of(self, query: AllOf) -> Evaluation:
        required = [self.evaluate(one).scores for one in query.required]
        matches = set(self.state.documents).intersection(*required)
        matches = matches.difference(*(self.evaluate(one).scores for one in query.excluded))
        scores = _sum([*required, *(self.evaluate(one).scores for one in query.optional)])
        return Evaluation({document: scores.get(document, 0.0) for document in matches})

    def _near(self, near: Near) -> Evaluation:
        found = self.evaluate(near.operand)
        best = self._best(found, near.depth)
        factors = {document: 1 + near.weight * self._closeness(near, document) for document in best}
        scores = {document: score * factors.get(document, 1.0) for document, score in found.scores.items()}
        return Evaluation(scores, found.translated)

    def _best(self, found: Evaluation, depth: int) -> list[DocumentId]:
        public = (document for document in found.scores if document in self.state.public)
        return sorted(public, key=lambda each: (-round(found.scores[each], SCORE_DIGITS), each))[:depth]

    def _rescored(self, rescored: Rescored) -> Evaluation:
        found = self.evaluate(rescored.operand)
        # Filters alone give no scores to divide by.
        highest = max(found.scores.values(), default=0.0) or 1.0
        scores = {each: (1 - rescored.weight) * score / highest for each, score in found.scores.items()}
        near = (each for each in rescored.proximity.nearest if each in scores)
        chosen = list(dict.fromkeys((*self._best(found, rescored.depth), *near)))
        for document, proximity in zip(chosen, rescored.proximity.of(chosen), strict=True):
            scores[document] += rescored.weight * proximity
        return Evaluation(scores, found.translated)

    def _closeness(self, near: Near, document: DocumentId) -> float:
        total = 0.0
        for first, second in pairwise(self._positions(word, document) for word in near.words):
            # Parts of a compound stand at one place, and are neighbours.
            distances = [max(1, abs(one - other)) for one in first for other in second]
            nearest = min(distances, default=near.window + 1)
            total += 1 / nearest if nearest <= near.window else 0.0
        return total / max(1, len(near.words) - 1)

    def _positions(self, word: MatchWord, document: DocumentId) -> set[int]:
        return {
            position
            for alternative in word.alternatives
            for field, _ in alternative.fields
            for position in self.state.positions(field, alternative.term, document)
        }


def _listed(state: CommittedState, query: MatchAll | MatchDocuments | IsAbout) -> Iterable[DocumentId]:
    """The documents of what orders nothing."""
    match query:
        case MatchAll():
            return state.documents
        case MatchDocuments(ids):
            return [each for each in ids if each in state.documents]
        case IsAbout():
            return documents_about(state, query)


def _sum(each: Iterable[Scores]) -> Scores:
    total: defaultdict[DocumentId, float] = defaultdict(float)
    for scores in each:
        for document, score in scores.items():
            total[document] += score
    return total


def _better(own: Evaluation, other: Evaluation, factor: float) -> Evaluation:
    """The better of both sides, each divided by its highest score."""
    highest, other_highest = (max(side.scores.values(), default=0.0) or 1.0 for side in (own, other))
    scores = {document: score / highest for document, score in own.scores.items()}
    for document, score in other.scores.items():
        scores[document] = max(scores.get(document, 0.0), factor * score / other_highest)
    return Evaluation(scores, frozenset(other.scores.keys() - own.scores.keys()))


def _scored_by(documents: Evaluation, ranking: Evaluation) -> Evaluation:
    scores = {document: ranking.scores.get(document, 0.0) for document in documents.scores}
    return Evaluation(scores, ranking.translated & scores.keys())
