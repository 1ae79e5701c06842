"""The template of a cooperation agreement, as its write-up in the collection has it -> clauses with blanks to fill in.

A clause begins with a heading of the third level and its number, »### § 4 Bidrag«. In its paragraphs `label: ______`
is a blank; a table is a grid whose first column names its rows, or whose rows are empty. All else is kept. What
each clause is for is told elsewhere in the write-up, in a table or in paragraphs that begin with the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_CLAUSE = re.compile(r"^### (?:§ )?(\d{1,2})\.? (.+)$", re.MULTILINE)
_HEADING = re.compile(r"^### .*$", re.MULTILINE)
_BLANK = re.compile(r"\s*([^_]+?):\s*(?:_{4,}|\w+ / \w+$)")
_EXPLAINED_ROW = re.compile(r"^\| (\d{1,2}) [^|]+\|([^|]+)\|([^|]+)\|$", re.MULTILINE)
_EXPLAINED_PARAGRAPH = re.compile(r"^\*\*(\d{1,2}) [^*]+\*\*\s+(.+)$", re.MULTILINE)
MIN_CLAUSES = 8
"""A form with so many numbered clauses is the agreement; the others of the write-up have fewer."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words that stand as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to fill in; `id` is the number of the clause and its place among the blanks."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: names of its columns, and of its rows where these are named; `id` as of a blank."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


Part = Sentence | Blank | Grid


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by its number; `purpose` and `caution` are "" where the write-up says nothing."""

    number: int
    name: str
    parts: tuple[Part, ...]
    purpose: str = ""
    caution: str = ""


def clauses_in(sections: Iterable[str]) -> tuple[Clause, ...]:
    """The clauses of the agreement among the sections of a write-up, in order; none where there is no such form."""
    sections = list(sections)
    form = next((text for text in sections if len(_CLAUSE.findall(text)) >= MIN_CLAUSES), "")
    explained = _explained("\n".join(sections))
    return tuple(
        Clause(number, name, tuple(parts_in(number, body)), *explained.get(number, ("", "")))
        for number, name, body in headings_in(form)
    )


def headings_in(form: str) -> tuple[tuple[int, str, str], ...]:
    """(number, name, text below it) of the numbered headings of a form."""
    found = []
    for head in _CLAUSE.finditer(form):
        following = _HEADING.search(form, head.end())
        found.append((int(head[1]), head[2].strip(), form[head.end() : following.start() if following else None]))
    return tuple(found)


def disclaimer_in(sections: Iterable[str]) -> str:
    """What the form says of itself before its first clause; "" where there is no form."""
    form = next((text for text in sections if len(_CLAUSE.findall(text)) >= MIN_CLAUSES), "")
    first = _CLAUSE.search(form)
    lines = form[: first.start()].splitlines() if first else ()
    return " ".join(line.strip("* ") for line in lines if line.strip() and not line.startswith("#"))


def parts_in(clause: int | str, body: str, count: int = 0) -> Iterator[Part]:
    """The parts of a text; ids begin with that of the clause and go on after `count`."""
    for block in re.split(r"\n\s*\n", body.strip()):
        if block.startswith("|"):
            count += 1
            yield _grid(f"{clause}-{count}", block)
        elif labels := _BLANK.findall(block):
            for label in labels:
                count += 1
                yield Blank(f"{clause}-{count}", label.strip())
        elif block.strip():
            yield Sentence(" ".join(block.split()))


def _grid(grid_id: str, block: str) -> Grid:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
    names = tuple(row[0] for row in rows[2:] if row[0])
    return Grid(grid_id, tuple(rows[0]), names)


def _explained(text: str) -> dict[int, tuple[str, str]]:
    """(what it is for, what to look out for) by number."""
    told = {int(number): (words.strip(), "") for number, words in _EXPLAINED_PARAGRAPH.findall(text)}
    rows = _EXPLAINED_ROW.findall(text)
    return told | {int(number): (purpose.strip(), caution.strip()) for number, purpose, caution in rows}
