"""What a snapshot knows of a term and of a field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from indexer.engines.arrays.structures.bitsets import Scores
from indexer.engines.arrays.structures.tf_length_pairs import Unsigned


class TermPostings(Protocol):
    """Documents with a term; what else is known of each is read when it is asked for."""

    @property
    def documents(self) -> npt.NDArray[np.integer[Any]]:
        """Rising, deleted ones among them."""

    @property
    def tf_length_pairs(self) -> npt.NDArray[np.integer[Any]]:
        """The number of each one's pair in a TfLengthTable."""

    def by_length(self, of_lengths: Callable[[Unsigned], Scores]) -> Scores:
        """What a function of lengths of the field gives for the length that each one's has."""

    @property
    def frequencies(self) -> npt.NDArray[np.integer[Any]]:
        """How often each one holds the term."""


@dataclass(frozen=True, slots=True)
class TfLengthTable:
    """The pairs of term frequency and relative length that occur in a field, segment after segment.

    A relative length is the field's length divided by the average of the documents that have the field.
    """

    frequencies: Scores
    relative_lengths: Scores
