"""What a critical friend would ask of a plan: who is missing, what was stopped, what is taken for granted, money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer import Comparable, Filter, Message, Query, Situation
from indexer.rooms import Room
from web.rooms.plan.plan_presenter import PLAN_FACETS
from web.site.context import page_vocabulary, site
from web.site.drawings.emblem import SECTORS, sector_of
from web.site.urls.search_url import query_string

_MONEY = re.compile(
    r"\b(penge|sponsor\w*|tilskud\w*|fonds\w*|indtægt\w*|money|sponsor\w*|grants?|funding)\b", re.IGNORECASE
)
_MONEY_GOAL = "resources-differently"
_MAX_STOPPED = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """A question with the search that leads on, "" for none, and cases that it rests on."""

    message: Message
    query: str = ""
    count: int = 0
    cases: tuple[Comparable, ...] = ()


def remarks(room: Room, situation: Situation, fitting: Sequence[Comparable]) -> tuple[Remark, ...]:
    """What to ask of a plan; nothing of one that says nothing."""
    if not situation:
        return ()
    return (*_missing_sector(situation), *_stopped(fitting), *_assumptions(room), *_money(room, situation))


def _missing_sector(situation: Situation) -> Iterator[Remark]:
    vocabulary = page_vocabulary()
    told = {*situation.sectors, *(sector_of(vocabulary, each, ()) for each in situation.partner_types)}
    missing = [sector for sector in SECTORS if sector not in told]
    if told - {""} and missing:
        query = Query(filters=(*_goals(situation), Filter("sector", missing[0]), Filter("kind", "case")))
        count = site().knowledge_base.count(query)
        yield Remark(Message(f"room-friend-sector-{missing[0]}"), query_string(query), count)


def _stopped(fitting: Sequence[Comparable]) -> Iterator[Remark]:
    stopped = tuple(one for one in fitting if one.metadata.outcome == "stopped")[:_MAX_STOPPED]
    if stopped:
        yield Remark(Message("room-friend-stopped", count=len(stopped)), cases=stopped)


def _assumptions(room: Room) -> Iterator[Remark]:
    if not room.plan.assumptions:
        yield Remark(Message("room-friend-assumptions"))


def _money(room: Room, situation: Situation) -> Iterator[Remark]:
    if _MONEY_GOAL in situation.goals or _MONEY.search(room.plan.text):
        query = Query(filters=(Filter(PLAN_FACETS["goals"], _MONEY_GOAL), Filter("kind", "case")))
        yield Remark(Message("room-friend-money"), query_string(query), site().knowledge_base.count(query))


def _goals(situation: Situation) -> tuple[Filter, ...]:
    return tuple(Filter("goal", goal) for goal in situation.goals[:1])
