"""What a generation knows of a term and of a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.structures.bitsets import Numbers, Scores


@dataclass(frozen=True, slots=True)
class TermPostings:
    """Documents with a term, rising, deleted ones among them, and each one's place in the field's table of pairs."""

    documents: npt.NDArray[np.integer[Any]]
    pairs: npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class PairTable:
    """The pairs of frequency and relative length that occur in a field, segment after segment.

    A relative length is the field's length divided by the average of the documents that have the field.
    """

    frequencies: Scores
    relative_lengths: Scores


@dataclass(slots=True)
class Occurrences:
    """Every place of a term in a segment, rising; see Postings.places and Postings.bases."""

    bases: Numbers
    places: npt.NDArray[np.integer[Any]]
    documents: int
