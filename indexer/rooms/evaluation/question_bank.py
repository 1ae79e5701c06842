"""The questions of the collection's evaluation tool -> data: core questions, the bank of 72, the interview guide.

They are read from the write-ups themselves, in either language: the core questions are a table of phases by what they
are about; each page of the bank is a numbered group of numbered questions, each with what to listen for below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.rooms.record.evaluation import ASPECTS

_TABLE_ROW = re.compile(r"^\|(.+)\|\s*$", re.MULTILINE)
_GROUP = re.compile(r"^(\d{1,2}) (.+)\n(?=[^\n:]{3,20}: )", re.MULTILINE)
_QUESTION = re.compile(r"^(\d{1,3})\. ", re.MULTILINE)
_GROUPS_NAMED = re.compile(r"\((?:gruppe|grupper|group|groups)\s([^)]*\d)\)")
_FOOTER = re.compile(r"\d+|[ivxl]+")
_GUIDE_HEADING = re.compile(r"interview ?guide\s*$", re.IGNORECASE | re.MULTILINE)
_CORE_COLUMNS = 1 + len(ASPECTS)


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question: `id` is the same in both languages; `about` and `listen` are "" where nothing is said."""

    id: str
    text: str
    about: str = ""
    listen: str = ""


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions under a name: a phase of the core questions, or a group of the bank."""

    name: str
    questions: tuple[BankQuestion, ...]


@dataclass(frozen=True, slots=True)
class InterviewGuide:
    """What to say first, the open questions, and what to note right afterwards."""

    opening: str
    questions: tuple[str, ...]
    afterwards: tuple[str, ...]


def core_questions(sections: Iterable[str]) -> tuple[QuestionGroup, ...]:
    """The core questions by phase, from the sections of a write-up; none where it has no such table."""
    for section in sections:
        table = first_table(section)
        if len(table) > 1 and all(len(row) == _CORE_COLUMNS and all(row) for row in table):
            return tuple(_phase(number, row) for number, row in enumerate(table[1:], 1))
    return ()


def bank_questions(pages: Sequence[str]) -> tuple[QuestionGroup, ...]:
    """The groups of the bank from the texts of its pages, in their order; none where these are something else.

    What a group is about is said in the bank's own advice to choose across groups.
    """
    about = _about_by_group("\n".join(pages))
    return tuple(
        QuestionGroup(f"{group[1]} {group[2].strip()}", tuple(_numbered(page[group.end() :], about.get(group[1], ""))))
        for page in pages
        if (group := _GROUP.search(page)) and _QUESTION.search(page, group.end())
    )


def interview_guide(sections: Iterable[str]) -> InterviewGuide | None:
    """The interview guide of a write-up; None where it has none."""
    found = next((text for text in sections if _GUIDE_HEADING.search(text.strip().partition("\n")[0])), "")
    first, _, later = found.partition("\n### ")
    questions = tuple(row[0] for row in first_table(first)[1:] if row[0])
    opening = re.search(r"^\*(?!\*)(.+)\*$", first, re.MULTILINE)
    afterwards = tuple(row[0] for row in first_table(later)[1:] if row[0])
    return InterviewGuide(opening[1] if opening else "", questions, afterwards) if questions else None


def _phase(number: int, row: Sequence[str]) -> QuestionGroup:
    cells = zip(ASPECTS, row[1:], strict=True)
    return QuestionGroup(row[0], tuple(BankQuestion(f"core-{number}-{about}", text, about) for about, text in cells))


def _numbered(text: str, about: str) -> Iterator[BankQuestion]:
    starts = [*_QUESTION.finditer(text)]
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        lines = text[start.end() : following.start() if following else None].splitlines()
        told = [line.strip() for line in lines if line.strip() and not _FOOTER.fullmatch(line.strip())]
        # A question that is broken over lines goes on until one ends it.
        end = next((place for place, line in enumerate(told, 1) if line.endswith(("?", "."))), len(told))
        yield BankQuestion(f"bank-{start[1]}", " ".join(told[:end]), about, " ".join(told[end:]))


def _about_by_group(text: str) -> Mapping[str, str]:
    named = _GROUPS_NAMED.findall(text)
    pairs = zip(ASPECTS, named, strict=False)
    return {number: about for about, numbers in pairs for number in re.findall(r"\d+", numbers)}


def first_table(section: str) -> list[list[str]]:
    """The cells of the first table, without the line below its head."""
    rows: list[list[str]] = []
    for line in section.splitlines():
        match = _TABLE_ROW.match(line)
        if match is None and rows:
            break
        if match:
            rows.append([cell.strip() for cell in match[1].split("|")])
    return [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
