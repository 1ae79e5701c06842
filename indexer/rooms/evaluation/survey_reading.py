"""What a survey shows: how many answered what in each wave, never of fewer than five people.

Fewer are withheld for each question and wave by itself: who answered one question of ten shall not stand out either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from indexer.domain.messages import Message
from indexer.rooms.record.room import Room
from indexer.rooms.record.survey import WAVES, SurveyItem

MIN_ANSWERS = 5
MIN_PERCENT = 30
"""From so many answers on a share may be said in per cent; below, both numbers are."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What was answered to a question.

    Attributes:
        answered: how many did, by wave.
        counts: how many ticked each choice, by wave; without the waves that are withheld.
        texts: what people wrote, by wave, in an order that says nothing; without the waves that are withheld.
    """

    item: SurveyItem
    answered: Mapping[str, int]
    counts: Mapping[str, Mapping[str, int]]
    texts: Mapping[str, tuple[str, ...]]

    @property
    def choices(self) -> tuple[str, ...]:
        """What could be ticked, then what could be once and was."""
        ticked = (choice for counts in self.counts.values() for choice in counts)
        return tuple(dict.fromkeys((*self.item.choices, *ticked)))


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """The questions with their answers; `answered` says how many answered anything, for each wave that anybody did."""

    answered: Mapping[str, int]
    items: tuple[ItemResult, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to see."""
        return any(count >= MIN_ANSWERS for count in self.answered.values())


def survey_results(room: Room) -> SurveyResults:
    """The results as they may be shown."""
    totals = Counter(answer.wave for answer in room.survey_answers)
    waves = tuple(wave for wave in WAVES if totals[wave])
    items = tuple(_result(room, item, waves) for item in room.survey_items if item.is_complete)
    return SurveyResults({wave: totals[wave] for wave in waves}, items)


def survey_gaps(room: Room) -> tuple[Message, ...]:
    """What is missing before a survey can be answered, or hinders its comparison."""
    asked = [item for item in room.survey_items if item.text]
    incomplete = [item for item in asked if not item.is_complete]
    started = any(answer.wave == "before" for answer in room.survey_answers)
    return (
        *((Message("room-survey-no-questions"),) if not asked else ()),
        *(Message("room-survey-no-options", question=item.text) for item in incomplete),
        *((Message("room-survey-no-before"),) if room.survey.asking == "after" and not started else ()),
    )


def without_answers(room: Room, wave: str) -> Room:
    """The room without what was answered in a wave."""
    return replace(room, survey_answers=tuple(answer for answer in room.survey_answers if answer.wave != wave))


def _result(room: Room, item: SurveyItem, waves: tuple[str, ...]) -> ItemResult:
    replies = {
        wave: [reply for one in room.survey_answers if one.wave == wave and (reply := one.reply(item.id))]
        for wave in waves
    }
    shown = {wave: held for wave, held in replies.items() if len(held) >= MIN_ANSWERS}
    answered = {wave: len(held) for wave, held in replies.items()}
    if item.kind == "text":
        return ItemResult(item, answered, {}, {wave: tuple(sorted(held)) for wave, held in shown.items()})
    ticked = {wave: Counter(line for reply in held for line in reply.splitlines()) for wave, held in shown.items()}
    return ItemResult(item, answered, ticked, {})
