"""A plan -> what is understood of its text, and which cases of the collection are like it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer import Comparable, Extraction, Filter, Page, Query, Situation
from indexer.rooms import Plan, Room
from web.rooms.writing.record_form import concept_names
from web.site.context import page_vocabulary, site
from web.site.language import page_language
from web.site.urls.search_url import query_string

PLAN_FACETS: Mapping[str, str] = {
    "goals": "goal",
    "partner_types": "partner-type",
    "sectors": "sector",
    "subjects": "subject",
}
"""The fields of a plan that hold concepts, with their facets, in the order of the page."""

_MAX_PROPOSED = 4
_LOOKED_AT = 40
_SHOWN_CASES = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """A concept of the plan: agreed to, or only proposed from the text; `count` documents state it."""

    value: str
    name: str
    is_agreed: bool
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What the text of a plan says, by field; and whether the proposals themselves decide what is shown."""

    chips: Mapping[str, tuple[Chip, ...]]
    situation: Situation
    is_proposed: bool


def understood(room: Room) -> Understood:
    """The concepts that were agreed to, beside those that the suggestion model reads in the text."""
    plan = room.plan
    proposed = proposed_concepts(plan.text)
    has_agreed = any(getattr(plan, name) for name in PLAN_FACETS)
    chips = {name: tuple(_chips(facet, getattr(plan, name), proposed[name])) for name, facet in PLAN_FACETS.items()}
    chosen = {name: getattr(plan, name) if has_agreed else proposed[name] for name in PLAN_FACETS}
    return Understood(chips, _situation(room, chosen), not has_agreed and any(proposed.values()))


def proposed_concepts(text: str) -> dict[str, tuple[str, ...]]:
    """The concepts that the collection's suggestion model reads in a text, by the fields of a plan, likeliest first."""
    if not text.strip():
        return dict.fromkeys(PLAN_FACETS, ())
    extraction = Extraction("text/plain", "", pages=(Page(1, text),))
    found = site().curation.suggester.suggestions(extraction, _first_sentence(text), page_language())
    return {
        name: tuple(one.value for one in found if one.key == facet)[:_MAX_PROPOSED]
        for name, facet in PLAN_FACETS.items()
    }


def fitting_cases(situation: Situation) -> tuple[Comparable, ...]:
    """The cases that fit best, with their reasons; none where nothing is said."""
    if not situation:
        return ()
    found = site().knowledge_base.comparer.fitting(situation, first=0, limit=_LOOKED_AT)
    return tuple(one for one in found if one.metadata.kind == "case")[:_SHOWN_CASES]


def other_choices(plan: Plan, shown: Iterable[Chip], name: str) -> tuple[tuple[str, str, bool], ...]:
    """(id, name, whether it was agreed to) of the concepts of a field that have no chip."""
    seen, agreed = {chip.value for chip in shown}, getattr(plan, name)
    names = concept_names(PLAN_FACETS[name], page_language())
    return tuple((value, words, value in agreed) for value, words in names.items() if value not in seen)


def _chips(facet: str, agreed: tuple[str, ...], proposed: tuple[str, ...]) -> Iterable[Chip]:
    vocabulary, knowledge_base = page_vocabulary(), site().knowledge_base
    for value in dict.fromkeys((*agreed, *proposed)):
        if vocabulary.concept(facet, value) is not None:
            query = Query(filters=(Filter(facet, value), Filter("kind", "case")))
            name = vocabulary.label(facet, value, page_language())
            yield Chip(value, name, value in agreed, knowledge_base.count(query), query_string(query))


def _situation(room: Room, chosen: Mapping[str, tuple[str, ...]]) -> Situation:
    plan = room.plan
    return Situation(
        goals=chosen["goals"],
        subjects=chosen["subjects"],
        partner_types=chosen["partner_types"],
        sectors=chosen["sectors"],
        phases=(),
        municipality=room.about.municipality,
        library=room.about.library,
        offer=plan.offer,
        text=plan.text,
    )


def _first_sentence(text: str) -> str:
    return text.replace("\n", " ").partition(". ")[0][:200]
