"""Documents that hold terms one after the other, by meeting rising lists of places."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.snapshot import Generation
from indexer.engines.arrays.structures.bitsets import Numbers, Scores

Places = npt.NDArray[np.integer[Any]]

_MUCH_LONGER = 16
"""A list so many times as long as another is searched, not merged."""


def phrase_frequencies(generation: Generation, field: str, terms: tuple[str, ...]) -> tuple[Numbers, Scores, list[int]]:
    """(documents, how often each holds the phrase, each term's document frequency); documents are rising."""
    held = [generation.occurrences(field, term) for term in terms]
    documents, counts = [], []
    for base, first in held[0].items():
        others = [found[base].places for found in held[1:] if base in found]
        if len(others) + 1 == len(terms):
            starts = phrase_starts([first.places, *others])
            if len(starts):
                own, numbers = _counted(first.bases.searchsorted(starts, side="right"))
                documents.append(own + (base - 1))
                counts.append(numbers)
    frequencies = [sum(part.documents for part in found.values()) for found in held]
    if len(documents) == 1:
        return documents[0], counts[0], frequencies
    return np.concatenate([_NONE, *documents]), np.concatenate([_NO_SCORES, *counts]), frequencies


def _counted(rising: Numbers) -> tuple[Numbers, Scores]:
    """Each different number, and how often it is there."""
    is_new = rising[1:] != rising[:-1]
    if is_new.all():
        return rising, np.ones(len(rising))
    firsts = np.concatenate((_ZERO, is_new.nonzero()[0] + 1))
    return rising.take(firsts), np.diff(firsts, append=len(rising)).astype(np.float64)


def phrase_starts(places: list[Places]) -> Numbers:
    """Where the phrase begins: places of the first term with those of the others behind it; all lists are rising.

    No place may stand twice in a list: no field that phrases are looked for in has two terms at one place.
    """
    by_length = sorted(range(len(places)), key=lambda number: len(places[number]))
    offset = by_length[0]
    starts = places[offset].astype(np.int64)
    for number in by_length[1:]:
        if not len(starts):
            break
        starts += number - offset
        offset = number
        starts = _met(starts, places[number])
    starts -= offset
    return starts


def _met(wanted: Numbers, others: Places) -> Numbers:
    """Those of some rising numbers that stand in a rising list; each list's are all different."""
    keys = wanted.astype(others.dtype)
    if len(others) < _MUCH_LONGER * len(wanted):
        together = np.concatenate((keys, others))
        together.sort(kind="stable")  # merges the two runs
        both: Numbers = together[1:][together[1:] == together[:-1]].astype(np.int64)
        return both
    met: Numbers = wanted[others.take(others.searchsorted(keys), mode="clip") == keys]
    return met


_NONE: Numbers = np.zeros(0, dtype=np.int64)
_ZERO: Numbers = np.zeros(1, dtype=np.int64)
_NO_SCORES: Scores = np.zeros(0)
