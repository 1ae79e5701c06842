"""The letter of intent and the data protection annex, as the write-up of the agreement has them -> what they ask.

Both are forms among its sections: the annex is the one with numbered headings that is not the agreement, the letter the
one with a table and blanks, and no such headings. What they say of parties A and B is asked of every party; blanks for
who these are, and for signatures, are left out: the room knows the first, and a pen writes the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.rooms.agreement.clauses import MIN_CLAUSES, Blank, Grid, Part, Sentence, headings_in, parts_in

LETTER, ANNEX = "i", "d"
"""What ids of answers begin with: i1 is the letter, d2 the second clause of the annex."""

_MIN_ANNEX_CLAUSES = 4
_LETTER_COLUMNS = 2
_OPTION = re.compile(r"^- \[ \] (.+)$", re.MULTILINE)
_WHO = re.compile(r"(?:For )?(?:[Pp]art(?:y)? )?[AB](?:,.*)?")
_OF_FIRST = re.compile(r"(?:Part(?:y)? )?A (.+)|(.+?)[.,]? A")
_OF_OTHERS = re.compile(r"(?:Part(?:y)? )?B .+")


@dataclass(frozen=True, slots=True)
class PartyBlank:
    """Something that each party fills in; `label` follows its name where `is_sentence`, or goes before it."""

    id: str
    label: str
    is_sentence: bool


@dataclass(frozen=True, slots=True)
class Ticks:
    """Answers to choose one of, or to tick each that is so."""

    id: str
    options: tuple[str, ...]
    is_single: bool


SidePart = Part | PartyBlank | Ticks


@dataclass(frozen=True, slots=True)
class SideClause:
    """A part of a side form: `id` is what the ids of its blanks begin with."""

    id: str
    number: int
    name: str
    parts: tuple[SidePart, ...]


def letter_in(sections: Iterable[str]) -> SideClause | None:
    """The letter of intent; None where the write-up has none."""
    for text in sections:
        heading, _, body = text.strip().partition("\n")
        if heading.startswith("## ") and not headings_in(text):
            parts = tuple(_side_parts(f"{LETTER}1", body, is_single=False))
            asked = {type(part) for part in parts}
            if {PartyBlank, Blank} <= asked:
                return SideClause(f"{LETTER}1", 1, heading.partition(":")[2].strip(), parts)
    return None


def annex_in(sections: Iterable[str]) -> tuple[SideClause, ...]:
    """The clauses of the annex, in order; none where the write-up has no such form."""
    for text in sections:
        heads = headings_in(text)
        if _MIN_ANNEX_CLAUSES <= len(heads) < MIN_CLAUSES:
            return tuple(
                SideClause(clause, number, name, tuple(_side_parts(clause, body, is_single=name.endswith("?"))))
                for number, name, body in heads
                if (clause := f"{ANNEX}{number}")
            )
    return ()


def needed(annex: tuple[SideClause, ...], situation: str) -> tuple[SideClause, ...]:
    """The clauses that a situation needs, by its number from "1": where no data is shared, only what is ticked."""
    if situation != "1":
        return annex
    return tuple(clause for clause in annex if any(isinstance(part, Ticks) for part in clause.parts))


def situation_in(annex: tuple[SideClause, ...]) -> Ticks | None:
    """The question which situation the parties are in; None where the annex does not ask."""
    ticks = (part for clause in annex for part in clause.parts if isinstance(part, Ticks) and part.is_single)
    return next(ticks, None)


def _side_parts(clause: str, body: str, *, is_single: bool) -> Iterator[SidePart]:
    count = 0
    for block in re.split(r"\n\s*\n", body.strip()):
        if options := _OPTION.findall(block):
            count += 1
            yield Ticks(f"{clause}-{count}", tuple(options), is_single)
            continue
        parts = tuple(parts_in(clause, block, count))
        count += sum(not isinstance(part, Sentence) for part in parts)
        for part in parts:
            yield from _of_parties(part)


def _of_parties(part: Part) -> Iterator[SidePart]:
    if isinstance(part, Grid) and len(part.columns) == _LETTER_COLUMNS and part.rows:
        for number, row in enumerate(part.rows):
            yield from _of_parties(Blank(f"{part.id}-{number}", row))
    elif not isinstance(part, Blank):
        yield part
    elif _WHO.fullmatch(part.label) or _OF_OTHERS.fullmatch(part.label):
        return
    elif match := _OF_FIRST.fullmatch(part.label):
        yield PartyBlank(part.id, match[1] or match[2], match[1] is not None)
    else:
        yield part
