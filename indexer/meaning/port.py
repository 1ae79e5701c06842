"""What turns texts into vectors."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.domain.documents.metadata import Language

Floats = NDArray[np.float32]


class TextKind(enum.Enum):
    """What a text is to the model, which reads the two differently; the value is what it was trained with."""

    QUERY = "query"
    PASSAGE = "passage"


class Encoder(Protocol):
    """Turns texts into vectors whose cosine is large where they mean the same, in either language.

    Attributes:
        name: identity of the model; vectors of two models are not comparable.
        dimensions: numbers in a vector.
    """

    @property
    def name(self) -> str:
        """See above."""

    @property
    def dimensions(self) -> int:
        """See above."""

    def encode(self, texts: Sequence[str], kind: TextKind, languages: Sequence[Language]) -> Floats:
        """A vector of length 1 for each text (text, dimension); what exceeds the model's length is left out.

        The mean of its language is taken out of each, or two texts would be alike for being Danish.
        """
