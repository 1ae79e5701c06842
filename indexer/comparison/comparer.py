"""Which documents are most comparable with one, or with a situation, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from indexer.comparison.document_features import DocumentFeatures
from indexer.comparison.features import ComparedCollection
from indexer.comparison.model import (
    OPPOSABLE_ASPECTS,
    Aspect,
    Comparable,
    ComparisonWeights,
    Situation,
)
from indexer.comparison.organisations import NamedActors
from indexer.comparison.reasons import Subject, differences_from, reasons_for
from indexer.comparison.subjects import central, subjects_named_in
from indexer.comparison.term_vectors import TextVector
from indexer.comparison.weighted_jaccard import Mask, Scores, Values, without_reserve
from indexer.domain.documents.hit_record import Record
from indexer.domain.documents.metadata import DocumentId, Metadata
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.errors import DocumentNotFound
from indexer.search.index_knowledge import IndexKnowledge, KnowledgeSource


@dataclass(frozen=True, slots=True)
class ComparisonPreferences:
    """What config.toml says about comparing."""

    weights: ComparisonWeights = field(default_factory=ComparisonWeights)
    key_terms: int = 40


class Comparer:
    """Compares the public documents of one engine; safe to share between threads."""

    def __init__(self, knowledge: KnowledgeSource, preferences: ComparisonPreferences) -> None:
        self._knowledge = knowledge
        self.preferences = preferences
        self._features: DocumentFeatures | None = None

    @property
    def weights(self) -> ComparisonWeights:
        """How much each aspect counts where a reader says nothing else."""
        return self.preferences.weights

    def public_records(self) -> Mapping[DocumentId, Metadata]:
        """What is stated about every public document, by id."""
        return self.collection().metadata

    def public_record(self, document_id: DocumentId) -> Record | None:
        """The record of a public document, None if there is none."""
        collection = self.collection()
        ordinal = collection.ordinals.get(document_id)
        return None if ordinal is None else collection.records[ordinal]

    def comparable(
        self, document_id: DocumentId, *, limit: int, first: int = 0, weights: ComparisonWeights | None = None
    ) -> tuple[Comparable, ...]:
        """The most comparable public documents, best first, ties by id; each with its reasons and differences.

        The first `first` are passed over, then `limit` are given.

        Raises:
            DocumentNotFound: no public document has the id.
        """
        collection = self.collection()
        ordinal = collection.ordinals.get(document_id)
        if ordinal is None:
            raise DocumentNotFound("no-such-published-document", id=document_id)
        year = collection.records[ordinal].metadata.year_start
        subject = Subject(
            collection.values[ordinal],
            collection.subjects[ordinal],
            year,
            collection.term_vectors.vector(ordinal),
            collection.records[ordinal].metadata.languages,
            ordinal,
        )
        return self._best(collection, subject, slice(first, first + limit), weights)

    def fitting(
        self, situation: Situation, *, limit: int, first: int = 0, weights: ComparisonWeights | None = None
    ) -> tuple[Comparable, ...]:
        """Public documents in the order in which they fit a situation: `limit` of them after the `first`."""
        collection = self.collection()
        subjects = subjects_named_in(situation.words, collection.subject_names) | without_reserve(situation.subjects)
        values: dict[Aspect, Values] = {
            Aspect.SUBJECT: central(subjects),
            Aspect.GOAL: situation.goals,
            Aspect.PARTNER_TYPE: situation.partner_types,
            Aspect.SECTOR: situation.sectors,
            Aspect.PHASE: situation.phases,
            Aspect.MUNICIPALITY: _places(situation.municipality, collection.vocabulary),
        }
        subject = Subject(values, subjects, None, collection.term_vectors.vector_of_text(situation.words), (), None)
        return self._best(collection, subject, slice(first, first + limit), weights)

    def scores(self, document_id: DocumentId, weights: ComparisonWeights | None = None) -> dict[DocumentId, float]:
        """The score of every other public document."""
        found = self.comparable(document_id, limit=len(self.collection().ids), weights=weights)
        return {comparable.id: comparable.score for comparable in found}

    def named_actors(self, document_ids: Iterable[DocumentId] | None = None) -> NamedActors:
        """The libraries and partners that some documents name; those of all documents if none are given."""
        collection = self.collection()
        documents: Mask = np.full(len(collection.ids), document_ids is None)
        ordinals = (collection.ordinals.get(document_id) for document_id in document_ids or ())
        documents[[ordinal for ordinal in ordinals if ordinal is not None]] = True
        return collection.actors.named_by(documents)

    def collection(self) -> ComparedCollection:
        """The features of the newest committed state, made when they are first asked for."""
        knowledge = self._knowledge.newest()
        return knowledge.part(self, lambda: self._made(knowledge))

    def _made(self, knowledge: IndexKnowledge) -> ComparedCollection:
        before = self._features
        if before is None or before.words is not knowledge.words or before.is_mostly_gone:
            before = DocumentFeatures.of_none(knowledge.words)
        weights, key_terms = self.preferences.weights, self.preferences.key_terms
        made = ComparedCollection(knowledge, before, weights=weights, key_terms=key_terms)
        # The features alone: the collection holds its searcher, and with it the files of its state.
        self._features = made.features
        return made

    def _best(
        self, collection: ComparedCollection, subject: Subject, wanted: slice, weights: ComparisonWeights | None
    ) -> tuple[Comparable, ...]:
        used = weights or self.preferences.weights
        parts = part_scores(collection, subject, used)
        scores: Scores = np.sum(list(parts.values()), axis=0) if parts else np.zeros(len(collection.ids))
        # Rounded, so that sums that are equal on paper are ties, which the order of ids decides.
        order = np.lexsort((np.arange(len(scores)), -np.round(scores, 9)))
        chosen = [int(ordinal) for ordinal in order if ordinal != subject.ordinal][wanted]
        return tuple(
            Comparable(
                id=collection.ids[ordinal],
                metadata=collection.records[ordinal].metadata,
                score=float(scores[ordinal]),
                reasons=reasons_for(collection, subject, ordinal, parts),
                differences=differences_from(collection, subject, ordinal, used),
                # A reader may set every weight to 0; then nothing is alike, and nothing is closely alike.
                is_close=subject.ordinal is not None and 0 < used.close_score <= float(scores[ordinal]),
            )
            for ordinal in chosen
        )


def _places(typed: str, vocabulary: Vocabulary) -> Values:
    """The place that somebody typed, by its id where it has a record."""
    return (vocabulary.places.named(typed) or typed,) if typed else ()


def part_scores(collection: ComparedCollection, subject: Subject, weights: ComparisonWeights) -> dict[Aspect, Scores]:
    """What each aspect adds to every document's score.

    Saying something else in an opposable aspect takes a little away; where one of the two says nothing, nothing is
    added or taken.
    """
    parts: dict[Aspect, Scores] = {}
    for aspect, weight in weights.aspects.items():
        agreement = _agreement(collection, subject, aspect, weights) if weight else None
        if agreement is not None:
            parts[aspect] = weight * agreement
    return parts


def _agreement(
    collection: ComparedCollection, subject: Subject, aspect: Aspect, weights: ComparisonWeights
) -> Scores | None:
    """How far every document agrees in one aspect, at most 1; None where the subject says nothing of it."""
    if aspect is Aspect.TEXT:
        return collection.term_vectors.similarities(subject.vector, subject.languages)
    if aspect is Aspect.TIME:
        return _nearness(collection.years, subject.year, weights.near_years)
    values = subject.degrees(aspect)
    if not values:
        return None
    stated = collection.stated[aspect]
    similarities = stated.similarities(values)
    if aspect in OPPOSABLE_ASPECTS:
        # Only where both say something: silence speaks neither for nor against.
        similarities = similarities - weights.difference * (stated.is_stated & (similarities == 0))
    return similarities


def _nearness(years: Scores, year: int | None, near_years: float) -> Scores | None:
    if year is None:
        return None
    # NaN is the distance from a document without a year: nothing is added to its score.
    nearness: Scores = np.nan_to_num(np.exp(-np.abs(years - year) / near_years), nan=0.0)
    return nearness


__all__ = ["Comparer", "ComparisonPreferences", "TextVector", "part_scores"]
