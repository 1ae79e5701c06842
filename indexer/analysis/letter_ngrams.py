"""Words -> the runs of five letters that they hold: what finds a word that has a typing error."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexer.storage.ragged import Whole, cumulated, ranges

_RUN = 5
_BITS = 63
"""Runs are compared as whole numbers where the numbers of their letters have room in so many bits."""


def letter_runs_of(word: str) -> tuple[str, ...]:
    """The runs of five letters of a folded word that has more than five.

    >>> letter_runs_of("lektie"), letter_runs_of("bog")
    (('lekti', 'ektie'), ())
    """
    return tuple(map(word.__getitem__, _places(len(word)))) if len(word) > _RUN else ()


def letter_runs_of_all(words: Sequence[str]) -> tuple[list[str], Whole, NDArray[np.uint32]]:
    """(all runs, each once; which of them the words hold, word after word; how many each word holds).

    They are those that `letter_runs_of` gives, in half the time.
    """
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    counts = np.where(lengths > _RUN, lengths - _RUN + 1, 0)
    letters = "".join(words)
    numbers, bits = _numbered(np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32))
    if _RUN * bits > _BITS:  # thousands of different letters
        held = [*chain.from_iterable(map(letter_runs_of, words))]
        place = {run: number for number, run in enumerate(dict.fromkeys(held))}
        return [*place], np.array([place[run] for run in held], dtype=np.int64), counts.astype(np.uint32)
    starts = ranges(cumulated(lengths)[:-1], counts)
    keys = np.zeros(len(starts), dtype=np.int64)
    for letter in range(_RUN):
        keys = (keys << bits) | numbers[starts + letter]
    _, first, held_runs = np.unique(keys, return_index=True, return_inverse=True)
    runs = [letters[start : start + _RUN] for start in starts[first].tolist()]
    return runs, held_runs, counts.astype(np.uint32)


def _numbered(letters: NDArray[np.uint32]) -> tuple[Whole, int]:
    """The letters by small numbers, and how many bits the highest of these has."""
    number_of = np.zeros(int(letters.max(initial=0)) + 1, dtype=np.int64)
    number_of[letters] = 1
    number_of = np.cumsum(number_of) - 1
    return number_of[letters], max(0, int(number_of[-1])).bit_length()


@lru_cache(maxsize=256)
def _places(length: int) -> tuple[slice, ...]:
    return tuple(slice(start, start + _RUN) for start in range(length - _RUN + 1))
