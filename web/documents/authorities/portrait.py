"""An organisation by what it did: its cases as one picture, whom it met most, what for, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer import RUNNING, Metadata, danish_sort_key
from web.documents.authorities.record_roles import Role, most_often, named_beside
from web.site.context import page_vocabulary
from web.site.drawings.tile_map import Tile, tile_map
from web.site.drawings.timeline import Timeline, timeline
from web.site.language import translate_count
from web.site.presentation import label

_PERIODS = 24
"""Bars below each other; with more of them nobody sees a pattern."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the documents that name an organisation say of it together.

    Attributes:
        face: the metadata of all its cases as one, which its picture is drawn from; None without a case.
        counted: the number of cases and of other documents, in words.
        beside: (facet, value, count) of those that it met most; who was library here and partner there counts as one.
        goal: the goal that most of its cases had, and how many; ("", 0) where none states one.
        years: the first and the last year, "" where none is stated.
    """

    face: Metadata | None
    counted: str
    sectors: tuple[str, ...]
    beside: tuple[tuple[str, str, int], ...]
    goal: tuple[str, int]
    years: str
    when: Timeline


def portrait(organisation_id: str, roles: Sequence[Role]) -> Portrait:
    """The portrait of an organisation by its roles; what is counted in two of them counts once."""
    records = {one: stated for role in roles for one, stated in role.records.items()}
    cases = {one: stated for one, stated in records.items() if stated.kind == "case"}
    others = len(records) - len(cases)
    counts = [
        translate_count("{count} case", "{count} cases", len(cases)) if cases else "",
        translate_count("{count} andet dokument", "{count} andre dokumenter", others) if others else "",
    ]
    goals = Counter(goal for stated in cases.values() for goal in stated.goals)
    when = timeline(cases.items(), _PERIODS)
    return Portrait(
        face=_face(cases.values()),
        counted=" · ".join(filter(None, counts)),
        sectors=tuple(dict.fromkeys(sector for stated in cases.values() for sector in stated.sectors)),
        beside=_beside(organisation_id, records.values()),
        goal=max(goals.items(), key=lambda pair: (pair[1], danish_sort_key(label("goal", pair[0]))), default=("", 0)),
        years=_years(records.values()),
        when=when,
    )


def home_on_the_map(ids: Iterable[str]) -> tuple[Tile, ...]:
    """The map of Denmark where one of some places has a tile on it, else nothing."""
    places = page_vocabulary().places
    return tile_map(places, {}) if any(one in places and places[one].tile for one in ids) else ()


def _beside(organisation_id: str, records: Iterable[Metadata]) -> tuple[tuple[str, str, int], ...]:
    facets: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for stated in records:
        named = named_beside(stated, organisation_id)
        counts.update({(facets.setdefault(value, facet), value) for facet, value in named})
    return most_often(counts)


def _face(cases: Iterable[Metadata]) -> Metadata | None:
    stated = list(cases)
    if not stated:
        return None

    def union(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for each in values for value in each))

    return replace(
        stated[0],
        partner_types=union(one.partner_types for one in stated),
        sectors=union(one.sectors for one in stated),
        goals=union(one.goals for one in stated),
        # It is there, whatever has ended: the ring is whole.
        outcome=RUNNING,
    )


def _years(records: Iterable[Metadata]) -> str:
    stated = [year for one in records for year in (one.year_start, one.year_end) if year is not None]
    return "–".join(map(str, dict.fromkeys((min(stated), max(stated))))) if stated else ""
