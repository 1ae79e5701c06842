"""Room on paper for more parties than the two that the text of a form names.

The room on the site takes any number; what is typeset has places for three, and those that are not needed stay empty.
"""

from __future__ import annotations

import re

_PARTY_B = re.compile(r"^((?:Part|Party) )B$")
_ROW_B = re.compile(r"^\| ((?:Part(?:y)? )?)B\b(.*)$")
_BLANKS_A_B = re.compile(r"((?:Part|Party) )?\bB: (_{3,})$")
_LINE_B = re.compile(r"^(For (?:part|party) )B(, .*)$")


def with_third_party(markdown: str) -> str:
    """The Markdown of a form with a place for a party C wherever there is one for a party B, and none for C yet.

    >>> with_third_party("Part A: ___ Part B: ___")
    'Part A: ___ Part B: ___ Part C: ___'
    >>> print(with_third_party("| Pligt | Part A | Part B |\\n| --- | --- | --- |\\n| Svarer | | |"))
    | Pligt | Part A | Part B | Part C |
    | --- | --- | --- | --- |
    | Svarer | | | |
    """
    lines: list[str] = []
    table: list[str] = []
    for line in (*markdown.split("\n"), ""):
        if line.startswith("|"):
            table.append(line)
            continue
        lines += _with_column(_with_row(table))
        table = []
        lines += _with_blank(line)
    return "\n".join(lines[:-1])


def _with_blank(line: str) -> list[str]:
    """A line of blanks for A and B, with one for C behind them or below."""
    if found := _LINE_B.match(line):
        return [line, "", f"{found[1]}C{found[2]}"]
    if found := _BLANKS_A_B.search(line):
        return [f"{line} {found[1] or ''}C: {found[2]}"]
    return [line]


def _with_row(table: list[str]) -> list[str]:
    named = [place for place, line in enumerate(table) if _ROW_B.match(line)]
    if not named or any(re.match(r"^\| (?:Part(?:y)? )?C\b", line) for line in table):
        return table
    found = _ROW_B.match(table[named[0]])
    assert found is not None
    own = f"| {found[1]}C{found[2]}"
    return [*table[: named[0] + 1], own, *table[named[0] + 1 :]]


def _with_column(table: list[str]) -> list[str]:
    heads = _cells(table[0]) if table else []
    named = [place for place, head in enumerate(heads) if (_PARTY_B.match(head))]
    if not named or any(head.endswith(" C") for head in heads):
        return table
    # A column that follows the party's own, as its deputy does, comes along.
    first = named[0]
    party_a = next(place for place, head in enumerate(heads) if head.endswith(" A"))
    width = first - party_a
    rows = []
    for number, line in enumerate(table):
        cells = _cells(line)
        own = cells[first : first + width]
        if number == 0:
            own = [cells[first].replace(" B", " C"), *own[1:]]
        rows.append(_row([*cells[: first + width], *own, *cells[first + width :]]))
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _row(cells: list[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"
