"""What comparison makes of each document by itself: a newer state makes it for the changed documents alone.

What depends on the whole collection, as how rare something is, belongs to features.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.comparison.document_rows import Succession
from indexer.comparison.key_terms import TermRows, key_term_fields
from indexer.comparison.model import VALUED_ASPECTS, Aspect, compared_values
from indexer.comparison.organisations import LIBRARY
from indexer.comparison.subjects import SubjectNames, central, document_subjects
from indexer.comparison.surface_forms import SpellingsByStem
from indexer.comparison.term_vectors import TermSpace
from indexer.comparison.weighted_jaccard import Degrees, Mask, SchemeLinks, Scores, StatedRows, Values, without_reserve
from indexer.domain.documents.hit_record import Record
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.records.places import PLACE_SCHEME
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.search.index_knowledge import IndexKnowledge, WordKnowledge

# So much of what is kept may belong to documents that are gone, before all is made anew.
_MAX_GONE_SHARE, _MAX_GONE_TERMS = 0.5, 10_000


@dataclass(frozen=True, slots=True)
class DocumentFeatures:
    """The features of all public documents of one state, by ordinal; nothing in it changes.

    Attributes:
        words, subject_names, links: what it was made by.
        versions: what tells the versions of a document apart, by id, in the order of the ordinals.
        subjects: what each is about.
        values: what each says in each aspect.
        years: NaN without one.
        stated: values with what is broader and related, by aspect.
        terms: how often terms stand in each.
        space: what these terms stand for.
        is_foreign: which have no text in a language.
        spellings: the words that stems were made of.
    """

    words: WordKnowledge
    subject_names: SubjectNames
    links: Mapping[Aspect, SchemeLinks | None]
    versions: Mapping[DocumentId, str]
    records: Sequence[Record]
    subjects: Sequence[Degrees]
    values: Sequence[Mapping[Aspect, Values]]
    years: Scores
    stated: Mapping[Aspect, StatedRows]
    terms: Mapping[Language, TermRows]
    space: TermSpace
    is_foreign: Mapping[Language, Mask]
    spellings: Mapping[Language, SpellingsByStem]

    @classmethod
    def of_none(cls, words: WordKnowledge) -> DocumentFeatures:
        """Of no documents."""
        return cls(
            words=words,
            subject_names=SubjectNames(words.vocabulary, words.analyzers),
            links={aspect: _links(aspect, words.vocabulary) for aspect in VALUED_ASPECTS},
            versions={},
            records=(),
            subjects=(),
            values=(),
            years=np.zeros(0),
            stated=dict.fromkeys(VALUED_ASPECTS, StatedRows.of_none()),
            terms={language: TermRows.of(language, words.analyzers) for language in Language},
            space=TermSpace.of_none(),
            is_foreign=dict.fromkeys(Language, np.zeros(0, dtype=np.bool_)),
            spellings={language: SpellingsByStem(words.analyzers[language]) for language in Language},
        )

    def succeeded(self, knowledge: IndexKnowledge) -> DocumentFeatures:
        """Those of another state, taken over from these wherever a document is the same."""
        words, known = self.words, knowledge.records
        versions = {document_id: own.version for document_id, own in known.items()}
        succession = Succession(versions, self.versions)
        ids = list(versions)
        changed = [ids[ordinal] for ordinal in succession.fresh]
        found = knowledge.searcher.public_documents(key_term_fields(), changed)
        stated = [known[document_id].record.metadata for document_id in changed]
        subjects = [document_subjects(metadata, self.subject_names) for metadata in stated]
        values = [_values(*one) for one in zip(stated, subjects, strict=True)]
        described = [_with_names(metadata, words.vocabulary) for metadata in stated]
        terms = {
            language: own.succeeded(succession, language, found.term_counts, described, words.analyzers)
            for language, own in self.terms.items()
        }
        names = {language: own.names for language, own in terms.items()}
        return replace(
            self,
            versions=versions,
            records=[own.record for own in known.values()],
            subjects=succession.items(self.subjects, subjects),
            values=succession.items(self.values, values),
            years=succession.array(self.years, np.array([m.year_start or np.nan for m in stated], dtype=np.float64)),
            stated={
                aspect: own.succeeded(succession, degrees_in(aspect, subjects, values), self.links[aspect])
                for aspect, own in self.stated.items()
            },
            terms=terms,
            space=self.space.grown(names, words.translations),
            is_foreign={
                language: succession.array(known, np.array([language not in m.languages for m in stated], dtype=bool))
                for language, known in self.is_foreign.items()
            },
        )

    @property
    def is_mostly_gone(self) -> bool:
        """Whether so many of the terms are in no document any more that all should be made anew, to bound memory."""
        known = sum(len(own.names.all) for own in self.terms.values())
        held = sum(int(np.count_nonzero(np.bincount(own.rows.columns[0]))) for own in self.terms.values())
        return known - held > max(_MAX_GONE_TERMS, _MAX_GONE_SHARE * known)


def degrees_in(
    aspect: Aspect, subjects: Sequence[Degrees], values: Sequence[Mapping[Aspect, Values]]
) -> Sequence[Degrees]:
    """How far documents' values hold in an aspect: subjects by degrees, all others without reserve."""
    return subjects if aspect is Aspect.SUBJECT else [without_reserve(own[aspect]) for own in values]


def _values(metadata: Metadata, subjects: Degrees) -> Mapping[Aspect, Values]:
    return {**compared_values(metadata), Aspect.SUBJECT: central(subjects)}


def _links(aspect: Aspect, vocabulary: Vocabulary) -> SchemeLinks | None:
    """The links between the values of an aspect, None where nothing is linked."""
    scheme = vocabulary.schemes.get(aspect.value)
    # Half of Denmark is in the same two regions: that says nothing of being comparable.
    if scheme is None or aspect is Aspect.MUNICIPALITY:
        return None
    if not any(concept.broader or concept.related for concept in scheme.concepts.values()):
        return None
    return SchemeLinks(vocabulary, aspect.value)


def _with_names(metadata: Metadata, vocabulary: Vocabulary) -> Metadata:
    """The metadata with the names of its libraries and places in place of their ids."""

    def names(facet: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(vocabulary.label(facet, one, metadata.language) for one in values)

    libraries, places = names(LIBRARY, metadata.libraries), names(PLACE_SCHEME, metadata.municipalities)
    return replace(metadata, libraries=libraries, municipalities=places)
