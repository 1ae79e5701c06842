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


def tokenize(text: str) -> Iterator[Token]:
    """The runs of letters and digits of a text, in order; combining accents and apostrophes within
    a word stay with it."""
    for match in _WORD.finditer(text):
        yield Token(match.group(), match.start(), match.end())


def token_texts(text: str) -> list[str]:
    """The texts of the tokens, where their offsets are not needed: several times as fast.

    >>> token_texts("Børn & unge, 7 dage")
    ['Børn', 'unge', '7', 'dage']
    """
    return _WORD.findall(text)
