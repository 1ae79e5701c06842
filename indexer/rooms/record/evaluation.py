"""What is asked of a partnership, by whom and when, and what the answers led to."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.rooms.record.field_kinds import a_choice, a_day, a_line, a_text
from indexer.rooms.record.rows import RoomRecord, RoomRow

ASPECTS = ("citizens", "cooperation", "learning")
METHODS = ("interview", "survey", "dialogue", "change", "before-after", "network")
MAX_QUESTIONS, MIN_QUESTIONS = 5, 3


@dataclass(frozen=True, slots=True)
class Evaluation(RoomRecord):
    """Who uses the answers, when they are asked for, and who hears of them."""

    purpose: str = a_text(500)
    before: str = a_day()
    midway: str = a_day()
    after: str = a_day()
    seen_by: str = a_line(300)
    told_back: str = a_line(300)
    decision: str = a_text(500)


@dataclass(frozen=True, slots=True)
class EvaluationQuestion(RoomRow):
    """A question in the parties' own words; `source` is the id of the one of the collection that it grew from."""

    text: str = a_line(300)
    about: str = a_choice(*ASPECTS)
    source: str = a_line(40)
    listen: str = a_line(500)
    method: str = a_choice(*METHODS)
    asked: str = a_line(200)
    asker: str = a_line(100, is_role=True)
    by: str = a_day()


@dataclass(frozen=True, slots=True)
class ResultMeeting(RoomRecord):
    """The meeting about the results; what it decides stands in the evaluation, `owner` and `by` see to it."""

    day: str = a_day()
    present: str = a_line(300)
    surprise: str = a_text(1000)
    meaning: str = a_text(1000)
    owner: str = a_line(100, is_role=True)
    by: str = a_day()


@dataclass(frozen=True, slots=True)
class ResultFinding(RoomRow):
    """What was found, what is done about it, and by whom, by role."""

    found: str = a_line(300)
    action: str = a_line(300)
    who: str = a_line(100, is_role=True)
