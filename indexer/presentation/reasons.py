"""Reasons and differences in words, Danish and English."""

from __future__ import annotations

from typing import TypedDict

from indexer.comparison.model import Aspect, Comparable, Reason, Relation
from indexer.domain.documents.metadata import Language
from indexer.domain.documents.vocabulary import Vocabulary
from indexer.domain.messages import Message
from indexer.presentation.labels import facet_value_label
from indexer.presentation.messages import name_in, say

_AS_WRITTEN = frozenset((Aspect.TEXT, Aspect.TIME))
_NAMES = frozenset((Aspect.COUNTRY, Aspect.PARTNER, Aspect.MUNICIPALITY))
"""What keeps its capital within a sentence."""


class ReasonJson(TypedDict):
    """A reason as JSON; `strength` is what it adds to the score, 0 for differences."""

    aspect: str
    relation: str
    values: list[str]
    own_values: list[str]
    strength: float
    words: str


class ComparableJson(TypedDict):
    """A comparable document as JSON."""

    id: str
    title: str
    kind: str
    language: str
    score: float
    is_close: bool
    reasons: list[ReasonJson]
    differences: list[ReasonJson]


def reason_lead(reason: Reason, language: Language) -> str:
    """The words before the values, for example "samme mål"."""
    aspect, relation = reason.aspect, reason.relation
    if aspect is Aspect.TIME and relation is not Relation.SAME:
        return say(_distance_in_time(reason), language)
    own = name_in(f"reason-{relation.value}-{aspect.value}", language)
    return own or name_in("reason-related", language)


def reason_values(reason: Reason, vocabulary: Vocabulary, language: Language) -> tuple[str, ...]:
    """The values of a reason in words, parallel to `reason.values`."""
    values = (value_words(reason.aspect, value, vocabulary, language) for value in reason.values)
    if reason.aspect is Aspect.TEXT and reason.own_values:
        pairs = zip(reason.own_values, reason.values, strict=True)
        return tuple(own if own == other else f"{own}/{other}" for own, other in pairs)
    return tuple(values)


def value_words(aspect: Aspect, value: str, vocabulary: Vocabulary, language: Language) -> str:
    """What a value of an aspect is called inside a sentence."""
    if aspect in _AS_WRITTEN:
        return value
    if aspect is Aspect.SCALE:
        return name_in(f"scale-{value}", language)
    label = facet_value_label(vocabulary, aspect.value, value, language)
    return label if aspect in _NAMES else _lower_first(label)


def reason_text(reason: Reason, vocabulary: Vocabulary, language: Language) -> str:
    """The whole reason in words: "samme mål: kontakt til nye brugere"."""
    return f"{reason_lead(reason, language)}: {', '.join(reason_values(reason, vocabulary, language))}"


def comparable_json(comparable: Comparable, vocabulary: Vocabulary, language: Language) -> ComparableJson:
    """What `samspil comparable --json` and the API give."""
    return {
        "id": comparable.id,
        "title": comparable.metadata.title_in(language) or comparable.metadata.title,
        "kind": comparable.metadata.kind,
        "language": comparable.metadata.read_in(language).language.value,
        "score": round(comparable.score, 6),
        "is_close": comparable.is_close,
        "reasons": [_reason_json(reason, vocabulary, language) for reason in comparable.reasons],
        "differences": [_reason_json(reason, vocabulary, language) for reason in comparable.differences],
    }


def _reason_json(reason: Reason, vocabulary: Vocabulary, language: Language) -> ReasonJson:
    return {
        "aspect": reason.aspect.value,
        "relation": reason.relation.value,
        "values": list(reason.values),
        "own_values": list(reason.own_values),
        "strength": round(reason.strength, 6),
        "words": reason_text(reason, vocabulary, language),
    }


def _distance_in_time(reason: Reason) -> Message:
    years = int(reason.values[0]) - int(reason.own_values[0])
    return Message("began-later" if years > 0 else "began-earlier", count=abs(years))


def _lower_first(label: str) -> str:
    """A label inside a sentence; abbreviations (NGO, IT) keep their capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label
