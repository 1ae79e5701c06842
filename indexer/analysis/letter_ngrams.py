"""Words -> their letter n-grams of five letters: what finds a word that has a typing error."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexer.storage.ragged import Int64Array, cumulated, ranges

# Shorter ones stand in too many words to tell them apart, longer ones do not survive an error in the middle of a word.
_LENGTH = 5
# N-grams are compared as whole numbers where the numbers of their letters have room in so many bits.
_BITS = 63


def letter_ngrams(word: str) -> tuple[str, ...]:
    """The n-grams of a folded word that has more than five letters.

    >>> letter_ngrams("lektie"), letter_ngrams("bog")
    (('lekti', 'ektie'), ())
    """
    return tuple(map(word.__getitem__, _ngram_slices(len(word)))) if len(word) > _LENGTH else ()


def letter_ngrams_of_all(words: Sequence[str]) -> tuple[list[str], Int64Array, NDArray[np.uint32]]:
    """(all n-grams, each once; which of them the words hold, word after word; how many each word holds).

    They are those that `letter_ngrams` gives, in half the time.
    """
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    counts = np.where(lengths > _LENGTH, lengths - _LENGTH + 1, 0)
    letters = "".join(words)
    # Of UTF-32 each letter is one number of an array.
    numbers, bits = _numbered(np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32))
    if _LENGTH * bits > _BITS:  # thousands of different letters
        held = [*chain.from_iterable(map(letter_ngrams, words))]
        ordinal = {ngram: number for number, ngram in enumerate(dict.fromkeys(held))}
        return [*ordinal], np.array([ordinal[ngram] for ngram in held], dtype=np.int64), counts.astype(np.uint32)
    starts = ranges(cumulated(lengths)[:-1], counts)
    keys = np.zeros(len(starts), dtype=np.int64)
    for letter in range(_LENGTH):
        keys = (keys << bits) | numbers[starts + letter]
    _, first, held_ngrams = np.unique(keys, return_index=True, return_inverse=True)
    ngrams = [letters[start : start + _LENGTH] for start in starts[first].tolist()]
    return ngrams, held_ngrams, counts.astype(np.uint32)


def _numbered(letters: NDArray[np.uint32]) -> tuple[Int64Array, int]:
    """The letters by small numbers, and how many bits the highest of these has."""
    number_of = np.zeros(int(letters.max(initial=0)) + 1, dtype=np.int64)
    number_of[letters] = 1
    number_of = np.cumsum(number_of) - 1
    return number_of[letters], max(0, int(number_of[-1])).bit_length()


@lru_cache(maxsize=256)
def _ngram_slices(length: int) -> tuple[slice, ...]:
    return tuple(slice(start, start + _LENGTH) for start in range(length - _LENGTH + 1))
