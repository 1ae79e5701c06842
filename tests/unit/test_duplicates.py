from __future__ import annotations

import random

import pytest

from indexer.domain.documents.metadata import DocumentId
from indexer.domain.documents.near_duplicates import NEARLY_THE_SAME, SKETCH_SIZE, similar_pairs, similarity, sketch_of

WORDS = [
    f"{start}{end}"
    for start in ("bib", "skol", "part", "kom", "læs", "hav")
    for end in ("en", "er", "ne", "ling", "sted")
]


def a_text(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def changed(words: list[str], share: float, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [f"andet{chance.randrange(999)}" if chance.random() < share else word for word in words]


@pytest.mark.parametrize("share", [0.01, 0.05])
@pytest.mark.parametrize("seed", range(20))
def test_a_text_with_some_words_changed_is_nearly_the_same(share: float, seed: int) -> None:
    words = a_text(seed)

    found = similarity(sketch_of([" ".join(words)]), sketch_of([" ".join(changed(words, share, seed))]))

    assert NEARLY_THE_SAME <= found <= 1


def test_unrelated_texts_are_not() -> None:
    sketches = {DocumentId(str(seed)): sketch_of([" ".join(a_text(seed))]) for seed in range(60)}

    assert list(similar_pairs(sketches)) == []


def test_the_same_text_in_other_pages_and_capitals_is_the_same() -> None:
    words = a_text(1)
    whole = sketch_of([" ".join(words)])

    assert similarity(whole, sketch_of([" ".join(words[:200]).upper(), " ".join(words[200:])])) == 1.0
    assert len(whole) == SKETCH_SIZE


def test_texts_shorter_than_a_sequence_are_compared_whole() -> None:
    assert similarity(sketch_of(["To ord"]), sketch_of(["to ord!"])) == 1.0
    assert similarity(sketch_of(["To ord"]), sketch_of(["To andre"])) == 0.0
    assert similarity(sketch_of([""]), sketch_of([""])) == 0.0


def test_each_pair_is_named_once_in_order() -> None:
    text = " ".join(a_text(7))
    sketches = {DocumentId(key): sketch_of([text]) for key in ("c", "a", "b")}

    assert list(similar_pairs(sketches)) == [("a", "b", 1.0), ("a", "c", 1.0), ("b", "c", 1.0)]
