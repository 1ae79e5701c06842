"""Documents that hold terms one after the other, by meeting rising lists of places."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh.document_sets import Numbers, Scores
from indexer.engines.whoosh.generation import Generation

Places = npt.NDArray[np.integer[Any]]

_MUCH_LONGER = 6
"""A list so many times as long as another is searched, not merged."""


def phrase_frequencies(generation: Generation, field: str, terms: tuple[str, ...]) -> tuple[Numbers, Scores]:
    """(documents, how often each holds the phrase); documents are rising."""
    by_segment = [{base: (postings, places) for postings, base, places in generation.occurrences(field, term)}
                  for term in terms]  # fmt: skip
    documents, counts = [_NONE], [np.zeros(0)]
    for base, (postings, _) in by_segment[0].items():
        if all(base in found for found in by_segment):
            starts = phrase_starts([found[base][1] for found in by_segment])
            own = postings.arrays.bases.searchsorted(starts, side="right") - 1
            is_first = np.ones(len(own), dtype=np.bool_)
            np.not_equal(own[1:], own[:-1], out=is_first[1:])
            firsts = is_first.nonzero()[0]
            documents.append(own[firsts] + base)
            counts.append(np.diff(np.append(firsts, len(own))).astype(np.float64))
    return np.concatenate(documents), np.concatenate(counts)


def phrase_starts(places: list[Places]) -> Numbers:
    """Where the phrase begins: places of the first term with those of the others behind it, rising and all different."""
    by_length = sorted(enumerate(places), key=lambda one: len(one[1]))
    offset, shortest = by_length[0]
    starts = distinct(shortest).astype(np.int64) - offset
    for offset, others in by_length[1:]:
        if not len(starts):
            break
        starts = _met(starts + offset, others) - offset
    return starts


def _met(wanted: Numbers, others: Places) -> Numbers:
    """Those of some rising numbers that stand in a rising list."""
    if len(others) > _MUCH_LONGER * len(wanted):
        keys = wanted.astype(others.dtype)
        places = others.searchsorted(keys)
        places[places == len(others)] = 0
        return wanted[others.take(places) == keys]
    if len(wanted) > _MUCH_LONGER * len(others):
        own = distinct(others).astype(np.int64)
        places = wanted.searchsorted(own)
        places[places == len(wanted)] = 0
        return own[wanted.take(places) == own]
    together = np.concatenate((wanted.astype(others.dtype), distinct(others)))
    together.sort()
    return together[1:][together[1:] == together[:-1]].astype(np.int64)


def distinct(places: Places) -> Places:
    """A rising list without what stands in it twice."""
    if len(places) < 2:
        return places
    is_new = np.ones(len(places), dtype=np.bool_)
    np.not_equal(places[1:], places[:-1], out=is_new[1:])
    return places if is_new.all() else places[is_new]


_NONE: Numbers = np.zeros(0, dtype=np.int64)
