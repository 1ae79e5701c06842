"""Splitting a text into words with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_WORD = re.compile(r"([^\W_]+(?:[\u0300-\u036f]+[^\W_]*|['’][^\W_]+)*)")
"""In a group, so that splitting by it gives what stands between the words, the words, and nothing else."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands in the text; offsets count characters, the end is exclusive."""

    text: str
    start: int
    end: int


def words_of(text: str) -> tuple[list[str], list[int]]:
    """The runs of letters and digits of a text, in order, and where each begins; combining accents and apostrophes
    within a word stay with it."""
    pieces = _WORD.split(text)
    ends = list(accumulate(map(len, pieces)))
    return pieces[1::2], ends[:-1:2]


def tokenize(text: str) -> Iterator[Token]:
    """The words of a text as tokens."""
    for word, start in zip(*words_of(text), strict=True):
        yield Token(word, start, start + len(word))
