"""Letters that a file prints twice or more beside each other, to make them bold: `PPaarrttnneerr` is Partner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

import numpy as np

_SIGN = re.compile(r"([^\W\d_])\1++([^\W\d_])\2++([^\W\d_])\3++")
"""Three letters that follow each other, each twice or more; one letter repeated is a pattern of its own."""

_SHORT = 200
_LEAST_RUNS_OF_A_LINE = 4
_LEAST_RUNS_OF_A_WORD, _LEAST_LETTERS = 5, 4
_SHARE_REPEATED = 0.75
_OF_DATES = frozenset("dmyåhsDMYÅHS.:/-")


def print_once(text: str) -> str:
    """The text with each letter once where a line, or a word and those beside it, repeat every letter as often.

    >>> print_once("PPaarrttnneerrsskkaabb iimmoodd bookkeeping")
    'Partnerskab imod bookkeeping'
    """
    if (len(text) > _SHORT and not _may_repeat(text)) or not _SIGN.search(text):
        return text
    return "\n".join(_line_once(line) if _SIGN.search(line) else line for line in text.split("\n"))


def _may_repeat(text: str) -> bool:
    """Whether three signs that follow each other stand there twice or more, told in a tenth of the pattern's time."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    repeated = np.flatnonzero(codes[1:] == codes[:-1])
    neighbours = 0
    for step in np.diff(repeated).tolist():
        # One further is the same run, two further the run behind it.
        neighbours = neighbours + (step == 2) if step <= 2 else 0
        if neighbours == 2:
            return True
    return False


def _line_once(line: str) -> str:
    words = line.split(" ")
    times = [_times(word) for word in words]
    runs = sum(len(_runs(word)) for word in words)
    if min(times) > 1 and runs >= _LEAST_RUNS_OF_A_LINE and not _OF_DATES.issuperset("".join(words)):
        return " ".join(map(_once, words, times))
    repeated = (_is_repeated(words, times, place) for place in range(len(words)))
    return " ".join(map(_once, words, (count if is_so else 1 for count, is_so in zip(times, repeated, strict=True))))


def _is_repeated(words: Sequence[str], times: Sequence[int], place: int) -> bool:
    """Whether a word is too long to have this form by chance, or stands among such words."""
    for step in (-1, 1):
        other = place
        while 0 <= other < len(words) and times[other] > 1:
            if _is_beyond_chance(words[other]):
                return True
            other += step
    return False


def _is_beyond_chance(word: str) -> bool:
    is_long = len(_runs(word)) >= _LEAST_RUNS_OF_A_WORD and len(set(word)) >= _LEAST_LETTERS
    return is_long and any(map(str.isalpha, word)) and not _OF_DATES.issuperset(word)


def _times(word: str) -> int:
    """How often nearly every letter and digit of a word is repeated; narrow ones are often printed once; 1 for none."""
    lengths = [length for sign, length in _runs(word) if sign.isalnum()]
    least = _SHARE_REPEATED * len(lengths) if len(lengths) >= _LEAST_RUNS_OF_A_LINE else len(lengths)
    found = (times for times in (4, 3, 2) if lengths and sum(length % times == 0 for length in lengths) >= least)
    return next(found, 1)


def _runs(word: str) -> list[tuple[str, int]]:
    """The signs of a word with how often each follows itself."""
    return [(sign, len([*run])) for sign, run in groupby(word)]


def _once(word: str, times: int) -> str:
    return "".join(sign * (length // times if length % times == 0 else length) for sign, length in _runs(word))
