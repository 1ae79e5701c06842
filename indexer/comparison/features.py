"""Everything that comparison needs of one index state."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from indexer.comparison.document_features import DocumentFeatures, degrees_in
from indexer.comparison.model import Aspect, ComparisonWeights
from indexer.comparison.organisations import Actors
from indexer.comparison.surface_forms import SpelledStems
from indexer.comparison.term_vectors import TermVectors
from indexer.comparison.weighted_jaccard import Degrees, StatedValues
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.queries.fields import spellings
from indexer.search.index_knowledge import IndexKnowledge


class ComparedCollection:
    """The public documents of one state with their features; nothing in it changes, so threads share it."""

    def __init__(
        self, knowledge: IndexKnowledge, before: DocumentFeatures, *, weights: ComparisonWeights, key_terms: int
    ) -> None:
        """`before` are the features of another state, made by the same words."""
        features = before.succeeded(knowledge)
        words = features.words
        self.features = features
        self.ids = list(features.versions)
        self.records = features.records
        self.ordinals = {document_id: ordinal for ordinal, document_id in enumerate(self.ids)}
        self.vocabulary = words.vocabulary
        self.subject_names = features.subject_names
        self.subjects = features.subjects
        self.values = features.values
        self.stated = {
            aspect: StatedValues(rows, features.links[aspect], weights) for aspect, rows in features.stated.items()
        }
        # Without a year a document is no number of years away from any other: NaN, which no comparison takes for near.
        self.years = features.years
        self.term_vectors = TermVectors(
            features.terms,
            features.space,
            features.is_foreign,
            analyzers=words.analyzers,
            translations=words.translations,
            kept_per_language=key_terms,
        )
        self._searcher = knowledge.searcher

    @cached_property
    def metadata(self) -> Mapping[DocumentId, Metadata]:
        """What is stated about each document, by id; sorted by it."""
        stated = zip(self.ids, (record.metadata for record in self.records), strict=True)
        return MappingProxyType(dict(stated))

    @cached_property
    def actors(self) -> Actors:
        """Their libraries and partners."""
        return Actors(self.ids, [record.metadata for record in self.records], self.vocabulary)

    @cached_property
    def spelled(self) -> dict[Language, SpelledStems]:
        """Words for stems, by language."""
        return {
            language: SpelledStems(known, self._searcher.document_frequencies(spellings(language)))
            for language, known in self.features.spellings.items()
        }

    def degrees(self, ordinal: int, aspect: Aspect) -> Degrees:
        """How far a document's values hold: subjects by degrees, all others without reserve."""
        return degrees_in(aspect, self.subjects[ordinal : ordinal + 1], self.values[ordinal : ordinal + 1])[0]
