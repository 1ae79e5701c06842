"""Comparable documents -> what pages show: reasons with links, and the reader's own weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer import (
    FACETS,
    Aspect,
    Comparable,
    ComparisonWeights,
    DocumentId,
    Metadata,
    Reason,
    Relation,
    reason_lead,
    reason_values,
)
from web.site.context import site
from web.site.language import page_language
from web.site.presentation import facet_url

_FACETS = {facet.id for facet in FACETS}
_GROUPS: dict[str, tuple[str, tuple[Aspect, ...]]] = {
    "topic": ("Emne", (Aspect.SUBJECT, Aspect.TEXT)),
    "goal": ("Mål", (Aspect.GOAL,)),
    "partners": ("Partnere", (Aspect.PARTNER_TYPE, Aspect.SECTOR, Aspect.PARTNER)),
    "form": ("Samarbejdsform", (Aspect.FORM,)),
    "phase": ("Fase og udfald", (Aspect.PHASE, Aspect.OUTCOME)),
    "place": ("Sted", (Aspect.MUNICIPALITY, Aspect.COUNTRY, Aspect.SCALE)),
    "time": ("Tid", (Aspect.TIME,)),
    "kind": ("Materialetype", (Aspect.KIND,)),
}
_FACTORS: dict[str, tuple[str, float]] = {
    "none": ("intet", 0.0),
    "less": ("lidt", 0.5),
    "normal": ("normalt", 1.0),
    "more": ("meget", 2.5),
}
_PREFIX = "weigh-"


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason: the words before, then values with the address of each; "" where a value has no page.

    `is_near` says that the two do not say the same, but something near it.
    """

    lead: str
    values: tuple[tuple[str, str], ...]
    is_near: bool


@dataclass(frozen=True, slots=True)
class ComparableView:
    """A comparable document as a list shows it."""

    id: DocumentId
    metadata: Metadata
    reasons: tuple[ReasonView, ...]
    differences: tuple[ReasonView, ...]
    is_close: bool


@dataclass(frozen=True, slots=True)
class WeightChoice:
    """A group of aspects with what the reader chose for it; `options` are (value, name)."""

    parameter: str
    name: str
    chosen: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReaderWeights:
    """The weights that an address asks for; `parameters` are its canonical part, defaults left out."""

    weights: ComparisonWeights
    choices: tuple[WeightChoice, ...]
    parameters: tuple[tuple[str, str], ...]

    @property
    def query_string(self) -> str:
        """The parameters with their "?"; "" where the reader left everything as it is."""
        return f"?{urlencode(self.parameters)}" if self.parameters else ""


def read_weights(parameters: MultiDict[str, str]) -> ReaderWeights:
    """The reader's weights; values that do not exist count as normal."""
    chosen = {group: parameters.get(_PREFIX + group, "normal") for group in _GROUPS}
    chosen = {group: factor if factor in _FACTORS else "normal" for group, factor in chosen.items()}
    factors = {aspect: _FACTORS[chosen[group]][1] for group, (_, aspects) in _GROUPS.items() for aspect in aspects}
    options = tuple((value, name) for value, (name, _) in _FACTORS.items())
    return ReaderWeights(
        weights=site().knowledge_base.comparer.weights.scaled(factors),
        choices=tuple(WeightChoice(_PREFIX + g, name, chosen[g], options) for g, (name, _) in _GROUPS.items()),
        parameters=tuple((_PREFIX + group, factor) for group, factor in chosen.items() if factor != "normal"),
    )


def comparable_views(found: Iterable[Comparable]) -> tuple[ComparableView, ...]:
    """The documents in the page's language."""
    return tuple(
        ComparableView(
            id=comparable.id,
            metadata=comparable.metadata.read_in(page_language()),
            reasons=tuple(_reason_view(reason) for reason in comparable.reasons),
            differences=tuple(_reason_view(reason) for reason in comparable.differences),
            is_close=comparable.is_close,
        )
        for comparable in found
    )


def _reason_view(reason: Reason) -> ReasonView:
    language = page_language()
    names = reason_values(reason, site().knowledge_base.vocabulary, language)
    addresses = [_address(reason.aspect, value) for value in reason.values]
    is_near = reason.relation in (Relation.NEAR, Relation.BROADER)
    return ReasonView(reason_lead(reason, language), tuple(zip(names, addresses, strict=True)), is_near)


def _address(aspect: Aspect, value: str) -> str:
    if aspect.value in _FACETS:
        return facet_url(aspect.value, value)
    return ""


GROUP_NAMES: Mapping[str, str] = {group: name for group, (name, _) in _GROUPS.items()}
FACTOR_NAMES: Mapping[str, str] = {factor: name for factor, (name, _) in _FACTORS.items()}
