"""Which rows stay when memory is short."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from indexer.engines.arrays.scoring.postings_cache import RowCache
from indexer.engines.arrays.scoring.scored_postings import Row

SIZE = 64 * 1000


def a_row(documents: int) -> Row:
    numbers = np.arange(documents, dtype=np.uint32)
    generation = SimpleNamespace(size=SIZE, id_ranks=np.arange(SIZE))
    return Row(generation, numbers, np.ones(documents), None)  # type: ignore[arg-type]  # all that a row asks for


def test_small_rows_stay_longer_than_large_ones() -> None:
    cache = RowCache(2_500_000)
    for number in range(30):
        cache.put(("small", number), a_row(3000))
    for number in range(10):
        cache.put(("large", number), a_row(30_000))

    kept = {kind: sum(cache.get((kind, n)) is not None for n in range(30)) for kind in ("small", "large")}
    assert kept["small"] == 30 and 0 < kept["large"] < 10


def test_what_is_not_used_goes_in_the_end() -> None:
    cache = RowCache(2_000_000)
    cache.put("forgotten", a_row(3000))
    cache.put("used", a_row(3000))
    for number in range(200):
        cache.put(number, a_row(20_000 + number))
        assert cache.get("used") is not None

    assert cache.get("forgotten") is None and cache.get(199) is not None


def test_rows_weigh_what_they_have_grown_to() -> None:
    row = a_row(500)
    before = row.bytes_held
    assert row.best is not None and len(row.matches.bits) and row.bytes_held > before

    cache = RowCache(10 * before)
    rows = [a_row(500) for _ in range(9)]
    for number, each in enumerate(rows):
        cache.put(number, each)
        assert each.best is not None
    cache.put("one more", a_row(500))
    cache.put("and another", a_row(500))

    assert sum(cache.get(number) is not None for number in range(9)) < 9 and cache.get("and another") is not None


def test_scores_are_looked_up_alike_whichever_way() -> None:
    chance = np.random.default_rng(4)
    numbers = np.sort(chance.choice(SIZE, 9000, replace=False)).astype(np.uint32)
    table, pairs = chance.random(50) + 0.1, chance.integers(0, 50, 9000).astype(np.uint16)
    generation = SimpleNamespace(size=SIZE, id_ranks=np.arange(SIZE))
    row = Row(generation, numbers, table, pairs, 2.5)  # type: ignore[arg-type]  # all that a row asks for
    expected = np.zeros(SIZE)
    expected[numbers] = 2.5 * table[pairs]

    for count in (0, 1, 7, 800, 20_000):
        asked = np.sort(chance.choice(SIZE, count, replace=False))
        assert np.array_equal(row.scores_at(asked), expected[asked])
        held = asked[expected[asked] > 0]
        assert np.array_equal(row.scores_at(held, all_match=True), expected[held])
    scale = 60_000 / row.highest
    assert (row.ceilings(scale) >= row.scores * scale).all() and (row.ceilings(scale) <= row.scores * scale + 1).all()
