from __future__ import annotations

import numpy as np
import pytest

from indexer.engines.arrays.structures.bitsets import DocumentSet
from indexer.engines.arrays.structures.facet_counts import FacetCounter
from indexer.engines.arrays.structures.facet_values import FacetArrays

SIZE, FIRST = 20_000, 1990


@pytest.mark.parametrize("share", [1.0, 0.3, 0.05, 0.005, 0.0])
def test_a_partnership_of_many_years_is_counted_in_each_whatever_the_size_of_the_answer(share: float) -> None:
    chance = np.random.default_rng(3)
    starts, lengths = chance.integers(0, 30, SIZE), chance.integers(1, 13, SIZE)
    documents = np.repeat(np.arange(SIZE, dtype=np.uint32), lengths)
    years = np.concatenate([np.arange(start, start + length) for start, length in zip(starts, lengths, strict=True)])
    arrays = FacetArrays(tuple(str(FIRST + year) for year in range(42)), documents, years.astype(np.uint16))
    asked = np.flatnonzero(chance.random(SIZE) < share)

    counts = FacetCounter({"year": arrays}, SIZE).counts(DocumentSet(SIZE, asked))["year"]

    expected = [np.count_nonzero((starts[asked] <= year) & (year < (starts + lengths)[asked])) for year in range(42)]
    assert counts.tolist() == expected
