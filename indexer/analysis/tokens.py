"""Splitting a text into words with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*|['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands in the text; offsets count characters, the end is exclusive."""

    text: str
    start: int
    end: int


def words_of(text: str) -> Iterator[re.Match[str]]:
    """The runs of letters and digits of a text, in order; combining accents and apostrophes within
    a word stay with it."""
    return _WORD.finditer(text)


def tokenize(text: str) -> Iterator[Token]:
    """The words of a text as tokens."""
    for match in words_of(text):
        yield Token(match.group(), match.start(), match.end())
