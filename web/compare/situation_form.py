"""The form "Min situation": its address, its choices, and the searches that show one part of it only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from indexer import SUBJECT_SCHEME, Concept, Filter, Language, Query, Situation, danish_sort_key
from web.site.context import site
from web.site.facet_names import facet_name
from web.site.presentation import label
from web.site.urls.search_url import query_string

SITUATION_FACETS = ("subject", "goal", "partner-type", "sector", "phase")
_NARROW_ONLY = ("phase", SUBJECT_SCHEME)
_IN_GROUPS = ("partner-type", SUBJECT_SCHEME)
_TEXT_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """A checkbox; `group` names what the concept belongs to where a facet is shown in groups, else ""."""

    id: str
    name: str
    is_chosen: bool
    group: str = ""


def read_situation(parameters: MultiDict[str, str]) -> Situation:
    """What the address tells; concepts that the vocabulary does not know are passed over, texts are cut."""
    vocabulary = site().knowledge_base.vocabulary

    def concepts(facet: str) -> tuple[str, ...]:
        asked = dict.fromkeys(parameters.getlist(facet))
        return tuple(value for value in asked if vocabulary.concept(facet, value) is not None)

    def text(name: str) -> str:
        return " ".join(parameters.get(name, "").replace("\0", " ").split())[:_TEXT_LIMIT]

    return Situation(
        goals=concepts("goal"),
        subjects=concepts("subject"),
        partner_types=concepts("partner-type"),
        sectors=concepts("sector"),
        phases=concepts("phase"),
        municipality=text("municipality"),
        library=text("library"),
        offer=text("offer"),
        text=text("q"),
    )


def situation_parameters(situation: Situation) -> tuple[tuple[str, str], ...]:
    """The canonical parameters of a situation: its permalink."""
    parameters = [("q", situation.text)] if situation.text else []
    for facet in SITUATION_FACETS:
        parameters += [(facet, value) for value in sorted(_chosen(situation, facet))]
    for name, value in (
        ("municipality", situation.municipality),
        ("library", situation.library),
        ("offer", situation.offer),
    ):
        if value:
            parameters.append((name, value))
    return tuple(parameters)


def situation_choices(situation: Situation, language: Language) -> dict[str, tuple[Choice, ...]]:
    """The checkboxes of each facet: phases in their own order, all else alphabetically, _IN_GROUPS in groups.

    Of phases and subjects only the narrow ones are offered; broad ones that were chosen in an address stay.
    """
    return {facet: tuple(_choices(facet, _chosen(situation, facet), language)) for facet in SITUATION_FACETS}


def _choices(facet: str, chosen: tuple[str, ...], language: Language) -> Iterator[Choice]:
    for concept in _ordered_concepts(facet, language):
        is_chosen = concept.id in chosen
        if facet not in _NARROW_ONLY or not concept.narrower or is_chosen:
            group = _group(concept, language) if facet in _IN_GROUPS else ""
            yield Choice(concept.id, concept.labels[language], is_chosen, group)


def _ordered_concepts(facet: str, language: Language) -> list[Concept]:
    scheme = site().knowledge_base.vocabulary.schemes.get(facet)
    concepts = list(scheme.concepts.values()) if scheme else []
    # Phases follow each other, as the vocabulary lists them.
    if facet != "phase":
        concepts.sort(key=lambda concept: danish_sort_key(concept.labels[language]))
    return concepts


def _group(concept: Concept, language: Language) -> str:
    """The name of what a concept falls under; its own where it is a group itself, "" where it stands alone."""
    if not concept.broader and not concept.narrower:
        return ""
    return site().knowledge_base.vocabulary.label(concept.scheme, (*concept.broader, concept.id)[0], language)


def shown_only(situation: Situation) -> tuple[tuple[str, str, int], ...]:
    """(facet and value in words, the search for it, its number of documents) for each part; all together first."""
    filters = [Filter(facet, value) for facet in SITUATION_FACETS for value in _chosen(situation, facet)]
    if situation.municipality:
        filters.append(Filter("municipality", situation.municipality))
    searches = [(_words(each), Query(filters=(each,))) for each in filters]
    if len(filters) > 1:
        searches.insert(0, ("", Query(filters=tuple(filters))))
    knowledge_base = site().knowledge_base
    return tuple((words, query_string(query), knowledge_base.count(query)) for words, query in searches)


def _words(condition: Filter) -> str:
    return f"{facet_name(condition.facet)}: {label(condition.facet, condition.value)}"


def _chosen(situation: Situation, facet: str) -> tuple[str, ...]:
    return {
        "subject": situation.subjects,
        "goal": situation.goals,
        "partner-type": situation.partner_types,
        "sector": situation.sectors,
        "phase": situation.phases,
    }[facet]
