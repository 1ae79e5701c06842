"""The record of a room: its sections, each stated once for all tools.

Forms, the exported file, its published schema, conflicts and limits iterate over SECTIONS.
"""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from indexer.rooms.record.evaluation import (
    MAX_QUESTIONS,
    Evaluation,
    EvaluationQuestion,
    ResultFinding,
    ResultMeeting,
)
from indexer.rooms.record.field_kinds import KIND, FieldKind
from indexer.rooms.record.map_rows import MAX_VERSIONS, MapEntry, MapVersion, VersionActor, VersionTie
from indexer.rooms.record.records import (
    About,
    Accident,
    Agreement,
    Answer,
    ClauseChoice,
    Conflict,
    Date,
    FollowUp,
    Network,
    Notices,
    Plan,
    RoomActor,
    Shortlisted,
    Step,
    TieAmong,
)
from indexer.rooms.record.rows import RoomRecord, RoomRow
from indexer.rooms.record.sheets import Expectation, Need, Temperature
from indexer.rooms.record.survey import MAX_ITEMS, Survey, SurveyAnswer, SurveyItem
from indexer.rooms.record.work import (
    Audience,
    CaseDraft,
    Closing,
    ClosingTask,
    Communication,
    Decision,
    Goal,
    Hours,
    Money,
    Risk,
    Source,
    Task,
    Understanding,
)

R = TypeVar("R", bound=RoomRow)
_ROWS, _MOST = "rows", "most"
_ROW_ID_BYTES = 5


def rows(kind: type[R], most: int) -> tuple[R, ...]:
    """A list of so many rows at most."""
    none: tuple[R, ...] = ()
    return field(default=none, metadata={_ROWS: kind, _MOST: most})


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that a room holds; its links and its end stand apart."""

    about: About = field(default=About())
    plan: Plan = field(default=Plan())
    network: Network = field(default=Network())
    actors: tuple[RoomActor, ...] = rows(RoomActor, 100)
    ties_among: tuple[TieAmong, ...] = rows(TieAmong, 300)
    follow_ups: tuple[FollowUp, ...] = rows(FollowUp, 5)
    map_entries: tuple[MapEntry, ...] = rows(MapEntry, 200)
    map_versions: tuple[MapVersion, ...] = rows(MapVersion, MAX_VERSIONS)
    version_actors: tuple[VersionActor, ...] = rows(VersionActor, 100 * MAX_VERSIONS)
    version_ties: tuple[VersionTie, ...] = rows(VersionTie, 200 * MAX_VERSIONS)
    goals: tuple[Goal, ...] = rows(Goal, 10)
    needs: tuple[Need, ...] = rows(Need, 20)
    expectations: tuple[Expectation, ...] = rows(Expectation, 20)
    understandings: tuple[Understanding, ...] = rows(Understanding, 30)
    tasks: tuple[Task, ...] = rows(Task, 60)
    decisions: tuple[Decision, ...] = rows(Decision, 10)
    dates: tuple[Date, ...] = rows(Date, 60)
    money: tuple[Money, ...] = rows(Money, 60)
    hours: tuple[Hours, ...] = rows(Hours, 60)
    risks: tuple[Risk, ...] = rows(Risk, 30)
    communication: Communication = field(default=Communication())
    audiences: tuple[Audience, ...] = rows(Audience, 40)
    evaluation: Evaluation = field(default=Evaluation())
    questions: tuple[EvaluationQuestion, ...] = rows(EvaluationQuestion, MAX_QUESTIONS)
    survey: Survey = field(default=Survey())
    survey_items: tuple[SurveyItem, ...] = rows(SurveyItem, MAX_ITEMS)
    survey_answers: tuple[SurveyAnswer, ...] = rows(SurveyAnswer, 1000)
    result_meeting: ResultMeeting = field(default=ResultMeeting())
    result_findings: tuple[ResultFinding, ...] = rows(ResultFinding, 10)
    temperatures: tuple[Temperature, ...] = rows(Temperature, 200)
    closing: Closing = field(default=Closing())
    closing_tasks: tuple[ClosingTask, ...] = rows(ClosingTask, 30)
    case_draft: CaseDraft = field(default=CaseDraft())
    sources: tuple[Source, ...] = rows(Source, 60)
    shortlist: tuple[Shortlisted, ...] = rows(Shortlisted, 60)
    steps: tuple[Step, ...] = rows(Step, 40)
    agreement: Agreement = field(default=Agreement())
    clauses: tuple[ClauseChoice, ...] = rows(ClauseChoice, 60)
    answers: tuple[Answer, ...] = rows(Answer, 600)
    accidents: tuple[Accident, ...] = rows(Accident, 10)
    conflicts: tuple[Conflict, ...] = rows(Conflict, 200)
    notices: Notices = field(default=Notices())


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the record: the class of its one record or of its rows, and the kinds of the fields."""

    id: str
    record: Callable[..., RoomRecord]
    fields: Mapping[str, FieldKind]
    most: int = 0

    @property
    def is_list(self) -> bool:
        """Whether it has rows."""
        return self.most > 0


def _section(item: dataclasses.Field[Any]) -> Section:
    record: type[Any] = item.metadata.get(_ROWS) or type(item.default)
    kinds = {each.name: each.metadata[KIND] for each in dataclasses.fields(record)}
    return Section(item.name, record, kinds, item.metadata.get(_MOST, 0))


SECTIONS: Mapping[str, Section] = {item.name: _section(item) for item in dataclasses.fields(Room)}

_UNJUDGED = {
    name: dataclasses.replace(
        section,
        fields={each: dataclasses.replace(kind, is_judged=False) for each, kind in section.fields.items()},
    )
    for name, section in SECTIONS.items()
}


def sections(*, is_own: bool) -> Mapping[str, Section]:
    """The sections, to read a room by: what was kept here was judged when it came, and must open again."""
    return _UNJUDGED if is_own else SECTIONS


def new_row_id(form_id: str = "") -> str:
    """An id that no other row has; with a letter, so that it is no number of a person.

    A row that a form named before it was there has the same id whenever the form is sent: sent twice, it is one row.
    """
    random = hashlib.sha256(form_id.encode()).hexdigest() if form_id else secrets.token_hex(_ROW_ID_BYTES)
    return f"r{random[: 2 * _ROW_ID_BYTES]}"
