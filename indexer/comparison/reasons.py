"""Why a document is comparable, and how it differs: only what both say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indexer.comparison.features import ComparedCollection
from indexer.comparison.model import OPPOSABLE_ASPECTS, Aspect, ComparisonWeights, Reason, Relation
from indexer.comparison.term_vectors import TextVector
from indexer.comparison.weighted_jaccard import Degrees, Scores, Values, without_reserve
from indexer.domain.documents.metadata import Language

_MAX_SHARED_WORDS = 5
_MAX_NEAR_YEARS = 3
# Weaker reasons are true as well, but would crowd out the telling ones.
_MIN_STRENGTH = 0.02


@dataclass(frozen=True, slots=True)
class Subject:
    """What documents are compared with: a document with its languages and ordinal, or a situation that has neither."""

    values: Mapping[Aspect, Values]
    subjects: Degrees
    year: int | None
    vector: TextVector
    languages: tuple[Language, ...]
    ordinal: int | None

    def degrees(self, aspect: Aspect) -> Degrees:
        """How far its values hold: subjects by degrees, all others without reserve."""
        return self.subjects if aspect is Aspect.SUBJECT else without_reserve(self.values.get(aspect, ()))


def reasons_for(
    collection: ComparedCollection, subject: Subject, ordinal: int, parts: Mapping[Aspect, Scores]
) -> tuple[Reason, ...]:
    """What speaks for comparing, strongest first, each with what it adds to the score; the kind of item comes last."""
    reasons: list[Reason] = []
    for aspect, scores in parts.items():
        strength = float(scores[ordinal])
        if strength < _MIN_STRENGTH:
            continue
        if aspect is Aspect.TEXT:
            reasons += _shared_words(collection, subject, ordinal, strength)
        elif aspect is Aspect.TIME:
            reasons += _near_start(collection, subject, ordinal, strength)
        else:
            reasons += _shared_values(collection, subject, ordinal, aspect, strength)
    return tuple(sorted(reasons, key=lambda reason: (reason.aspect is Aspect.KIND, -reason.strength, reason.aspect)))


def differences_from(
    collection: ComparedCollection, subject: Subject, ordinal: int, weights: ComparisonWeights
) -> tuple[Reason, ...]:
    """Where both say something and nothing of it is the same, in the order of Aspect."""
    differences = []
    for aspect in (*OPPOSABLE_ASPECTS, Aspect.COUNTRY):
        own, other = subject.values.get(aspect, ()), collection.values[ordinal][aspect]
        is_weighed = bool(weights.aspects.get(aspect))
        if is_weighed and own and other and not _shares(collection, aspect, own, other):
            differences.append(Reason(aspect, Relation.DIFFERENT, other, own))
    differences += _distant_start(subject, collection.records[ordinal].metadata.year_start, weights)
    # The aspects came from a set, which has no order.
    return tuple(sorted(differences, key=lambda reason: list(Aspect).index(reason.aspect)))


def _distant_start(subject: Subject, year: int | None, weights: ComparisonWeights) -> list[Reason]:
    if subject.year is None or year is None or abs(year - subject.year) <= 2 * weights.near_years:
        return []
    return [Reason(Aspect.TIME, Relation.DIFFERENT, (str(year),), (str(subject.year),))]


def _shares(collection: ComparedCollection, aspect: Aspect, own: Values, other: Values) -> bool:
    stated = collection.stated[aspect]
    return bool(set(own) & set(other) or stated.shared_broader(own, other) or stated.related(own, other)[0])


def _shared_values(
    collection: ComparedCollection, subject: Subject, ordinal: int, aspect: Aspect, strength: float
) -> list[Reason]:
    own, other = subject.values[aspect], collection.values[ordinal][aspect]
    stated = collection.stated[aspect]
    degrees, other_degrees = subject.degrees(aspect), collection.degrees(ordinal, aspect)
    strengths = {v: stated.weight(v) * min(degrees[v], other_degrees[v]) for v in own if v in other}
    same = tuple(sorted(strengths, key=lambda value: -strengths[value]))
    if same:
        return [Reason(aspect, Relation.SAME, _as_written(collection, aspect, ordinal, same), strength=strength)]
    own_related, related = stated.related(own, other)
    if related:
        return [Reason(aspect, Relation.NEAR, related, own_related, strength)]
    broader = stated.shared_broader(own, other)
    return [Reason(aspect, Relation.BROADER, broader, strength=strength)] if broader else []


def _as_written(collection: ComparedCollection, aspect: Aspect, ordinal: int, values: Values) -> Values:
    """Names of partners as the document writes them; they are compared without regard to capitals."""
    if aspect is not Aspect.PARTNER:
        return values
    written = {partner.strip().casefold(): partner for partner in collection.records[ordinal].metadata.partners}
    return tuple(written[value] for value in values)


def _near_start(collection: ComparedCollection, subject: Subject, ordinal: int, strength: float) -> list[Reason]:
    year = collection.years[ordinal]
    if subject.year is None or np.isnan(year) or abs(year - subject.year) > _MAX_NEAR_YEARS:
        return []
    relation = Relation.SAME if int(year) == subject.year else Relation.NEAR
    return [Reason(Aspect.TIME, relation, (str(int(year)),), (str(subject.year),), strength)]


def _shared_words(collection: ComparedCollection, subject: Subject, ordinal: int, strength: float) -> list[Reason]:
    """The words that add most to the likeness of the texts, each as the one and as the other document has it."""
    words: dict[str, str] = {}
    # Twice as many as are named: repeats fall away.
    for dimension in collection.term_vectors.shared_terms(subject.vector, ordinal)[: 2 * _MAX_SHARED_WORDS]:
        # One stem may stand behind several dimensions: a word is named once, on either side.
        theirs = _word(collection, ordinal, dimension)
        ours = theirs if subject.ordinal is None else _word(collection, subject.ordinal, dimension)
        if theirs and ours and theirs not in words and ours not in words.values():
            words[theirs] = ours
    chosen = list(words.items())[:_MAX_SHARED_WORDS]
    if not chosen:
        return []
    return [
        Reason(Aspect.TEXT, Relation.SAME, tuple(w for w, _ in chosen), tuple(w for _, w in chosen), strength),
    ]


def _word(collection: ComparedCollection, ordinal: int, dimension: int) -> str:
    """A key term behind a dimension as people write it, in the document's own language where it can be."""
    behind = collection.term_vectors.terms_behind(ordinal, dimension)
    language = collection.records[ordinal].metadata.language
    behind.sort(key=lambda found: found[0] is not language)
    return collection.spelled[behind[0][0]].spelling(behind[0][1]) if behind else ""
