"""Metadata that a text suggests, each with its reason; nothing is stated until a curator ticks it.

Concepts are learnt from the published documents (`classifier.py`); the passage that names one and the nearest
documents that state it are shown as reasons. The thresholds were set on the collection, leaving each document out:
see `python -m benchmarks.suggestions`.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.curation.metadata_suggestions.authors import suggested_authors
from indexer.curation.metadata_suggestions.classifier import KernelRidge, Neighbour
from indexer.curation.metadata_suggestions.concept_matcher import (
    ConceptEvidence,
    Passage,
    concept_evidence,
)
from indexer.curation.metadata_suggestions.confidence import MIN_DOCUMENTS, SURE, confidence
from indexer.curation.metadata_suggestions.document_features import DocumentFeatures, features_of
from indexer.curation.metadata_suggestions.names_in_text import bare_name, read_names
from indexer.curation.metadata_suggestions.years import named_span, named_year
from indexer.domain.documents.extraction import Extraction
from indexer.domain.documents.facets import stated_values
from indexer.domain.documents.metadata import DocumentId, Language, Metadata
from indexer.domain.documents.metadata_key import ValueType
from indexer.domain.documents.metadata_schema import FACET_ROWS
from indexer.domain.documents.vocabulary import Vocabulary

CONCEPT_FACETS = tuple(row.facet for row in FACET_ROWS if row.concept_scheme and row.is_told)
"""What became of a partnership, or what an account rests on, no neighbour can tell."""
NEIGHBOURS = 12
_NO_ID = DocumentId("")
_MAX_NAMED_DOCUMENTS = 3
_USUAL_THRESHOLD = 0.45
_THRESHOLD = {"sector": 0.5, "partner-type": 0.4, "subject": 0.25}
_COMMON_DANISH = frozenset("og i at det er en til på som der af de med den ikke et har om kan".split())
_COMMON_ENGLISH = frozenset("the of and to in is that for it as with was on are by this from be".split())


class SuggestionReason(enum.StrEnum):
    """Why something is suggested."""

    READ = "read in the text"
    NEIGHBOURS = "stated by the nearest documents"
    BOTH = "read in the text and stated by the nearest documents"
    FILE = "stated by the file itself"


@dataclass(frozen=True, slots=True)
class MetadataSuggestion:
    """A value for a key, with its reason.

    Attributes:
        key: a facet id, or "title", "year_end", "authors".
        passage: where it was read, None if it was not.
        documents: (id, title) of the nearest documents that state it, nearest first.
        score: orders the suggestions of a key; comparable within the key only.
        confidence: the share of such suggestions that were right when they were measured; 0 where nobody knows.
    """

    key: str
    value: str
    reason: SuggestionReason
    score: float = 1.0
    passage: Passage | None = None
    documents: tuple[tuple[DocumentId, str], ...] = ()
    confidence: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether it is right so often that it may be taken together with others."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class SuggestionModel:
    """What suggestions are learnt from: the model, and the names that published documents state, by facet."""

    model: KernelRidge
    names: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, published: Sequence[DocumentFeatures]) -> SuggestionModel:
        """Learn from documents."""
        literal = (row for row in FACET_ROWS if row.type is ValueType.TEXTS)
        names = {
            row.facet: frozenset(bare_name(name) for one in published for name in row.texts(one.metadata))
            for row in literal
        }
        return cls(KernelRidge(published, CONCEPT_FACETS), names)


def suggest(
    extraction: Extraction,
    title: str,
    language: Language,
    vocabulary: Vocabulary,
    lesson: SuggestionModel,
    *,
    own_id: DocumentId | None = None,
) -> tuple[MetadataSuggestion, ...]:
    """Everything that the text suggests, by key, best first; the document named `own_id` is named as no reason."""
    pages = extraction.pages
    profile = features_of(own_id or _NO_ID, Metadata(title, language, ""), pages, vocabulary)
    found = [
        *_concepts(concept_evidence(title, pages, vocabulary, language), profile, lesson.model, vocabulary),
        *_names(extraction, lesson, vocabulary),
        *_years(extraction),
        *_authors(extraction),
    ]
    told = (replace(one, confidence=_confidence(one, lesson)) for one in found)
    return tuple(sorted(told, key=lambda one: (one.key, -one.score, one.value)))


def _confidence(one: MetadataSuggestion, lesson: SuggestionModel) -> float:
    # Names and years are read in the text alone: they are worth the same however few documents there are.
    is_learnt = one.key in CONCEPT_FACETS
    return 0.0 if is_learnt and lesson.model.documents < MIN_DOCUMENTS else confidence(one.key, one.score)


def suggested_title(extraction: Extraction) -> MetadataSuggestion | None:
    """What the file is called, as it states and shows; None for a file without text."""
    if extraction.title_guess.strip():
        return MetadataSuggestion("title", " ".join(extraction.title_guess.split())[:200], SuggestionReason.FILE)
    for page in extraction.pages:
        line = page.label or next(iter(page.text.splitlines()), "")
        if line.strip():
            return MetadataSuggestion(
                "title", line.strip()[:200], SuggestionReason.READ, passage=Passage(line[:200], page.number, page.label)
            )
    return None


def told_language(extraction: Extraction) -> Language:
    """Which of the two languages a text is in: as the extractor found, else by its commonest words."""
    if extraction.language in set(Language):
        return Language(extraction.language)
    words = [word for page in extraction.pages for word in page.text.lower().split()]
    danish, english = (sum(word in common for word in words) for common in (_COMMON_DANISH, _COMMON_ENGLISH))
    return Language.ENGLISH if english > danish else Language.DANISH


def _concepts(
    evidence: dict[tuple[str, str], ConceptEvidence],
    profile: DocumentFeatures,
    model: KernelRidge,
    vocabulary: Vocabulary,
) -> Iterator[MetadataSuggestion]:
    scores = model.scores(profile)
    # One more than is asked for: the document itself may be the nearest.
    voters = _voters([one for one in model.nearest(profile, NEIGHBOURS + 1) if one.profile.id != profile.id])
    for facet in CONCEPT_FACETS:
        own = {value: score for (name, value), score in scores.items() if name == facet}
        for value in _chosen(facet, own):
            if vocabulary.concept(facet, value) is None:
                continue
            named = evidence.get((facet, value))
            documents = voters.get((facet, value), ())[:_MAX_NAMED_DOCUMENTS]
            passage = named.passage if named else None
            yield MetadataSuggestion(facet, value, _reason(passage, documents), own[value], passage, documents)


def _reason(passage: Passage | None, documents: Sequence[object]) -> SuggestionReason:
    if passage is None:
        return SuggestionReason.NEIGHBOURS
    return SuggestionReason.BOTH if documents else SuggestionReason.READ


def _chosen(facet: str, scores: dict[str, float]) -> list[str]:
    # Every document has a kind: the likeliest is suggested, however likely it is.
    if facet == "kind":
        return [max(scores, key=lambda value: (scores[value], value))] if scores else []
    return [value for value, score in scores.items() if score >= _THRESHOLD.get(facet, _USUAL_THRESHOLD)]


def _voters(nearest: Sequence[Neighbour]) -> dict[tuple[str, str], tuple[tuple[DocumentId, str], ...]]:
    """(id, title) of the neighbours that state each value, nearest first."""
    voters: defaultdict[tuple[str, str], list[tuple[DocumentId, str]]] = defaultdict(list)
    for one in nearest:
        for facet, values in stated_values(one.profile.metadata).items():
            for value in values:
                voters[facet, value].append((one.profile.id, one.profile.metadata.title))
    return {key: tuple(documents) for key, documents in voters.items()}


def _names(extraction: Extraction, lesson: SuggestionModel, vocabulary: Vocabulary) -> Iterator[MetadataSuggestion]:
    for one in read_names(extraction.pages, lesson.names, vocabulary):
        yield MetadataSuggestion(one.facet, one.name, SuggestionReason.READ, one.score, one.passage)


def _years(extraction: Extraction) -> Iterator[MetadataSuggestion]:
    """The years that the text names, else the one in which the file says it was made."""
    span, year = named_span(extraction.pages), named_year(extraction.pages)
    if span is not None:
        for key, (named, passage) in zip(("year", "year_end"), span, strict=True):
            yield MetadataSuggestion(key, str(named), SuggestionReason.READ, 1.0, passage)
    elif year is not None:
        yield MetadataSuggestion("year", str(year[0]), SuggestionReason.READ, 1.0, year[1])
    elif extraction.information.year is not None:
        yield MetadataSuggestion("year", str(extraction.information.year), SuggestionReason.FILE)


def _authors(extraction: Extraction) -> Iterator[MetadataSuggestion]:
    """Those that the text names, else those that the file states; the first is to stand first."""
    for place, (name, passage) in enumerate(suggested_authors(extraction.pages, extraction.information.author)):
        reason = SuggestionReason.READ if passage else SuggestionReason.FILE
        yield MetadataSuggestion("authors", name, reason, 1.0 - place / 100, passage)
