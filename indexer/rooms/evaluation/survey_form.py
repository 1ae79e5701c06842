"""The survey of the collection's evaluation tool -> questions to begin one's own with, in either language.

It is the form among the write-up's sections that has numbered questions in bold: a list to tick from is a choice, a
blank is for words, a table is a scale for each of its rows, or, where only one column is empty, a question in each row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.rooms.evaluation.question_bank import first_table
from indexer.rooms.record.changes import with_row
from indexer.rooms.record.evaluation import EvaluationQuestion
from indexer.rooms.record.room import Room
from indexer.rooms.record.survey import ITEM_IDS, Survey, SurveyItem

_QUESTION = re.compile(r"^\*\*\d{1,2}\. (.+?)\*\*", re.MULTILINE)
_OPTION = re.compile(r"^- \[ \] (.+)$", re.MULTILINE)
_ASIDE = re.compile(r"^\*(?!\*)(.+)\*$", re.MULTILINE)
_NUMBER = re.compile(r"^\d{1,2}\. ")
_SCALE_COLUMNS = 3
_MIN_QUESTIONS = 3
"""A section with so many is the survey: other forms of the write-up have none."""


def survey_form(sections: Iterable[str]) -> tuple[Survey, tuple[SurveyItem, ...]] | None:
    """What is said before and after the questions, and these with ids in their order; None where there is no form."""
    form = next((text for text in sections if len(_QUESTION.findall(text)) >= _MIN_QUESTIONS), "")
    asides = _ASIDE.findall(form)
    items = tuple(
        SurveyItem(item_id, text, kind, options)
        for item_id, (text, kind, options) in zip(ITEM_IDS, _questions(form), strict=False)
    )
    if not items:
        return None
    return Survey(intro=asides[0] if asides else "", thanks=asides[-1] if len(asides) > 1 else ""), items


def with_survey_form(room: Room, form: tuple[Survey, tuple[SurveyItem, ...]]) -> Room:
    """The room with the questions of a form where it has none under the same ids; what was written stays."""
    survey, items = form
    held = {item.id for item in room.survey_items if item.text}
    for item in items:
        if item.id not in held:
            room = with_row(room, "survey_items", item)
    stated = {name: getattr(room.survey, name) or getattr(survey, name) for name in ("intro", "thanks")}
    return replace(room, survey=room.survey.changed(stated))


def with_asked_questions(room: Room, questions: Iterable[EvaluationQuestion]) -> Room:
    """The room with questions of the evaluation at the ids that are free, each to be answered in words."""
    held = {item.id for item in room.survey_items if item.text}
    asked = {item.text for item in room.survey_items}
    free = iter(item_id for item_id in ITEM_IDS if item_id not in held)
    new = (row.text for row in questions if row.text and row.text not in asked)
    for text, item_id in zip(new, free, strict=False):
        room = with_row(room, "survey_items", SurveyItem(item_id, text, "text"))
    return room


def _questions(form: str) -> Iterator[tuple[str, str, str]]:
    """(text, kind, options) in their order."""
    heads = [*_QUESTION.finditer(form)]
    ends = [*(head.start() for head in heads[1:]), len(form)]
    for head, end in zip(heads, ends, strict=False):
        body = form[head.end() : end]
        options = _OPTION.findall(body)
        tables = _tables(body)
        scale = next((table for table in tables if len(table[0]) >= _SCALE_COLUMNS), None)
        if options:
            yield head[1], "one", "\n".join(options)
        elif scale:
            choices = "\n".join(scale[0][1:])
            yield from ((f"{head[1]} {row[0]}", "agree", choices) for row in scale[1:])
        else:
            yield head[1], "text", ""
        for table in tables:
            if table is not scale:
                yield from ((_NUMBER.sub("", row[0]), "text", "") for row in table[1:] if _NUMBER.match(row[0]))


def _tables(body: str) -> list[list[list[str]]]:
    found = (first_table(block) for block in re.split(r"\n\s*\n", body))
    return [table for table in found if table]
