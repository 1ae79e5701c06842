"""Which postings stay when memory is short, and that their scores are the same whichever way they are looked up."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from indexer.engines.arrays.scoring.postings.postings_cache import PostingsCache
from indexer.engines.arrays.scoring.postings.scored_postings import ScoredPostings

SIZE = 64 * 1000


def some_postings(documents: int) -> ScoredPostings:
    doc_numbers = np.arange(documents, dtype=np.uint32)
    snapshot = SimpleNamespace(size=SIZE, id_ranks=np.arange(SIZE))
    return ScoredPostings(snapshot, doc_numbers, np.ones(documents), None)  # type: ignore[arg-type]  # all they ask for


def test_small_postings_stay_longer_than_large_ones() -> None:
    cache = PostingsCache(2_500_000)
    for number in range(30):
        cache.put(("small", number), some_postings(3000))
    for number in range(10):
        cache.put(("large", number), some_postings(30_000))

    kept = {kind: sum(cache.get((kind, n)) is not None for n in range(30)) for kind in ("small", "large")}
    assert kept["small"] == 30 and 0 < kept["large"] < 10


def test_what_is_not_used_goes_in_the_end() -> None:
    cache = PostingsCache(2_000_000)
    cache.put("forgotten", some_postings(3000))
    cache.put("used", some_postings(3000))
    for number in range(200):
        cache.put(number, some_postings(20_000 + number))
        assert cache.get("used") is not None

    assert cache.get("forgotten") is None and cache.get(199) is not None


def test_postings_weigh_what_they_have_grown_to() -> None:
    postings = some_postings(500)
    before = postings.bytes_held
    assert postings.top is not None and len(postings.matches.bits) and postings.bytes_held > before

    cache = PostingsCache(10 * before)
    kept = [some_postings(500) for _ in range(9)]
    for number, each in enumerate(kept):
        cache.put(number, each)
        assert each.top is not None
    cache.put("one more", some_postings(500))
    cache.put("and another", some_postings(500))

    assert sum(cache.get(number) is not None for number in range(9)) < 9 and cache.get("and another") is not None


def test_what_was_unpacked_weighs_whether_or_not_it_lies_in_a_larger_array() -> None:
    unpacked = np.arange(9000, dtype=np.uint32)
    snapshot = SimpleNamespace(size=SIZE, id_ranks=np.arange(SIZE))

    postings = ScoredPostings(snapshot, unpacked[5:], np.ones(2), unpacked[5:], 2.0)  # type: ignore[arg-type]  # all they ask for

    assert postings.bytes_held > 2 * unpacked[5:].nbytes


def test_scores_are_looked_up_alike_whichever_way() -> None:
    chance = np.random.default_rng(4)
    doc_numbers = np.sort(chance.choice(SIZE, 9000, replace=False)).astype(np.uint32)
    table, pairs = chance.random(50) + 0.1, chance.integers(0, 50, 9000).astype(np.uint16)
    snapshot = SimpleNamespace(size=SIZE, id_ranks=np.arange(SIZE))
    postings = ScoredPostings(snapshot, doc_numbers, table, pairs, 2.5)  # type: ignore[arg-type]  # all they ask for
    expected = np.zeros(SIZE)
    expected[doc_numbers] = 2.5 * table[pairs]

    for count in (0, 1, 7, 800, 20_000):
        asked = np.sort(chance.choice(SIZE, count, replace=False))
        assert np.array_equal(postings.scores_at(asked), expected[asked])
        held = asked[expected[asked] > 0]
        assert np.array_equal(postings.scores_at(held, all_match=True), expected[held])
    scale = 60_000 / postings.max_score
    upper_bounds = postings.score_upper_bounds(scale)
    assert (upper_bounds >= postings.scores * scale).all() and (upper_bounds <= postings.scores * scale + 1).all()
