"""Documents that hold terms one after the other, by meeting rising lists of positions."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.segments.field_postings import FieldPostings
from indexer.engines.arrays.snapshot.snapshot_terms import SnapshotTerms
from indexer.engines.arrays.structures.bitsets import DocNumbers, Scores
from indexer.storage.ragged import Int64Array

Positions = npt.NDArray[np.integer[Any]]

# A list so many times as long as another is searched, not merged.
_MIN_SEARCH_RATIO = 16


def phrase_frequencies(
    terms: SnapshotTerms, field: str, phrase: tuple[str, ...]
) -> tuple[DocNumbers, Scores, list[int]]:
    """(documents, how often each holds the phrase, each term's document frequency); documents are rising."""
    documents, counts = [], []
    for postings, doc_base, ordinals in terms.holding_all(field, phrase):
        starts = _starts_in(postings, ordinals)
        if len(starts):
            own, frequencies = _counted(_documents_of(postings, starts))
            documents.append(own + (doc_base - 1))
            counts.append(frequencies)
    document_frequencies = [terms.document_frequency(field, term) for term in phrase]
    if len(documents) == 1:
        return documents[0], counts[0], document_frequencies
    return np.concatenate([_NONE, *documents]), np.concatenate([_NO_SCORES, *counts]), document_frequencies


def _starts_in(postings: FieldPostings, ordinals: list[int]) -> Int64Array:
    """Where the phrase of some terms begins in a segment, counted on from document to document."""
    # From the rarest word to the most frequent: positions of the others are read where the rest of it was found alone.
    rising = np.argsort(postings.terms.document_frequencies[ordinals], kind="stable").tolist()
    offset = rising[0]
    starts = postings.positions(ordinals[offset]).astype(np.int64)
    for ordinal in rising[1:]:
        if not len(starts):
            break
        starts += ordinal - offset
        offset = ordinal
        starts = _in_both(starts, postings.positions_near(ordinals[ordinal], starts))
    starts -= offset
    return starts


def _documents_of(postings: FieldPostings, positions: Int64Array) -> Int64Array:
    """The document of each position, and one more."""
    bases = postings.position_bases
    return bases.searchsorted(positions.astype(bases.dtype), side="right")


def _counted(rising: Int64Array) -> tuple[Int64Array, Scores]:
    """Each different number, and how often it is there."""
    is_new = rising[1:] != rising[:-1]
    if is_new.all():
        return rising, np.ones(len(rising))
    firsts = np.concatenate((_ZERO, is_new.nonzero()[0] + 1))
    return rising.take(firsts), np.diff(firsts, append=len(rising)).astype(np.float64)


def phrase_starts(positions: list[Positions]) -> Int64Array:
    """Where the phrase begins: positions of the first term with those of the others behind it; all lists are rising.

    No position may stand twice in a list: no field that phrases are looked for in has two terms at one position.
    """
    # From the rarest word to the most frequent: what is left to look for is never longer than the shortest list.
    by_length = sorted(range(len(positions)), key=lambda ordinal: len(positions[ordinal]))
    offset = by_length[0]
    starts = positions[offset].astype(np.int64)
    for ordinal in by_length[1:]:
        if not len(starts):
            break
        starts += ordinal - offset
        offset = ordinal
        starts = _in_both(starts, positions[ordinal])
    starts -= offset
    return starts


def _in_both(wanted: Int64Array, others: Positions) -> Int64Array:
    """Those of some rising numbers that stand in a rising list; each list's are all different."""
    keys = wanted.astype(others.dtype)
    if len(others) < _MIN_SEARCH_RATIO * len(wanted):
        together = np.concatenate((keys, others))
        together.sort(kind="stable")  # finds the two runs and merges them
        both: Int64Array = together[1:][together[1:] == together[:-1]].astype(np.int64)
        return both
    met: Int64Array = wanted[others.take(others.searchsorted(keys), mode="clip") == keys]
    return met


_NONE: DocNumbers = np.zeros(0, dtype=np.int64)
_ZERO: Int64Array = np.zeros(1, dtype=np.int64)
_NO_SCORES: Scores = np.zeros(0)
