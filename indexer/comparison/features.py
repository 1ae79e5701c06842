"""Everything that comparison needs of one index state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from indexer.analysis import Analyzers
from indexer.comparison.key_terms import key_term_fields
from indexer.comparison.model import VALUED_ASPECTS, Aspect, ComparisonWeights, compared_values
from indexer.comparison.organisations import LIBRARY, Actors
from indexer.comparison.subjects import SubjectNames, central, document_subjects
from indexer.comparison.surface_forms import SpelledStems
from indexer.comparison.term_vectors import TermVectors
from indexer.comparison.weighted_jaccard import Degrees, SchemeLinks, Scores, StatedValues, without_reserve
from indexer.domain.documents.hit_record import Record, read_record
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.records.places import PLACE_SCHEME
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.queries.fields import spellings
from indexer.engines.port import IndexSearcher
from indexer.search.words.translation import Translations


class ComparedCollection:
    """The public documents of one state with their features; nothing in it changes, so threads share it."""

    def __init__(
        self,
        searcher: IndexSearcher,
        vocabulary: Vocabulary,
        analyzers: Analyzers,
        *,
        translations: Translations,
        weights: ComparisonWeights,
        key_terms: int,
        known: Mapping[str, Record],
    ) -> None:
        """`known` are records already read, by their text."""
        documents = searcher.public_documents(key_term_fields())
        self.ids = list(documents.ids)
        self.records_by_text = {text: known.get(text) or read_record(text) for text in documents.records}
        self.records = [self.records_by_text[text] for text in documents.records]
        self.ordinals = {document_id: ordinal for ordinal, document_id in enumerate(self.ids)}
        self.vocabulary = vocabulary
        self.subject_names = SubjectNames(vocabulary, analyzers)
        self.subjects = [document_subjects(record.metadata, self.subject_names) for record in self.records]
        self.values = [
            {**compared_values(record.metadata), Aspect.SUBJECT: central(subjects)}
            for record, subjects in zip(self.records, self.subjects, strict=True)
        ]
        self.stated = {aspect: self._stated_values(aspect, weights) for aspect in VALUED_ASPECTS}
        # Without a year a document is no number of years away from any other: NaN, which no comparison takes for near.
        self.years: Scores = np.array([r.metadata.year_start or np.nan for r in self.records], dtype=np.float64)
        self.term_vectors = TermVectors(
            documents.term_counts,
            analyzers=analyzers,
            translations=translations,
            described=[_with_names(record.metadata, vocabulary) for record in self.records],
            kept_per_language=key_terms,
        )
        self._searcher = searcher
        self._analyzers = analyzers

    @cached_property
    def metadata(self) -> Mapping[DocumentId, Metadata]:
        """What is stated about each document, by id; sorted by it."""
        stated = zip(self.ids, (record.metadata for record in self.records), strict=True)
        return MappingProxyType(dict(sorted(stated, key=lambda pair: pair[0])))

    @cached_property
    def actors(self) -> Actors:
        """Their libraries and partners."""
        return Actors(self.ids, [record.metadata for record in self.records], self.vocabulary)

    @cached_property
    def spelled(self) -> dict[Language, SpelledStems]:
        """Words for stems, by language."""
        return {
            language: SpelledStems(language, self._searcher.document_frequencies(spellings(language)), self._analyzers)
            for language in Language
        }

    def degrees(self, ordinal: int, aspect: Aspect) -> Degrees:
        """How far a document's values hold: subjects by degrees, all others without reserve."""
        return self.subjects[ordinal] if aspect is Aspect.SUBJECT else without_reserve(self.values[ordinal][aspect])

    def _stated_values(self, aspect: Aspect, weights: ComparisonWeights) -> StatedValues:
        degrees = [self.degrees(ordinal, aspect) for ordinal in range(len(self.ids))]
        return StatedValues(degrees, self._links(aspect), weights)

    def _links(self, aspect: Aspect) -> SchemeLinks | None:
        """The links between the values of an aspect, None where nothing is linked."""
        scheme = self.vocabulary.schemes.get(aspect.value)
        # Half of Denmark is in the same two regions: that says nothing of being comparable.
        if scheme is None or aspect is Aspect.MUNICIPALITY:
            return None
        if not any(concept.broader or concept.related for concept in scheme.concepts.values()):
            return None
        return SchemeLinks(self.vocabulary, aspect.value)


def _with_names(metadata: Metadata, vocabulary: Vocabulary) -> Metadata:
    """The metadata with the names of its libraries and places in place of their ids."""

    def names(facet: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(vocabulary.label(facet, one, metadata.language) for one in values)

    libraries, places = names(LIBRARY, metadata.libraries), names(PLACE_SCHEME, metadata.municipalities)
    return replace(metadata, libraries=libraries, municipalities=places)
