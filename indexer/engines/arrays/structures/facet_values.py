"""A facet's values by document, in the forms that counting needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.storage.ragged import Int64Array, cumulated

# Of all packed facets together: counting by bits goes through one row of bits for each.
MAX_PACKED_VALUES = 256
# A document with more values of a facet than this is rare; every other one would be padded to its width.
_MAX_SLOTS = 8
# Combinations are counted first and spread over their values by a product of matrices, which must stay small.
_MAX_COMBINATIONS = 2048
_MAX_JOINT_COMBINATIONS = 256


@dataclass(frozen=True, slots=True)
class FacetArrays:
    """A facet as pairs of document and value: `values[value_numbers[i]]` is a value of `documents[i]`."""

    values: tuple[str, ...]
    documents: npt.NDArray[np.integer[Any]]
    value_numbers: npt.NDArray[np.integer[Any]]

    def holders(self, value: str) -> npt.NDArray[np.integer[Any]]:
        """The documents that carry a value."""
        if value not in self.values:
            return self.documents[:0]
        holders: npt.NDArray[np.integer[Any]] = self.documents[self.value_numbers == self.values.index(value)]
        return holders

    def by_value(self) -> list[npt.NDArray[np.integer[Any]]]:
        """The documents of each value, none of them twice."""
        if not self.values:
            return []
        documents = self.documents.take(np.argsort(self.value_numbers, kind="stable"))
        return np.split(documents, np.bincount(self.value_numbers, minlength=len(self.values)).cumsum()[:-1])


@dataclass(frozen=True, slots=True)
class NumberedFacet:
    """A facet whose combinations of values are few.

    Attributes:
        slots: by document, its value numbers, padded with -1.
        of_document: by document, the number of its combination.
        holds: by combination and value, whether it is in it.
    """

    slots: npt.NDArray[np.int16]
    of_document: npt.NDArray[np.uint16]
    holds: npt.NDArray[np.bool_]


def numbered_facet(arrays: FacetArrays, size: int) -> NumberedFacet | None:
    """None if some document has too many values, or too many combinations occur."""
    values = len(arrays.values)
    counts = np.bincount(arrays.documents, minlength=size)
    width = int(counts.max(initial=0))
    if width > _MAX_SLOTS or values > MAX_PACKED_VALUES:
        return None
    slots = np.full((size, width), -1, dtype=np.int16)
    filled = np.zeros(size, dtype=np.uint8)
    for value, holders in enumerate(arrays.by_value()):
        slots[holders, filled[holders]] = value
        filled[holders] += np.uint8(1)
    # Combinations are numbered slot by slot, and anew after each: keys never outgrow combinations times values.
    of_document = np.zeros(size, dtype=np.int64)
    members = np.zeros((1, 0), dtype=np.int64)
    for column in range(width):
        of_document *= values + 1
        of_document += slots[:, column]
        of_document += 1
        joint, of_document = _renumbered(of_document)
        members = np.column_stack([members[joint // (values + 1)], joint % (values + 1)])
        if len(joint) > _MAX_COMBINATIONS:
            return None
    holds = np.zeros((len(members), values + 1), dtype=np.bool_)
    holds[np.arange(len(members))[:, None], members] = True
    return NumberedFacet(slots, of_document.astype(np.uint16), holds[:, 1:])


def joint_codes(
    single: Sequence[tuple[npt.NDArray[np.uint16], npt.NDArray[np.bool_]]], width: int, size: int
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.floating[Any]]]:
    """(codes by document and group of facets, by value and code whether it holds the value).

    Facets are put together greedily, as long as few combinations of their values can occur.
    """
    groups: list[tuple[npt.NDArray[np.uint16], npt.NDArray[np.bool_]]] = []
    for numbers, holds in sorted(single, key=lambda one: -len(one[1])):
        for ordinal, (others, held) in enumerate(groups):
            if len(held) * len(holds) <= _MAX_JOINT_COMBINATIONS:
                distinct, joint = _renumbered(others * np.int64(len(holds)) + numbers)
                groups[ordinal] = joint.astype(np.uint16), held[distinct // len(holds)] | holds[distinct % len(holds)]
                break
        else:
            groups.append((numbers, holds))
    firsts = cumulated(np.array([len(holds) for _, holds in groups], dtype=np.int64))
    columns = [numbers + np.uint16(first) for (numbers, _), first in zip(groups, firsts, strict=False)]
    codes = np.stack(columns, axis=1) if columns else np.zeros((size, 0), dtype=np.uint16)
    holding = np.concatenate([np.zeros((0, width), dtype=np.bool_), *(holds for _, holds in groups)]).T
    kind = np.float32 if size < 1 << 24 else np.float64  # a whole number below 2**24 is exact in 32 bits
    return np.ascontiguousarray(codes), np.ascontiguousarray(holding, dtype=kind)


def _renumbered(keys: Int64Array) -> tuple[Int64Array, Int64Array]:
    """(the different keys, rising; the ordinal of each key among them); keys are small, so that nothing is sorted."""
    is_used = np.zeros(int(keys.max(initial=0)) + 1, dtype=np.bool_)
    is_used[keys] = True
    return np.flatnonzero(is_used), (np.cumsum(is_used, dtype=np.int64) - 1).take(keys)
