"""What is kept of each document as rows of arrays, and how a newer state takes the rows of an older one over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from indexer.domain.documents.metadata import DocumentId
from indexer.storage.ragged import Int64Array, cumulated

Item = TypeVar("Item")
Array = npt.NDArray[Any]


class Rows:
    """Rows of any length; the columns are parallel arrays, one row after the other."""

    def __init__(self, lengths: Array, *columns: Array) -> None:
        self.lengths = lengths
        self.offsets = cumulated(lengths)
        self.columns = columns

    def __len__(self) -> int:
        return len(self.lengths)

    def row(self, ordinal: int) -> slice:
        """Where a row stands in the columns."""
        return slice(int(self.offsets[ordinal]), int(self.offsets[ordinal + 1]))

    def row_numbers(self) -> npt.NDArray[np.int32]:
        """The row of each place in the columns."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)


class _Run(NamedTuple):
    """Rows that follow each other in the newer state as they do where they come from."""

    is_fresh: bool
    first: int
    last: int


class Succession:
    """Of each document of a newer state, whether it was taken over from an older one or is made anew.

    Attributes:
        fresh: the ordinals of those that are made anew.
    """

    def __init__(self, versions: Mapping[DocumentId, str], before: Mapping[DocumentId, str]) -> None:
        """Documents with what tells their versions apart, in the order of their rows; those of equal ones stay."""
        places = {document_id: place for place, document_id in enumerate(before)}
        kept = (places[one] if before.get(one) == version else -1 for one, version in versions.items())
        origins = np.fromiter(kept, dtype=np.int64, count=len(versions))
        is_fresh = origins < 0
        self.fresh: Int64Array = np.flatnonzero(is_fresh)
        rows = np.where(is_fresh, np.cumsum(is_fresh) - 1, origins)
        breaks = np.flatnonzero((np.diff(rows) != 1) | (is_fresh[1:] != is_fresh[:-1])) + 1
        firsts = np.concatenate([[0], breaks]).tolist() if len(rows) else []
        lasts = np.concatenate([breaks, [len(rows)]]).tolist()
        self._runs = [
            _Run(bool(is_fresh[first]), int(rows[first]), int(rows[last - 1]) + 1)
            for first, last in zip(firsts, lasts, strict=False)
        ]

    def array(self, before: Array, fresh: Array) -> Array:
        """An item for each document: those of the older state, and those of the fresh documents in their order."""
        # Piece by piece: a save changes one document, and all others are copied as one block or two.
        pieces = ((fresh if run.is_fresh else before)[run.first : run.last] for run in self._runs)
        return np.concatenate([before[:0], *pieces])

    def items(self, before: Sequence[Item], fresh: Sequence[Item]) -> list[Item]:
        """The same of a list."""
        return [item for run in self._runs for item in (fresh if run.is_fresh else before)[run.first : run.last]]

    def rows(self, before: Rows, fresh: Rows) -> Rows:
        """The same of rows."""
        places = [
            (run.is_fresh, slice(int(of.offsets[run.first]), int(of.offsets[run.last])))
            for run in self._runs
            for of in (fresh if run.is_fresh else before,)
        ]
        columns = (
            np.concatenate([own[:0], *((new if is_fresh else own)[place] for is_fresh, place in places)])
            for own, new in zip(before.columns, fresh.columns, strict=True)
        )
        return Rows(self.array(before.lengths, fresh.lengths), *columns)
