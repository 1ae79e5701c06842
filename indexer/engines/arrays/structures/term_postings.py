"""What a snapshot knows of a term and of a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.structures.bitsets import Scores
from indexer.storage.ragged import Int64Array


@dataclass(frozen=True, slots=True)
class TermPostings:
    """Documents with a term, rising, deleted ones among them, and the number of each one's pair in a TfLengthTable."""

    documents: npt.NDArray[np.integer[Any]]
    tf_length_pairs: npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class TfLengthTable:
    """The pairs of term frequency and relative length that occur in a field, segment after segment.

    A relative length is the field's length divided by the average of the documents that have the field.
    """

    frequencies: Scores
    relative_lengths: Scores


@dataclass(slots=True)  # not frozen, which makes it slower: one is made for each word of a phrase
class Occurrences:
    """Every position of a term in a segment, rising; see Postings.positions and Postings.position_bases."""

    position_bases: Int64Array
    positions: npt.NDArray[np.integer[Any]]
    document_frequency: int
