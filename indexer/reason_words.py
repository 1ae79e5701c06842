"""Reasons and differences in words, Danish and English."""

from __future__ import annotations

from typing import TypedDict

from indexer.domain.comparison import Aspect, Comparable, Reason, Relation
from indexer.domain.document import Language
from indexer.domain.vocabulary import Vocabulary
from indexer.labels import facet_value_label

_DANISH, _ENGLISH = Language.DANISH, Language.ENGLISH
_SAME: dict[Aspect, tuple[str, str]] = {
    Aspect.GOAL: ("samme mål", "same goal"),
    Aspect.PARTNER_TYPE: ("samme partnertype", "same type of partner"),
    Aspect.SECTOR: ("samme sektor", "same sector"),
    Aspect.PARTNER: ("samme partner", "same partner"),
    Aspect.SUBJECT: ("samme emne", "same subject"),
    Aspect.TEXT: ("fælles ord", "words in common"),
    Aspect.KIND: ("samme materialetype", "same kind of item"),
    Aspect.FORM: ("samme samarbejdsform", "same form of cooperation"),
    Aspect.PHASE: ("samme fase", "same phase"),
    Aspect.OUTCOME: ("samme udfald", "same outcome"),
    Aspect.MUNICIPALITY: ("samme kommune eller by", "same municipality or town"),
    Aspect.COUNTRY: ("samme land", "same country"),
    Aspect.SCALE: ("samme rækkevidde", "same reach"),
    Aspect.TIME: ("begyndt samme år", "began in the same year"),
}
_DIFFERENT: dict[Aspect, tuple[str, str]] = {
    Aspect.GOAL: ("andre mål", "other goals"),
    Aspect.PARTNER_TYPE: ("anden partnertype", "other type of partner"),
    Aspect.SECTOR: ("anden sektor", "other sector"),
    Aspect.KIND: ("anden materialetype", "other kind of item"),
    Aspect.FORM: ("anden samarbejdsform", "other form of cooperation"),
    Aspect.PHASE: ("anden fase", "other phase"),
    Aspect.OUTCOME: ("andet udfald", "other outcome"),
    Aspect.COUNTRY: ("andet land", "other country"),
    Aspect.SCALE: ("anden rækkevidde", "other reach"),
}
_BROADER: dict[Aspect, tuple[str, str]] = {
    Aspect.PARTNER_TYPE: ("beslægtet partnertype", "related type of partner"),
    Aspect.SUBJECT: ("samme emneområde", "same subject area"),
    Aspect.FORM: ("beslægtet samarbejdsform", "related form of cooperation"),
    Aspect.PHASE: ("beslægtet fase", "related phase"),
}
_NEAR: dict[Aspect, tuple[str, str]] = {
    Aspect.GOAL: ("beslægtet mål", "related goal"),
    Aspect.PARTNER_TYPE: ("beslægtet partnertype", "related type of partner"),
    Aspect.SECTOR: ("beslægtet sektor", "related sector"),
    Aspect.SUBJECT: ("beslægtet emne", "related subject"),
    Aspect.FORM: ("beslægtet samarbejdsform", "related form of cooperation"),
    Aspect.PHASE: ("beslægtet fase", "related phase"),
}
_SCALES = {
    "local": ("ét sted", "one place"),
    "several-places": ("flere steder", "several places"),
    "international": ("flere lande", "several countries"),
}
_AS_WRITTEN = frozenset((Aspect.TEXT, Aspect.TIME, Aspect.PARTNER, Aspect.MUNICIPALITY))


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
    aspect, is_english = reason.aspect, language is _ENGLISH
    if aspect is Aspect.TIME and reason.relation is not Relation.SAME:
        return _distance_in_time(reason, language)
    if reason.relation in (Relation.BROADER, Relation.NEAR):
        names = _BROADER if reason.relation is Relation.BROADER else _NEAR
        return names.get(aspect, ("beslægtet", "related"))[is_english]
    names = _DIFFERENT if reason.relation is Relation.DIFFERENT else _SAME
    return names[aspect][is_english]


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
        return _SCALES[value][language is _ENGLISH]
    label = facet_value_label(vocabulary, aspect.value, value, language)
    return label if aspect is Aspect.COUNTRY else _lower_first(label)


def reason_text(reason: Reason, vocabulary: Vocabulary, language: Language) -> str:
    """The whole reason in words: "samme mål: få kontakt til nye brugere"."""
    return f"{reason_lead(reason, language)}: {', '.join(reason_values(reason, vocabulary, language))}"


def comparable_json(comparable: Comparable, vocabulary: Vocabulary, language: Language) -> ComparableJson:
    """What `samspil comparable --json` and the API give."""
    return {
        "id": comparable.id,
        "title": comparable.metadata.title,
        "kind": comparable.metadata.kind,
        "language": comparable.metadata.language.value,
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


def _distance_in_time(reason: Reason, language: Language) -> str:
    years = int(reason.values[0]) - int(reason.own_values[0])
    if language is _ENGLISH:
        unit = "year" if abs(years) == 1 else "years"
        return f"began {abs(years)} {unit} {'later' if years > 0 else 'earlier'}"
    return f"begyndt {abs(years)} år {'senere' if years > 0 else 'tidligere'}"


def _lower_first(label: str) -> str:
    """A label inside a sentence; abbreviations (NGO, IT) keep their capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label
