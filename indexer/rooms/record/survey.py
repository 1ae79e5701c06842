"""A survey of at most ten questions, and what people answered without saying who they are."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.rooms.record.field_kinds import a_choice, a_line, a_text
from indexer.rooms.record.rows import RoomRecord, RoomRow

WAVES = ("before", "after")
"""When the same questions are asked: at the start, and later."""

ITEM_KINDS = ("agree", "one", "several", "text")
MAX_ITEMS = 10
ITEM_IDS = tuple(f"q{number}" for number in range(1, MAX_ITEMS + 1))
"""The ids that questions have: by them an answer says what it answers."""

_MIN_CHOICES = 2


@dataclass(frozen=True, slots=True)
class Survey(RoomRecord):
    """What stands around the questions; `asking` is the wave that people can answer now, "" where none."""

    title: str = a_line(150)
    intro: str = a_text(600)
    thanks: str = a_text(600)
    asking: str = a_choice(*WAVES)


@dataclass(frozen=True, slots=True)
class SurveyItem(RoomRow):
    """A question by one of `ITEM_IDS`; `options` has a line for each answer that can be ticked."""

    text: str = a_line(300)
    kind: str = a_choice(*ITEM_KINDS)
    options: str = a_text(800)

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be ticked; nothing where people write."""
        lines = (line.strip() for line in self.options.splitlines())
        return () if self.kind == "text" else tuple(dict.fromkeys(line for line in lines if line))

    @property
    def is_complete(self) -> bool:
        """Whether it can be asked."""
        is_answerable = self.kind == "text" or (bool(self.kind) and len(self.choices) >= _MIN_CHOICES)
        return bool(self.text) and is_answerable and self.id in ITEM_IDS


@dataclass(frozen=True, slots=True)
class SurveyAnswer(RoomRow):
    """What one person answered in a wave: words, or a line for each answer that was ticked, by the question's id."""

    wave: str = a_choice(*WAVES)
    q1: str = a_text(1000)
    q2: str = a_text(1000)
    q3: str = a_text(1000)
    q4: str = a_text(1000)
    q5: str = a_text(1000)
    q6: str = a_text(1000)
    q7: str = a_text(1000)
    q8: str = a_text(1000)
    q9: str = a_text(1000)
    q10: str = a_text(1000)

    def reply(self, item_id: str) -> str:
        """What was answered to a question; "" where nothing was, or there is none of this id."""
        return str(getattr(self, item_id)) if item_id in ITEM_IDS else ""
